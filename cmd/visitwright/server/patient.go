package server

import (
	"context"
	"strings"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/store"
)

// PatientSummary is enough to tell patients apart.
type PatientSummary struct {
	ID        ehr.PatientID `json:"id"`
	Name      string        `json:"name"`
	MRN       string        `json:"mrn"`
	BirthDate ehr.Date      `json:"birth_date"`
	Age       int           `json:"age" doc:"completed years"`
	Sex       ehr.Sex       `json:"sex"`
}

func summary(p ehr.Patient, on ehr.Date) PatientSummary {
	return PatientSummary{ID: p.ID, Name: p.Name(), MRN: p.MRN, BirthDate: p.BirthDate, Age: p.Age(on), Sex: p.Sex}
}

// PatientList is what a search found.
type PatientList struct {
	Patients []PatientSummary `json:"patients"`
	More     bool             `json:"more" doc:"there are more than are shown"`
}

// searchIn comes in the body of a POST: names must not stand in addresses, which
// proxies and browsers keep.
type searchIn struct {
	Body struct {
		Query string `json:"query" maxLength:"200" doc:"part of a name, a record number or a birth date; empty: the latest patients"`
		Limit int    `json:"limit,omitempty" minimum:"1" maximum:"200"`
	}
}

const searchLimit = 50

func (s *Server) searchPatients(ctx context.Context, tx *store.Tx, in *searchIn) (*out[PatientList], error) {
	limit := in.Body.Limit
	if limit == 0 {
		limit = searchLimit
	}
	found, err := tx.SearchPatients(ctx, strings.TrimSpace(in.Body.Query), limit+1)
	if err != nil {
		return nil, err
	}
	v := PatientList{Patients: []PatientSummary{}, More: len(found) > limit}
	for _, p := range found[:min(limit, len(found))] {
		v.Patients = append(v.Patients, summary(p, today(ctx, tx)))
	}
	return answer(v), nil
}

type patientIn struct {
	Patient ehr.PatientID `path:"patient" format:"uuid"`
}

func (s *Server) patient(ctx context.Context, tx *store.Tx, in *patientIn) (*out[ehr.Patient], error) {
	p, err := tx.Patient(ctx, in.Patient)
	if err != nil {
		return nil, err
	}
	return answer(p), nil
}

// NewPatient is a person to be taken into care.
type NewPatient struct {
	GivenName  string   `json:"given_name" minLength:"1" maxLength:"200"`
	FamilyName string   `json:"family_name" minLength:"1" maxLength:"200"`
	BirthDate  ehr.Date `json:"birth_date"`
	Sex        ehr.Sex  `json:"sex" enum:"female,male,other,unknown"`
	MRN        string   `json:"mrn,omitempty" maxLength:"50" doc:"given by the program where absent"`
	Phone      string   `json:"phone,omitempty" maxLength:"50"`
	Address    string   `json:"address,omitempty" maxLength:"500"`
	Language   string   `json:"language,omitempty" maxLength:"20" doc:"BCP 47"`
}

func (s *Server) createPatient(ctx context.Context, tx *store.Tx, in *struct{ Body NewPatient }) (*out[ehr.Patient], error) {
	b := in.Body
	if b.BirthDate.IsZero() || today(ctx, tx).Before(b.BirthDate) {
		return nil, ehr.Errorf(ehr.Invalid, "the birth date is missing or lies ahead")
	}
	p, err := tx.CreatePatient(ctx, ehr.Patient{
		GivenName: b.GivenName, FamilyName: b.FamilyName, BirthDate: b.BirthDate, Sex: b.Sex, MRN: b.MRN,
		Phone: b.Phone, Address: b.Address, Language: b.Language, AllergyStatus: ehr.AllergiesNotAsked,
	})
	if err != nil {
		return nil, err
	}
	return answer(p), nil
}

// BannerAlert is an alert short enough for the banner.
type BannerAlert struct {
	Summary string   `json:"summary"`
	Tier    ehr.Tier `json:"tier"`
}

// Banner stands on every page about a patient.
type Banner struct {
	PatientSummary
	// AllergyStatus is empty for roles that may not see the chart.
	AllergyStatus ehr.AllergyStatus `json:"allergy_status"`
	AllergyAsOf   ehr.Date          `json:"allergy_as_of"`
	Allergies     []ehr.Allergy     `json:"allergies"`
	Alerts        []BannerAlert     `json:"alerts"`
}

func (s *Server) banner(ctx context.Context, tx *store.Tx, in *patientIn) (*out[Banner], error) {
	b, err := loadBanner(ctx, tx, in.Patient)
	if err != nil {
		return nil, err
	}
	return answer(b), nil
}

func loadBanner(ctx context.Context, tx *store.Tx, id ehr.PatientID) (Banner, error) {
	p, err := tx.Patient(ctx, id)
	if err != nil {
		return Banner{}, err
	}
	b := Banner{PatientSummary: summary(p, today(ctx, tx)), Allergies: []ehr.Allergy{}, Alerts: []BannerAlert{}}
	if !tx.Who().Role.May(ehr.ReadChart) {
		return b, nil // minimum necessary: 45 CFR 164.502(b)
	}
	b.AllergyStatus, b.AllergyAsOf = p.AllergyStatus, p.AllergyAsOf
	b.Allergies, err = tx.Allergies(ctx, id)
	return b, err
}
