package server

import (
	"context"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/visitwright/visitwright/cmd/visitwright/steps"
	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/store"
	"github.com/visitwright/visitwright/scribe"
)

// compareRoutes are a visit's second draft, by the drafter that did not write its note.
func (s *Server) compareRoutes(d *door) {
	in(d, get("/visits/{visit}/compare", ehr.EditNote, "The other drafter's draft, to be read beside the note"), s.comparison)
	in(d, post("/visits/{visit}/compare", ehr.EditNote, "Have the other drafter draft the visit too"), s.compare)
	in(d, post("/visits/{visit}/compare/take", ehr.EditNote, "Take a sentence of the other drafter's draft into the note, or all of it"), s.takeOther)
}

// Comparison is the other drafter's draft of a visit. It is no version of the note.
type Comparison struct {
	Drafter string    `json:"drafter" doc:"the drafter that did not write the note: built-in, or the language model's name; empty where no language model is configured"`
	Writing bool      `json:"writing" doc:"it is at work"`
	Failed  string    `json:"failed,omitempty" doc:"why there is no draft of it"`
	Draft   *ehr.Note `json:"draft" doc:"null: not asked for, not ready or failed"`
	MadeAt  time.Time `json:"made_at,omitzero"`
	Beside  []Beside  `json:"beside" doc:"which sentences of the two say the same thing"`
	Version int       `json:"note_version" doc:"the version of the note that Beside speaks of"`
}

// Beside is a sentence of the other draft with the one of the note whose place it would take.
type Beside struct {
	Sentence ehr.SentenceID `json:"sentence"`
	Note     ehr.SentenceID `json:"note"`
}

// TransformSchema says that there may be no draft.
func (Comparison) TransformSchema(_ huma.Registry, s *huma.Schema) *huma.Schema {
	p := s.Properties["draft"]
	s.Properties["draft"] = &huma.Schema{Description: p.Description, OneOf: []*huma.Schema{{Ref: p.Ref}, {Type: "null"}}}
	return s
}

// otherDrafter names the drafter that did not write a note; empty where there is but one.
func (s *Server) otherDrafter(n *ehr.Note) string {
	switch {
	case s.model == nil:
		return ""
	case steps.ByModel(n):
		return scribe.BuiltIn
	}
	return s.model.Name()
}

func (s *Server) comparison(ctx context.Context, tx *store.Tx, in *visitIn) (*out[Comparison], error) {
	n, err := tx.Note(ctx, in.Visit)
	if err != nil {
		return nil, err
	}
	v := Comparison{Drafter: s.otherDrafter(n)}
	kept, err := tx.OtherDraft(ctx, in.Visit)
	if err != nil || n == nil {
		return answer(v), err
	}
	v.Version = n.Version
	job, err := s.jobs.Comparing(ctx, tx, in.Visit)
	if err != nil {
		return nil, err
	}
	switch {
	case job != nil && !job.GivenUp:
		v.Writing = true
	case job != nil && (kept == nil || job.CreatedAt.After(kept.At)):
		v.Failed = job.Words
	case kept != nil && kept.Draft == nil:
		v.Failed, v.MadeAt = kept.Failed, kept.At
	case kept != nil && steps.ByModel(&kept.Draft.Note) != steps.ByModel(n): // else the note is that draft by now
		v.Draft, v.MadeAt = &kept.Draft.Note, kept.At
		pairs := steps.Beside(*n, *v.Draft)
		for _, sec := range v.Draft.Sections {
			for _, t := range sec.Sentences {
				if id, there := pairs[t.ID]; there {
					v.Beside = append(v.Beside, Beside{Sentence: t.ID, Note: id})
				}
			}
		}
	}
	return answer(v), nil
}

func (s *Server) compare(ctx context.Context, tx *store.Tx, in *visitIn) (*out[Comparison], error) {
	v, err := tx.Visit(ctx, in.Visit)
	if err != nil {
		return nil, err
	}
	n, err := tx.Note(ctx, in.Visit)
	if err != nil {
		return nil, err
	}
	if v.State != ehr.Review || n == nil {
		return nil, ehr.Errorf(ehr.Conflict, "a second draft is made beside a note that is being reviewed")
	}
	if s.otherDrafter(n) == "" {
		return nil, ehr.Errorf(ehr.Conflict, "no language model is configured here, so there is one drafter only")
	}
	job, err := s.jobs.Comparing(ctx, tx, in.Visit)
	if err != nil {
		return nil, err
	}
	if job == nil || job.GivenUp {
		if err := s.jobs.Compare(ctx, tx, in.Visit); err != nil {
			return nil, err
		}
	}
	return s.comparison(ctx, tx, in)
}

type takeOtherIn struct {
	Visit ehr.VisitID `path:"visit" format:"uuid"`
	Body  struct {
		BaseVersion int            `json:"base_version" minimum:"1" doc:"the version of the note that was looked at"`
		Sentence    ehr.SentenceID `json:"sentence,omitempty" maxLength:"100" doc:"of the other draft; absent: all of it"`
	}
}

func (s *Server) takeOther(ctx context.Context, tx *store.Tx, in *takeOtherIn) (*out[VisitView], error) {
	var err error
	if in.Body.Sentence == "" {
		err = s.steps.TakeOther(ctx, tx, in.Visit, in.Body.BaseVersion)
	} else {
		_, err = s.steps.TakeSentence(ctx, tx, in.Visit, in.Body.BaseVersion, in.Body.Sentence)
	}
	if err != nil {
		return nil, stale(err, ctx, tx, in.Visit)
	}
	v, err := s.view(ctx, tx, in.Visit)
	if err == nil && v.Body.Note != nil {
		s.tellNote(ctx, *v.Body.Note)
	}
	return v, err
}
