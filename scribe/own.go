package scribe

import (
	"bytes"
	_ "embed"
	"encoding/json"

	"github.com/goccy/go-yaml"

	"github.com/visitwright/visitwright/ehr"
)

// ParseOwn reads a template that a clinician or a practice wrote. Its name and
// version are the record's, whatever the text says of them; errors are those of
// ParseTemplate.
func ParseOwn(text []byte, name string, version int) (Template, error) {
	t, err := readTemplate(text)
	if err != nil {
		return t, err
	}
	t.Name, t.Version = name, version
	return t, t.valid()
}

// Text writes a template as one to be edited: YAML, without name and version.
func (t Template) Text() (string, error) {
	b, err := json.Marshal(struct {
		Title    string            `json:"title"`
		Style    string            `json:"style"`
		Sections []TemplateSection `json:"sections"`
		Systems  []string          `json:"systems,omitempty"`
		Wording  []Wording         `json:"wording,omitempty"`
		Macros   []Macro           `json:"macros,omitempty"`
	}{t.Title, t.Style, t.Sections, t.Systems, t.Wording, t.Macros})
	if err != nil {
		return "", err
	}
	out, err := yaml.JSONToYAML(b)
	return string(out), err
}

//go:embed templates/demonstration.txt
var demonstration []byte

// Demonstration is a short visit of our own writing, to show what a template does.
func Demonstration() ([]ehr.Segment, error) { return ReadTranscript(bytes.NewReader(demonstration)) }
