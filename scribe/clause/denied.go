package clause

import (
	"slices"

	"github.com/visitwright/visitwright/scribe/lexicon"
)

// denied takes the comma out of "No, numbness or tingling." where the other
// speaker has just asked about each of these: recognisers write it after a short
// "no", and with it the findings read as affirmed. "Any pain?" "No, numbness."
// keeps it, for nobody asked about numbness.
func denied(cs []Clause) {
	for i, c := range cs {
		if len(c.Words) < 3 || c.Words[0] != "no" || c.Words[1] != "," || i == 0 {
			continue
		}
		rest := c.Words[2:]
		answered := lexicon.Find(rest, lexicon.Finding)
		if len(answered) == 0 || !only(rest, answered) {
			continue
		}
		asked := map[string]bool{}
		for k := i - 1; k >= 0 && cs[k].Turn >= c.Turn-2; k-- { // a broken-off word of the answer may stand between
			if cs[k].Speaker != c.Speaker {
				for _, m := range lexicon.Find(cs[k].Words, lexicon.Finding) {
					asked[m.Term.Name] = true
				}
			}
		}
		if !slices.ContainsFunc(answered, func(m lexicon.Match) bool { return !asked[m.Term.Name] }) {
			cs[i].Words = append([]string{"no"}, rest...)
		}
	}
}

// only reports whether nothing but these terms stands in the words.
func only(words []string, terms []lexicon.Match) bool {
	for i, w := range words {
		if w != "or" && w != "and" && w != "," && w != "any" && !slices.ContainsFunc(terms, func(m lexicon.Match) bool { return m.Start <= i && i < m.End }) {
			return false
		}
	}
	return true
}
