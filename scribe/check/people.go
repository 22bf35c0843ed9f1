package check

import (
	"maps"
	"slices"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/scribe/fact"
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
		if said[k] || k == "family" || k == "spouse" || slices.ContainsFunc(same[k], func(o string) bool { return said[o] }) || e.spoken(k) {
			continue
		}
		e.doubt(ehr.PersonDoubt, k, "The %s was not spoken of in the lines behind this sentence.", k)
	}
}

// same lists the words for several relatives that name one among them, and the
// reverse.
var same = map[string][]string{
	"mother": {"parents"}, "father": {"parents"}, "brother": {"siblings", "son"}, "sister": {"siblings", "daughter"}, "son": {"children"}, "daughter": {"children"},
	"grandmother": {"grandparents"}, "grandfather": {"grandparents"}, "parents": {"mother", "father"}, "siblings": {"brother", "sister"},
	"children": {"son", "daughter"}, "grandparents": {"grandmother", "grandfather"}, "aunt": {"sister"}, "uncle": {"brother"}, "cousin": {"aunt", "uncle"},
}
