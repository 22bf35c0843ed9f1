package scribe

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/parser"

	"github.com/visitwright/visitwright/ehr"
)

// Fault is what keeps a template from being used.
type Fault struct {
	Line int    `json:"line"` // from 1; 0: of the template as a whole
	Path string `json:"path,omitempty" doc:"the part at fault, e.g. sections[2]; absent where it cannot be told"`
	Text string `json:"text"`
}

// lined is how the YAML reader begins its messages: "[3:1] unknown field".
var lined = regexp.MustCompile(`^\[(\d+):\d+\] ([^\n]*)`)

// Faults lists what is wrong with a template of one's own as it was typed, with the
// line where it can be told; empty where ParseOwn takes it.
func Faults(b []byte) []Fault {
	whole, err := ParseOwn(b, "own", 1)
	if err == nil {
		return nil
	}
	var t Template
	if strict := yaml.UnmarshalWithOptions(b, &t, yaml.Strict(), yaml.UseJSONUnmarshaler()); strict != nil {
		if m := lined.FindStringSubmatch(strict.Error()); m != nil {
			line, _ := strconv.Atoi(m[1]) // digits, by the expression
			return []Fault{{Line: line, Text: m[2]}}
		}
		return []Fault{{Text: ehr.SafeMessage(err)}}
	}
	out := faultyParts(b, whole)
	if len(out) == 0 {
		out = []Fault{{Text: ehr.SafeMessage(err)}}
	}
	return out
}

// faultyParts tries each part of a template in one that is otherwise right.
func faultyParts(b []byte, t Template) []Fault {
	var out []Fault
	try := func(path string, part Template) {
		part.Name, part.Title, part.Version, part.Style = "x", "X", 1, Full
		if len(part.Sections) == 0 {
			part.Sections = []TemplateSection{{Name: ehr.HPI, Title: "X"}}
		}
		if err := part.valid(); err != nil {
			out = append(out, faultAt(b, path, ehr.SafeMessage(err)))
		}
	}
	if t.Title == "" {
		out = append(out, faultAt(b, "title", "a template needs a title"))
	}
	if t.Style != Full && t.Style != Brief {
		out = append(out, faultAt(b, "style", "a template's style is full or brief"))
	}
	for i := range t.Sections {
		if (Template{Name: "x", Title: "X", Version: 1, Style: Full, Sections: t.Sections[:i+1]}).valid() != nil {
			try(fmt.Sprintf("sections[%d]", i), Template{Sections: t.Sections[:i+1]})
			break
		}
	}
	for i, w := range t.Wording {
		try(fmt.Sprintf("wording[%d]", i), Template{Wording: []Wording{w}})
	}
	for i := range t.Macros {
		if (Template{Macros: t.Macros[:i]}).checkWords() == nil {
			try(fmt.Sprintf("macros[%d]", i), Template{Macros: t.Macros[:i+1]})
		}
	}
	for i, s := range t.Systems {
		try(fmt.Sprintf("systems[%d]", i), Template{Systems: []string{s}})
	}
	return out
}

func faultAt(b []byte, path, text string) Fault {
	return Fault{Line: lineOf(b, "$."+path), Path: path, Text: text}
}

var errNoLine = errors.New("no such place")

// lineOf is the line on which a part of the text begins, 0 where it is not found.
func lineOf(b []byte, path string) int {
	line, err := func() (int, error) {
		file, err := parser.ParseBytes(b, 0)
		if err != nil {
			return 0, err
		}
		p, err := yaml.PathString(path)
		if err != nil {
			return 0, err
		}
		node, err := p.FilterFile(file)
		if err != nil {
			return 0, err
		}
		if node == nil || node.GetToken() == nil {
			return 0, errNoLine
		}
		return node.GetToken().Position.Line, nil
	}()
	if err != nil {
		return 0
	}
	return line
}
