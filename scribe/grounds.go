package scribe

import (
	"slices"
	"strings"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/scribe/fact"
	"github.com/visitwright/visitwright/scribe/reword"
)

// mostGrounds is how many sentences of one section a problem's reasoning takes over.
const mostGrounds = 1

// grounds are the findings of this visit on which the judgement of a problem rests, as
// a note states them again under the problem: how the patient does on its treatment,
// what was found on examination of its part, what its studies show. Each is a sentence
// that stands elsewhere in the note, with its segments; nothing is concluded.
func (d *drafter) grounds(p problem, sole bool, reasoning []line, written map[ehr.SectionName][]line) []line {
	if d.o.Template.Style == Brief || len(p.lines) == 0 || len(reasoning) > 2 {
		return nil
	}
	var out []line
	take := func(from []line, bears func(line) bool, as func(string) string) {
		n := 0
		for _, l := range from {
			text := as(l.text)
			if n == mostGrounds || text == "" || !bears(l) || said(text, append(out, reasoning...)) {
				continue
			}
			out = append(out, line{text: text, kind: ehr.Reasoning, group: p.title, segments: l.segments, chart: l.chart, weight: l.weight})
			n++
		}
	}
	same := func(s string) string { return s }
	if !sole && len(reasoning) == 0 {
		take(written[ehr.HPI], func(l line) bool { return treats(p.title, l) }, same)
	}
	if strings.Contains(strings.ToLower(p.title), "hypertension") || strings.Contains(p.title, "blood pressure") {
		take(written[ehr.VitalSigns], func(l line) bool { return strings.HasPrefix(l.text, "Blood pressure") }, func(s string) string { return strings.Replace(s, "Blood pressure: ", "Blood pressure is ", 1) })
	}
	take(written[ehr.Exam], func(l line) bool { return foundAt(p.title, l) }, found)
	take(written[ehr.ResultList], func(l line) bool { return brief(l) && (sole || studied(p.title, l)) }, same)
	return out
}

// said reports whether lines already hold all that a text tells.
func said(text string, ls []line) bool {
	w := weighty(text)
	return slices.ContainsFunc(ls, func(l line) bool { return covered(w, weighty(l.text)) })
}

// brief reports whether a result is short and whole enough to be told twice.
func brief(l line) bool {
	w := plainWords(l.text)
	return len(w) < 19 && !reword.Has(w, "demonstrates is") && !reword.Has(w, "i")
}

// treats reports whether a sentence of the history tells of a problem's treatment.
func treats(title string, l line) bool {
	w := fact.Plain(l.text)
	return len(w) < 25 && slices.ContainsFunc(fact.In(w), func(f fact.Fact) bool {
		return f.Kind == fact.Drug && !f.Negated && fits(title, usedFor[strings.ToLower(f.Name)])
	})
}

// foundAt reports whether a sentence of the examination tells of something found, and
// not only of what is absent, at the part a problem is of.
func foundAt(title string, l line) bool {
	facts := fact.Of(l.text)
	positive := slices.ContainsFunc(facts, func(f fact.Fact) bool { return f.Kind == fact.Finding && !f.Negated })
	return positive && slices.ContainsFunc(facts, func(f fact.Fact) bool { return f.Kind == fact.Anatomy && ofPart(title, f.Name) })
}

// studied reports whether a result is of a problem's part, of a test done for it, or
// names it.
func studied(title string, l line) bool {
	return slices.ContainsFunc(fact.Of(l.text), func(f fact.Fact) bool {
		switch f.Kind {
		case fact.Anatomy:
			return ofPart(title, f.Name)
		case fact.Test:
			return fits(title, usedFor[strings.ToLower(f.Name)])
		case fact.Condition:
			return !f.Negated && sameProblem(title, f.Name)
		}
		return false
	})
}

func ofPart(title, part string) bool {
	t := strings.ToLower(title)
	return strings.Contains(t, part) || sameLimb(title, part)
}

// found writes a finding as a sentence: "Tenderness of the wrist." is "Exam shows
// tenderness of the wrist."
func found(text string) string {
	w := plainWords(text)
	if len(w) < 2 || w[0] == "no" {
		return ""
	}
	if len(w) > 24 || reword.Has(w, "i") || slices.ContainsFunc(w, func(s string) bool { return strings.HasPrefix(s, "hurt") || s == "said" || s == "like" || s == "when" }) {
		return ""
	}
	if w[0] == "there" || w[0] == "his" || w[0] == "her" || w[0] == "their" || reword.Has(w, "the patient's") {
		return text
	}
	if slices.ContainsFunc(w, func(s string) bool { return finite[s] || s == "he" || s == "she" || s == "it" || s == "they" }) {
		return ""
	}
	return "Exam shows " + reword.Lower(text)
}
