package server

import (
	"context"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/store"
)

// VisitSummary is a visit as one line of a list.
type VisitSummary struct {
	ID        ehr.VisitID    `json:"id"`
	Service   ehr.Date       `json:"date_of_service"`
	Reason    string         `json:"reason"`
	State     ehr.VisitState `json:"state"`
	Clinician Person         `json:"clinician"`
}

// ChartView is a patient's chart with the visits.
type ChartView struct {
	ehr.Chart
	Visits []VisitSummary `json:"visits"`
}

func (s *Server) chart(ctx context.Context, tx *store.Tx, in *patientIn) (*out[ChartView], error) {
	chart, err := tx.Chart(ctx, in.Patient)
	if err != nil {
		return nil, err
	}
	visits, err := tx.VisitsOf(ctx, in.Patient)
	if err != nil {
		return nil, err
	}
	v := ChartView{Chart: chart, Visits: []VisitSummary{}}
	for _, visit := range visits {
		who, err := person(ctx, tx, visit.Clinician)
		if err != nil {
			return nil, err
		}
		v.Visits = append(v.Visits, VisitSummary{
			ID: visit.ID, Service: visit.Service, Reason: visit.Reason, State: visit.State, Clinician: who,
		})
	}
	return answer(v), nil
}

func person(ctx context.Context, tx *store.Tx, id ehr.UserID) (Person, error) {
	if id == "" {
		return Person{}, nil
	}
	u, err := tx.User(ctx, id)
	return Person{ID: id, Name: u.Name}, err
}

// typed is where an entry made on the page comes from.
func typed(tx *store.Tx, visit ehr.VisitID) ehr.Provenance {
	return ehr.Provenance{Source: "typed", Visit: visit, RecordedBy: tx.Who().User, RecordedAt: tx.Now()}
}

// NewProblem is an entry for the problem list.
type NewProblem struct {
	Code   ehr.Coded         `json:"code"`
	Status ehr.ProblemStatus `json:"status" enum:"active,inactive,resolved"`
	Onset  ehr.Date          `json:"onset,omitzero"`
	Visit  ehr.VisitID       `json:"visit_id,omitempty"`
}

type newProblemIn struct {
	Patient ehr.PatientID `path:"patient" format:"uuid"`
	Body    NewProblem
}

func (s *Server) addProblem(ctx context.Context, tx *store.Tx, in *newProblemIn) (*out[ehr.Problem], error) {
	p, err := tx.AddProblem(ctx, ehr.Problem{
		Patient: in.Patient, Code: in.Body.Code, Status: in.Body.Status, Onset: in.Body.Onset,
		Provenance: typed(tx, in.Body.Visit),
	})
	if err != nil {
		return nil, err
	}
	return answer(p), nil
}

// NewMedication is an entry for the medication list.
type NewMedication struct {
	Code      ehr.Coded            `json:"code"`
	Dose      string               `json:"dose,omitempty" maxLength:"100"`
	Route     string               `json:"route,omitempty" maxLength:"100"`
	Frequency string               `json:"frequency,omitempty" maxLength:"100"`
	Reason    string               `json:"reason,omitempty" maxLength:"500"`
	Status    ehr.MedicationStatus `json:"status" enum:"active,stopped,on_hold"`
	Start     ehr.Date             `json:"start,omitzero"`
	Visit     ehr.VisitID          `json:"visit_id,omitempty"`
}

type newMedicationIn struct {
	Patient ehr.PatientID `path:"patient" format:"uuid"`
	Body    NewMedication
}

func (s *Server) addMedication(ctx context.Context, tx *store.Tx, in *newMedicationIn) (*out[ehr.Medication], error) {
	b := in.Body
	m, err := tx.AddMedication(ctx, ehr.Medication{
		Patient: in.Patient, Code: b.Code, Dose: b.Dose, Route: b.Route, Frequency: b.Frequency, Reason: b.Reason,
		Status: b.Status, Start: b.Start, Provenance: typed(tx, b.Visit),
	})
	if err != nil {
		return nil, err
	}
	return answer(m), nil
}

// NewAllergy is an entry for the allergy list.
type NewAllergy struct {
	Substance ehr.Coded    `json:"substance"`
	Reaction  string       `json:"reaction,omitempty" maxLength:"200"`
	Severity  ehr.Severity `json:"severity,omitempty" enum:"mild,moderate,severe"`
	Visit     ehr.VisitID  `json:"visit_id,omitempty"`
}

type newAllergyIn struct {
	Patient ehr.PatientID `path:"patient" format:"uuid"`
	Body    NewAllergy
}

func (s *Server) addAllergy(ctx context.Context, tx *store.Tx, in *newAllergyIn) (*out[ehr.Allergy], error) {
	b := in.Body
	a, err := tx.AddAllergy(ctx, ehr.Allergy{
		Patient: in.Patient, Substance: b.Substance, Reaction: b.Reaction, Severity: b.Severity, Active: true,
		Provenance: typed(tx, b.Visit),
	})
	if err != nil {
		return nil, err
	}
	return answer(a), nil
}

type allergyStatusIn struct {
	Patient ehr.PatientID `path:"patient" format:"uuid"`
	Body    struct {
		Status ehr.AllergyStatus `json:"status" enum:"not_asked,none_known,listed"`
	}
}

func (s *Server) setAllergyStatus(ctx context.Context, tx *store.Tx, in *allergyStatusIn) (*out[Banner], error) {
	if err := tx.SetAllergyStatus(ctx, in.Patient, in.Body.Status, today(ctx, tx)); err != nil {
		return nil, err
	}
	b, err := loadBanner(ctx, tx, in.Patient)
	if err != nil {
		return nil, err
	}
	return answer(b), nil
}

type voidEntryIn struct {
	Patient ehr.PatientID `path:"patient" format:"uuid"`
	Body    struct {
		Kind   string `json:"kind" enum:"problem,medication,allergy,observation,immunization,procedure"`
		ID     string `json:"id" format:"uuid"`
		Reason string `json:"reason" minLength:"1" maxLength:"500"`
	}
}

func (s *Server) voidEntry(ctx context.Context, tx *store.Tx, in *voidEntryIn) (*done, error) {
	return nil, tx.VoidEntry(ctx, ehr.ChartRef{Kind: in.Body.Kind, ID: in.Body.ID}, in.Patient, in.Body.Reason)
}
