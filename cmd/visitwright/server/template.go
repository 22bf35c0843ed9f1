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
	// Specialty is whose way of writing a built-in template this is.
	Specialty ehr.Specialty `json:"specialty,omitempty" doc:"offered to the specialty's clinicians; absent: to all"`
}

// TemplateList is the templates there are.
type TemplateList struct {
	Templates []Template `json:"templates"`
	Default   string     `json:"default" doc:"what the user's visits begin with where they choose none"`
	DefaultOf string     `json:"default_of" enum:"specialty,practice,built-in" doc:"whose choice that is"`
}

func (s *Server) templates(ctx context.Context, tx *store.Tx, _ *struct{}) (*out[TemplateList], error) {
	u, err := tx.User(ctx, tx.Who().User)
	if err != nil {
		return nil, err
	}
	v := TemplateList{Templates: []Template{}}
	if v.Default, v.DefaultOf, err = defaultTemplate(ctx, tx, u); err != nil {
		return nil, err
	}
	written, err := tx.OwnTemplates(ctx)
	if err != nil {
		return nil, err
	}
	for _, o := range written {
		v.Templates = append(v.Templates, templateView(o))
	}
	users, err := tx.Users(ctx)
	for _, t := range scribe.Templates() {
		v.Templates = append(v.Templates, builtInView(t, ""))
		for _, s := range scribe.Specialties() {
			if slices.ContainsFunc(users, func(u ehr.User) bool { return string(u.Specialty) == s.Name }) {
				v.Templates = append(v.Templates, builtInView(t.For(s), ehr.Specialty(s.Name)))
			}
		}
	}
	return answer(v), err
}

func builtInView(t scribe.Template, s ehr.Specialty) Template {
	return Template{Name: t.Name, Title: t.Title, Version: t.Version, Whose: "built-in", Specialty: s}
}

func templateView(o store.OwnTemplate) Template {
	v := Template{Name: o.Name, Title: o.Title, Version: o.Version, Whose: "own", Retired: o.Retired}
	if o.Owner == "" {
		v.Whose = "practice"
	}
	return v
}

// mayUse reports whether a template may be chosen by a user, or with nobody for
// the whole practice: it is there, not retired, and not another clinician's own.
func mayUse(ctx context.Context, tx *store.Tx, name string, by ehr.UserID) (bool, error) {
	if !strings.HasPrefix(name, store.OwnPrefix) {
		_, err := scribe.TemplateNamed(name)
		return err == nil, nil
	}
	o, err := tx.OwnTemplate(ctx, name) // the clinician's, whoever opens the visit
	if ehr.KindOf(err) == ehr.NotFound {
		return false, nil
	}
	return err == nil && !o.Retired && (o.Owner == "" || o.Owner == by), err
}

// checkTemplate refuses a template that the user may not choose.
func checkTemplate(ctx context.Context, tx *store.Tx, name string) error {
	return mustBeUsable(ctx, tx, name, tx.Who().User)
}

func mustBeUsable(ctx context.Context, tx *store.Tx, name string, by ehr.UserID) error {
	ok, err := mayUse(ctx, tx, name, by)
	if err == nil && !ok {
		err = ehr.Errorf(ehr.Invalid, "there is no such note template")
	}
	return err
}

// templateOf is the template with which a clinician's visit is opened: their own
// choice, else their default. One that is no longer there does not keep a visit
// from opening.
func templateOf(ctx context.Context, tx *store.Tx, clinician ehr.UserID) (string, error) {
	u, err := tx.User(ctx, clinician)
	if err != nil {
		return "", err
	}
	if u.NoteTemplate != "" {
		if ok, err := mayUse(ctx, tx, u.NoteTemplate, clinician); ok || err != nil {
			return u.NoteTemplate, err
		}
	}
	name, _, err := defaultTemplate(ctx, tx, u)
	return name, err
}

// firstTemplate is what a visit is opened with where nobody chose.
const firstTemplate = "soap"

type ownTemplateIn struct {
	Body struct {
		Template string `json:"template" maxLength:"100" doc:"empty: the default of the specialty or practice again"`
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
