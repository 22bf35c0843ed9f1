package check

import (
	"slices"
	"strings"

	"github.com/visitwright/visitwright/scribe/lexicon"
)

// misheard reports whether a name of one word was said in a spelling that comes
// near it and is no name of anything itself: a recogniser's "lysinapril" for
// lisinopril. A word that is another drug's own name never stands for it.
func (e *examiner) misheard(name string) bool {
	if len(name) < 7 || strings.Contains(name, " ") {
		return false
	}
	most := 2
	if len(name) > 10 {
		most = 3
	}
	return slices.ContainsFunc(e.ev, func(x *heard) bool {
		return slices.ContainsFunc(x.words, func(w string) bool {
			if len(w) < 6 || w[0] != name[0] || len(w)-len(name) > most || len(name)-len(w) > most || len(lexicon.Find([]string{w})) > 0 {
				return false
			}
			_, verb := lexicon.VerbForm(w)
			return !verb && edits(w, name) <= most
		})
	})
}

// edits counts the letters to put in, take out or change to make one word of the
// other.
func edits(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		corner := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := corner
			if a[i] != b[j] {
				cost++
			}
			corner = row[j+1]
			row[j+1] = min(cost, row[j]+1, corner+1)
		}
	}
	return row[len(b)]
}
