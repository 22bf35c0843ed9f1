package server

import (
	"context"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/scribe"
)

// Template is a way to lay out a note.
type Template struct {
	Name    string `json:"name"`
	Title   string `json:"title"`
	Version int    `json:"version"`
}

// TemplateList is the templates there are.
type TemplateList struct {
	Templates []Template `json:"templates"`
}

func (s *Server) templates(context.Context, *struct{}) (*out[TemplateList], error) {
	v := TemplateList{Templates: []Template{}}
	for _, t := range scribe.Templates() {
		v.Templates = append(v.Templates, Template{Name: t.Name, Title: t.Title, Version: t.Version})
	}
	return answer(v), nil
}

func checkTemplate(name string) error {
	if _, err := scribe.TemplateNamed(name); err != nil {
		return ehr.Errorf(ehr.Invalid, "there is no such note template")
	}
	return nil
}
