package coding

import (
	_ "embed"
	"regexp"
	"strings"
	"sync"
)

//go:embed data/sites.tsv
var sitesTSV string

// site is where a thing of the skin is.
type site struct {
	said *regexp.Regexp
	code map[side]string
}

// skin gives the sites that codes of no stated site have.
var skin = sync.OnceValue(func() map[string][]site {
	out := map[string][]site{}
	for _, line := range strings.Split(sitesTSV, "\n") {
		if f := strings.Split(line, "\t"); len(f) >= 3 && !strings.HasPrefix(line, "#") {
			s := site{re(`\b(` + f[1] + `)\b`), map[side]string{noSide: f[2]}}
			if len(f) == 5 {
				s.code[right], s.code[left] = f[3], f[4]
			}
			out[f[0]] = append(out[f[0]], s)
		}
	}
	return out
})

// onSkin is what a title names without its site and side: "abscess of left hand".
var onSkin = re(`\b(of|on|to|at|in|over|the|his|her|skin|wall|upper|lower|mid|medial|lateral|dorsal|dorsum|proximal|distal|right|left)\b`)

// sited gives the code for a thing of the skin whose site a title names (Official
// Guidelines I.B.2), nil where the title names none or more than one.
func (c *coder) sited(st statement, q term) *Hit {
	bare := st.text
	var at *site
	for from, sites := range skin() {
		for i := range sites {
			if !sites[i].said.MatchString(st.text) {
				continue
			}
			name := strings.TrimSpace(strings.Trim(onSkin.ReplaceAllString(sites[i].said.ReplaceAllString(bare, " "), " "), " ,"))
			if h := c.lx.Search(name, 1); len(h) == 0 || h[0].Score < 1 || h[0].Code.Code != from {
				continue
			}
			if at != nil {
				return nil
			}
			at = &sites[i]
		}
	}
	if at == nil {
		return nil
	}
	s := q.side
	if s == noSide {
		s = c.sideOf(q, st)
	}
	code := at.code[s]
	if code == "" {
		code = at.code[noSide]
	}
	n, ok := c.lx.Release.Lookup(code)
	if !ok || !n.Billable {
		return nil
	}
	return &Hit{Code: n, Score: 1, Source: FromDescription, Text: n.Description}
}
