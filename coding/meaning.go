package coding

import (
	"strings"

	"github.com/visitwright/visitwright/coding/icd10cm"
)

// meaning is a text whose vector points at a complete code.
type meaning struct {
	text   string
	code   int32
	source Source
}

// mean enters a text to be found by what it means. The texts that name an
// encounter (7th character) are left out: the category above says the same and
// points at the default one, and another encounter is found by its words.
func (lx *Lexicon) mean(text, code string, source Source) {
	lx.meanings = append(lx.meanings, meaning{sense(text), lx.number[code], source})
}

// encounter says whether a complete code differs from the node above it by its
// 7th character alone.
func encounter(rel *icd10cm.Release, c *icd10cm.Code) bool {
	above, ok := rel.Lookup(c.Parent)
	return ok && len(icd10cm.Bare(c.Code)) == 7 && strings.HasPrefix(c.Description, above.Description)
}

// sense is the text that is embedded: without its side, which is chosen by rule
// afterwards.
func sense(text string) string {
	var kept []string
	fields := strings.Fields(text)
	for i, f := range fields {
		switch strings.ToLower(strings.Trim(f, ",;()")) {
		case "right", "left":
			if innate(words(strings.Join(fields[i+1:], " "))) {
				kept = append(kept, f)
			}
		case "bilateral", "both":
		default:
			kept = append(kept, f)
		}
	}
	if len(kept) == 0 {
		return text
	}
	return strings.ToLower(strings.TrimRight(strings.Join(kept, " "), ",; "))
}

// Meanings calls f with each text that can be found by what it means, its
// complete code and where it stands.
func (lx *Lexicon) Meanings(f func(text string, code *icd10cm.Code, source Source)) {
	for _, m := range lx.meanings {
		f(m.text, lx.codes[m.code], m.source)
	}
}
