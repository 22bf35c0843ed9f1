package check

import (
	"slices"
	"strings"

	"github.com/hbollon/go-edlib"

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
			return !verb && edlib.LevenshteinDistance(w, name) <= most
		})
	})
}
