package reword

import (
	"slices"

	"github.com/visitwright/visitwright/scribe/clause"
	"github.com/visitwright/visitwright/scribe/lexicon"
)

// open are words with which a question leaves a place for its answer.
var open = map[string]bool{"anything": true, "something": true}

// kinds are what "any" asks for without naming it.
var kinds = map[string]bool{"medication": true, "medications": true, "medicine": true, "medicines": true, "drug": true, "drugs": true, "pills": true, "foods": true, "supplements": true}

// particles belong to the verb before the open place.
var particles = map[string]bool{"up": true, "out": true, "off": true, "down": true}

// Open reports whether a question leaves a place that its yes does not fill:
// "are you coughing anything up".
func Open(question []string) bool { _, _, ok := place(strip(question)); return ok }

func place(q []string) (from, to int, ok bool) {
	for i, w := range q {
		if open[w] && !(i+1 < len(q) && (q[i+1] == "else" || q[i+1] == "like")) {
			return i, i + 1, i > 1
		}
		if w != "any" {
			continue
		}
		for j := i + 1; j < len(q) && j < i+4; j++ {
			if kinds[q[j]] {
				return i, j + 1, i > 1
			}
		}
	}
	return 0, 0, false
}

// Fill puts what an answer adds to its yes into the place the question left:
// "are you coughing anything up" and "some yellow mucus, mostly in the morning"
// is "he is coughing up some yellow mucus, mostly in the morning". It reports
// false where the answer names no thing.
func Fill(question, added []string, p Pronouns) ([]string, bool) {
	q := strip(question)
	from, to, ok := place(q)
	if !ok || !helper[q[0]] || q[1] != "you" || !thing(added) {
		return nil, false
	}
	rest := q[to:]
	out := slices.Clone(q[:from])
	if len(rest) > 0 && particles[rest[0]] {
		out, rest = append(out, rest[0]), rest[1:]
	}
	n := len(added)
	if i := slices.Index(added, ","); i > 0 && len(rest) > 0 {
		n = i
	}
	out = slices.Concat(out, added[:n], rest, added[n:])
	return inverted(out, Yes, p)
}

// thing reports whether words name a thing at their start: an article or a
// number, or a drug or finding among the first three words.
func thing(w []string) bool {
	if len(w) == 0 || clause.Mark(w[0]) {
		return false
	}
	switch w[0] {
	case "some", "a", "an", "just":
		return len(w) > 1 && w[1] != "bit" && w[1] != "little" && w[1] != "of" && w[1] != "few" && w[1] != "couple"
	}
	ms := lexicon.Find(w, lexicon.Drug, lexicon.Finding)
	return len(ms) > 0 && ms[0].Start < 3
}
