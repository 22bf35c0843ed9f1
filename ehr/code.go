package ehr

import "time"

// Code is a billing or diagnosis code proposed for, or chosen in, a visit.
type Code struct {
	ID      CodeID     `json:"id"`
	Visit   VisitID    `json:"visit_id"`
	System  CodeSystem `json:"system"`
	Code    string     `json:"code"` // with its point, e.g. "I10", "E11.65"
	Display string     `json:"display"`
	Release string     `json:"release"` // the official set it stands in, e.g. "ICD-10-CM 2026-04"
	// Selected: ticked for the clinician; otherwise offered.
	Selected   bool       `json:"selected"`
	Sentence   SentenceID `json:"sentence"` // the statement that proves it
	Rules      []string   `json:"rules"`    // identifiers of the rules that shaped it
	Confidence float64    `json:"confidence"`
	// Alternatives are other codes that the same statement may mean.
	Alternatives []OtherCode `json:"alternatives,omitempty"`
	// Ask is the detail that is missing for a fuller code; empty where none is.
	Ask string `json:"ask,omitempty"`
	// Status is what a person made of it.
	Status CodeStatus `json:"status"`
	Reason string     `json:"reason,omitempty"`
	By     UserID     `json:"by,omitempty"`
	At     time.Time  `json:"at,omitzero"`
}

// CodeStatus is where a code stands.
type CodeStatus string

// The values of CodeStatus.
const (
	CodeProposed CodeStatus = "proposed"
	CodeAccepted CodeStatus = "accepted"
	CodeRejected CodeStatus = "rejected"
)
