package check

import (
	"regexp"
	"slices"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/scribe/clause"
	"github.com/visitwright/visitwright/scribe/fact"
	"github.com/visitwright/visitwright/scribe/reword"
	"github.com/visitwright/visitwright/scribe/sense"
	"github.com/visitwright/visitwright/scribe/statement"
)

// Hearing is a transcript prepared for checking: what was said in each segment,
// with questions resolved by their answers.
type Hearing struct {
	bySegment map[ehr.SegmentID]*heard
	order     []ehr.SegmentID
	idf       map[string]float64
	// sided holds, for each term, the sides it was said with anywhere in the visit.
	sided map[string]map[string]bool
	// guarded: the one who answers speaks for another, a parent for a child.
	guarded bool
	// only is the one side that is ever named in the visit, "" for none or both.
	only string
}

// heard is what one segment holds.
type heard struct {
	words  []string
	stems  map[string]bool
	facts  []mention
	at     int
	spoken ehr.Speaker
	// before holds the words of the segment before it, which it may answer.
	before  []string
	spans   []span
	clauses []told
	windows []told
	// question: it asks something; reply: its first words answer yes or no.
	question, reply bool
	// length is how many words of it were read.
	length int
}

// mention is a fact as it was said.
type mention struct {
	fact.Fact
	// asked: said in a question whose answer does not settle it.
	asked bool
	tense tense
	// supposed: said of what may come, or is looked for.
	supposed bool
	// flat: denied by a plain no to a question that named more than it.
	flat bool
	// clause holds the stems it was said among; near is how much of the
	// sentence's weight these share.
	clause map[string]bool
	near   float64
	// prior is the word before it, "" for none.
	prior string
	// carried is the side that was named last before it in its segment or, in an
	// answer, in the question, of carriedParts; "" for none.
	carried      string
	carriedParts []string
	// from is where its clause begins, in words from the segment's start.
	from int
}

// Hear prepares a transcript.
func Hear(segments []ehr.Segment) *Hearing {
	h := &Hearing{bySegment: map[ehr.SegmentID]*heard{}, sided: map[string]map[string]bool{}}
	var before []string
	segments = slices.Clone(segments)
	for i, s := range segments {
		s.Text = corrected(unclipped(s.Text))
		segments[i].Text = s.Text
		if s.Missing || s.Text == "" || ToMachine(s.Text) {
			continue
		}
		w := clause.Numbers(clause.Mend(clause.Words(s.Text)))
		raw := fact.Plain(s.Text)
		x := &heard{words: w, stems: map[string]bool{}, at: i, spoken: s.Speaker, before: before}
		before = append(slices.Clone(before[max(0, len(before)-40):]), w...)
		for _, v := range [][]string{w, raw} {
			for _, t := range v {
				x.stems[Stem(t)] = true
			}
		}
		h.bySegment[s.ID] = x
		h.order = append(h.order, s.ID)
	}
	v := sense.Prepare(statement.Roles(clause.Split(segments, sense.Boundary)))
	h.mentions(v)
	for i := len(v.Clauses) - 1; i >= 0; i-- {
		if x := h.bySegment[v.Clauses[i].Segment]; x != nil {
			r, _ := reword.Polarity(v.Clauses[i].Words)
			x.reply = r == reword.Yes || r == reword.No
		}
	}
	for _, x := range h.bySegment {
		x.facts = append(x.facts, spelled(x.words)...)
	}
	h.weigh()
	h.only = h.onlySide()
	return h
}

