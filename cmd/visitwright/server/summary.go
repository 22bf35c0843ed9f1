package server

import (
	"context"
	"slices"

	"github.com/visitwright/visitwright/cmd/visitwright/paper"
	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/store"
	"github.com/visitwright/visitwright/scribe/previsit"
	aftervisit "github.com/visitwright/visitwright/scribe/summary"
)

// handoutRoutes are the pages made from the note and the chart: what the patient
// takes home, and what is read before a visit.
func (s *Server) handoutRoutes(d *door) {
	in(d, get("/visits/{visit}/summary", ehr.ReadVisit, "The after-visit summary in plain words, with its evidence"), s.summary)
	in(d, get("/visits/{visit}/summary.pdf", ehr.ReadVisit, "The after-visit summary on paper").streams("application/pdf"), s.summaryPDF)
	in(d, get("/patients/{patient}/previsit", ehr.ReadChart, "The page to read before a visit"), s.previsit)
}

func (s *Server) summary(ctx context.Context, tx *store.Tx, in *visitIn) (*out[aftervisit.Summary], error) {
	n, err := tx.Note(ctx, in.Visit)
	if err != nil {
		return nil, err
	}
	if n == nil {
		return nil, ehr.Errorf(ehr.NotFound, "there is no note to summarise yet")
	}
	return answer(aftervisit.Of(*n)), nil
}

func (s *Server) summaryPDF(ctx context.Context, tx *store.Tx, in *visitIn) (*pdf, error) {
	doc, err := s.sheet(ctx, tx, in.Visit)
	if err != nil {
		return nil, err
	}
	b, err := paper.Summary(doc, aftervisit.Of(doc.Note))
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
