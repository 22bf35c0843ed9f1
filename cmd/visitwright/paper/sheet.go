package paper

import (
	"time"

	"github.com/visitwright/visitwright/ehr"
)

// Sheet is everything that is printed of a visit.
type Sheet struct {
	Practice  ehr.Practice
	Patient   ehr.Patient
	Visit     ehr.Visit
	Note      ehr.Note
	Template  string // title of the note's template; empty where the note was typed
	Clinician ehr.User
	Signature *ehr.Signature // nil: a draft, and the paper says so
	SignedBy  string
	Addenda   []Addendum
	Printed   time.Time
}

// Addendum is an addendum with its writer's name.
type Addendum struct {
	ehr.Addendum
	ByName string
}