// mentions collects facts clause by clause; a question's take the answer's sign.
func (h *Hearing) mentions(v *sense.Visit) {
	joined := map[int][]statement.Statement{}
	for _, s := range statement.From(v, reword.For("")) {
		if s.Joined != nil {
			joined[s.Clause] = append(joined[s.Clause], s)
		}
	}
	guarded := guards(v)
	h.guarded = guarded
	var on carrier
	who := "" // the relative whom a "he" or "she" may mean
	for i, c := range v.Clauses {
		x := h.bySegment[c.Segment]
		if x == nil {
			continue
		}
		settled := joined[i]
		around := stemsOf(c.Words)
		for part, side := range bound(c.Words) {
			for s := range side {
				h.onSide(part, s)
			}
		}
		t := hear(c.Words, around)
		if c.Speaker == ehr.ClinicianVoice && !c.Question && len(x.words) < 10 && bare(c.Words) && h.replied(v, i) {
			c.Question = true
			v.Clauses[i].Question = true
		}
		if c.Speaker == ehr.ClinicianVoice && !c.Question && anyAsked(c.Words, t) {
			c.Question = true
			v.Clauses[i].Question = true
		}
		x.question = x.question || c.Question
		if c.Question {
			var no bool
			t.asked, no = h.settle(v, i, false)
			t.flip = no
			t.granted = !no && !t.asked && !presupposed(c.Words)
		}
		x.spans = append(x.spans, spansIn(c.Words, t)...)
		x.clauses = append(x.clauses, t)
		x.windows = append(x.windows, t.windows()...)
		facts := fact.In(c.Words)
		switch carries(c) {
		case goesOn:
			for k := range facts {
				facts[k].Kin = first(facts[k].Kin, who)
			}
		case startsAnew:
			who = ""
		}
		if k := lastKin(c.Words); k != "" {
			who = k
			if guarded && !introduced(c.Words) { // a parent speaks for the patient: "my son, he has a cough"
				who = ""
				for k := range facts {
					if facts[k].Kin == "son" || facts[k].Kin == "daughter" || facts[k].Kin == "children" {
						facts[k].Kin = ""
					}
				}
			}
		}
		list := c.Question && len(asks(v, i)) > 1
		named, answer := h.named(v, i)
		for _, f := range facts {
			m := mention{Fact: f, prior: wordBefore(c.Words, f), from: x.length, tense: tenseOf(c.Words, f), clause: around, supposed: supposed(c.Words, f)}
			m.carried, m.carriedParts = on.at(c.Words, f.Start, f.End, c.Segment, c.Turn)
			m.clause = stemsOf(run(c.Words, t.negated, f))
			if len(settled) > 0 && !(c.Question && !f.Negated && given(c.Words, f, t) && f.Kind == fact.Finding) {
				m.Negated = sign(settled[0].Joined, f)
				m.flat = !m.Negated && denied(c.Words, f, t, named)
				m.Negated = m.Negated || m.flat
			} else if c.Question && !given(c.Words, f, t) {
				m.asked, m.Negated = h.settle(v, i, m.Negated)
			}
			if m.asked && echoed(v, i, f) {
				m.asked = false
			}
			m.asked = m.asked || c.Question && !m.Negated && list && !named[f.Name] && answer && !given(c.Words, f, t)
			if f.Start > 0 && slices.Contains(c.Words[max(0, f.Start-5):f.Start], "wish") {
				m.asked = true
			}
			if f.Kind == fact.Number && f.Start > 0 && (c.Words[f.Start-1] == "point" || c.Words[f.Start-1] == ".") {
				continue // the end of "0 point 5": see spelled
			}
			if c.Question && !m.asked && !m.Negated && h.refused(v, i) && ended(v, i) {
				m.Negated = true // "how is your back pain? I'm not having any more"
			}
			x.facts = append(x.facts, m)
			if c.Question && !m.asked && !m.Negated && h.refused(v, i) || !m.Negated && (noBehind(c.Words, f) || endsInNo(c.Words) || overBehind(c.Words, f)) {
				no := m
				no.Negated = true
				x.facts = append(x.facts, no)
			}
			if f.Side != "" {
				h.onSide(f.Name, f.Side)
			}
		}
		x.length += len(c.Words)
		on.hear(c.Words, c.Segment, c.Turn)
		for _, s := range settled { // the answer's segment bears the fact as well
			for _, id := range s.Segments {
				if y := h.bySegment[id]; y != nil && id != c.Segment {
					for _, f := range fact.In(s.Joined) {
						if list && answer && !named[f.Name] && !f.Negated {
							continue
						}
						flat := denied(s.Joined, f, t, named)
						f.Negated = f.Negated || flat
						y.facts = append(y.facts, mention{Fact: f, prior: wordBefore(s.Joined, f), from: y.length, flat: flat, tense: tenseOf(s.Joined, f), clause: stemsOf(s.Joined)})
					}
				}
			}
		}
	}
}

// run returns the words around a fact as far as they are denied as it is, or
// stated as it is.
func run(words []string, negated []bool, f fact.Fact) []string {
	a, z := f.Start, f.End
	for a > 0 && a > f.Start-long/2 && negated[a-1] == negated[f.Start] {
		a--
	}
	if negated[f.Start] { // "6 out of 10 without ibuprofen"
		a = max(0, a-6)
	}
	for z < len(words) && z < f.End+long/2 && negated[z] == negated[f.Start] {
		z++
	}
	return words[a:z]
}

// onSide notes that a part was said with a side.
func (h *Hearing) onSide(part, side string) {
	if h.sided[part] == nil {
		h.sided[part] = map[string]bool{}
	}
	h.sided[part][side] = true
}

// sign finds the fact in the joined statement and returns its negation there.
func sign(joined []string, f fact.Fact) bool {
	for _, g := range fact.In(joined) {
		if g.Kind == f.Kind && g.Name == f.Name {
			return g.Negated
		}
	}
	return f.Negated
}

// evidence gathers what the named segments hold, in order.
func (h *Hearing) evidence(ids []ehr.SegmentID) []*heard {
	var out []*heard
	for _, id := range ids {
		if x := h.bySegment[id]; x != nil {
			out = append(out, x)
		}
	}
	slices.SortFunc(out, func(a, b *heard) int { return a.at - b.at })
	return slices.CompactFunc(out, func(a, b *heard) bool { return a == b })
}

func wordBefore(words []string, f fact.Fact) string {
	if f.Start == 0 {
		return ""
	}
	return words[f.Start-1]
}

func stemsOf(words []string) map[string]bool {
	out := map[string]bool{}
	for _, w := range words {
		out[Stem(w)] = true
	}
	return out
}

var toMachine = regexp.MustCompile(`(?i)\b(?:(?:ignore|disregard|forget|override)\b.{0,30}\b(?:instructions?|rules?|prompts?|guidelines)|system prompt|(?:as|you are) an? (?:ai|assistant|language model)|language model|new instructions?:|(?:write|put|add|say|state) (?:in|into|to) the note that|</?transcript>|begin new section)`)

// ToMachine reports whether a line gives orders to a machine that writes the
// note, such as "ignore all previous instructions". Such a line bears nothing
// out, whoever said it.
func ToMachine(text string) bool { return toMachine.MatchString(text) }
