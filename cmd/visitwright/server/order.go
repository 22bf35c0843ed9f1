package server

import (
	"context"
	"slices"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/store"
)

// NewOrder is an order that somebody stages by hand, e.g. to close a care gap.
type NewOrder struct {
	Kind  ehr.OrderKind `json:"kind" enum:"medication,test,imaging,referral,vaccine,procedure,follow_up"`
	Verb  ehr.OrderVerb `json:"verb,omitempty" enum:"start,stop,change,continue,refill" doc:"absent: start"`
	Text  string        `json:"text" minLength:"1" maxLength:"500"`
	Visit ehr.VisitID   `json:"visit_id,omitempty" doc:"absent: the patient's visit that is not signed yet, else a new one"`
}

type newOrderIn struct {
	Patient ehr.PatientID `path:"patient" format:"uuid"`
	Body    NewOrder
}

// StagedOrder is a staged order with the visit it stands in.
type StagedOrder struct {
	Order  ehr.Order `json:"order"`
	Opened bool      `json:"opened" doc:"a new visit was opened for it"`
}

// stageOrder stages an order in the patient's unfinished visit. It is placed there,
// by the order's answer, as one that was heard.
func (s *Server) stageOrder(ctx context.Context, tx *store.Tx, in *newOrderIn) (*out[StagedOrder], error) {
	visit, opened, err := unfinished(ctx, tx, in.Patient, in.Body.Visit)
	if err != nil {
		return nil, err
	}
	o, err := tx.AddOrder(ctx, ehr.Order{Visit: visit, Kind: in.Body.Kind, Verb: in.Body.Verb, Text: in.Body.Text})
	if err != nil {
		return nil, err
	}
	if err := s.steps.Again(ctx, tx, visit); err != nil {
		return nil, err
	}
	s.tellLists(ctx, visit)
	return answer(StagedOrder{Order: o, Opened: opened}), nil
}

// unfinished is the patient's latest visit that takes orders; one is opened where
// there is none, for whoever asks, today.
func unfinished(ctx context.Context, tx *store.Tx, patient ehr.PatientID, wanted ehr.VisitID) (visit ehr.VisitID, opened bool, err error) {
	list, err := tx.VisitsOf(ctx, patient)
	if err != nil {
		return "", false, err
	}
	i := slices.IndexFunc(list, func(v ehr.Visit) bool { return v.State != ehr.Signed && (wanted == "" || v.ID == wanted) })
	switch {
	case i >= 0:
		return list[i].ID, false, nil
	case wanted != "":
		return "", false, ehr.Errorf(ehr.Conflict, "this visit takes no orders any more")
	}
	v, err := tx.CreateVisit(ctx, ehr.Visit{Patient: patient, Clinician: tx.Who().User, Reason: "Preventive care", Service: today(ctx, tx), Template: "soap"})
	return v.ID, true, err
}

type actIn struct {
	Visit ehr.VisitID `path:"visit" format:"uuid"`
	Item  ehr.AlertID `path:"item" maxLength:"200"`
	Body  struct {
		Action int    `json:"action" minimum:"0" maximum:"20" doc:"which of the alert's actions, from 0"`
		Text   string `json:"text,omitempty" maxLength:"500" doc:"what instead, the new dose or the test; absent: as the action says"`
	}
}

// actOnAlert does what a button of an alert says.
func (s *Server) actOnAlert(ctx context.Context, tx *store.Tx, in *actIn) (*out[VisitView], error) {
	if err := s.steps.ActOnAlert(ctx, tx, in.Visit, in.Item, in.Body.Action, in.Body.Text); err != nil {
		return nil, err
	}
	s.tellLists(ctx, in.Visit)
	return s.view(ctx, tx, in.Visit)
}

// patientChecks runs the checks of a chart as it is now, outside of any visit.
func (s *Server) patientChecks(ctx context.Context, tx *store.Tx, in *patientIn) (*out[ehr.Checks], error) {
	checks, err := s.steps.CheckChart(ctx, tx, in.Patient)
	if err != nil {
		return nil, err
	}
	return answer(checks), nil
}
