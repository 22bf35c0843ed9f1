package server

import (
	"context"
	"time"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/store"
)

// NewResult is a result of a test that is typed in.
type NewResult struct {
	Entered
	Code     ehr.Coded `json:"code"`
	Category string    `json:"category" enum:"laboratory,imaging"`
	Value    *float64  `json:"value,omitempty" doc:"the number, where the result is one"`
	Unit     string    `json:"unit,omitempty" maxLength:"50" doc:"UCUM"`
	Text     string    `json:"text,omitempty" maxLength:"2000" doc:"the result in words, where it is no number"`
	Low      *float64  `json:"reference_low,omitempty"`
	High     *float64  `json:"reference_high,omitempty"`
	At       time.Time `json:"at,omitzero" doc:"when it was taken; absent: now"`
}

func (b NewResult) entry(p ehr.PatientID, from ehr.Provenance, now time.Time) ehr.Observation {
	o := ehr.Observation{
		Patient: p, Category: b.Category, Code: b.Code, Unit: b.Unit, Text: b.Text, Low: b.Low, High: b.High, At: b.At, Provenance: from,
	}
	if b.Value != nil {
		o.Value, o.HasValue = *b.Value, true
	}
	if o.At.IsZero() {
		o.At = now
	}
	return o
}

// TypedSign is one vital sign as it was read off.
type TypedSign struct {
	Code  string  `json:"code" maxLength:"20" doc:"LOINC, of GET /vital-signs"`
	Value float64 `json:"value"`
	Unit  string  `json:"unit" maxLength:"20" doc:"UCUM, of GET /vital-signs"`
}

// NewVitals are vital signs taken at one time.
type NewVitals struct {
	Entered
	At    time.Time   `json:"at,omitzero" doc:"absent: now"`
	Signs []TypedSign `json:"signs" minItems:"1" maxItems:"20"`
}

// Vitals are the entries that were made.
type Vitals struct {
	Observations []ehr.Observation `json:"observations"`
}

const (
	systolic  = "8480-6"
	diastolic = "8462-4"
)

// addVitals adds all of them or none.
func (s *Server) addVitals(ctx context.Context, tx *store.Tx, in *addedIn[NewVitals]) (*out[Vitals], error) {
	v := Vitals{}
	values := map[string]float64{}
	for _, typedSign := range in.Body.Signs {
		sign, ok := ehr.VitalSignOf(typedSign.Code)
		if !ok {
			return nil, ehr.Errorf(ehr.Invalid, "there is no such vital sign")
		}
		value, err := sign.Typed(typedSign.Value, typedSign.Unit)
		if err != nil {
			return nil, err
		}
		values[sign.Code] = value
		o := ehr.Observation{
			Patient: in.Patient, Category: "vital-signs", Code: ehr.Coded{System: ehr.LOINC, Code: sign.Code, Display: sign.Name},
			Value: value, HasValue: true, Unit: sign.Unit, At: in.Body.At, Provenance: typed(tx, in.Body.Visit),
		}
		if o.At.IsZero() {
			o.At = tx.Now()
		}
		if o, err = tx.AddObservation(ctx, o); err != nil {
			return nil, err
		}
		v.Observations = append(v.Observations, o)
	}
	if high, ok := values[systolic]; ok && values[diastolic] >= high {
		return nil, ehr.Errorf(ehr.Invalid, "the lower blood pressure is not below the upper one")
	}
	return answer(v), nil
}

// VitalSignList is what may be typed.
type VitalSignList struct {
	Signs []ehr.VitalSign `json:"signs"`
}

func (s *Server) vitalSigns(context.Context, *struct{}) (*out[VitalSignList], error) {
	return answer(VitalSignList{Signs: ehr.SignsTaken}), nil
}
