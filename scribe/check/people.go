package check

import (
	"maps"
	"slices"
	"strings"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/scribe/clause"
	"github.com/visitwright/visitwright/scribe/fact"
	"github.com/visitwright/visitwright/scribe/sense"
)

// people doubts a relative that the sentence names and nobody spoke of.
func (e *examiner) people() {
	said := map[string]bool{}
	for _, x := range e.ev {
		for k := range fact.Kin(x.words) {
			said[k] = true
		}
		for k := range fact.Kin(x.before) {
			said[k] = true
		}
	}
	for _, k := range slices.Sorted(maps.Keys(fact.Kin(e.words))) {
		if (k == "sister" || k == "brother") && e.spoken("twin") || e.informs(k) {
			continue
		}
		if said[k] || k == "family" || k == "spouse" || slices.ContainsFunc(same[k], func(o string) bool { return said[o] }) || e.spoken(k) {
			continue
		}
		e.doubt(ehr.PersonDoubt, k, "The %s was not spoken of in the lines behind this sentence.", k)
	}
}

// informs reports whether a parent whom the sentence names is the one who speaks
// for a child, or came along: "her mother notes that she drinks well".
func (e *examiner) informs(k string) bool {
	if !e.guarded || k != "mother" && k != "father" && k != "parents" {
		return false
	}
	for i, w := range e.words {
		if fact.Kin([]string{w})[k] && (i > 0 && (e.words[i-1] == "by" || e.words[i-1] == "the" || e.words[i-1] == "patient's" || e.words[i-1] == "her" || e.words[i-1] == "his") || i == 0) &&
			(slices.ContainsFunc(e.words[i+1:min(len(e.words), i+3)], func(v string) bool { return tells[v] }) || slices.ContainsFunc(e.words[max(0, i-4):i], func(v string) bool {
				return v == "by" || v == "with" || v == "to" || v == "informed" || v == "counseled" || v == "advised" || v == "instructed" || v == "told"
			})) {
			return true
		}
	}
	return false
}

// tells are verbs by which a note names the one who told.
var tells = map[string]bool{"notes": true, "noted": true, "states": true, "stated": true, "reports": true, "reported": true, "denies": true, "denied": true, "says": true, "adds": true, "mentions": true, "believes": true, "explains": true, "endorses": true, "feels": true, "describes": true, "inquires": true, "asks": true}

// guards reports whether the one who answers speaks for another, as a parent
// does for a child: most clauses begin with "she" or "he". In a short talk it is enough
// that the child is named as theirs.
func guards(v *sense.Visit) bool {
	other, self, theirs := 0, 0, false
	for _, c := range v.Clauses {
		for i, w := range c.Words[:max(0, len(c.Words)-1)] {
			theirs = theirs || (w == "my" && c.Speaker == ehr.PatientVoice || w == "your" && c.Speaker == ehr.ClinicianVoice) && young[c.Words[i+1]]
		}
		if c.Speaker != ehr.PatientVoice {
			continue
		}
		for i, w := range c.Words[:min(4, len(c.Words))] {
			switch {
			case w == "she", w == "he", w == "her", w == "his", w == "my" && i+1 < len(c.Words) && young[c.Words[i+1]]:
				other++
			case w == "i", w == "my", w == "me":
				self++
			}
		}
	}
	return other > 7 && other > self || theirs && other > 1 && other > 2*self
}

// young are those for whom somebody speaks who brings them.
var young = map[string]bool{"son": true, "daughter": true, "child": true, "baby": true, "boy": true, "girl": true, "kid": true, "toddler": true, "infant": true, "newborn": true, "grandson": true, "granddaughter": true, "little": true}

// ofPatient reports whether a sentence says outright that the patient has a thing,
// and not only that he tells of it: "the patient had gout".
func ofPatient(words []string) bool {
	i := slices.Index(words, "patient")
	if i < 0 || i+1 >= len(words) || i > 0 && words[i-1] != "the" {
		return false
	}
	next := words[i+1]
	return !tells[next] && next != "thinks" && next != "thought" && next != "and" && next != "," && next != "says" && next != "said" && next != "knows" && next != "does"
}

// same lists the words for several relatives that name one among them, and the
// reverse.
var same = map[string][]string{
	"mother": {"parents"}, "father": {"parents"}, "brother": {"siblings", "son"}, "sister": {"siblings", "daughter"}, "son": {"children"}, "daughter": {"children"},
	"grandmother": {"grandparents"}, "grandfather": {"grandparents"}, "parents": {"mother", "father"}, "siblings": {"brother", "sister"},
	"children": {"son", "daughter"}, "grandparents": {"grandmother", "grandfather"}, "aunt": {"sister"}, "uncle": {"brother"}, "cousin": {"aunt", "uncle"},
}

const (
	says = iota // nothing of who it is about
	goesOn
	startsAnew
)

// carries says whether a patient's clause goes on about a relative named before
// it, "my dad had hypertension. Yeah, he died of cancer", or begins anew.
func carries(c clause.Clause) int {
	if c.Speaker != ehr.PatientVoice {
		return says
	}
	for i, w := range c.Words {
		switch w {
		case "he", "she", "they":
			if i < 4 {
				return goesOn
			}
		case "i", "my", "it", "we", "you", "there":
			return startsAnew
		}
	}
	return says
}

// introduced reports whether a relative is named for the first time: "I have a son
// who is nine".
func introduced(words []string) bool {
	return len(words) > 3 && strings.Contains(strings.Join(words[:min(6, len(words))], " "), "have a ")
}

// lastKin returns the relative a clause is about at its end, "" for the patient.
func lastKin(words []string) string {
	for i, f := range fact.Kinship(words) {
		if f != "" && i == len(words)-1 {
			return f
		}
	}
	return ""
}
