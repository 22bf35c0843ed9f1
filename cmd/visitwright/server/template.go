package server

import (
	"context"
	"slices"
	"strings"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/store"
	"github.com/visitwright/visitwright/scribe"
)

// Template is a way to lay out a note.
type Template struct {
	Name    string `json:"name"`
	Title   string `json:"title"`
	Version int    `json:"version"`
	Whose   string `json:"whose" enum:"built-in,practice,own"`
	Retired bool   `json:"retired" doc:"no longer to be chosen; notes made with it keep it"`
}

// TemplateList is the templates there are.
type TemplateList struct {
	Templates []Template `json:"templates"`
}

func (s *Server) templates(ctx context.Context, tx *store.Tx, _ *struct{}) (*out[TemplateList], error) {
	written, err := tx.OwnTemplates(ctx)
	v := TemplateList{Templates: []Template{}}
	for _, o := range written {
		v.Templates = append(v.Templates, templateView(o))
	}
	for _, t := range scribe.Templates() {
		v.Templates = append(v.Templates, Template{Name: t.Name, Title: t.Title, Version: t.Version, Whose: "built-in"})
	}
	return answer(v), err
}

func templateView(o store.OwnTemplate) Template {
	v := Template{Name: o.Name, Title: o.Title, Version: o.Version, Whose: "own", Retired: o.Retired}
	if o.Owner == "" {
		v.Whose = "practice"
	}
	return v
}

// checkTemplate refuses a template that may not be chosen: there is none, it is
// retired, or it is another clinician's own.
func checkTemplate(ctx context.Context, tx *store.Tx, name string) error {
	none := ehr.Errorf(ehr.Invalid, "there is no such note template")
	if !strings.HasPrefix(name, store.OwnPrefix) {
		if _, err := scribe.TemplateNamed(name); err != nil {
			return none
		}
		return nil
	}
	list, err := tx.OwnTemplates(ctx)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(list, func(o store.OwnTemplate) bool { return o.Name == name && !o.Retired }) {
		return none
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
	name := u.NoteTemplate
	switch {
	case name == "":
		return firstTemplate, nil
	case !strings.HasPrefix(name, store.OwnPrefix):
		if _, err := scribe.TemplateNamed(name); err != nil {
			return firstTemplate, nil
		}
		return name, nil
	}
	o, err := tx.OwnTemplate(ctx, name) // the clinician's, whoever opens the visit
	if ehr.KindOf(err) == ehr.NotFound || err == nil && (o.Retired || o.Owner != "" && o.Owner != clinician) {
		return firstTemplate, nil
	}
	return name, err
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
		if err := checkTemplate(ctx, tx, in.Body.Template); err != nil {
			return nil, err
		}
	}
	return nil, tx.SetNoteTemplate(ctx, in.Body.Template)
}
