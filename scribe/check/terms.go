package check

import (
	"slices"
	"strings"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/scribe/fact"
)

// terms holds findings, conditions and body parts against what was said:
// whether they were said at all, with which sign, and of whom.
func (e *examiner) terms() {
	if e.heading() {
		return
	}
	for _, f := range e.facts {
		if e.ordinary(f) {
			continue
		}
		switch f.Kind {
		case fact.Finding, fact.Condition, fact.Test, fact.Drug:
		case fact.Anatomy:
			if f.Start >= e.label && len(e.said(f.Kind, f.Name)) == 0 && !e.spoken(f.Text) && !e.akin(f) && !e.inLayWords(f) {
				e.doubt(ehr.TermDoubt, f.Text, "%q was not said in the lines behind this sentence.", f.Text)
			}
			continue
		default:
			continue
		}
		ms := e.anySaid(f)
		if len(ms) == 0 {
			switch {
			case f.Kind == fact.Drug, e.absent(f), e.partFine(f):
			case e.spoken(f.Text):
				if f.Kind != fact.Test && !e.loosely(f, func(t told) []int { return t.together(f.Text) }) {
					e.inLayWords(f)
				}
			case e.inLayWords(f):
			case e.soundSaid(f), f.Kind != fact.Anatomy && e.misheard(f.Text):
			case e.akin(f):
				if f.Kind == fact.Finding || f.Kind == fact.Condition {
					e.loosely(f, func(t told) []int { return t.inPieces(f.Name) })
				}
			default:
				e.doubt(ehr.TermDoubt, f.Text, "%q was not said in the lines behind this sentence.", f.Text)
			}
			continue
		}
		if stated := slices.DeleteFunc(slices.Clone(ms), func(m mention) bool { return m.supposed }); len(stated) > 0 {
			ms = stated
		}
		ms = e.alike(f, ms)
		if !e.twoSided(f) {
			ms = closest(ms)
		}
		if f.Start >= e.label && (f.Negated || !supposed(e.words, f)) && !e.qualified(f) {
			e.sign(f, ms)
		}
		e.whose(f, ms)
		e.when(f, ms)
	}
}

// alike keeps the mentions that are of the same relative, of the same side and
// with the same word before them, "bony tenderness", each where there are any.
func (e *examiner) alike(f fact.Fact, ms []mention) []mention {
	prefer := func(same func(mention) bool) {
		if some := slices.DeleteFunc(slices.Clone(ms), func(m mention) bool { return !same(m) }); len(some) > 0 {
			ms = some
		}
	}
	if f.Kin != "" {
		prefer(func(m mention) bool { return m.Kin == f.Kin })
	}
	if f.Side != "" {
		prefer(func(m mention) bool { return m.Side == f.Side })
	}
	if w := wordBefore(e.words, f); len(w) > 3 && !light[w] && !around[w] && !qualifiers[w] && !graded[w] {
		prefer(func(m mention) bool { return Stem(m.prior) == Stem(w) })
	}
	return ms
}

// graded are words before a finding that say how much of it there is.
var graded = map[string]bool{"some": true, "mild": true, "moderate": true, "severe": true, "slight": true, "significant": true, "having": true, "experiencing": true, "denied": true, "positive": true, "does": true, "have": true, "from": true, "without": true, "obvious": true, "this": true, "more": true, "less": true, "much": true}

// twoSided reports whether the sentence itself speaks of a term in two ways, with
// another sign or side: each may rest on its own words.
func (e *examiner) twoSided(f fact.Fact) bool {
	return slices.ContainsFunc(e.facts, func(g fact.Fact) bool {
		return g.Kind == f.Kind && g.Name == f.Name && (g.Negated != f.Negated || g.Side != f.Side)
	})
}

// heading reports whether the sentence is a bare list of parts of the body:
// "Ears, Nose, Mouth, and Throat".
func (e *examiner) heading() bool {
	at := 0
	for _, f := range e.facts {
		if f.Kind != fact.Anatomy || f.Negated || f.Side != "" {
			return false
		}
		at += f.End - f.Start
	}
	for _, w := range e.words {
		if w == "and" || w == "," || w == "." || w == ":" {
			at++
		}
	}
	return len(e.facts) > 1 && at >= len(e.words)
}

// ordinary reports whether a term stands in an everyday sense: "is back", "fall
// asleep", "red flag", "stressed the importance".
func (e *examiner) ordinary(f fact.Fact) bool {
	at := func(i int) string {
		if i < 0 || i >= len(e.words) {
			return ""
		}
		return e.words[i]
	}
	prev, next := at(f.Start-1), at(f.End)
	switch f.Text {
	case "back":
		switch prev {
		case "come", "came", "comes", "call", "go", "going", "went", "is", "are", "get", "got", "ring", "report", "follow", "bring", "results", "cut", "cutting", "dates":
			return true
		}
		return next == "to" || next == "in" || next == "and" && at(f.End+1) == "forth"
	case "fall", "falls", "falling", "fell":
		return next == "asleep"
	case "red":
		return next == "flag" || next == "flags"
	case "stressed":
		return next == "the" || next == "to" || next == "that"
	case "stress test":
		return prev == "valgus" || prev == "varus"
	case "stress":
		return next == "test" || prev == "valgus" || prev == "varus"
	case "sinus":
		return next == "rhythm" || next == "tachycardia" || next == "bradycardia" || next == "arrhythmia"
	case "cold":
		return next == "outside" || next == "weather" || next == "compress" || next == "packs"
	}
	return false
}

// together returns the places of a term's words where the clause has them all.
func (t told) together(text string) []int {
	var out []int
	for _, w := range strings.Fields(text) {
		at := t.places([]string{w})
		if len(at) == 0 {
			return nil
		}
		out = append(out, at...)
	}
	return out
}

