package ehr

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"time"
)

// Note is one version of a visit's note. Versions are only ever added.
type Note struct {
	ID      NoteID  `json:"id"`
	Visit   VisitID `json:"visit_id"`
	Version int     `json:"version"` // from 1
	// Template and TemplateVersion say what it was drafted with.
	Template        string `json:"template"`
	TemplateVersion int    `json:"template_version"`
	// TemplateHash is of what the template said; empty in notes made before it was kept.
	TemplateHash string    `json:"template_hash,omitempty"`
	Sections     []Section `json:"sections"`
	// Drafter says who made the draft and how.
	Drafter   Drafter   `json:"drafter"`
	CreatedAt time.Time `json:"created_at"`
	CreatedBy UserID    `json:"created_by,omitempty"` // empty: a drafter
}

// Drafter describes the maker of a draft, as it is kept with the note.
type Drafter struct {
	Name       string  `json:"name"`    // "built-in" or the model's name
	Version    string  `json:"version"` // of the program or model
	PromptHash string  `json:"prompt_hash,omitempty"`
	Seconds    float64 `json:"seconds"`
	// Failed says why a configured model's draft was not used, in safe words.
	Failed string `json:"failed,omitempty"`
}

// Section is one part of a note under its heading.
type Section struct {
	Name      SectionName `json:"name"`
	Title     string      `json:"title"` // as printed, e.g. "History of Present Illness"
	Sentences []Sentence  `json:"sentences"`
}

// SectionName names a section whatever its printed title.
type SectionName string

// The sections of a SOAP note. Templates choose among them and set titles.
const (
	ChiefComplaint SectionName = "chief_complaint"
	HPI            SectionName = "history_of_present_illness"
	ROS            SectionName = "review_of_systems"
	PastMedical    SectionName = "past_medical_history"
	PastSurgical   SectionName = "past_surgical_history"
	FamilyHistory  SectionName = "family_history"
	SocialHistory  SectionName = "social_history"
	MedicationList SectionName = "medications"
	AllergyList    SectionName = "allergies"
	VitalSigns     SectionName = "vital_signs"
	Exam           SectionName = "physical_examination"
	ResultList     SectionName = "results"
	AssessmentPlan SectionName = "assessment_and_plan"
	Instructions   SectionName = "patient_instructions"
)

// SentenceKind says what a sentence does, beyond stating.
type SentenceKind string

// The kinds of sentence. ProblemTitle opens a problem in AssessmentPlan; the
// sentences after it with the same Group belong to it.
const (
	Statement      SentenceKind = "statement"
	ProblemTitle   SentenceKind = "problem_title"
	Reasoning      SentenceKind = "reasoning"
	PlanMedication SentenceKind = "plan_medication"
	PlanTest       SentenceKind = "plan_test"
	PlanReferral   SentenceKind = "plan_referral"
	PlanAdvice     SentenceKind = "plan_advice"
	PlanFollowUp   SentenceKind = "plan_follow_up"
)

// Sentence is the smallest part of a note that can be followed to its evidence.
type Sentence struct {
	ID   SentenceID `json:"id"`
	Text string     `json:"text"`
	// Drafted is how the drafter had put it, where the clinician's own wording took
	// its place; empty elsewhere.
	Drafted string       `json:"drafted,omitempty"`
	Kind    SentenceKind `json:"kind"`
	// Group is the problem's title in AssessmentPlan, the body system in ROS and
	// Exam, empty elsewhere.
	Group string `json:"group,omitempty"`
	// Segments it rests on, in time order.
	Segments []SegmentID `json:"segments"`
	// Chart entries it rests on.
	Chart []ChartRef `json:"chart,omitempty"`
	// Origin says who wrote the words: "drafter" or "person".
	Origin Origin `json:"origin"`
	// Doubts are what the check found unsupported; empty where it found nothing.
	Doubts []Doubt `json:"doubts,omitempty"`
	// Answer is what a person said about the doubts.
	Answer *Answer `json:"answer,omitempty"`
}

// Origin is who wrote a sentence's words.
type Origin string

// The origins.
const (
	ByDrafter Origin = "drafter"
	ByPerson  Origin = "person"
)

// Blocks reports whether the sentence stands in the way of signing: the check
// doubts it and nobody has answered.
func (s Sentence) Blocks() bool { return len(s.Doubts) > 0 && s.Answer == nil }

// ChartRef points at an entry of the chart.
type ChartRef struct {
	Kind string `json:"kind"` // "patient", "problem", "medication", "allergy", "observation", "immunization", "procedure", "order", "care", "not_done"
	ID   string `json:"id"`
}

// Doubt is one fact of a sentence that its evidence does not bear out.
type Doubt struct {
	Kind   DoubtKind `json:"kind"`
	Text   string    `json:"text"`   // the words in question, as they stand in the sentence
	Detail string    `json:"detail"` // in plain words, for the person who must answer
}

// DoubtKind is what sort of fact is in question.
type DoubtKind string

