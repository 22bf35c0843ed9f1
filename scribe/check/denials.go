package check

import (
	"slices"
	"strings"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/scribe/clause"
	"github.com/visitwright/visitwright/scribe/fact"
	"github.com/visitwright/visitwright/scribe/lexicon"
)

// denials doubts a denial of something done, or of a cause, whose words were
// said where nothing was denied, asked about or given up: "denies that he began
// making pottery", "not due to the pollen". Findings are held by their sign.
func (e *examiner) denials() {
	for i, w := range e.words {
		what := e.words[i+1 : e.clauseEnd(i+1)]
		if len(what) < 2 {
			continue
		}
		switch {
		case w == "denies" && (what[0] == "that" || what[0] == "he" || what[0] == "she") && !slices.ContainsFunc(fact.In(what[:min(5, len(what))]), func(f fact.Fact) bool { return f.Kind == fact.Finding }):
		case w == "denies" && i > 0 && told{words: what}.deed():
		case w == "not" && what[0] == "due" && what[1] == "to":
		default:
			continue
		}
		near := e.nearest(what)
		if len(near) > 0 && !slices.ContainsFunc(near, told.open) {
			e.doubt(ehr.NegationDoubt, w+" "+what[0], "The sentence denies it; nothing was denied where it was said.")
		}
	}
}

// affirmed doubts a doing that the sentence states beside a finding, "radiating
// pain", where every line that has it denies it: "does the pain radiate? No".
func (e *examiner) affirmed() {
	negated := fact.Negated(e.words)
	for _, f := range e.facts {
		if f.Kind != fact.Finding && f.Kind != fact.Condition || f.Start == 0 || f.Negated || supposed(e.words, f) {
			continue
		}
		for i := max(0, f.Start-1); i < min(len(e.words), f.End+4); i++ {
			w := e.words[i]
			v, ok := lexicon.VerbForm(w)
			if i >= f.Start && i < f.End || negated[i] || !ok || len(w) < 6 || plainVerb[v.Base] || i > 0 && (e.words[i-1] == "may" || e.words[i-1] == "can" || e.words[i-1] == "could") {
				continue
			}
			said, denied := 0, 0
			for _, x := range e.ev {
				for _, t := range x.clauses {
					at := t.places([]string{w})
					if len(at) == 0 {
						continue
					}
					said++
					if t.flip || slices.ContainsFunc(at, func(k int) bool { return t.negated[k] }) {
						denied++
					}
				}
			}
			if said > 0 && said == denied {
				e.doubt(ehr.NegationDoubt, w, "It was denied in the lines behind this sentence.")
			}
		}
	}
}

// plainVerb are verbs that tell how a finding is had or shown, and nothing of it.
var plainVerb = map[string]bool{"report": true, "experience": true, "notice": true, "have": true, "feel": true, "start": true, "begin": true, "deny": true, "endorse": true, "appear": true, "increase": true, "improve": true, "worsen": true, "continue": true, "associate": true, "require": true, "return": true, "change": true}

// deed reports whether a stretch opens with a doing, "carving spoons", and names
// no finding; having and feeling are of findings.
func (t told) deed() bool {
	switch t.words[0] {
	case "having", "experiencing", "needing", "feeling", "noticing", "anything":
		return false
	}
	return len(t.words[0]) > 5 && strings.HasSuffix(t.words[0], "ing") && len(fact.In(t.words)) == 0
}

// clauseEnd returns the end of the clause that begins at a word, at most ten
// words on.
func (e *examiner) clauseEnd(from int) int {
	end := from
	for end < len(e.words) && end < from+10 && !clause.Mark(e.words[end]) && e.words[end] != "but" {
		end++
	}
	return end
}

// open reports whether a stretch denies something, asks, or gives something up.
func (t told) open() bool {
	return t.asked || t.flip || slices.Contains(t.negated, true) || slices.ContainsFunc(t.words, givesUp)
}

func givesUp(w string) bool {
	switch w {
	case "no", "not", "never", "none", "nothing", "without", "stop", "stopped", "quit", "unable", "trouble", "difficult":
		return true
	}
	return false
}
