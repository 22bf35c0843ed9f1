package ehr

import "time"

// Order is something to be done for the patient. One that was heard is staged:
// it is never sent by itself.
type Order struct {
	ID      OrderID     `json:"id"`
	Patient PatientID   `json:"patient_id"`
	Visit   VisitID     `json:"visit_id"`
	Kind    OrderKind   `json:"kind"`
	Verb    OrderVerb   `json:"verb"`
	Text    string      `json:"text"` // e.g. "lisinopril 20 mg by mouth once daily"
	Code    Coded       `json:"code,omitzero"`
	Dose    string      `json:"dose,omitempty"`
	Detail  string      `json:"detail,omitempty"` // quantity, body part, when
	Status  OrderStatus `json:"status"`
	// Sentences and Segments it rests on.
	Sentences []SentenceID `json:"sentences,omitempty"`
	Segments  []SegmentID  `json:"segments,omitempty"`
	By        UserID       `json:"by,omitempty"` // who placed it; empty while staged
	At        time.Time    `json:"at,omitzero"`
}

// OrderKind is what sort of thing is ordered.
type OrderKind string

// The kinds of order.
const (
	MedicationOrder OrderKind = "medication"
	TestOrder       OrderKind = "test"
	ImagingOrder    OrderKind = "imaging"
	ReferralOrder   OrderKind = "referral"
	VaccineOrder    OrderKind = "vaccine"
	ProcedureOrder  OrderKind = "procedure"
	FollowUpOrder   OrderKind = "follow_up"
)

// OrderVerb is what is to happen with a medication; Start for everything else.
type OrderVerb string

// The verbs.
const (
	StartOrder    OrderVerb = "start"
	StopOrder     OrderVerb = "stop"
	ChangeOrder   OrderVerb = "change"
	ContinueOrder OrderVerb = "continue"
	RefillOrder   OrderVerb = "refill"
)

// OrderStatus is where an order stands.
type OrderStatus string

// The values of OrderStatus.
const (
	OrderStaged   OrderStatus = "staged"
	OrderPlaced   OrderStatus = "placed"
	OrderDone     OrderStatus = "done"
	OrderRejected OrderStatus = "rejected"
)
