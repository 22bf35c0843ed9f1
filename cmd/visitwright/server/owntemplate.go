package server

import (
	"context"
	"strings"
	"time"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/store"
	"github.com/visitwright/visitwright/scribe"
)

// TemplateVersions is the text of a template, latest version first; a built-in one
// has one version, to be copied.
type TemplateVersions struct {
	Template Template            `json:"template"`
	Versions []store.OwnTemplate `json:"versions"`
}

type templateVersionsIn struct {
	Name string `query:"name" maxLength:"100"`
}

func (s *Server) templateVersions(ctx context.Context, tx *store.Tx, in *templateVersionsIn) (*out[TemplateVersions], error) {
	if !strings.HasPrefix(in.Name, store.OwnPrefix) {
		return builtInText(in.Name)
	}
	list, err := tx.OwnTemplateVersions(ctx, in.Name)
	if err != nil {
		return nil, err
	}
	if len(list) == 0 {
		return nil, ehr.Errorf(ehr.NotFound, "there is no such note template")
	}
	return answer(TemplateVersions{Template: templateView(list[0]), Versions: list}), nil
}

func builtInText(name string) (*out[TemplateVersions], error) {
	t, err := scribe.TemplateNamed(name)
	if err != nil {
		return nil, ehr.Errorf(ehr.NotFound, "there is no such note template")
	}
	text, err := t.Text()
	return answer(TemplateVersions{
		Template: builtInView(t, ""),
		Versions: []store.OwnTemplate{{Name: t.Name, Version: t.Version, Title: t.Title, Content: text, Hash: t.Hash()}},
	}), err
}

type saveTemplateIn struct {
	Body struct {
		Name    string `json:"name,omitempty" maxLength:"100" doc:"absent: a new template"`
		Base    int    `json:"base,omitempty" minimum:"0" doc:"the version that was changed"`
		Content string `json:"content" minLength:"1" maxLength:"20000" doc:"YAML or JSON"`
		Retired bool   `json:"retired,omitempty" doc:"offer it no more"`
	}
}

func (s *Server) saveTemplate(ctx context.Context, tx *store.Tx, in *saveTemplateIn) (*out[TemplateVersions], error) {
	return s.keepTemplate(ctx, tx, in, tx.Who().User)
}

func (s *Server) savePracticeTemplate(ctx context.Context, tx *store.Tx, in *saveTemplateIn) (*out[TemplateVersions], error) {
	return s.keepTemplate(ctx, tx, in, "")
}

// keepTemplate saves a whole template that can be used, or nothing.
func (s *Server) keepTemplate(ctx context.Context, tx *store.Tx, in *saveTemplateIn, owner ehr.UserID) (*out[TemplateVersions], error) {
	name := in.Body.Name
	if name == "" {
		name = store.OwnPrefix + ehr.NewID[string]()
	}
	text := []byte(in.Body.Content)
	if faults := scribe.Faults(text); len(faults) > 0 {
		return nil, ehr.Errorf(ehr.Invalid, "line %d: %s", faults[0].Line, faults[0].Text)
	}
	t, err := scribe.ParseOwn(text, name, in.Body.Base+1)
	if err != nil {
		return nil, err
	}
	o := store.OwnTemplate{Name: name, Owner: owner, Title: t.Title, Content: in.Body.Content, Hash: t.Hash(), Retired: in.Body.Retired}
	if _, err := tx.SaveTemplate(ctx, o, in.Body.Base); err != nil {
		return nil, err
	}
	return s.templateVersions(ctx, tx, &templateVersionsIn{Name: name})
}

// TemplateTrial is what a template as typed would do.
type TemplateTrial struct {
	Faults   []scribe.Fault `json:"faults" doc:"what keeps it from being saved, with the line"`
	Sections []ehr.Section  `json:"sections" doc:"the demonstration visit's note; empty where there are faults"`
}

type tryTemplateIn struct {
	Body struct {
		Content string `json:"content" maxLength:"20000"`
	}
}

func (s *Server) tryTemplate(ctx context.Context, in *tryTemplateIn) (*out[TemplateTrial], error) {
	v := TemplateTrial{Faults: []scribe.Fault{}, Sections: []ehr.Section{}}
	text := []byte(in.Body.Content)
	if faults := scribe.Faults(text); len(faults) > 0 {
		v.Faults = faults
		return answer(v), nil
	}
	t, err := scribe.ParseOwn(text, "own-trial", 1)
	if err != nil {
		return nil, err
	}
	said, err := scribe.Demonstration()
	if err != nil {
		return nil, err
	}
	v.Sections = scribe.Draft(said, ehr.Chart{}, scribe.Options{Template: t, Now: time.Now()}).Note.Sections
	return answer(v), nil
}
