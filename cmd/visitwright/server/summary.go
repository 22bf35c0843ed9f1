package server

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/visitwright/visitwright/cmd/visitwright/paper"
	"github.com/visitwright/visitwright/cmd/visitwright/steps"
	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/store"
	"github.com/visitwright/visitwright/prompts/llm"
	"github.com/visitwright/visitwright/scribe/previsit"
	aftervisit "github.com/visitwright/visitwright/scribe/summary"
)

// handoutRoutes are the pages made from the note and the chart: what the patient
// takes home, and what is read before a visit.
func (s *Server) handoutRoutes(d *door) {
	in(d, get("/visits/{visit}/summary", ehr.ReadVisit, "The after-visit summary in plain words, with its evidence"), s.summary)
	add(d, post("/visits/{visit}/summary/translation", ehr.EditNote, "Have the language model write the after-visit summary in Spanish"), s.translate)
	in(d, get("/visits/{visit}/summary.pdf", ehr.ReadVisit, "The after-visit summary on paper").streams("application/pdf"), s.summaryPDF)
	in(d, get("/patients/{patient}/previsit", ehr.ReadChart, "The page to read before a visit"), s.previsit)
}

// SummaryView is what the patient takes home, in each language there is.
type SummaryView struct {
	Summary     aftervisit.Summary  `json:"summary" doc:"in English"`
	Translation *aftervisit.Summary `json:"translation" doc:"in Spanish, by a machine; null where none was made of this version of the note"`
	Translated  time.Time           `json:"translated_at,omitzero"`
	// Translator names the language model; empty where none is configured.
	Translator  string  `json:"translator" doc:"the language model that can translate; empty where none is configured"`
	NoteVersion int     `json:"note_version"`
	MostGrade   float64 `json:"most_grade" doc:"the reading grade that a summary should not be above"`
}

// TransformSchema says that there may be no translation.
func (SummaryView) TransformSchema(_ huma.Registry, s *huma.Schema) *huma.Schema {
	p := s.Properties["translation"]
	s.Properties["translation"] = &huma.Schema{Description: p.Description, OneOf: []*huma.Schema{{Ref: p.Ref}, {Type: "null"}}}
	return s
}

func (s *Server) summary(ctx context.Context, tx *store.Tx, in *visitIn) (*out[SummaryView], error) {
	n, err := noteToSummarise(ctx, tx, in.Visit)
	if err != nil {
		return nil, err
	}
	v := SummaryView{Summary: aftervisit.Of(n), NoteVersion: n.Version, MostGrade: aftervisit.MostGrade}
	if s.model != nil {
		v.Translator = s.model.Name()
	}
	v.Translation, v.Translated, err = translationOf(ctx, tx, n)
	if err != nil {
		return nil, err
	}
	return answer(v), nil
}

func noteToSummarise(ctx context.Context, tx *store.Tx, visit ehr.VisitID) (ehr.Note, error) {
	n, err := tx.Note(ctx, visit)
	if err != nil {
		return ehr.Note{}, err
	}
	if n == nil {
		return ehr.Note{}, ehr.Errorf(ehr.NotFound, "there is no note to summarise yet")
	}
	return *n, nil
}

// translationOf reads the translation of this version; nil where there is none.
func translationOf(ctx context.Context, tx *store.Tx, n ehr.Note) (*aftervisit.Summary, time.Time, error) {
	kept, err := tx.Translation(ctx, n.Visit, n.ID, spanish)
	if err != nil || kept == nil {
		return nil, time.Time{}, err
	}
	var sum aftervisit.Summary
	if err := json.Unmarshal(kept.Content, &sum); err != nil {
		return nil, time.Time{}, ehr.Wrap(ehr.Internal, err, "the translation cannot be read")
	}
	return &sum, kept.At, nil
}

const spanish = "es"

