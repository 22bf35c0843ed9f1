package server

import (
	"context"
	"time"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/store"
)

// newEntry is something typed into the chart.
type newEntry[E any] interface {
	entry(patient ehr.PatientID, from ehr.Provenance, now time.Time) E
	visit() ehr.VisitID
}

type addedIn[B any] struct {
	Patient ehr.PatientID `path:"patient" format:"uuid"`
	Body    B
}

// added puts what was typed into the chart.
func added[B newEntry[E], E any](add func(*store.Tx, context.Context, E) (E, error)) func(context.Context, *store.Tx, *addedIn[B]) (*out[E], error) {
	return func(ctx context.Context, tx *store.Tx, in *addedIn[B]) (*out[E], error) {
		e, err := add(tx, ctx, in.Body.entry(in.Patient, typed(tx, in.Body.visit()), tx.Now()))
		if err != nil {
			return nil, err
		}
		return answer(e), nil
	}
}

// typed is where an entry made on the page comes from.
func typed(tx *store.Tx, visit ehr.VisitID) ehr.Provenance {
	return ehr.Provenance{Source: "typed", Visit: visit, RecordedBy: tx.Who().User, RecordedAt: tx.Now()}
}

// Entered is what every new entry says of itself.
type Entered struct {
	Visit ehr.VisitID `json:"visit_id,omitempty" doc:"the visit in which it is entered"`
}

func (e Entered) visit() ehr.VisitID { return e.Visit }

// NewProblem is an entry for the problem list.
type NewProblem struct {
	Entered
	Code   ehr.Coded         `json:"code"`
	Status ehr.ProblemStatus `json:"status" enum:"active,inactive,resolved"`
	Onset  ehr.Date          `json:"onset,omitzero"`
}

func (b NewProblem) entry(p ehr.PatientID, from ehr.Provenance, _ time.Time) ehr.Problem {
	return ehr.Problem{Patient: p, Code: b.Code, Status: b.Status, Onset: b.Onset, Provenance: from}
}

// NewMedication is an entry for the medication list.
type NewMedication struct {
	Entered
	Code      ehr.Coded            `json:"code"`
	Dose      string               `json:"dose,omitempty" maxLength:"100"`
	Route     string               `json:"route,omitempty" maxLength:"100"`
	Frequency string               `json:"frequency,omitempty" maxLength:"100"`
	Reason    string               `json:"reason,omitempty" maxLength:"500"`
	Status    ehr.MedicationStatus `json:"status" enum:"active,stopped,on_hold"`
	Start     ehr.Date             `json:"start,omitzero"`
}

func (b NewMedication) entry(p ehr.PatientID, from ehr.Provenance, _ time.Time) ehr.Medication {
	return ehr.Medication{
		Patient: p, Code: b.Code, Dose: b.Dose, Route: b.Route, Frequency: b.Frequency, Reason: b.Reason,
		Status: b.Status, Start: b.Start, Provenance: from,
	}
}

// NewAllergy is an entry for the allergy list.
type NewAllergy struct {
	Entered
	Substance ehr.Coded    `json:"substance"`
	Reaction  string       `json:"reaction,omitempty" maxLength:"200"`
	Severity  ehr.Severity `json:"severity,omitempty" enum:"mild,moderate,severe"`
}

func (b NewAllergy) entry(p ehr.PatientID, from ehr.Provenance, _ time.Time) ehr.Allergy {
	return ehr.Allergy{Patient: p, Substance: b.Substance, Reaction: b.Reaction, Severity: b.Severity, Active: true, Provenance: from}
}

// addAllergy also says that allergies were asked for: one was named.
func addAllergy(tx *store.Tx, ctx context.Context, a ehr.Allergy) (ehr.Allergy, error) {
	a, err := tx.AddAllergy(ctx, a)
	if err != nil {
		return a, err
	}
	return a, tx.SetAllergyStatus(ctx, a.Patient, ehr.AllergiesListed, today(ctx, tx))
}

// NewImmunization is a dose of vaccine, given or not.
type NewImmunization struct {
	Entered
	CVX     string   `json:"cvx" pattern:"^[0-9]{2,3}$" doc:"CDC's vaccine code"`
	MVX     string   `json:"mvx,omitempty" maxLength:"10" doc:"CDC's manufacturer code"`
	Name    string   `json:"name" minLength:"1" maxLength:"200"`
	Date    ehr.Date `json:"date"`
	Lot     string   `json:"lot,omitempty" maxLength:"50"`
	NotDone bool     `json:"not_done,omitempty"`
	Reason  string   `json:"reason,omitempty" maxLength:"500" doc:"why it was not given"`
}

func (b NewImmunization) entry(p ehr.PatientID, from ehr.Provenance, _ time.Time) ehr.Immunization {
	return ehr.Immunization{
		Patient: p, CVX: b.CVX, MVX: b.MVX, Name: b.Name, Date: b.Date, Lot: b.Lot, NotDone: b.NotDone, Reason: b.Reason, Provenance: from,
	}
}
