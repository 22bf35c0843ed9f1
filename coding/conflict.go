package coding

import (
	"regexp"
	"strings"

	"github.com/visitwright/visitwright/coding/icd10cm"
)

// codeIn finds the codes and ranges that a note names in parentheses, e.g.
// "(E08.-)", "(I11-I13)", "(S59.2-)".
var codeIn = regexp.MustCompile(`\b([A-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?)(?:-([A-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?))?`)

// excludes1 reports whether a's Excludes1 notes, or those above it, name b.
func excludes1(rel *icd10cm.Release, a, b string) bool {
	found := false
	rel.Above(a, func(c *icd10cm.Code) bool {
		for _, n := range c.Notes.Excludes1 {
			for _, m := range codeIn.FindAllStringSubmatch(n, -1) {
				lo, hi := m[1], m[2]
				if hi == "" {
					found = found || strings.HasPrefix(b, strings.TrimSuffix(lo, "."))
					continue
				}
				found = found || b[:min(len(b), len(lo))] >= lo && b[:min(len(b), len(hi))] <= hi
			}
		}
		return !found
	})
	return found
}

// conflicts takes the weaker of two codes that may not stand together out of the
// selection (Official Guidelines I.A.12.a). It stays as an alternative of the
// other, so that a person can decide.
func (c *coder) conflicts() {
	for i := 0; i < len(c.out); i++ {
		for j := i + 1; j < len(c.out); j++ {
			a, b := &c.out[i], &c.out[j]
			if !excludes1(c.lx.Release, a.Code, b.Code) && !excludes1(c.lx.Release, b.Code, a.Code) {
				continue
			}
			weak, strong := j, i
			// A symptom gives way to a diagnosis (I.B.4); otherwise the weaker match.
			if a.Code[0] == 'R' && b.Code[0] != 'R' || a.score < b.score && (a.Code[0] == 'R') == (b.Code[0] == 'R') {
				weak, strong = i, j
			}
			c.out[strong].Alternatives = append(c.out[strong].Alternatives, Alternative{c.out[weak].Code, c.out[weak].Description})
			c.out[strong].Rules = append(c.out[strong].Rules, "excludes1 (guideline I.A.12.a)")
			c.out = append(c.out[:weak], c.out[weak+1:]...)
			i = -1
			break
		}
	}
}
