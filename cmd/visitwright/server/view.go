package server

import (
	"context"
	"fmt"

	"github.com/visitwright/visitwright/cmd/visitwright/live"
	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/store"
)

// view loads everything a visit's page shows.
func (s *Server) view(ctx context.Context, tx *store.Tx, id ehr.VisitID) (*out[VisitView], error) {
	visit, err := tx.Visit(ctx, id)
	if err != nil {
		return nil, err
	}
	v := VisitView{Visit: visit}
	for _, load := range []func(context.Context, *store.Tx, *VisitView) error{
		viewPeople, viewHeard, viewNote, viewLists, viewSigned,
	} {
		if err := load(ctx, tx, &v); err != nil {
			return nil, err
		}
	}
	if v.Recording, err = s.recordingOf(ctx, tx, visit.ID); err != nil {
		return nil, err
	}
	if v.Progress, err = s.progressOf(ctx, tx, visit); err != nil {
		return nil, err
	}
	if v.Note != nil {
		v.CodesNotice = s.steps.CodesNotice(ctx, visit.Service)
		v.OtherDrafter = s.otherDrafter(v.Note)
	}
	v.NextStep = nextStep(v)
	return answer(v), nil
}

func viewPeople(ctx context.Context, tx *store.Tx, v *VisitView) (err error) {
	if v.Patient, err = loadBanner(ctx, tx, v.Visit.Patient); err != nil {
		return err
	}
	if v.Clinician, err = person(ctx, tx, v.Visit.Clinician); err != nil {
		return err
	}
	v.Consent, err = tx.Consent(ctx, v.Visit.ID)
	return err
}

func viewHeard(ctx context.Context, tx *store.Tx, v *VisitView) (err error) {
	if v.Transcript, err = tx.Transcript(ctx, v.Visit.ID); err != nil {
		return err
	}
	v.NotClinical, err = tx.NotClinical(ctx, v.Visit.ID)
	return err
}

func viewNote(ctx context.Context, tx *store.Tx, v *VisitView) (err error) {
	if v.Note, err = tx.Note(ctx, v.Visit.ID); err != nil || v.Note == nil {
		return err
	}
	if v.Visit.State != ehr.Review {
		return nil
	}
	v.Blocking, err = blocking(ctx, tx, v.Visit.ID)
	return err
}

func blocking(ctx context.Context, tx *store.Tx, visit ehr.VisitID) ([]Blocker, error) {
	found, err := tx.Blocking(ctx, visit)
	if err != nil {
		return nil, err
	}
	list := make([]Blocker, 0, len(found))
	for _, b := range found {
		list = append(list, Blocker{Kind: b.Kind, ID: b.ID, Text: b.Text})
	}
	return list, nil
}

func viewLists(ctx context.Context, tx *store.Tx, v *VisitView) (err error) {
	if v.Omissions, err = tx.Omissions(ctx, v.Visit.ID); err != nil {
		return err
	}
	if v.Reconciliations, err = tx.Reconciliations(ctx, v.Visit.ID); err != nil {
		return err
	}
	if v.Orders, err = tx.Orders(ctx, v.Visit.ID); err != nil {
		return err
	}
	if v.Codes, err = tx.Codes(ctx, v.Visit.ID); err != nil {
		return err
	}
	if v.Checks, err = tx.Checks(ctx, v.Visit.ID); err != nil || v.Checks == nil {
		return err
	}
	for _, a := range v.Checks.Alerts {
		if a.Tier == ehr.Interruptive && a.Answer == nil {
			v.Patient.Alerts = append(v.Patient.Alerts, BannerAlert{Summary: a.Summary, Tier: a.Tier})
		}
	}
	return nil
}

func viewSigned(ctx context.Context, tx *store.Tx, v *VisitView) (err error) {
	if v.Visit.State != ehr.Signed {
		return nil
	}
	if v.Signature, err = tx.Signature(ctx, v.Visit.ID); err != nil {
		return err
	}
	signer, err := person(ctx, tx, v.Visit.SignedBy)
	if err != nil {
		return err
	}
	v.SignedBy = signer.Name
	addenda, err := tx.Addenda(ctx, v.Visit.ID)
	for _, a := range addenda {
		by, err := person(ctx, tx, a.By)
		if err != nil {
			return err
		}
		v.Addenda = append(v.Addenda, AddendumView{Addendum: a, ByName: by.Name})
	}
	return err
}

// nextStep says where the visit stands and what is to be done.
func nextStep(v VisitView) string {
	switch v.Visit.State {
	case ehr.Open:
		switch {
		case v.Consent == nil:
			return "Not started. Ask for consent to record."
		case !v.Consent.Given:
			return "Consent was not given. Nothing is recorded; the note can be typed."
		}
		return "Consent is given. Start the recording when you are ready."
	case ehr.Recording:
		if v.Consent != nil && !v.Consent.Given {
			return "Consent was withdrawn. Nothing more is recorded. Stop the visit to draft from what was recorded before."
		}
		return "Recording. Stop when the visit is over."
	case ehr.Drafting:
		return drafting(v.Progress)
	case ehr.Review:
		return reviewing(v)
	case ehr.Signed:
		return "Signed by " + v.SignedBy + ". Changes are made as addenda."
	case ehr.Void:
		return "This visit was opened in error and is void."
	}
	return ""
}

func drafting(p *live.Step) string {
	switch {
	case p == nil:
		return "The recording is safe. The note is being written."
	case p.Failed:
		return "The recording is safe, but writing the note failed: " + p.Words
	}
	return "The recording is safe. " + p.Words + "."
}

func reviewing(v VisitView) string {
	if v.Note == nil {
		if v.Visit.Statement != "" {
			return v.Visit.Statement
		}
		return "There is no note yet. Type one."
	}
	more := ""
	if v.Recording.Late {
		more = " More of the recording has come since; draft again to take it in."
	}
	counts := map[string]int{}
	for _, b := range v.Blocking {
		counts[b.Kind]++
	}
	if len(v.Blocking) == 0 {
		return "Draft ready. Nothing blocks signing. Read it and sign." + more
	}
	words := ""
	for _, k := range []struct{ kind, one, many string }{
		{"sentence", "sentence", "sentences"}, {"omission", "omission", "omissions"}, {"alert", "alert", "alerts"},
	} {
		n := counts[k.kind]
		if n == 0 {
			continue
		}
		if words != "" {
			words += ", "
		}
		noun := k.many
		if n == 1 {
			noun = k.one
		}
		words += fmt.Sprintf("%d %s", n, noun)
	}
	verb := "need"
	if len(v.Blocking) == 1 {
		verb = "needs"
	}
	return fmt.Sprintf("Draft ready. %s %s an answer before you can sign.", words, verb) + more
}
