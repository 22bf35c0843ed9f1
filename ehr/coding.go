package ehr

import "time"

// CodingState is where the coding of a signed visit stands, seen by one user.
type CodingState string

// The states of a coding case.
const (
	CodingToDo    CodingState = "to_do"   // nobody holds it, or the holder's time ran out
	CodingMine    CodingState = "mine"    // held by the user who asks
	CodingTaken   CodingState = "taken"   // held by somebody else
	CodingWaiting CodingState = "waiting" // a question waits for the clinician
	CodingDone    CodingState = "done"
)

// CodingStates lists all of them, in the order of the work.
var CodingStates = []CodingState{CodingToDo, CodingMine, CodingTaken, CodingWaiting, CodingDone}

// CodingCase is a signed visit on the coder's worklist.
type CodingCase struct {
	Visit     VisitID     `json:"visit_id"`
	Version   int         `json:"version"` // goes up with each change; a change names the one it read
	State     CodingState `json:"state"`
	Patient   PatientID   `json:"patient_id"`
	Name      string      `json:"patient_name"`
	MRN       string      `json:"mrn"`
	BirthDate Date        `json:"birth_date"`
	Service   Date        `json:"date_of_service"`
	SignedAt  time.Time   `json:"signed_at"`
	Clinician UserID      `json:"clinician_id"`
	By        string      `json:"clinician_name"`
	Reason    string      `json:"reason"`
	// Payer is whose coverage comes first on the date of service; empty where none is on record.
	Payer string `json:"payer,omitempty"`
	// Lowest is the lowest confidence among the ticked codes, 0 to 1; nil where
	// none is ticked.
	Lowest    *float64 `json:"lowest_confidence,omitempty"`
	Ticked    int      `json:"ticked"`    // codes that are on the claim as it stands
	Undecided int      `json:"undecided"` // ticked codes that no person has looked at
	Questions int      `json:"questions"` // without an answer
	// Services are the service codes on the claim as it stands, for its value.
	Services []string `json:"services"`
	// Holder works on it until HeldUntil; empty: nobody.
	Holder     UserID    `json:"holder,omitempty"`
	HolderName string    `json:"holder_name,omitempty"`
	HeldUntil  time.Time `json:"held_until,omitzero"`
	ChangedAt  time.Time `json:"changed_at,omitzero"`
	ChangedBy  string    `json:"changed_by,omitempty"` // name
	DoneAt     time.Time `json:"done_at,omitzero"`
}

// CodeVerdict is what a coder made of a code.
type CodeVerdict string

// The values of CodeVerdict.
const (
	VerdictAccepted  CodeVerdict = "accepted"
	VerdictRejected  CodeVerdict = "rejected"  // with a reason
	VerdictReplaced  CodeVerdict = "replaced"  // rejected, with another code in its place
	VerdictAdded     CodeVerdict = "added"     // a code that was not proposed
	VerdictWithdrawn CodeVerdict = "withdrawn" // an earlier verdict was taken back
)

// CodeDecision is one verdict of a coder. Decisions are only ever added.
type CodeDecision struct {
	ID      string      `json:"id"`
	Visit   VisitID     `json:"visit_id"`
	CodeID  CodeID      `json:"code_id"`
	Verdict CodeVerdict `json:"verdict"`
	System  CodeSystem  `json:"system"`
	Code    string      `json:"code"`
	Display string      `json:"display"`
	// Selected and Confidence are what was proposed; zero for an added code.
	Selected   bool    `json:"selected"`
	Confidence float64 `json:"confidence"`
	// Phrase is the sentence the code rests on, as it read.
	Phrase string `json:"phrase,omitempty"`
	// Offered are the other codes that were offered beside it.
	Offered []string `json:"offered"`
	// With is the code that took its place.
	With       string    `json:"with,omitempty"`
	Reason     string    `json:"reason,omitempty"` // one of RejectionReasons, or the coder's words
	By         UserID    `json:"by"`
	ByName     string    `json:"by_name"`
	Clinician  UserID    `json:"clinician_id"`
	Documenter string    `json:"clinician_name"`
	At         time.Time `json:"at"`
}

// RejectionReasons are offered where a code is rejected.
var RejectionReasons = []string{
	"Not supported by the note",
	"Not specific enough",
	"Too specific for what is written",
	"Not addressed at this visit",
	"Ruled out or uncertain",
	"Integral to another diagnosis",
	"Duplicate of another code",
	"Wrong side or episode",
}

// CodingQuestion is what a coder asks the clinician about a code or a sentence.
type CodingQuestion struct {
	ID       string     `json:"id"`
	Visit    VisitID    `json:"visit_id"`
	CodeID   CodeID     `json:"code_id,omitempty"`
	Code     string     `json:"code,omitempty"`
	Sentence SentenceID `json:"sentence,omitempty"`
	Text     string     `json:"text"`
	AskedBy  UserID     `json:"asked_by"`
	Asker    string     `json:"asker_name"`
	AskedAt  time.Time  `json:"asked_at"`
	// Answer is the clinician's; empty while it waits. Addendum is the number of the
	// addendum it became, 0 where it is an answer alone.
	Answer     string    `json:"answer,omitempty"`
	Addendum   int       `json:"addendum,omitempty"`
	AnsweredBy UserID    `json:"answered_by,omitempty"`
	Answerer   string    `json:"answerer_name,omitempty"`
	AnsweredAt time.Time `json:"answered_at,omitzero"`
	// For a list over visits.
	Patient   string `json:"patient_name,omitempty"`
	Service   Date   `json:"date_of_service"`
	Clinician UserID `json:"clinician_id,omitempty"`
}

// OtherCode is another code that the same statement may mean.
type OtherCode struct {
	Code        string `json:"code"`
	Description string `json:"description"`
}
