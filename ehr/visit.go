package ehr

import "time"

// Visit is one encounter of a patient with the practice.
type Visit struct {
	ID          VisitID       `json:"id"`
	Practice    PracticeID    `json:"practice_id"`
	Patient     PatientID     `json:"patient_id"`
	Clinician   UserID        `json:"clinician_id"`
	Appointment AppointmentID `json:"appointment_id,omitempty"`
	Reason      string        `json:"reason"`
	Service     Date          `json:"date_of_service"`
	State       VisitState    `json:"state"`
	// Template names the note template chosen for this visit, e.g. "soap".
	Template string `json:"template"`
	// Statement says in words why a visit in review has no draft, e.g. that no
	// speech was heard. Empty where there is a draft.
	Statement string    `json:"statement,omitempty"`
	CreatedAt time.Time `json:"created_at"`
	StartedAt time.Time `json:"started_at,omitzero"` // first audio byte accepted
	StoppedAt time.Time `json:"stopped_at,omitzero"`
	SignedAt  time.Time `json:"signed_at,omitzero"`
	SignedBy  UserID    `json:"signed_by,omitempty"`
}

// VisitState is where a visit stands. VISIT.md walks through them.
type VisitState string

// The states of a visit.
const (
	Open      VisitState = "open"      // consent may be asked; no audio accepted before it is given
	Recording VisitState = "recording" // audio is accepted
	Drafting  VisitState = "drafting"  // stopped; final transcript and draft are being made
	Review    VisitState = "review"    // a person reads, answers, edits
	Signed    VisitState = "signed"    // fixed; only addenda follow
	Void      VisitState = "void"      // opened in error, with a reason
)

// next holds every permitted change of state. A test holds it against VISIT.md.
var next = map[VisitState][]VisitState{
	Open:      {Recording, Review, Void}, // Review: a note typed without a recording
	Recording: {Drafting, Void},
	Drafting:  {Review},
	Review:    {Signed, Drafting, Void}, // Drafting: draft again, e.g. with another template
	Signed:    {},
	Void:      {},
}

// To checks that the visit may go to the state s and returns a Conflict error
// that says what is allowed if not.
func (v VisitState) To(s VisitState) error {
	for _, n := range next[v] {
		if n == s {
			return nil
		}
	}
	return Errorf(Conflict, "a visit in state %q cannot become %q", v, s)
}

// VisitStates lists all of them in the order of a visit's life.
var VisitStates = []VisitState{Open, Recording, Drafting, Review, Signed, Void}
