package server

import (
	"context"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/store"
)

// coverageRoutes keep what insurances a patient has.
func (s *Server) coverageRoutes(d *door) {
	in(d, get("/patients/{patient}/coverage", ehr.ReadPatient, "A patient's insurances, the primary first"), s.coverage)
	in(d, post("/patients/{patient}/coverage", ehr.WritePatient, "Add an insurance"), s.addCoverage)
	in(d, put("/patients/{patient}/coverage/{coverage}", ehr.WritePatient, "Change an insurance, or end it"), s.changeCoverage)
	in(d, post("/patients/{patient}/coverage/{coverage}/void", ehr.WritePatient, "Void an insurance entered in error"), s.voidCoverage)
	in(d, post("/patients/{patient}/coverage/{coverage}/restore", ehr.WritePatient, "Take the voiding of an insurance back"), s.restoreCoverage)
}

// CoverageList is a patient's insurances.
type CoverageList struct {
	Coverage []ehr.Coverage `json:"coverage"`
	Today    ehr.Date       `json:"today" doc:"in the practice"`
}

func (s *Server) coverage(ctx context.Context, tx *store.Tx, in *patientIn) (*out[CoverageList], error) {
	list, err := tx.Coverage(ctx, in.Patient)
	if err != nil {
		return nil, err
	}
	return answer(CoverageList{Coverage: list, Today: today(ctx, tx)}), nil
}

// CardIn is an insurance as the card says it.
type CardIn struct {
	Place        int              `json:"place" minimum:"1" maximum:"3" doc:"who pays first: 1 primary, 2 secondary, 3 tertiary"`
	Payer        string           `json:"payer" minLength:"1" maxLength:"200"`
	PayerID      string           `json:"payer_id,omitempty" maxLength:"80" doc:"the payer's number in claims"`
	Plan         string           `json:"plan,omitempty" maxLength:"200"`
	Member       string           `json:"member_id" minLength:"1" maxLength:"80"`
	Group        string           `json:"group_number,omitempty" maxLength:"50"`
	Relationship ehr.Relationship `json:"relationship" enum:"self,spouse,child,other" doc:"of the patient to the subscriber"`
	Subscriber   string           `json:"subscriber,omitempty" maxLength:"200" doc:"name, where it is not the patient"`
	Start        ehr.Date         `json:"start,omitzero"`
	End          ehr.Date         `json:"end,omitzero" doc:"the last day"`
}

func (b CardIn) of(patient ehr.PatientID, id ehr.CoverageID, from ehr.Provenance) ehr.Coverage {
	return ehr.Coverage{ID: id, Patient: patient, Place: b.Place, Payer: b.Payer, PayerID: b.PayerID, Plan: b.Plan, Member: b.Member, Group: b.Group,
		Relationship: b.Relationship, Subscriber: b.Subscriber, Start: b.Start, End: b.End, Provenance: from}
}

func (s *Server) addCoverage(ctx context.Context, tx *store.Tx, in *addedIn[CardIn]) (*out[ehr.Coverage], error) {
	c, err := tx.AddCoverage(ctx, in.Body.of(in.Patient, "", typed(tx, "")))
	if err != nil {
		return nil, err
	}
	return answer(c), nil
}

type coverageIn struct {
	Patient  ehr.PatientID  `path:"patient" format:"uuid"`
	Coverage ehr.CoverageID `path:"coverage" format:"uuid"`
}

type changeCoverageIn struct {
	Patient  ehr.PatientID  `path:"patient" format:"uuid"`
	Coverage ehr.CoverageID `path:"coverage" format:"uuid"`
	Body     CardIn
}

func (s *Server) changeCoverage(ctx context.Context, tx *store.Tx, in *changeCoverageIn) (*done, error) {
	return nil, tx.UpdateCoverage(ctx, in.Body.of(in.Patient, in.Coverage, ehr.Provenance{}))
}

type voidCoverageIn struct {
	Patient  ehr.PatientID  `path:"patient" format:"uuid"`
	Coverage ehr.CoverageID `path:"coverage" format:"uuid"`
	Body     struct {
		Reason string `json:"reason" minLength:"1" maxLength:"500"`
	}
}

func (s *Server) voidCoverage(ctx context.Context, tx *store.Tx, in *voidCoverageIn) (*done, error) {
	return nil, tx.VoidEntry(ctx, ehr.ChartRef{Kind: "coverage", ID: string(in.Coverage)}, in.Patient, in.Body.Reason)
}

func (s *Server) restoreCoverage(ctx context.Context, tx *store.Tx, in *coverageIn) (*done, error) {
	return nil, tx.RestoreCoverage(ctx, in.Patient, in.Coverage)
}
