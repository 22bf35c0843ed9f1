package scribe

import (
	"bytes"
	"embed"
	"encoding/json"
	"io/fs"
	"slices"
	"strings"
	"sync"

	"github.com/goccy/go-yaml"

	"github.com/visitwright/visitwright/ehr"
)

// Template says which sections a note has, in which order, under which titles
// and in which style. Templates are data: a practice may add its own. A note
// keeps the name and version of the one it was drafted with.
type Template struct {
	Name    string `json:"name"`
	Title   string `json:"title"`
	Version int    `json:"version"`
	// Specialties it is offered for first; empty: for all.
	Specialties []string `json:"specialties,omitempty"`
	// Style is "full" sentences or "brief" telegraphic ones.
	Style    string            `json:"style"`
	Sections []TemplateSection `json:"sections"`
	// Systems are the body systems of the examination written first, in this order.
	Systems []string  `json:"systems,omitempty"`
	Wording []Wording `json:"wording,omitempty"`
	Macros  []Macro   `json:"macros,omitempty"`
}

// TemplateSection is one heading of a template.
type TemplateSection struct {
	Name  ehr.SectionName `json:"name"`
	Title string          `json:"title"`
	// Include lists further sections whose sentences are written here.
	Include []ehr.SectionName `json:"include,omitempty"`
	// Most is how many sentences stand here at most, the weightiest kept; 0: all.
	Most int `json:"most,omitempty"`
}

// The styles.
const (
	Full  = "full"
	Brief = "brief"
)

//go:embed templates/*.json
var templateFiles embed.FS

var builtin = sync.OnceValue(func() []Template {
	var out []Template
	files, err := fs.Glob(templateFiles, "templates/*.json")
	for _, f := range files {
		b, _ := templateFiles.ReadFile(f) // embedded, and just listed
		var t Template
		if t, err = ParseTemplate(b); err != nil {
			break
		}
		out = append(out, t)
	}
	if err != nil || len(out) == 0 { // embedded: a broken file is a broken build
		panic(err)
	}
	slices.SortFunc(out, func(a, b Template) int { return strings.Compare(a.Title, b.Title) })
	return out
})

// Templates returns the built-in templates by title.
func Templates() []Template { return slices.Clone(builtin()) }

// TemplateNamed returns the built-in template of that name, or as a specialty
// writes it ("soap.psychiatry"); the error is of kind ehr.NotFound and lists the
// names.
func TemplateNamed(name string) (Template, error) {
	if t, ok := specialised(name); ok {
		return t, nil
	}
	var names []string
	for _, t := range builtin() {
		if t.Name == name {
			return t, nil
		}
		names = append(names, t.Name)
	}
	return Template{}, ehr.Errorf(ehr.NotFound, "there is no such template; there are %s", strings.Join(names, ", "))
}

// ParseTemplate reads a template from JSON or YAML and checks it; errors are of kind
// ehr.Invalid and say what is wrong.
func ParseTemplate(b []byte) (Template, error) {
	t, err := readTemplate(b)
	if err != nil {
		return t, err
	}
	return t, t.valid()
}

func readTemplate(b []byte) (Template, error) {
	var t Template
	if first := bytes.TrimSpace(b); len(first) > 0 && first[0] != '{' {
		converted, err := yaml.YAMLToJSON(b)
		if err != nil {
			return t, ehr.Wrap(ehr.Invalid, err, "the template is neither JSON nor YAML")
		}
		b = converted
	}
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	if err := d.Decode(&t); err != nil {
		return t, ehr.Wrap(ehr.Invalid, err, "the template is not of the right form, or has a field that does not exist")
	}
	if t.Style == "" {
		t.Style = Full
	}
	return t, nil
}

// valid says what is wrong with a template that could be read.
func (t Template) valid() error {
	switch {
	case t.Name == "" || t.Title == "" || t.Version < 1:
		return ehr.Errorf(ehr.Invalid, "a template needs a name, a title and a version from 1")
	case t.Style != Full && t.Style != Brief:
		return ehr.Errorf(ehr.Invalid, "a template's style is full or brief")
	case len(t.Sections) == 0:
		return ehr.Errorf(ehr.Invalid, "a template needs sections")
	}
	seen := map[ehr.SectionName]bool{}
	for _, s := range t.Sections {
		for _, n := range append([]ehr.SectionName{s.Name}, s.Include...) {
			if !slices.Contains(sectionNames, n) {
				return ehr.Errorf(ehr.Invalid, "a template names a section that does not exist")
			}
			if seen[n] {
				return ehr.Errorf(ehr.Invalid, "a template names a section twice")
			}
			seen[n] = true
		}
		if s.Title == "" {
			return ehr.Errorf(ehr.Invalid, "a template's section needs a title")
		}
	}
	for _, s := range t.Systems {
		if !systemNames()[s] {
			return ehr.Errorf(ehr.Invalid, "a template names a body system that does not exist")
		}
	}
	return t.checkWords()
}

var sectionNames = []ehr.SectionName{
	ehr.ChiefComplaint, ehr.HPI, ehr.ROS, ehr.PastMedical, ehr.PastSurgical, ehr.FamilyHistory, ehr.SocialHistory, ehr.MedicationList,
	ehr.AllergyList, ehr.VitalSigns, ehr.Exam, ehr.ResultList, ehr.AssessmentPlan, ehr.Instructions,
}
