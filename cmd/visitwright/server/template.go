package server

import (
	"context"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/store"
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

// templateOf is the template with which a clinician's visit is opened. One that
// they chose and that is no longer there does not keep a visit from opening.
func templateOf(ctx context.Context, tx *store.Tx, clinician ehr.UserID) (string, error) {
	u, err := tx.User(ctx, clinician)
	if err != nil {
		return "", err
	}
	if u.NoteTemplate == "" || checkTemplate(u.NoteTemplate) != nil {
		return firstTemplate, nil
	}
	return u.NoteTemplate, nil
}

// firstTemplate is what a visit is opened with where nobody chose.
const firstTemplate = "soap"

type ownTemplateIn struct {
	Body struct {
		Template string `json:"template" maxLength:"100" doc:"empty: SOAP again"`
	}
}

func (s *Server) setOwnTemplate(ctx context.Context, tx *store.Tx, in *ownTemplateIn) (*done, error) {
	if in.Body.Template != "" {
		if err := checkTemplate(in.Body.Template); err != nil {
			return nil, err
		}
	}
	return nil, tx.SetNoteTemplate(ctx, in.Body.Template)
}
