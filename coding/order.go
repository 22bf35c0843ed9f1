package coding

import (
	"sort"
	"strings"

	"github.com/visitwright/visitwright/coding/icd10cm"
)

// order puts what is selected first, the first-listed condition as the note has
// it (IV.G), an etiology before its manifestation (I.A.13, "code first"), and
// history, status and long-term drugs last (I.C.21.c).
func (c *coder) order() {
	rank := func(s Suggestion) int {
		switch {
		case !s.Selected:
			return 3
		case strings.HasPrefix(s.Code, "Z") && !strings.HasPrefix(s.Code, "Z0") && !strings.HasPrefix(s.Code, "Z1"):
			return 2
		}
		return 1
	}
	sort.SliceStable(c.out, func(i, j int) bool { return rank(c.out[i]) < rank(c.out[j]) })
	for range len(c.out) { // each pass mends one pair; no more passes than codes
		if !c.codeFirst() {
			break
		}
	}
}

// codeFirst moves one etiology before its manifestation and reports whether there
// was one to move.
func (c *coder) codeFirst() bool {
	for i := range c.out {
		for j := i + 1; j < len(c.out); j++ {
			if !c.out[i].Selected || !c.out[j].Selected || !c.namesFirst(c.out[i].Code, c.out[j].Code) || c.namesFirst(c.out[j].Code, c.out[i].Code) {
				continue
			}
			moved := c.out[j]
			moved.Rules = append(moved.Rules, "code-first (guideline I.A.13)")
			copy(c.out[i+1:j+1], c.out[i:j])
			c.out[i] = moved
			return true
		}
	}
	return false
}

// namesFirst reports whether the notes of code, or those above it, ask for other
// before it.
func (c *coder) namesFirst(code, other string) bool {
	found := false
	c.lx.Release.Above(code, func(n *icd10cm.Code) bool {
		for _, note := range n.Notes.CodeFirst {
			for _, m := range codeIn.FindAllStringSubmatch(note, -1) {
				lo, hi := m[1], m[2]
				if hi == "" {
					hi = lo
				}
				found = found || other[:min(len(other), len(lo))] >= lo && other[:min(len(other), len(hi))] <= hi
			}
		}
		return !found
	})
	return found
}

// healing says that active treatment of an injury is over.
var healing = re(`\b(routine healing|healing (well|as expected|nicely|appropriately)|cast (was )?removed|removal of (the |his |her )?cast|(\d+|two|three|four|six|eight) weeks (out )?(from|after|since|status[- ]post)[^.]{0,40}\b(fracture|injury|orif|surgery|sprain))`)

// ahead opens what is still to come.
var ahead = re(`\b(will|would|if|plan|risks?|expect|expected to|expectations?|may)\b`)

// seventh moves an injury to its subsequent encounter where the note says that it
// heals after active treatment (I.C.19.a; fractures I.C.19.c.1).
func (c *coder) seventh() {
	if s, ok := c.saying(healing); !ok || ahead.MatchString(s.Text) {
		return
	}
	for i := range c.out {
		s := &c.out[i]
		if s.Code[0] != 'S' || !strings.HasSuffix(s.Code, "A") || len(s.Code) != 8 {
			continue
		}
		c.change(s, s.Code[:7]+"D", "subsequent-encounter (guideline I.C.19.a)")
	}
}
