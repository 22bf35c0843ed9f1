package ehr

import "strings"

// Coverage is one insurance of a patient, as the card says it. Source of the fields:
// FHIR R4, Coverage; what a claim asks for them is X12 837P, loops 2000B and 2010BB.
type Coverage struct {
	ID      CoverageID `json:"id"`
	Patient PatientID  `json:"patient_id"`
	// Place is who is asked to pay first: 1 primary, 2 secondary, 3 tertiary (X12 837P, SBR01).
	Place        int          `json:"place" minimum:"1" maximum:"3"`
	Payer        string       `json:"payer"`              // name, e.g. "Medicare Part B"
	PayerID      string       `json:"payer_id,omitempty"` // the payer's number in claims (X12 837P, 2010BB NM109)
	Plan         string       `json:"plan,omitempty"`
	Member       string       `json:"member_id"` // the subscriber's number on the card
	Group        string       `json:"group_number,omitempty"`
	Relationship Relationship `json:"relationship" enum:"self,spouse,child,other" doc:"of the patient to the subscriber"`
	Subscriber   string       `json:"subscriber,omitempty"` // name, where it is not the patient
	Start        Date         `json:"start,omitzero"`       // zero: not known, in force
	End          Date         `json:"end,omitzero"`         // the last day; zero: none
	Provenance   Provenance   `json:"provenance"`
}

// Relationship is of the patient to the subscriber. Source: HL7 Terminology,
// subscriber-relationship, as far as it is used.
type Relationship string

// The values of Relationship.
const (
	Self          Relationship = "self"
	Spouse        Relationship = "spouse"
	Child         Relationship = "child"
	OtherRelation Relationship = "other"
)

// InForce says whether it covers the day, as far as is known.
func (c Coverage) InForce(on Date) bool {
	return (c.Start.IsZero() || !on.Before(c.Start)) && (c.End.IsZero() || !c.End.Before(on))
}

// Check returns Invalid where a claim could not be made of it.
func (c Coverage) Check() error {
	switch {
	case strings.TrimSpace(c.Payer) == "":
		return Errorf(Invalid, "the payer's name is missing")
	case strings.TrimSpace(c.Member) == "":
		return Errorf(Invalid, "the member number is missing")
	case c.Place < 1 || c.Place > 3:
		return Errorf(Invalid, "a coverage is primary (1), secondary (2) or tertiary (3)")
	case c.Relationship != Self && strings.TrimSpace(c.Subscriber) == "":
		return Errorf(Invalid, "the subscriber's name is missing: the patient is not the subscriber")
	case !c.End.IsZero() && c.End.Before(c.Start):
		return Errorf(Invalid, "the coverage ends before it starts")
	}
	return nil
}
