package note

import (
	"slices"
	"strconv"
	"strings"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/eval/note/parts"
	"github.com/visitwright/visitwright/eval/note/visits"
	"github.com/visitwright/visitwright/scribe/check"
	"github.com/visitwright/visitwright/scribe/fact"
)

// supported counts the sentences whose numbers, drugs, body parts, sides and
// negations all stand in their evidence: for our own notes the segments each
// sentence names and the age in the record where it names that, for others the
// whole dialogue. Lay and clinical names of one
// thing are equal, numbers are compared as digits. A negated finding needs a
// negation in the evidence, beside the finding or in the answer to a question.
func supported(w Written) ratio {
	var r ratio
	if w.Draft == nil {
		e := gather(w.Visit.Segments, nil)
		for _, s := range parts.Sentences(w.Text) {
			r = r.add(e.bears(s.Text))
		}
		return r
	}
	for _, sec := range w.Draft.Note.Sections {
		for _, t := range sec.Sentences {
			e := gather(w.Visit.Segments, t.Segments)
			if p := w.Visit.Patient; len(t.Chart) > 0 && !p.BirthDate.IsZero() { // the record bears out the age
				e.numbers[strconv.Itoa(p.Age(ehr.DateOf(visits.Day)))] = true
			}
			r = r.add(e.bears(t.Text))
		}
	}
	return r
}

// evidence is what some segments hold.
type evidence struct {
	names    map[string]bool // drugs, body parts, findings, conditions
	numbers  map[string]bool
	sides    map[string]bool
	words    map[string]bool
	negators int
}

// gather collects the named segments, all where ids is nil.
func gather(segments []ehr.Segment, ids []ehr.SegmentID) evidence {
	e := evidence{names: map[string]bool{}, numbers: map[string]bool{}, sides: map[string]bool{}, words: map[string]bool{}}
	for _, s := range segments {
		if ids != nil && !slices.Contains(ids, s.ID) {
			continue
		}
		w := fact.Plain(s.Text)
		for _, x := range w {
			e.words[check.Stem(x)] = true
			if negator[x] {
				e.negators++
			}
		}
		for _, f := range fact.In(w) {
			if f.Kind == fact.Number || f.Kind == fact.Date {
				e.numbers[f.Name] = true
			} else {
				e.names[f.Name] = true
			}
		}
		for side := range fact.Sides(w) {
			e.sides[side] = true
		}
	}
	return e
}

var negator = map[string]bool{"no": true, "not": true, "never": true, "denies": true, "none": true, "nothing": true, "without": true, "nor": true, "neither": true, "negative": true, "denied": true}

var spelt = map[string][]string{"1": {"onc", "on", "a", "an", "first"}, "2": {"twic", "coupl", "second", "both"}, "3": {"third"}}

// bears reports whether the evidence bears a sentence out.
func (e evidence) bears(text string) ratio {
	words := fact.Plain(text)
	for _, f := range fact.In(words) {
		switch f.Kind {
		case fact.Number:
			if !e.numbers[f.Name] && !slices.ContainsFunc(spelt[f.Name], func(s string) bool { return e.words[s] }) {
				return ratio{0, 1}
			}
		case fact.Drug, fact.Anatomy:
			if !e.names[f.Name] && !e.wordsOf(f.Text) {
				return ratio{0, 1}
			}
		}
		if f.Negated && (f.Kind == fact.Finding || f.Kind == fact.Condition) && (e.negators == 0 || !e.names[f.Name] && !e.wordsOf(f.Text)) {
			return ratio{0, 1}
		}
	}
	for side := range fact.Sides(words) {
		if !e.sides[side] && !(side == "bilateral" && e.sides["left"] && e.sides["right"]) {
			return ratio{0, 1}
		}
	}
	return ratio{1, 1}
}

func (e evidence) wordsOf(text string) bool {
	for _, w := range strings.Fields(text) {
		if !e.words[check.Stem(w)] {
			return false
		}
	}
	return true
}

// negationLost counts our sentences behind which a finding, condition, test or
// drug was said only with a negation, and of them those that state it without.
func negationLost(w Written) ratio {
	var r ratio
	h := check.Hear(w.Visit.Segments)
	for _, sec := range w.Draft.Note.Sections {
		for _, t := range sec.Sentences {
			neg, lost := h.Negations(t.Text, t.Segments)
			r.all += neg
			r.good += lost
		}
	}
	return r
}

// recalled counts the facts of the human note that were said, and of them those
// that stand in the note measured: numbers, drugs, body parts, conditions and
// findings.
func recalled(w Written) ratio {
	said, ours := map[string]bool{}, map[string]bool{}
	collect := func(text string, into map[string]bool) {
		for _, f := range fact.Of(text) {
			into[name(f)] = true
		}
	}
	for _, s := range w.Visit.Segments {
		collect(s.Text, said)
	}
	for _, l := range strings.Split(w.Text, "\n") {
		collect(l, ours)
	}
	var r ratio
	seen := map[string]bool{}
	for _, s := range parts.Sentences(w.Visit.Note) {
		for _, f := range fact.Of(s.Text) {
			k := name(f)
			if f.Kind == fact.Test || f.Kind == fact.Date || seen[k] || !said[k] {
				continue
			}
			seen[k] = true
			r.all++
			if ours[k] {
				r.good++
			}
		}
	}
	return r
}

func name(f fact.Fact) string {
	if f.Kind == fact.Number {
		return "#" + f.Name
	}
	return strings.ToLower(f.Name)
}
