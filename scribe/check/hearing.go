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
}

// Hear prepares a transcript.
func Hear(segments []ehr.Segment) *Hearing {
	h := &Hearing{bySegment: map[ehr.SegmentID]*heard{}, sided: map[string]map[string]bool{}}
	var before []string
	for i, s := range segments {
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
	for _, x := range h.bySegment {
		x.facts = append(x.facts, spelled(x.words)...)
	}
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
		if c.Question {
			var no bool
			t.asked, no = h.settle(v, i, false)
			t.flip = no
		}
		x.spans = append(x.spans, spansIn(c.Words, t)...)
		x.clauses = append(x.clauses, t)
		x.windows = append(x.windows, t.windows()...)
		facts := fact.In(c.Words)
		list := c.Question && len(asks(v, i)) > 1
		named, answer := h.named(v, i)
		for _, f := range facts {
			m := mention{Fact: f, tense: tenseOf(c.Words, f), clause: around, supposed: supposed(c.Words, f)}
			m.clause = stemsOf(run(c.Words, t.negated, f))
			if len(settled) > 0 {
				m.Negated = sign(settled[0].Joined, f)
				m.flat = !m.Negated && denied(c.Words, f, t, named)
				m.Negated = m.Negated || m.flat
			} else if c.Question && !given(c.Words, f, t) {
				m.asked, m.Negated = h.settle(v, i, m.Negated)
			}
			m.asked = m.asked || c.Question && !m.Negated && list && !named[f.Name] && answer && !given(c.Words, f, t)
			if f.Start > 0 && slices.Contains(c.Words[max(0, f.Start-5):f.Start], "wish") {
				m.asked = true
			}
			if f.Kind == fact.Number && f.Start > 0 && (c.Words[f.Start-1] == "point" || c.Words[f.Start-1] == ".") {
				continue // the end of "0 point 5": see spelled
			}
			x.facts = append(x.facts, m)
			if c.Question && !m.asked && !m.Negated && h.refused(v, i) || !m.Negated && (noBehind(c.Words, f) || endsInNo(c.Words)) {
				no := m
				no.Negated = true
				x.facts = append(x.facts, no)
			}
			if f.Side != "" {
				h.onSide(f.Name, f.Side)
			}
		}
		for _, s := range settled { // the answer's segment bears the fact as well
			for _, id := range s.Segments {
				if y := h.bySegment[id]; y != nil && id != c.Segment {
					for _, f := range fact.In(s.Joined) {
						if list && answer && !named[f.Name] && !f.Negated {
							continue
						}
						flat := denied(s.Joined, f, t, named)
						f.Negated = f.Negated || flat
						y.facts = append(y.facts, mention{Fact: f, flat: flat, tense: tenseOf(s.Joined, f), clause: stemsOf(s.Joined)})
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

// given reports whether a question takes a fact for granted: "how is your
// diabetes", "and you continue the lisinopril, okay?"
func given(words []string, f fact.Fact, t told) bool {
	switch f.Kind {
	case fact.Condition, fact.Finding:
		if i := max(0, f.Start-4); slices.ContainsFunc(words[i:f.Start], func(w string) bool {
			return w == "besides" || w == "than" || w == "apart" || w == "aside" || w == "except"
		}) {
			return true // "other than the melanoma, any headaches?"
		}
		return f.Start > 0 && (words[f.Start-1] == "the" || words[f.Start-1] == "this" || words[f.Start-1] == "that" || words[f.Start-1] == "your" || words[f.Start-1] == "his" || words[f.Start-1] == "her")
	case fact.Drug, fact.Test:
		return t.announces()
	}
	return false
}

// denied reports whether a plain no answers the question a finding or condition
// was named in, whatever the words between: "do you have a pacemaker, or have
// sleep apnea, or use oxygen? No."
func denied(words []string, f fact.Fact, t told, named map[string]bool) bool {
	return t.flip && (f.Kind == fact.Finding || f.Kind == fact.Condition || f.Kind == fact.Test) && !named[f.Name] && !given(words, f, t) && !f.Negated
}

// bare reports whether a clause is a finding and no more: "shortness of breath",
// a clinician's question without a mark.
func bare(words []string) bool {
	n, found := 0, 0
	for _, f := range fact.In(words) {
		if f.Kind == fact.Finding || f.Kind == fact.Condition {
			found, n = found+1, n+f.End-f.Start
		}
	}
	return found > 0 && len(words) <= n+found+1 && !slices.ContainsFunc(words, quits)
}

// replied reports whether the next turn answers with yes or no.
func (h *Hearing) replied(v *sense.Visit, i int) bool {
	for k := i + 1; k < len(v.Clauses) && v.Clauses[k].Turn <= v.Clauses[i].Turn+1; k++ {
		if v.Clauses[k].Turn > v.Clauses[i].Turn {
			r, _ := reword.Polarity(v.Clauses[k].Words)
			return r == reword.No || r == reword.Yes
		}
	}
	return false
}

// noBehind reports whether a fact is followed by its answer in one breath:
// "diarrhea no".
func noBehind(words []string, f fact.Fact) bool {
	return f.End < len(words) && (words[f.End] == "no" || words[f.End] == "nope") && (f.End+1 == len(words) || clause.Mark(words[f.End+1]))
}

// endsInNo reports whether a run-on question ends in its answer: "any nausea
// vomiting or anything like that no".
func endsInNo(words []string) bool {
	last := words[len(words)-1]
	return (last == "no" || last == "nope") && slices.Contains(words, "any")
}

// asks gives the findings that the questions of a clause's turn ask about.
func asks(v *sense.Visit, i int) map[string]bool {
	out := map[string]bool{}
	for k := max(0, i-6); k < len(v.Clauses) && v.Clauses[k].Turn <= v.Clauses[i].Turn; k++ {
		if v.Clauses[k].Turn != v.Clauses[i].Turn || !v.Clauses[k].Question {
			continue
		}
		for _, f := range fact.In(v.Clauses[k].Words) {
			if f.Kind == fact.Finding || f.Kind == fact.Condition {
				out[f.Name] = true
			}
		}
	}
	return out
}

// named gives the findings that the answer to the question in clause i names,
// and whether it names any that was asked about or is no plain yes or no: of a
// list of symptoms the others are then left open.
func (h *Hearing) named(v *sense.Visit, i int) (map[string]bool, bool) {
	out := map[string]bool{}
	c, part := v.Clauses[i], false
	if !c.Question {
		return out, false
	}
	first := true
	for k := i + 1; k < len(v.Clauses) && v.Clauses[k].Turn <= c.Turn+1; k++ {
		if v.Clauses[k].Turn == c.Turn {
			continue
		}
		if r, _ := reword.Polarity(v.Clauses[k].Words); first && r != reword.Yes && r != reword.No {
			part = true
		}
		first = false
		for _, f := range fact.In(v.Clauses[k].Words) {
			if f.Kind == fact.Finding || f.Kind == fact.Condition {
				out[f.Name] = true
			}
		}
	}
	asked := asks(v, i)
	for name := range out {
		part = part || asked[name]
	}
	return out, part
}

// onSide notes that a part was said with a side.
func (h *Hearing) onSide(part, side string) {
	if h.sided[part] == nil {
		h.sided[part] = map[string]bool{}
	}
	h.sided[part][side] = true
}

// refused reports whether the answer to a question begins with a no.
func (h *Hearing) refused(v *sense.Visit, i int) bool {
	for k := i + 1; k < len(v.Clauses) && v.Clauses[k].Turn <= v.Clauses[i].Turn+1; k++ {
		if v.Clauses[k].Turn > v.Clauses[i].Turn {
			r, _ := reword.Polarity(v.Clauses[k].Words)
			return r == reword.No
		}
	}
	return false
}

// settle reads the answer to the question in clause i: whether it leaves it
// open, and whether what was asked about is denied.
func (h *Hearing) settle(v *sense.Visit, i int, negated bool) (open, denied bool) {
	c := v.Clauses[i]
	if c.Speaker != ehr.ClinicianVoice || presupposed(c.Words) {
		return false, negated
	}
	for k := i + 1; k < len(v.Clauses) && v.Clauses[k].Turn <= c.Turn+1; k++ {
		if v.Clauses[k].Turn == c.Turn {
			continue
		}
		if head := v.Clauses[k].Words[:min(5, len(v.Clauses[k].Words))]; slices.ContainsFunc(head, yep) && !slices.ContainsFunc(head, quits) {
			return false, false
		}
		switch r, _ := reword.Polarity(v.Clauses[k].Words); r {
		case reword.Yes:
			return false, false
		case reword.No:
			return false, true
		}
		return !affirms(v.Clauses[k].Words), negated
	}
	return true, negated
}

func yep(w string) bool {
	return w == "yep" || w == "yup" || w == "yes" || w == "yeah"
}

// affirms reports whether an answer that is neither yes nor no grants what was
// asked: "sometimes", "just when I run", "a slight one".
func affirms(words []string) bool {
	if len(words) > 8 && !slices.ContainsFunc(words, quits) && !slices.ContainsFunc(words, well) {
		return true // told at length
	}
	head := words[:min(8, len(words))]
	if slices.ContainsFunc(head, quits) && !slices.Contains(head, "only") {
		return false
	}
	return slices.ContainsFunc(head, func(w string) bool { return grants[w] })
}

// well reports whether a word says that all is as it should be.
func well(w string) bool {
	switch w {
	case "good", "fine", "great", "okay", "normal", "well", "well-controlled", "know", "think":
		return true
	}
	return false
}

var grants = map[string]bool{"sometimes": true, "little": true, "bit": true, "some": true, "just": true, "slight": true, "slightly": true, "every": true, "only": true, "occasional": true, "occasionally": true, "mostly": true, "while": true, "few": true, "feel": true, "have": true, "felt": true, "did": true, "was": true, "it": true}

// presupposed reports whether a question takes what it names for given: "how
// long has the pain been there?"
func presupposed(words []string) bool {
	switch words[len(words)-1] {
	case "okay", "right", "correct", "yes": // "you have arthritis, okay?"
		return true
	}
	if slices.Contains(words, "any") {
		return false
	}
	for i, w := range words {
		switch w {
		case "how", "when", "where", "what", "which", "why":
			return !(i+1 < len(words) && words[i+1] == "about")
		}
	}
	return false
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
