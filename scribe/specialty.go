package scribe

import (
	_ "embed"
	"encoding/json"
	"slices"
	"strings"
	"sync"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/scribe/reword"
)

// Specialty says how a specialty writes what any template holds: other titles,
// which body systems are examined first, how long a section may be.
type Specialty struct {
	Name  string `json:"name"`  // "psychiatry"
	Title string `json:"title"` // as shown
	// Titles replace a template's, by section.
	Titles map[ehr.SectionName]string `json:"titles,omitempty"`
	// First are sections written before the others, in this order.
	First []ehr.SectionName `json:"first,omitempty"`
	// Systems are the systems of the examination written first, in this order.
	Systems []string `json:"systems,omitempty"`
	// Most is how many sentences a section holds at most; 0: all.
	Most    map[ehr.SectionName]int `json:"most,omitempty"`
	Wording []Wording               `json:"wording,omitempty"`
}

//go:embed templates/specialties/specialties.json
var specialtyFile []byte

var specialties = sync.OnceValue(func() []Specialty {
	var out []Specialty
	if err := json.Unmarshal(specialtyFile, &out); err != nil { // embedded: a broken file is a broken build
		panic(err)
	}
	return out
})

// Specialties returns the specialties that have a way of their own, by name.
func Specialties() []Specialty { return slices.Clone(specialties()) }

// For returns the template as the specialty writes it, named
// "template.specialty".
func (t Template) For(s Specialty) Template {
	out := t
	out.Name, out.Title = t.Name+"."+s.Name, t.Title+", "+s.Title
	out.Specialties = []string{s.Name}
	out.Systems, out.Wording = slices.Clone(s.Systems), slices.Concat(t.Wording, s.Wording)
	out.Sections = slices.Clone(t.Sections)
	for i, sec := range out.Sections {
		if title := s.Titles[sec.Name]; title != "" {
			out.Sections[i].Title = title
		}
		if n := s.Most[sec.Name]; n > 0 && (sec.Most == 0 || n < sec.Most) {
			out.Sections[i].Most = n
		}
	}
	slices.SortStableFunc(out.Sections, func(a, b TemplateSection) int { return rankOf(s.First, a.Name) - rankOf(s.First, b.Name) })
	return out
}

func rankOf(first []ehr.SectionName, n ehr.SectionName) int {
	if i := slices.Index(first, n); i >= 0 {
		return i
	}
	return len(first)
}

// specialised finds "soap.psychiatry".
func specialised(name string) (Template, bool) {
	base, special, ok := strings.Cut(name, ".")
	if !ok {
		return Template{}, false
	}
	t := slices.IndexFunc(builtin(), func(t Template) bool { return t.Name == base })
	s := slices.IndexFunc(specialties(), func(s Specialty) bool { return s.Name == special })
	if t < 0 || s < 0 {
		return Template{}, false
	}
	return builtin()[t].For(specialties()[s]), true
}

// systemsOf is the order of an examination's systems under a template.
func systemsOf(t Template) []string {
	out := slices.Clone(t.Systems)
	for _, s := range append([]string{"General"}, reword.Systems()...) {
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// systemNames are the names a template may order.
func systemNames() map[string]bool {
	out := map[string]bool{"General": true}
	for _, s := range reword.Systems() {
		out[s] = true
	}
	return out
}
