package coding

import (
	"slices"
	"strings"

	"github.com/visitwright/visitwright/coding/icd10cm"
)

// trait is what is asked of a code each time it is found.
type trait struct {
	tokens  []int32 // of its description
	words   int     // of its description
	plain   float64 // its plainness
	tells   uint32  // bit i: its description has telling[i]
	side    side    // that its description names
	sides   bool    // its description names a side or says that something is unspecified
	sibling *kindred
}

// kindred are the codes that differ from one another in the side alone, by side;
// empty where there is none.
type kindred [4]*icd10cm.Code

// telling are words with which a description narrows or leaves open what it means.
var telling = []string{"unspecified", "other", "with", "without", "due", "secondary", "drug-induced", "congenital", "newborn", "chronic",
	"acute", "malignant", "benign", "neoplasm", "syndrome", "unilateral", "complicating", "history", "family"}

var tellingStems = func() (out []string) {
	for _, w := range telling {
		out = append(out, stem(w))
	}
	return out
}()

var unstopped = strings.NewReplacer(",", "", "(", "", ")", "")

// described notes what the code's description tells; families collects the siblings.
func (t *trait) described(c *icd10cm.Code, families map[string]*kindred) {
	t.plain = plainness(c.Description)
	fields := strings.Fields(strings.ToLower(unstopped.Replace(c.Description)))
	t.words = len(fields)
	for _, f := range fields {
		if i := slices.Index(telling, f); i >= 0 {
			t.tells |= 1 << i
		}
	}
	key, s, ok := sideless(c.Description)
	t.side, t.sides = s, ok
	if !ok {
		return
	}
	key = kin(c.Code) + "|" + key
	if families[key] == nil {
		families[key] = &kindred{}
	}
	t.sibling = families[key]
	if t.sibling[s] == nil || s == noSide {
		t.sibling[s] = c
	}
}

// of gives the traits of a complete code; those of any other are empty.
func (lx *Lexicon) of(c *icd10cm.Code) trait {
	if i, ok := lx.number[c.Code]; ok {
		return lx.traits[i]
	}
	return trait{}
}
