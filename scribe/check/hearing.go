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
}

// heard is what one segment holds.
type heard struct {
	words  []string
	stems  map[string]bool
	facts  []mention
	at     int
	spoken ehr.Speaker
}

// mention is a fact as it was said.
type mention struct {
	fact.Fact
	// asked: said in a question whose answer does not settle it.
	asked bool
	tense tense
	// clause holds the stems it was said among; near is how much of the
	// sentence's weight these share.
	clause map[string]bool
	near   float64
}

// Hear prepares a transcript.
func Hear(segments []ehr.Segment) *Hearing {
	h := &Hearing{bySegment: map[ehr.SegmentID]*heard{}}
	for i, s := range segments {
		if s.Missing || s.Text == "" || ToMachine(s.Text) {
			continue
		}
		w := clause.Numbers(clause.Mend(clause.Words(s.Text)))
		raw := fact.Plain(s.Text)
		x := &heard{words: w, stems: map[string]bool{}, at: i, spoken: s.Speaker}
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
	h.weigh()
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
	for i, c := range v.Clauses {
		x := h.bySegment[c.Segment]
		if x == nil {
			continue
		}
		settled := joined[i]
		around := stemsOf(c.Words)
		for _, f := range fact.In(c.Words) {
			m := mention{Fact: f, tense: tenseOf(c.Words, f.Start), clause: around}
			if len(settled) > 0 {
				m.Negated = sign(settled[0].Joined, f)
			} else if c.Question {
				m.asked = true
			}
			x.facts = append(x.facts, m)
		}
		for _, s := range settled { // the answer's segment bears the fact as well
			for _, id := range s.Segments {
				if y := h.bySegment[id]; y != nil && id != c.Segment {
					for _, f := range fact.In(s.Joined) {
						y.facts = append(y.facts, mention{Fact: f, tense: tenseOf(s.Joined, f.Start), clause: stemsOf(s.Joined)})
					}
				}
			}
		}
	}
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