// The kinds of doubt.
const (
	NoEvidence      DoubtKind = "no_evidence"
	DrugDoubt       DoubtKind = "drug"
	DoseDoubt       DoubtKind = "dose"
	NumberDoubt     DoubtKind = "number"
	UnitDoubt       DoubtKind = "unit"
	DateDoubt       DoubtKind = "date"
	LateralityDoubt DoubtKind = "laterality"
	NegationDoubt   DoubtKind = "negation"
	PersonDoubt     DoubtKind = "person" // patient or family
	TimeDoubt       DoubtKind = "time"   // past or present
	PlanDoubt       DoubtKind = "plan"   // planned or done
	TermDoubt       DoubtKind = "term"   // finding, body part or disease
)

// Answer is a person's decision about something that wanted one.
type Answer struct {
	Choice Choice    `json:"choice"`
	Reason string    `json:"reason,omitempty"`
	By     UserID    `json:"by"`
	At     time.Time `json:"at"`
}

// Choice is what a person decided.
type Choice string

// The choices. Withdrawn takes an earlier one back; no answer is kept with it.
const (
	Accepted  Choice = "accepted"
	Rejected  Choice = "rejected"
	Withdrawn Choice = "withdrawn"
)

// Omission is something heard, clinically relevant, and not in the note.
type Omission struct {
	ID       OmissionID  `json:"id"`
	Text     string      `json:"text"`    // the sentence that would be added
	Section  SectionName `json:"section"` // where it would be added
	Group    string      `json:"group,omitempty"`
	Kind     string      `json:"kind"` // "medication", "symptom", "allergy", "vital", ...
	Segments []SegmentID `json:"segments"`
	// Blocking omissions must be answered before signing: an allergy, a drug or
	// its dose, a red-flag symptom. The others may stand unanswered.
	Blocking bool    `json:"blocking"`
	Answer   *Answer `json:"answer,omitempty"`
}

// Reconciliation is something spoken that the chart does not hold or
// contradicts. Nothing enters the chart until a person says so.
type Reconciliation struct {
	ID       ReconciliationID   `json:"id"`
	Kind     string             `json:"kind"` // "medication", "allergy", "problem"
	Heard    string             `json:"heard"`
	Dose     string             `json:"dose,omitempty"`
	Chart    *ChartRef          `json:"chart,omitempty"` // the entry it contradicts
	InChart  string             `json:"in_chart,omitempty"`
	Relation ReconciliationKind `json:"relation"`
	Segments []SegmentID        `json:"segments"`
	Answer   *Answer            `json:"answer,omitempty"`
}

// ReconciliationKind says how what was heard relates to the chart.
type ReconciliationKind string

// The relations.
const (
	NotInChart  ReconciliationKind = "not_in_chart"
	Contradicts ReconciliationKind = "contradicts" // other dose, stopped, denied
)

// Draft is everything a drafter hands over: the note and what wants an answer.
type Draft struct {
	Note            Note             `json:"note"`
	Omissions       []Omission       `json:"omissions"`
	Reconciliations []Reconciliation `json:"reconciliations"`
	Orders          []Order          `json:"orders"` // staged, never sent
	// NotClinical lists segments judged to carry nothing clinical, so that the
	// page can say what became of every line.
	NotClinical []SegmentID `json:"not_clinical"`
	// Statement says in words why there is no note; then Note has no sections.
	Statement string `json:"statement,omitempty"`
}

// Addendum is added to a signed note; it changes nothing in it.
type Addendum struct {
	Note   NoteID    `json:"note_id"`
	Number int       `json:"number"` // from 1
	Text   string    `json:"text"`
	By     UserID    `json:"by"`
	At     time.Time `json:"at"`
	Hash   string    `json:"hash"` // SHA-256 over the note's hash and this text
}

// Signature is what signing adds to a note.
type Signature struct {
	Note NoteID    `json:"note_id"`
	By   UserID    `json:"by"`
	At   time.Time `json:"at"`
	Hash string    `json:"hash"` // ContentHash of the note, hexadecimal
}

// ContentHash is the SHA-256, in hexadecimal, of the note's content: identity,
// template, sections with every sentence's text, evidence and answers. It does
// not cover how long drafting took.
func (n Note) ContentHash() string {
	n.Drafter.Seconds = 0
	n.CreatedAt = n.CreatedAt.UTC().Truncate(time.Microsecond) // as PostgreSQL keeps it
	b, err := json.Marshal(n)
	if err != nil { // only strings, ints and times in it
		panic(err)
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// Blocking returns the sentences that stand in the way of signing.
func (n Note) Blocking() []SentenceID {
	var ids []SentenceID
	for _, sec := range n.Sections {
		for _, s := range sec.Sentences {
			if s.Blocks() {
				ids = append(ids, s.ID)
			}
		}
	}
	return ids
}

// Wording is how a clinician puts words of a draft in one section of a note. It
// changes no fact.
type Wording struct {
	Section SectionName `json:"section"`
	From    string      `json:"from"` // whole words of a drafted sentence
	To      string      `json:"to"`   // empty: the words are left out
	// Seen counts the signed visits in which the clinician put it so, Kept those in
	// which the words stayed as drafted.
	Seen int `json:"seen"`
	Kept int `json:"kept"`
	// On: the clinician has it put into drafts. Decided: they said so, or said no.
	On      bool `json:"on"`
	Decided bool `json:"decided"`
}