// translate has the language model write the summary in Spanish. No transaction is
// open while it thinks; the note it worked from is the one the translation is kept
// with.
func (s *Server) translate(ctx context.Context, in *visitIn) (*out[SummaryView], error) {
	c := callOf(ctx)
	var n ehr.Note
	err := s.store.InTx(ctx, c.who, c.why, func(tx *store.Tx) (err error) {
		n, err = noteToSummarise(ctx, tx, in.Visit)
		return err
	})
	if err != nil {
		return nil, err
	}
	if s.model == nil {
		return nil, ehr.Errorf(ehr.Conflict, "no language model is configured here, so there is only English")
	}
	sum, err := aftervisit.Spanish(ctx, s.model, aftervisit.Of(n))
	if err != nil {
		return nil, untranslated(err)
	}
	content, err := json.Marshal(sum)
	if err != nil {
		return nil, err
	}
	var v *out[SummaryView]
	err = s.store.InTx(ctx, c.who, c.why, func(tx *store.Tx) (err error) {
		err = tx.SaveTranslation(ctx, store.Translation{Visit: in.Visit, Note: n.ID, Language: spanish, Content: content, Model: sum.Model, PromptHash: sum.PromptHash})
		if err != nil {
			return err
		}
		v, err = s.summary(ctx, tx, in)
		return err
	})
	return v, err
}

// untranslated says why there is no translation; it is nobody's fault at the door.
func untranslated(err error) error {
	for _, known := range []error{aftervisit.ErrTranslation, llm.ErrTimeout, llm.ErrBudget, llm.ErrRefused, llm.ErrDown, llm.ErrEmpty} {
		if errors.Is(err, known) {
			return ehr.Wrap(ehr.Unavailable, err, "%s; give the summary in English", known.Error())
		}
	}
	return ehr.Wrap(ehr.Unavailable, err, "the language model failed; give the summary in English")
}

type summaryPDFIn struct {
	Visit    ehr.VisitID `path:"visit" format:"uuid"`
	Language string      `query:"language" enum:"en,es" default:"en"`
}

func (s *Server) summaryPDF(ctx context.Context, tx *store.Tx, in *summaryPDFIn) (*pdf, error) {
	doc, err := s.sheet(ctx, tx, in.Visit)
	if err != nil {
		return nil, err
	}
	sum := aftervisit.Of(doc.Note)
	if in.Language == spanish {
		es, _, err := translationOf(ctx, tx, doc.Note)
		if err != nil {
			return nil, err
		}
		if es == nil {
			return nil, ehr.Errorf(ehr.NotFound, "this version of the note has not been translated")
		}
		sum = *es
	}
	b, err := paper.Summary(doc, sum)
	if err != nil {
		return nil, err
	}
	return asPDF("summary.pdf", b), nil
}

func (s *Server) previsit(ctx context.Context, tx *store.Tx, in *patientIn) (*out[previsit.Page], error) {
	chart, err := tx.Chart(ctx, in.Patient)
	if err != nil {
		return nil, err
	}
	page := previsit.Input{Chart: chart, Now: tx.Now()}
	visits, err := tx.VisitsOf(ctx, in.Patient)
	if err != nil {
		return nil, err
	}
	var last ehr.Visit
	for _, v := range visits {
		switch {
		case v.SignedAt.After(last.SignedAt):
			last = v
		case v.SignedAt.IsZero() && page.Reason == "":
			page.Reason = v.Reason
		}
	}
	if !last.SignedAt.IsZero() {
		page.Last = last.SignedAt
		n, err := tx.Note(ctx, last.ID)
		if err != nil {
			return nil, err
		}
		if n != nil {
			page.LastPlan = planOf(*n)
		}
	}
	if c, err := s.checker(); err == nil { // without content nothing is said to be due
		if c, err = steps.CheckerOf(ctx, tx, c); err != nil {
			return nil, err
		}
		checks := c.Check(chart, ehr.Note{}, nil, page.Now)
		page.Gaps, page.Vaccines = checks.CareGaps, checks.Immunization
	}
	return answer(previsit.Of(page)), nil
}

// planOf are the sentences of a note's assessment and plan.
func planOf(n ehr.Note) []ehr.Sentence {
	i := slices.IndexFunc(n.Sections, func(s ehr.Section) bool { return s.Name == ehr.AssessmentPlan })
	if i < 0 {
		return nil
	}
	return n.Sections[i].Sentences
}
