package server

import (
	"context"
	"slices"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/store"
	"github.com/visitwright/visitwright/scribe"
)

// TemplateDefaults is what visits begin with where their clinician chose nothing.
type TemplateDefaults struct {
	Defaults []DefaultTemplate `json:"defaults" doc:"the whole practice's first, then the specialties that somebody here has or that have one"`
}

// DefaultTemplate is the choice for the practice or one of its specialties.
type DefaultTemplate struct {
	Specialty  ehr.Specialty `json:"specialty" doc:"empty: the whole practice"`
	Title      string        `json:"title" doc:"the specialty's"`
	Template   string        `json:"template" doc:"empty: none chosen"`
	Usable     bool          `json:"usable" doc:"false: the template has been retired, so it is passed over"`
	Clinicians int           `json:"clinicians" doc:"who have the specialty, or for the practice all"`
	Own        int           `json:"own" doc:"of these, who chose a template for themselves"`
	// Choices are the templates the specialty writes in its own way; for all others see GET /templates.
	Choices []Template `json:"choices"`
}

func (s *Server) templateDefaults(ctx context.Context, tx *store.Tx, _ *struct{}) (*out[TemplateDefaults], error) {
	set, err := tx.TemplateDefaults(ctx)
	if err != nil {
		return nil, err
	}
	users, err := tx.Users(ctx)
	if err != nil {
		return nil, err
	}
	of := map[ehr.Specialty]*DefaultTemplate{}
	row := func(s ehr.Specialty) *DefaultTemplate {
		if of[s] == nil {
			of[s] = &DefaultTemplate{Specialty: s, Title: s.Title(), Usable: true, Choices: writtenBy(s)}
		}
		return of[s]
	}
	row("")
	for _, d := range set {
		r := row(d.Specialty)
		r.Template = d.Template
		if r.Usable, err = mayUse(ctx, tx, d.Template, ""); err != nil {
			return nil, err
		}
	}
	for _, u := range users {
		if u.Role != ehr.Clinician || u.Disabled {
			continue
		}
		row("").count(u)
		if u.Specialty != "" {
			row(u.Specialty).count(u)
		}
	}
	v := TemplateDefaults{Defaults: []DefaultTemplate{*of[""]}}
	for _, n := range ehr.Specialties {
		if r := of[n.Name]; r != nil {
			v.Defaults = append(v.Defaults, *r)
		}
	}
	return answer(v), nil
}

func (d *DefaultTemplate) count(u ehr.User) {
	d.Clinicians++
	if u.NoteTemplate != "" {
		d.Own++
	}
}

// writtenBy is the built-in templates in the specialty's way; none where it has no
// way of its own.
func writtenBy(s ehr.Specialty) []Template {
	list := []Template{}
	all := scribe.Specialties()
	i := slices.IndexFunc(all, func(x scribe.Specialty) bool { return x.Name == string(s) })
	if i < 0 {
		return list
	}
	for _, t := range scribe.Templates() {
		list = append(list, builtInView(t.For(all[i]), s))
	}
	return list
}

type templateDefaultIn struct {
	Body struct {
		Specialty ehr.Specialty `json:"specialty,omitempty" maxLength:"60" doc:"one of GET /specialties; absent: the whole practice"`
		Template  string        `json:"template" maxLength:"100" doc:"a built-in one or the practice's; empty: none any more"`
	}
}

// setTemplateDefault holds for visits opened from now on.
func (s *Server) setTemplateDefault(ctx context.Context, tx *store.Tx, in *templateDefaultIn) (*out[TemplateDefaults], error) {
	if in.Body.Template != "" {
		if err := mustBeUsable(ctx, tx, in.Body.Template, ""); err != nil {
			return nil, err
		}
	}
	if err := tx.SetTemplateDefault(ctx, in.Body.Specialty, in.Body.Template); err != nil {
		return nil, err
	}
	return s.templateDefaults(ctx, tx, nil)
}

// defaultTemplate is what a user's visits begin with where they chose nothing, and
// whose choice that is: their specialty's, else the practice's, else our own.
func defaultTemplate(ctx context.Context, tx *store.Tx, u ehr.User) (name, of string, err error) {
	set, err := tx.TemplateDefaults(ctx)
	if err != nil {
		return "", "", err
	}
	for _, level := range []struct {
		of        string
		specialty ehr.Specialty
	}{{"specialty", u.Specialty}, {"practice", ""}} {
		i := slices.IndexFunc(set, func(d store.TemplateDefault) bool { return d.Specialty == level.specialty })
		if i < 0 || level.of == "specialty" && u.Specialty == "" {
			continue
		}
		if ok, err := mayUse(ctx, tx, set[i].Template, ""); ok || err != nil {
			return set[i].Template, level.of, err
		}
	}
	return firstTemplate, "built-in", nil
}
