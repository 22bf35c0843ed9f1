package check

import (
	"slices"
	"strings"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/scribe/clause"
	"github.com/visitwright/visitwright/scribe/fact"
	"github.com/visitwright/visitwright/scribe/lexicon"
)

// tense is when a clause says something is so.
type tense int

const (
	untold tense = iota
	present
	gone
	planned
)

var goneWords = []string{"used to", "previously", "formerly", "in the past", "no longer", "history of", "years ago", "resolved", "former", "quit", "stopped", "as a child"}

// tenseOf reads the tense of a fact in the words from the closest verb; the
// fact's own words, "worried" or "injured", tell none.
func tenseOf(words []string, f fact.Fact) tense {
	if f.Kind == fact.Drug && slices.ContainsFunc(words[max(0, f.Start-4):f.Start], func(w string) bool { return w == "started" || w == "restarted" }) && !slices.Contains(words, "ago") {
		return untold // "they started me on metformin": it goes on
	}
	text := " " + strings.Join(words, " ") + " "
	for _, g := range goneWords {
		if strings.Contains(text, " "+g+" ") {
			return gone
		}
	}
	best, t := 12, untold
	for i, w := range words {
		if f.Start <= i && i < f.End || noun[w] || perfect(words, i) {
			continue
		}
		d := f.Start - i
		if d < 0 {
			d = 2 * -d
		}
		v := verbTense(words, i, w)
		if v != untold && d < best {
			best, t = d, v
		}
	}
	return t
}

// perfect reports whether the word at i follows "has" or "have": "I have tried
// ibuprofen" is neither past nor present.
func perfect(words []string, i int) bool {
	for _, w := range words[max(0, i-2):i] {
		if w == "has" || w == "have" {
			return words[i] != "had"
		}
	}
	return false
}

func verbTense(words []string, i int, w string) tense {
	switch w {
	case "will", "going", "plan", "planning", "would", "should", "recommend", "scheduled", "schedule", "want", "need", "let", "order", "refer":
		if w == "going" && (i+1 >= len(words) || words[i+1] != "to") {
			return untold
		}
		return planned
	case "is", "are", "am", "has", "have", "does", "do", "currently", "now", "still", "denies", "reports", "takes", "feels":
		return present
	case "was", "were", "had", "did":
		if i > 0 && (words[i-1] == "has" || words[i-1] == "have") {
			return present
		}
		return gone
	}
	v, ok := lexicon.VerbForm(w)
	switch {
	case !ok || v.Past == v.Base:
		return untold
	case w == v.Past && w != v.Base:
		return gone
	case w == v.Third:
		return present
	}
	return untold
}

// when doubts a condition, finding or drug that the sentence puts in the past
// by a plain word while it was said to be so now, and the reverse.
func (e *examiner) when(f fact.Fact, ms []mention) {
	t := e.stated(f)
	if t == untold {
		return
	}
	for _, m := range ms {
		if m.tense == t || m.tense == untold || m.asked || m.Negated && f.Negated || t == gone && m.tense == planned && f.Kind != fact.Drug {
			return
		}
	}
	if t == present && e.spokenAny("since", "ago", "when", "been") || t == gone && e.spokenAny("ago", "before", "past", "history", "last", "previous", "previously", "since") {
		return
	}
	switch t {
	case gone:
		e.doubt(ehr.TimeDoubt, f.Text, "The sentence puts it in the past; it was said as of now.")
	case present:
		e.doubt(ehr.TimeDoubt, f.Text, "The sentence says it is so now; it was said as past.")
	}
}

