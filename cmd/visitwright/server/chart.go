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

type entryIn struct {
	Patient ehr.PatientID `path:"patient" format:"uuid"`
	Body    struct {
		Kind string `json:"kind" enum:"problem,medication,allergy,observation,immunization,procedure"`
		ID   string `json:"id" format:"uuid"`
	}
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
	entry := ehr.ChartRef{Kind: in.Body.Kind, ID: in.Body.ID}
	if err := tx.VoidEntry(ctx, entry, in.Patient, in.Body.Reason); err != nil {
		return nil, err
	}
	return nil, allergiesChanged(ctx, tx, in.Patient, entry.Kind)
}

func (s *Server) restoreEntry(ctx context.Context, tx *store.Tx, in *entryIn) (*done, error) {
	entry := ehr.ChartRef{Kind: in.Body.Kind, ID: in.Body.ID}
	if err := tx.RestoreEntry(ctx, entry, in.Patient); err != nil {
		return nil, err
	}
	return nil, allergiesChanged(ctx, tx, in.Patient, entry.Kind)
}

// allergiesChanged keeps the status in step with the list. Where the last allergy
// turned out to be an error nothing is known: that is not "none known".
func allergiesChanged(ctx context.Context, tx *store.Tx, patient ehr.PatientID, kind string) error {
	if kind != "allergy" {
		return nil
	}
	list, err := tx.Allergies(ctx, patient)
	if err != nil {
		return err
	}
	status := ehr.AllergiesListed
	if len(list) == 0 {
		status = ehr.AllergiesNotAsked
	}
	return tx.SetAllergyStatus(ctx, patient, status, today(ctx, tx))
}
