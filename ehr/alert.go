package ehr

import "time"

// Finding is the state of one check. "Not checked" is never "clear".
type Finding string

// The three states.
const (
	Found      Finding = "found"
	Clear      Finding = "clear"
	NotChecked Finding = "not_checked"
)

// Tier is how loudly an alert speaks.
type Tier string

// The tiers. Interruptive needs a reason to go on, and blocks signing until
// answered; Inline stands beside what it concerns; Passive can be looked up.
const (
	Interruptive Tier = "interruptive"
	Inline       Tier = "inline"
	Passive      Tier = "passive"
)

// Alert is what a check has to say about a patient.
type Alert struct {
	ID          AlertID       `json:"id,omitempty"`
	Visit       VisitID       `json:"visit_id,omitempty"`
	Rule        string        `json:"rule"` // identifier of the rule
	RuleVersion string        `json:"rule_version"`
	Tier        Tier          `json:"tier"`
	Summary     string        `json:"summary"` // one line, at most 140 characters
	Detail      string        `json:"detail"`  // what may happen, why, what to do, how sure
	Source      string        `json:"source"`  // citation
	Chart       []ChartRef    `json:"chart,omitempty"`
	Sentences   []SentenceID  `json:"sentences,omitempty"`
	Segments    []SegmentID   `json:"segments,omitempty"`
	Actions     []AlertAction `json:"actions,omitempty"`
	// Key names the same alert for the same patient over time, so that one that
	// was acknowledged stays quiet until something changes.
	Key    string    `json:"key"`
	Answer *Answer   `json:"answer,omitempty"`
	At     time.Time `json:"at,omitzero"`
	// Earlier is the answer to the same alert in another visit of the patient, for
	// which it is quiet now.
	Earlier *Answer `json:"earlier_answer,omitempty"`
	// Live says that it was raised while the visit was listened to.
	Live bool `json:"live,omitempty"`
}

// AlertAction is a button on an alert.
type AlertAction struct {
	Label string `json:"label"`
	Kind  string `json:"kind"` // "replace", "stop", "order_test", "adjust_dose", "acknowledge"
	Text  string `json:"text,omitempty"`
	// Subject is the drug or test it is about, e.g. "ibuprofen" where that is to be
	// replaced by Text.
	Subject string `json:"subject,omitempty"`
}

// GapAction is what closes a care gap: an order, a question to the patient or a
// measurement.
type GapAction struct {
	Kind  string    `json:"kind" enum:"order,ask,measure"`
	Label string    `json:"label"` // of the button
	Order OrderKind `json:"order,omitempty"`
	Text  string    `json:"text"` // of the order or the question
	// Code, Unit and Answers are of a question whose answer becomes a result: one of
	// Answers, or a number in Unit where there are none.
	Code    Coded    `json:"code,omitzero"`
	Unit    string   `json:"unit,omitempty"`
	Answers []string `json:"answers,omitempty"`
}

// Blocks reports whether the alert stands in the way of signing.
func (a Alert) Blocks() bool { return a.Tier == Interruptive && a.Answer == nil }

// Unchecked says what could not be checked, and why.
type Unchecked struct {
	What string `json:"what"`
	Why  string `json:"why"`
}

// CareGap is preventive care that is due, done or excluded by a recommendation.
type CareGap struct {
	Rule           string     `json:"rule"`
	Status         string     `json:"status"` // "due", "overdue", "done", "excluded", "unknown"
	Summary        string     `json:"summary"`
	Due            Date       `json:"due,omitzero"`
	LastDone       Date       `json:"last_done,omitzero"`
	Source         string     `json:"source"`
	Recommendation string     `json:"recommendation,omitempty"`
	Satisfied      []ChartRef `json:"satisfied_by,omitempty"`
	// Action closes it; nil where it is done or excluded.
	Action *GapAction `json:"action,omitempty"`
}

// VaccineForecast is what is recommended for one vaccine group.
type VaccineForecast struct {
	Group       string   `json:"group"`
	Status      string   `json:"status"` // as CDSi: "Not Complete", "Complete", "Immune", "Contraindicated", "Not Recommended", "Aged Out", ...
	Earliest    Date     `json:"earliest,omitzero"`
	Recommended Date     `json:"recommended,omitzero"`
	PastDue     Date     `json:"past_due,omitzero"`
	Dose        string   `json:"dose,omitempty"` // target dose number
	Pack        string   `json:"pack"`           // schedule and version it was made with
	Reasons     []string `json:"reasons,omitempty"`
}

// Area is the state of one check: drugs, preventive care or immunization.
type Area struct {
	Name    string  `json:"name" enum:"drugs,preventive care,immunization"`
	Finding Finding `json:"finding" enum:"found,clear,not_checked"`
	Content string  `json:"content"` // name, version and release of what it was checked with
	// NotChecked is the part of it that could not be checked, also where the rest was.
	NotChecked []Unchecked `json:"not_checked"`
}

// Content is one piece of what the checks stand on.
type Content struct {
	Name     string `json:"name"`
	Version  string `json:"version"`
	Released string `json:"released"` // "2006-01-02"; empty where not known
	AgeDays  int    `json:"age_days"`
	Stale    bool   `json:"stale"`
	Problem  string `json:"problem,omitempty"` // why it cannot be used
}

// Checks is everything the checks of a chart have to say.
type Checks struct {
	Alerts       []Alert           `json:"alerts"`
	CareGaps     []CareGap         `json:"care_gaps"`
	Immunization []VaccineForecast `json:"immunization"`
	NotChecked   []Unchecked       `json:"not_checked"`
	Areas        []Area            `json:"areas,omitempty"`
	Content      []Content         `json:"content,omitempty"`
	// Now are the interruptive alerts to be put in front, AtOnce at most.
	Now []AlertID `json:"now,omitempty"`
	// Off says why interaction checking is off; empty where it is on.
	Off string `json:"off,omitempty"`
}

// AtOnce is how many interruptive alerts are put in front at a time.
const AtOnce = 3

// Front are the alerts to be put in front: those that stand in the way of
// signing, most serious first, AtOnce at most.
func (c Checks) Front() []AlertID {
	var ids []AlertID
	for _, a := range c.Alerts {
		if a.Blocks() && len(ids) < AtOnce {
			ids = append(ids, a.ID)
		}
	}
	return ids
}
