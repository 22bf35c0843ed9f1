package ehr

import "time"

// Chart is what is known of a patient, as the stages take it. Lists are in
// order of time, latest first, and hold entries that are not void.
type Chart struct {
	Patient       Patient        `json:"patient"`
	Problems      []Problem      `json:"problems"`
	Medications   []Medication   `json:"medications"`
	Allergies     []Allergy      `json:"allergies"`
	Observations  []Observation  `json:"observations"` // vital signs and results
	Immunizations []Immunization `json:"immunizations"`
	Procedures    []Procedure    `json:"procedures"`
	Orders        []Order        `json:"orders"`
	Coverage      []Coverage     `json:"coverage,omitempty"` // the primary first
	Care          []Care         `json:"care,omitempty"`
	NotDone       []NotDone      `json:"not_done,omitempty"`
}

// Provenance says where an entry of the chart came from.
type Provenance struct {
	Source     string    `json:"source"`             // "visit", "fhir", "typed"
	Visit      VisitID   `json:"visit_id,omitempty"` // the visit it was entered in
	RecordedBy UserID    `json:"recorded_by,omitempty"`
	RecordedAt time.Time `json:"recorded_at"`
}

// Problem is an entry of the problem list.
type Problem struct {
	ID         ProblemID     `json:"id"`
	Patient    PatientID     `json:"patient_id"`
	Code       Coded         `json:"code"`
	Also       []Coded       `json:"also,omitempty"` // the same in other code systems
	Status     ProblemStatus `json:"status"`
	Onset      Date          `json:"onset,omitzero"`
	Abated     Date          `json:"abated,omitzero"`
	Provenance Provenance    `json:"provenance"`
}

// ProblemStatus is FHIR R4's condition-clinical, as far as we use it.
type ProblemStatus string

// The values of ProblemStatus.
const (
	ProblemActive   ProblemStatus = "active"
	ProblemInactive ProblemStatus = "inactive"
	ProblemResolved ProblemStatus = "resolved"
)

// Medication is an entry of the medication list.
type Medication struct {
	ID         MedicationID     `json:"id"`
	Patient    PatientID        `json:"patient_id"`
	Code       Coded            `json:"code"` // Display e.g. "lisinopril 10 mg oral tablet"
	Also       []Coded          `json:"also,omitempty"`
	Dose       string           `json:"dose,omitempty"`      // e.g. "10 mg"
	Route      string           `json:"route,omitempty"`     // e.g. "oral"
	Frequency  string           `json:"frequency,omitempty"` // e.g. "once daily"
	Reason     string           `json:"reason,omitempty"`
	Status     MedicationStatus `json:"status"`
	Start      Date             `json:"start,omitzero"`
	Stop       Date             `json:"stop,omitzero"`
	Provenance Provenance       `json:"provenance"`
}

// MedicationStatus says whether the patient takes it.
type MedicationStatus string

// The values of MedicationStatus.
const (
	MedicationActive  MedicationStatus = "active"
	MedicationStopped MedicationStatus = "stopped"
	MedicationOnHold  MedicationStatus = "on_hold"
)

// Allergy is an allergy or intolerance.
type Allergy struct {
	ID         AllergyID  `json:"id"`
	Patient    PatientID  `json:"patient_id"`
	Substance  Coded      `json:"substance"`
	Reaction   string     `json:"reaction,omitempty"`
	Severity   Severity   `json:"severity,omitempty"`
	Active     bool       `json:"active"`
	Onset      Date       `json:"onset,omitzero"`
	Provenance Provenance `json:"provenance"`
}

// Severity is how bad an earlier reaction was; empty where it is not known.
type Severity string

// The values of Severity.
const (
	Mild     Severity = "mild"
	Moderate Severity = "moderate"
	Severe   Severity = "severe"
)

// Observation is a vital sign or a result. A blood pressure is two: LOINC
// 8480-6 and 8462-4.
type Observation struct {
	ID       ObservationID `json:"id"`
	Patient  PatientID     `json:"patient_id"`
	Category string        `json:"category"` // "vital-signs", "laboratory", "imaging", "survey", "social-history", ...
	Code     Coded         `json:"code"`
	Also     []Coded       `json:"also,omitempty"`
	// Value is the number with its UCUM Unit where HasValue; otherwise Text is
	// the result.
	Value      float64    `json:"value"`
	HasValue   bool       `json:"has_value"`
	Unit       string     `json:"unit,omitempty"`
	Text       string     `json:"text,omitempty"`
	ValueCode  Coded      `json:"value_code,omitzero"`
	Low        *float64   `json:"reference_low,omitempty"` // reference range, in Unit
	High       *float64   `json:"reference_high,omitempty"`
	At         time.Time  `json:"at"`
	Provenance Provenance `json:"provenance"`
}

// Immunization is a dose of vaccine, given or not.
type Immunization struct {
	ID         ImmunizationID `json:"id"`
	Patient    PatientID      `json:"patient_id"`
	CVX        string         `json:"cvx"`           // CDC's vaccine code
	MVX        string         `json:"mvx,omitempty"` // CDC's manufacturer code
	Name       string         `json:"name"`
	Date       Date           `json:"date"`
	Lot        string         `json:"lot,omitempty"`
	NotDone    bool           `json:"not_done,omitempty"`
	Reason     string         `json:"reason,omitempty"`
	Provenance Provenance     `json:"provenance"`
}

// Procedure is something that was done.
type Procedure struct {
	ID         ProcedureID `json:"id"`
	Patient    PatientID   `json:"patient_id"`
	Code       Coded       `json:"code"`
	Also       []Coded     `json:"also,omitempty"`
	Date       Date        `json:"date"`
	Provenance Provenance  `json:"provenance"`
}

// Care is a stay, the way it ended, or a service or device asked for, as another
// record holds it ("discharge to hospice", "wheelchair"). It is no visit and no
// order of ours; it says how somebody lives and is cared for.
type Care struct {
	ID   string  `json:"id"`
	Code Coded   `json:"code"`
	Also []Coded `json:"also,omitempty"`
	From Date    `json:"from,omitzero"` // zero where it is not known
	To   Date    `json:"to,omitzero"`   // zero while it goes on
}

// NotDone is a test or procedure that was not done, with the reason on record.
type NotDone struct {
	ID     string  `json:"id"`
	Code   Coded   `json:"code"`
	Also   []Coded `json:"also,omitempty"`
	Reason string  `json:"reason"`
	Date   Date    `json:"date"`
}
