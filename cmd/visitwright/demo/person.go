package demo

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/store"
)

// person is a patient of the demonstration clinic with a chart, as clinic.json has it.
type person struct {
	Given        string        `json:"given"`
	Family       string        `json:"family"`
	Born         ehr.Date      `json:"born"`
	Sex          ehr.Sex       `json:"sex"`
	Phone        string        `json:"phone"`
	Reason       string        `json:"reason"`   // of the appointments
	Coverage     [][6]string   `json:"coverage"` // payer, plan, member, group, relationship, subscriber; the primary first
	NoAllergies  bool          `json:"no_allergies"`
	Problems     [][3]string   `json:"problems"`    // ICD-10-CM code, words, onset
	Medications  [][4]string   `json:"medications"` // RxNorm concept or empty, words, dose, frequency
	AllergyList  [][3]string   `json:"allergies"`   // substance, reaction, severity
	Measurements []measurement `json:"results"`
}

// measurement is LOINC code, words, value, UCUM unit and how many days ago, as a list.
type measurement struct {
	Code, Words string
	Value       float64
	Unit        string
	DaysAgo     int
}

// UnmarshalJSON reads the list.
func (m *measurement) UnmarshalJSON(text []byte) error {
	return json.Unmarshal(text, &[]any{&m.Code, &m.Words, &m.Value, &m.Unit, &m.DaysAgo})
}

func (p person) make(ctx context.Context, tx *store.Tx, now time.Time) (ehr.Patient, error) {
	today := ehr.DateOf(now)
	patient := ehr.Patient{
		GivenName: p.Given, FamilyName: p.Family, BirthDate: p.Born, Sex: p.Sex, Phone: p.Phone, Language: "en",
		AllergyStatus: ehr.AllergiesNotAsked,
	}
	switch {
	case p.NoAllergies:
		patient.AllergyStatus, patient.AllergyAsOf = ehr.NoKnownAllergies, today.Add(0, -3, 0)
	case len(p.AllergyList) > 0:
		patient.AllergyStatus, patient.AllergyAsOf = ehr.AllergiesListed, today.Add(0, -3, 0)
	}
	patient, err := tx.CreatePatient(ctx, patient)
	if err != nil {
		return patient, err
	}
	for _, add := range []func(context.Context, *store.Tx, ehr.PatientID, time.Time) error{
		p.addProblems, p.addMedications, p.addAllergies, p.addMeasurements, p.addCoverage,
	} {
		if err := add(ctx, tx, patient.ID, now); err != nil {
			return patient, fmt.Errorf("demonstration chart: %w", err)
		}
	}
	return patient, nil
}

func typed(now time.Time) ehr.Provenance { return ehr.Provenance{Source: "typed", RecordedAt: now} }

func (p person) addProblems(ctx context.Context, tx *store.Tx, id ehr.PatientID, now time.Time) error {
	for _, x := range p.Problems {
		onset, err := ehr.ParseDate(x[2])
		if err != nil {
			return err
		}
		_, err = tx.AddProblem(ctx, ehr.Problem{
			Patient: id, Code: ehr.Coded{System: ehr.ICD10CM, Code: x[0], Display: x[1]},
			Status: ehr.ProblemActive, Onset: onset, Provenance: typed(now),
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (p person) addMedications(ctx context.Context, tx *store.Tx, id ehr.PatientID, now time.Time) error {
	for _, x := range p.Medications {
		code, route := ehr.Coded{Display: x[1]}, "oral"
		if strings.HasSuffix(x[1], "inhaler") {
			route = "inhaled"
		}
		if x[0] != "" {
			code.System, code.Code = ehr.RxNorm, x[0]
		}
		_, err := tx.AddMedication(ctx, ehr.Medication{
			Patient: id, Code: code, Dose: x[2], Route: route, Frequency: x[3],
			Status: ehr.MedicationActive, Start: ehr.DateOf(now).Add(-1, 0, 0), Provenance: typed(now),
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (p person) addAllergies(ctx context.Context, tx *store.Tx, id ehr.PatientID, now time.Time) error {
	for _, x := range p.AllergyList {
		_, err := tx.AddAllergy(ctx, ehr.Allergy{
			Patient: id, Substance: ehr.Coded{Display: x[0]}, Reaction: x[1], Severity: ehr.Severity(x[2]),
			Active: true, Provenance: typed(now),
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (p person) addMeasurements(ctx context.Context, tx *store.Tx, id ehr.PatientID, now time.Time) error {
	for _, x := range p.Measurements {
		category := "laboratory"
		if x.Unit == "mm[Hg]" {
			category = "vital-signs"
		}
		_, err := tx.AddObservation(ctx, ehr.Observation{
			Patient: id, Category: category, Code: ehr.Coded{System: ehr.LOINC, Code: x.Code, Display: x.Words},
			Value: x.Value, HasValue: true, Unit: x.Unit, At: now.AddDate(0, 0, -x.DaysAgo), Provenance: typed(now),
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (p person) addCoverage(ctx context.Context, tx *store.Tx, id ehr.PatientID, now time.Time) error {
	for i, x := range p.Coverage {
		_, err := tx.AddCoverage(ctx, ehr.Coverage{
			Patient: id, Place: i + 1, Payer: x[0], Plan: x[1], Member: x[2], Group: x[3], Relationship: ehr.Relationship(x[4]), Subscriber: x[5],
			Start: ehr.Date{Year: now.Year() - 1, Month: time.January, Day: 1}, Provenance: typed(now),
		})
		if err != nil {
			return err
		}
	}
	return nil
}
