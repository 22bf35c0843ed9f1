package ehr

import "time"

// User is a person who signs in.
type User struct {
	ID          UserID     `json:"id"`
	Practice    PracticeID `json:"practice_id"`
	Username    string     `json:"username"`
	Name        string     `json:"name"`
	Credentials string     `json:"credentials,omitempty"` // as printed after the name, e.g. "MD", "NP"
	Role        Role       `json:"role"`
	Specialty   Specialty  `json:"specialty,omitempty"` // empty: not said
	Disabled    bool       `json:"disabled,omitempty"`
	TOTPEnabled bool       `json:"totp_enabled,omitempty"`
	CreatedAt   time.Time  `json:"created_at"`
	// NoteTemplate is the template with which this clinician's visits are opened; empty: the specialty's, else the practice's, else SOAP.
	NoteTemplate string `json:"note_template,omitempty"`
}

// Role is what a user is in the practice.
type Role string

// The roles.
const (
	Clinician     Role = "clinician"
	Nurse         Role = "nurse"
	Coder         Role = "coder"
	Biller        Role = "biller"
	FrontDesk     Role = "front_desk"
	Administrator Role = "administrator"
)

// Roles lists all of them, in the order in which they are shown.
var Roles = []Role{Clinician, Nurse, Coder, Biller, FrontDesk, Administrator}

// Action is something a user may or may not do.
type Action string

// The actions that roles are checked for.
const (
	ReadSchedule  Action = "schedule.read"
	WriteSchedule Action = "schedule.write"
	ReadPatient   Action = "patient.read" // name, birth date, contact
	WritePatient  Action = "patient.write"
	ReadChart     Action = "chart.read" // problems, medications, results, notes
	WriteChart    Action = "chart.write"
	RecordVisit   Action = "visit.record" // consent, microphone
	ReadVisit     Action = "visit.read"   // transcript, note, evidence
	PlayAudio     Action = "visit.audio"
	EditNote      Action = "note.edit"
	SignNote      Action = "note.sign"
	ReviewCodes   Action = "code.review"
	WorkCodes     Action = "code.work"   // the coder's desk: hold a case, decide, ask, finish
	ReportCodes   Action = "code.report" // counts of decisions, no patient
	ReadAudit     Action = "audit.read"
	ManageUsers   Action = "user.manage"
	ManageService Action = "service.manage" // jobs, content, settings
)

// may is the whole table of rights. The minimum-necessary rule (45 CFR
// 164.502(b)) is why a front desk sees no notes and an administrator no chart.
var may = map[Role]map[Action]bool{
	Clinician: set(ReadSchedule, WriteSchedule, ReadPatient, WritePatient, ReadChart, WriteChart, RecordVisit,
		ReadVisit, PlayAudio, EditNote, SignNote, ReviewCodes),
	Nurse: set(ReadSchedule, WriteSchedule, ReadPatient, WritePatient, ReadChart, WriteChart, RecordVisit,
		ReadVisit, PlayAudio, EditNote),
	Coder:         set(ReadSchedule, ReadPatient, ReadChart, ReadVisit, PlayAudio, ReviewCodes, WorkCodes, ReportCodes),
	Biller:        set(ReadSchedule, ReadPatient, ReadVisit, ReviewCodes),
	FrontDesk:     set(ReadSchedule, WriteSchedule, ReadPatient, WritePatient),
	Administrator: set(ReadSchedule, ReportCodes, ReadAudit, ManageUsers, ManageService),
}

func set(actions ...Action) map[Action]bool {
	m := make(map[Action]bool, len(actions))
	for _, a := range actions {
		m[a] = true
	}
	return m
}

// May reports whether the role may do the action.
func (r Role) May(a Action) bool { return may[r][a] }

// Valid reports whether r is one of Roles.
func (r Role) Valid() bool { _, ok := may[r]; return ok }