// stated is the tense the sentence gives a fact by a word that leaves no doubt.
func (e *examiner) stated(f fact.Fact) tense {
	text := " " + strings.Join(e.words, " ") + " "
	for _, g := range []string{" previously ", " formerly ", " in the past ", " no longer ", " used to ", " former "} {
		if strings.Contains(text, g) {
			return gone
		}
	}
	for _, g := range []string{" currently ", " at present "} {
		if strings.Contains(text, g) {
			return present
		}
	}
	for i := f.Start - 1; i >= 0 && i >= f.Start-2; i-- {
		switch e.words[i] {
		case "had", "was":
			if i > 0 && (e.words[i-1] == "has" || e.words[i-1] == "have") {
				return untold
			}
			return gone
		case "has", "is", "takes":
			if v, ok := lexicon.VerbForm(e.words[i+1]); i+1 < f.Start && ok && (e.words[i+1] == v.Past || e.words[i+1] == v.Participle) {
				return untold // "has stopped vomiting"
			}
			return present
		}
	}
	return untold
}

func (e *examiner) spokenAny(ws ...string) bool {
	return slices.ContainsFunc(ws, func(w string) bool { return e.spoken(w) })
}

// verbs doubts a negated verb that was said without negation, and the reverse:
// "is not taking" against "is taking".
func (e *examiner) verbs() {
	for i, w := range e.words {
		if w != "not" && w != "never" {
			continue
		}
		v := ""
		for j := i + 1; j < len(e.words) && j <= i+3 && !clause.Mark(e.words[j]); j++ {
			if f, ok := lexicon.VerbForm(e.words[j]); ok && f.Base != "be" && f.Base != "have" && f.Base != "do" {
				v = f.Base
				break
			}
		}
		if v == "" {
			e.adjective(i)
		}
		if v != "" && e.verbSigns(v) == onlyPlain {
			e.doubt(ehr.NegationDoubt, w+" "+v, "The sentence denies it; it was said to be so.")
		}
	}
}

// adjective doubts "not been consistent" where it was said without a "not".
func (e *examiner) adjective(not int) {
	j := not + 1
	for j < len(e.words) && (e.words[j] == "been" || e.words[j] == "be" || e.words[j] == "very" || e.words[j] == "always") {
		j++
	}
	if j >= len(e.words) || len(e.words[j]) < 8 || strings.HasSuffix(e.words[j], "ing") || j+1 < len(e.words) && e.words[j+1] != "with" && e.words[j+1] != "about" && !clause.Mark(e.words[j+1]) {
		return
	}
	said := false
	for _, x := range e.ev {
		for _, t := range x.clauses {
			if len(t.places([]string{e.words[j]})) == 0 {
				continue
			}
			if t.open() || slices.ContainsFunc(t.words, quits) {
				return
			}
			said = true
		}
	}
	if said {
		e.doubt(ehr.NegationDoubt, "not "+e.words[j], "The sentence denies it; it was said to be so.")
	}
}

const (
	unsaid = iota
	onlyPlain
	someNegated
)

// verbSigns says whether a verb was said, and ever near a negator or in a
// question that was not affirmed.
func (e *examiner) verbSigns(base string) int {
	sign := unsaid
	for _, x := range e.ev {
		for _, t := range x.clauses {
			for i, w := range t.words {
				f, ok := lexicon.VerbForm(w)
				switch {
				case !ok || f.Base != base:
				case t.asked || t.flip || inquires(t.words[:i]) && !t.granted || t.negated[i] || slices.ContainsFunc(t.words, quits):
					return someNegated
				default:
					sign = onlyPlain
				}
			}
		}
	}
	return sign
}

// inquires reports whether the words before a verb ask: "did you hear".
func inquires(words []string) bool {
	for i := max(0, len(words)-5); i+1 < len(words); i++ {
		if words[i+1] == "you" && (words[i] == "did" || words[i] == "do" || words[i] == "have" || words[i] == "are" || words[i] == "can") {
			return true
		}
	}
	return false
}

// quits reports whether a word denies without a negator.
func quits(w string) bool {
	switch w {
	case "no", "not", "never", "none", "nothing", "without", "stop", "stopped", "quit", "unable", "off", "hard", "trouble", "difficult", "hold", "if", "only":
		return true
	}
	return false
}
