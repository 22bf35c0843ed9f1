package server

import (
	"context"

	"github.com/visitwright/visitwright/cmd/visitwright/paper"
	"github.com/visitwright/visitwright/cmd/visitwright/steps"
	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/store"
)

// pdf is an answer that is a PDF. It is shown in the browser, not kept in its cache.
type pdf struct {
	ContentType  string `header:"Content-Type"`
	Disposition  string `header:"Content-Disposition"`
	CacheControl string `header:"Cache-Control"`
	Body         []byte
}

func asPDF(name string, b []byte) *pdf {
	return &pdf{
		ContentType: "application/pdf", CacheControl: "private, no-store",
		Disposition: `inline; filename="` + name + `"`, Body: b,
	}
}

func (s *Server) notePDF(ctx context.Context, tx *store.Tx, in *visitIn) (*pdf, error) {
	doc, err := s.sheet(ctx, tx, in.Visit)
	if err != nil {
		return nil, err
	}
	b, err := paper.Note(doc)
	if err != nil {
		return nil, err
	}
	return asPDF("note.pdf", b), nil
}

func (s *Server) instructionsPDF(ctx context.Context, tx *store.Tx, in *visitIn) (*pdf, error) {
	doc, err := s.sheet(ctx, tx, in.Visit)
	if err != nil {
		return nil, err
	}
	b, err := paper.Instructions(doc)
	if err != nil {
		return nil, err
	}
	return asPDF("instructions.pdf", b), nil
}

// sheet gathers what is printed.
func (s *Server) sheet(ctx context.Context, tx *store.Tx, id ehr.VisitID) (paper.Sheet, error) {
	v := VisitView{}
	var err error
	if v.Visit, err = tx.Visit(ctx, id); err != nil {
		return paper.Sheet{}, err
	}
	patient, err := tx.Patient(ctx, v.Visit.Patient)
	if err != nil {
		return paper.Sheet{}, err
	}
	if v.Note, err = tx.Note(ctx, id); err != nil {
		return paper.Sheet{}, err
	}
	if v.Note == nil {
		return paper.Sheet{}, ehr.Errorf(ehr.NotFound, "there is no note to print yet")
	}
	clinician, err := tx.User(ctx, v.Visit.Clinician)
	if err != nil {
		return paper.Sheet{}, err
	}
	if err := viewSigned(ctx, tx, &v); err != nil {
		return paper.Sheet{}, err
	}
	sheet := paper.Sheet{
		Practice: callOf(ctx).session.Practice, Patient: patient, Visit: v.Visit, Note: *v.Note,
		Clinician: clinician, Signature: v.Signature, SignedBy: v.SignedBy, Printed: tx.Now(),
	}
	if sheet.Template, err = steps.TemplateTitle(ctx, tx, v.Note.Template, v.Note.TemplateVersion); err != nil {
		return paper.Sheet{}, err
	}
	for _, a := range v.Addenda {
		sheet.Addenda = append(sheet.Addenda, paper.Addendum{Addendum: a.Addendum, ByName: a.ByName})
	}
	return sheet, nil
}
