package ehr

import (
	"fmt"

	"github.com/google/uuid"
)

// Identifiers. Each holds a UUID in its canonical 36-character form.
type (
	PracticeID       string
	UserID           string
	PatientID        string
	AppointmentID    string
	VisitID          string
	NoteID           string
	ProblemID        string
	MedicationID     string
	AllergyID        string
	ObservationID    string
	OrderID          string
	ImmunizationID   string
	ProcedureID      string
	AlertID          string
	CodeID           string
	OmissionID       string
	ReconciliationID string
	ConsentID        string
	CoverageID       string
)

// SegmentID names one segment of a visit's transcript, e.g. "s12". It is unique
// within the visit and never reused.
type SegmentID string

// SentenceID names one sentence of a note. It is unique within the visit and
// stays with the sentence through edits, so that answers and codes follow it.
type SentenceID string

// NewID returns a fresh identifier (UUID version 7, so that keys sort by time
// of making).
func NewID[T ~string]() T {
	id, err := uuid.NewV7()
	if err != nil { // the system's random source failed: nothing safe can go on
		panic(fmt.Sprintf("ehr: no randomness: %v", err))
	}
	return T(id.String())
}

// ParseID checks that s is a UUID and returns it in canonical form.
func ParseID[T ~string](s string) (T, error) {
	id, err := uuid.Parse(s)
	if err != nil {
		return "", Errorf(Invalid, "not an identifier")
	}
	return T(id.String()), nil
}
