package check

import (
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
	score := make([]float64, len(h.order))
	facts := fact.In(words)
	stems := map[string]bool{}
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
	rank := make([]int, len(h.order))
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
	in := map[int]bool{}
	for _, i := range h.fewest(stems, score, most) {
		in[i] = true
		if i+1 < len(h.order) && slices.Contains(h.bySegment[h.order[i]].words, "?") {
			in[i+1] = true // a question's answer
		}
	}
	h.cover(facts, rank, in)
	var out []ehr.SegmentID
	for i, id := range h.order {
		if in[i] {
			out = append(out, id)
		}
	}
	return out
}

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
const enough = 0.2

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
