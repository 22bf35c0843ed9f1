package check

import (
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/scribe/fact"
)

// weigh gives stems that few segments hold more say.
func (h *Hearing) weigh() {
	df := map[string]float64{}
	for _, x := range h.bySegment {
		for s := range x.stems {
			df[s]++
		}
	}
	h.idf = map[string]float64{}
	for s, d := range df {
		h.idf[s] = math.Log(1 + float64(len(h.order))/d)
	}
}

// Find returns the segments that best match a sentence, in order of time: the
// ones that share most of its weighty words, and the ones that hold its facts.
// It is for sentences that name no segments, such as a person's.
func (h *Hearing) Find(text string, most int) []ehr.SegmentID {
	words := fact.Plain(text)
	facts := fact.In(words)
	stems, score, rank := h.ranked(words, facts)
	in := map[int]bool{}
	for _, i := range h.fewest(stems, score, most) {
		in[i] = true
	}
	h.cover(facts, rank, in)
	h.withAnswers(in)
	return h.ids(in)
}

// ids lists segments in order of time.
func (h *Hearing) ids(in map[int]bool) []ehr.SegmentID {
	var out []ehr.SegmentID
	for i, id := range h.order {
		if in[i] {
			out = append(out, id)
		}
	}
	return out
}

// Support returns the segments that a writer of the claim would name: the ones
// Find gives and, where these leave a doubt, of the next best ones (with the
// answer or question that belongs to each) those that settle it. At most further
// ones are tried.
func (h *Hearing) Support(c Claim, most, further int) []ehr.SegmentID {
	c.Segments = h.Find(c.Text, most)
	doubts := len(h.Doubts(c))
	if doubts == 0 || len(c.Segments) == 0 {
		return c.Segments
	}
	words := fact.Plain(c.Text)
	_, score, rank := h.ranked(words, fact.In(words))
	in := map[int]bool{}
	for i, id := range h.order {
		in[i] = slices.Contains(c.Segments, id)
	}
	for _, i := range rank[:min(further, len(rank))] {
		if in[i] || score[i] <= 0 || doubts == 0 {
			continue
		}
		with := map[int]bool{i: true}
		h.withAnswers(with)
		for j := range in {
			with[j] = with[j] || in[j]
		}
		c.Segments = h.ids(with)
		if n := len(h.Doubts(c)); n < doubts {
			in, doubts = with, n
		}
	}
	return h.ids(in)
}

// ranked scores the segments by the weighty words and the facts of a sentence
// that they hold, and ranks them, the best first.
func (h *Hearing) ranked(words []string, facts []fact.Fact) (stems map[string]bool, score []float64, rank []int) {
	score = make([]float64, len(h.order))
	stems = map[string]bool{}
	for _, w := range words {
		if len(w) > 2 || w[0] >= '0' && w[0] <= '9' {
			stems[Stem(strings.ToLower(w))] = true
		}
	}
	for i, id := range h.order {
		x := h.bySegment[id]
		for s := range stems {
			if x.stems[s] {
				score[i] += h.idf[s]
			}
		}
		for _, f := range facts {
			for _, m := range x.facts {
				if m.Kind == f.Kind && m.Name == f.Name && (f.Unit == "" || m.Unit == f.Unit) {
					score[i] += 2.5
					break
				}
			}
		}
		score[i] /= 1 + 0.15*math.Log(1+float64(len(x.words)))
	}
	rank = make([]int, len(h.order))
	for i := range rank {
		rank[i] = i
	}
	slices.SortStableFunc(rank, func(a, b int) int {
		switch {
		case score[a] > score[b]:
			return -1
		case score[a] < score[b]:
			return 1
		}
		return a - b
	})
	return stems, score, rank
}

// withAnswers adds to each question its answer, and to each answer its question.
func (h *Hearing) withAnswers(in map[int]bool) {
	for _, i := range slices.Sorted(maps.Keys(in)) {
		x := h.bySegment[h.order[i]]
		if i+1 < len(h.order) && (x.question || h.bySegment[h.order[i+1]].reply) {
			in[i+1] = true
		}
		if i > 0 && (x.reply || len(x.words) < short) && h.bySegment[h.order[i-1]].question {
			in[i-1] = true
		}
	}
}

// short is how many words an answer has that says little without its question.
const short = 12

// fewest picks segments one by one, each for the weight of the sentence's words
// that the ones before it do not hold, and stops where little more is won.
func (h *Hearing) fewest(stems map[string]bool, score []float64, most int) []int {
	held := map[string]bool{}
	var out []int
	first := 0.0
	for len(out) < most {
		best, top := -1, 0.0
		for i, id := range h.order {
			if slices.Contains(out, i) || score[i] <= 0 {
				continue
			}
			gain := 0.0
			for s := range stems {
				if !held[s] && h.bySegment[id].stems[s] {
					gain += h.idf[s]
				}
			}
			if len(out) == 0 {
				gain = score[i]
			} else {
				gain = gain/(1+0.15*math.Log(1+float64(len(h.bySegment[id].words)))) + 0.01*score[i]
			}
			if gain > top {
				best, top = i, gain
			}
		}
		if best < 0 || len(out) > 0 && top < enough*first {
			break
		}
		if len(out) == 0 {
			first = top
		}
		out = append(out, best)
		for s := range h.bySegment[h.order[best]].stems {
			held[s] = true
		}
	}
	return out
}

// enough is the share of the first segment's weight that a further one must add.
const enough = 0.3

// cover adds, for each fact of the sentence that no chosen segment holds, the
// best segment that does.
func (h *Hearing) cover(facts []fact.Fact, rank []int, in map[int]bool) {
	holds := func(i int, f fact.Fact) bool {
		return slices.ContainsFunc(h.bySegment[h.order[i]].facts, func(m mention) bool {
			return m.Kind == f.Kind && m.Name == f.Name && (f.Side == "" || m.Side == f.Side) && m.Negated == f.Negated
		})
	}
	for _, f := range facts {
		found := -1
		for _, i := range rank {
			if holds(i, f) {
				if in[i] {
					found = -1
					break
				}
				if found < 0 {
					found = i
				}
			}
		}
		if found >= 0 {
			in[found] = true
		}
	}
}

// Negations counts the terms of a sentence that its segments hold only with a
// negation, and of them those that the sentence states without one.
func (h *Hearing) Negations(text string, ids []ehr.SegmentID) (negated, lost int) {
	e := examiner{words: fact.Plain(text), ev: h.evidence(ids)}
	for _, f := range fact.In(e.words) {
		if f.Kind == fact.Number || f.Kind == fact.Date || f.Kind == fact.Anatomy || supposed(e.words, f) {
			continue
		}
		ms := e.said(f.Kind, f.Name)
		if len(ms) == 0 || slices.ContainsFunc(ms, func(m mention) bool { return !m.Negated }) {
			continue
		}
		negated++
		if !f.Negated {
			lost++
		}
	}
	return negated, lost
}
