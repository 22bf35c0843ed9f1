package coding

import (
	"slices"
	"strings"

	"github.com/visitwright/visitwright/coding/cpt"
	"github.com/visitwright/visitwright/ehr"
)

// OurServices is the release of a service that stands in our own list.
const OurServices = "our own list of services"

// FindService gives the service with this number: of our own list, with the practice's licensed
// words where it has loaded them, or of CMS's HCPCS file, in force on the date of
// service. ok is false for any other.
func (a About) FindService(code string) (found ehr.Code, ok bool) {
	if own, ok := cpt.Words(code); ok {
		if w, licensed := a.words(code); licensed {
			own = w
		}
		return ehr.Code{System: ehr.CPT, Code: code, Display: own, Release: OurServices}, true
	}
	if a.HCPCS != nil {
		if c, ok := a.HCPCS.Lookup(code, a.Service); ok && !c.Modifier {
			return ehr.Code{System: ehr.HCPCS, Code: c.Code, Display: c.Long, Release: a.HCPCS.Name}, true
		}
	}
	return ehr.Code{}, false
}

// SearchServices finds services while a person is typing: by the beginning of a number or by
// words, of which each may be unfinished. Our own list comes first.
func (a About) SearchServices(text string, n int) []ehr.Code {
	asked := words(text)
	if len(asked) == 0 {
		return nil
	}
	var out []ehr.Code
	for _, s := range cpt.Services() {
		if c, ok := a.FindService(s.Code); ok && len(out) < n && begun(asked, s.Code+" "+s.Words+" "+c.Display) {
			out = append(out, c)
		}
	}
	if a.HCPCS == nil {
		return out
	}
	for _, c := range a.HCPCS.In(a.Service) {
		known := slices.ContainsFunc(out, func(o ehr.Code) bool { return o.Code == c.Code })
		if len(out) < n && !known && begun(asked, c.Code+" "+c.Long) {
			out = append(out, ehr.Code{System: ehr.HCPCS, Code: c.Code, Display: c.Long, Release: a.HCPCS.Name})
		}
	}
	return out
}

// begun says whether each word asked for begins a word of the text.
func begun(asked []string, text string) bool {
	in := words(text)
	for _, w := range asked {
		if !slices.ContainsFunc(in, func(x string) bool { return strings.HasPrefix(x, w) }) {
			return false
		}
	}
	return true
}
