package check

import (
	"slices"
	"strings"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/scribe/clause"
	"github.com/visitwright/visitwright/scribe/fact"
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
		case w == "denies" && (what[0] == "that" || what[0] == "he" || what[0] == "she") && len(fact.In(what[:min(5, len(what))])) == 0:
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
	return t.asked || t.flip || slices.Contains(t.negated, true) || slices.ContainsFunc(t.words, quits)
}