// inPieces returns the places of a term's words, or of lay words for each, where
// the clause has them all: "are your legs swelling" for leg swelling.
func (t told) inPieces(name string) []int {
	var out []int
	for _, w := range strings.Fields(strings.ToLower(name)) {
		at := t.places(append([]string{w}, layFor(w)...))
		if len(at) == 0 {
			return nil
		}
		out = append(out, at...)
	}
	return out
}

// anySaid returns the mentions of a term, also as finding where the sentence
// has it as condition or the reverse.
func (e *examiner) anySaid(f fact.Fact) []mention {
	ms := e.said(f.Kind, f.Name)
	if len(ms) > 0 {
		return ms
	}
	if strings.HasSuffix(f.Name, " pain") { // "my knee hurts" is knee pain
		if ms = e.said(fact.Finding, "pain"); len(ms) > 0 {
			return ms
		}
	}
	for _, x := range e.ev {
		for _, m := range x.facts {
			if m.Kind != fact.Number && m.Kind != fact.Anatomy && m.Kind != fact.Date && Stem(m.Text) == Stem(f.Text) {
				ms = append(ms, m)
			}
		}
	}
	return ms
}

// akin reports whether the term has a close relative in the evidence: "chest
// pain" where "pain" and "chest" were said, "knee pain" where "it hurts" was.
func (e *examiner) akin(f fact.Fact) bool {
	words := strings.Fields(strings.ToLower(f.Name))
	if len(words) > 2 && lay[words[0]+" "+words[1]] != nil { // "lower extremity swelling"
		if slices.ContainsFunc(lay[words[0]+" "+words[1]], func(v string) bool {
			return slices.ContainsFunc(e.ev, func(x *heard) bool { return x.stems[Stem(v)] })
		}) {
			words = words[2:]
		}
	}
	for _, w := range words {
		ok := false
		for _, x := range e.ev {
			if x.stems[Stem(w)] {
				ok = true
				break
			}
			if slices.ContainsFunc(layFor(w), func(v string) bool { return x.stems[Stem(v)] }) {
				ok = true
				break
			}
			for _, m := range x.facts {
				if m.Kind != fact.Number && strings.Contains(strings.ToLower(m.Name), Stem(w)) {
					ok = true
					break
				}
			}
		}
		if !ok {
			return false
		}
	}
	return true
}

// sign doubts a term that was said only with the other sign.
func (e *examiner) sign(f fact.Fact, ms []mention) {
	same, other := false, false
	for _, m := range e.here(f, ms) {
		switch {
		case m.flat && !f.Negated && slices.ContainsFunc(e.words[:f.Start], denies): // "has not been sick, with fevers": it denies all the same
			same = true
		case m.supposed: // neither so nor not
			same = true
		case m.asked:
			same = same || f.Negated || !e.listed(m) || f.Kind == fact.Drug && slices.ContainsFunc(e.words[max(0, f.Start-4):f.Start], endsUse)
			other = true
		case m.Negated == f.Negated:
			same = true
		default:
			other = true
		}
	}
	if same || !other || e.partFine(f) || e.painTold(f, ms) {
		return
	}
	if ms[0].asked {
		e.doubt(ehr.NegationDoubt, f.Text, "It was asked about; nobody said that it is so.")
		return
	}
	if f.Negated {
		e.doubt(ehr.NegationDoubt, f.Text, "The sentence denies it; it was said to be so.")
	} else {
		e.doubt(ehr.NegationDoubt, f.Text, "It was denied in the lines behind this sentence.")
	}
}

// endsUse reports whether a word says that a drug is no longer taken.
func endsUse(w string) bool {
	return w == "stopped" || w == "discontinued" || w == "quit" || w == "off" || w == "ceased"
}

// painTold reports whether some pain was told where the sentence's kind of it was
// only asked about: "any joint pain? My knees hurt".
func (e *examiner) painTold(f fact.Fact, ms []mention) bool {
	if f.Negated || f.Name != "joint pain" && f.Name != "muscle aches" || slices.ContainsFunc(ms, func(m mention) bool { return !m.asked }) {
		return false
	}
	return slices.ContainsFunc(e.said(fact.Finding, "pain"), func(m mention) bool { return !m.Negated && !m.asked && !m.supposed })
}

// denies reports whether a word denies what follows somewhere behind it.
func denies(w string) bool {
	return w == "not" || w == "no" || w == "never" || w == "denies" || w == "denied" || w == "without"
}

// whose doubts a condition or finding ascribed to someone else than was said.
func (e *examiner) whose(f fact.Fact, ms []mention) {
	if f.Kind != fact.Condition && f.Kind != fact.Finding {
		return
	}
	if f.Kin != "" && e.informs(f.Kin) {
		return
	}
	var kins []string
	for _, m := range ms {
		if m.Kin == f.Kin || m.Kin != "" && f.Kin != "" && (slices.Contains(same[f.Kin], m.Kin) || slices.Contains(same[m.Kin], f.Kin)) || m.Kin == "family" && f.Kin != "" || f.Kin == "family" && m.Kin != "" || m.asked && f.Kin == "" {
			return
		}
		kins = append(kins, m.Kin)
	}
	if len(kins) == 0 {
		return
	}
	was := kins[0]
	if was == "" {
		was = "patient"
	}
	if f.Kin != "" && e.spoken(f.Kin) && was == "patient" {
		return // the relative was named beside it in other words
	}
	e.doubt(ehr.PersonDoubt, f.Text, "It was said of the %s.", was)
}

// listed reports whether a term was only asked for in a list ("any fever,
// chills?").
func (e *examiner) listed(m mention) bool {
	return m.clause["an"] || m.clause["any"] || len(m.clause) < 9
}
