package ehr

import "time"

// AuditEvent is one read or write of a patient's data, allowed or refused.
type AuditEvent struct {
	Seq      int64      `json:"seq"`
	Practice PracticeID `json:"practice_id"`
	At       time.Time  `json:"at"`
	User     UserID     `json:"user_id,omitempty"` // empty: the service itself
	// Action is what was done, e.g. "chart.read", "note.sign".
	Action  Action `json:"action"`
	Allowed bool   `json:"allowed"`
	// Kind and ID name the thing; Patient whose it is. No health data stands here.
	Kind    string    `json:"kind"`
	ID      string    `json:"id,omitempty"`
	Patient PatientID `json:"patient_id,omitempty"`
	// Detail holds safe words only, e.g. "reason: treatment".
	Detail string `json:"detail,omitempty"`
	Remote string `json:"remote,omitempty"` // address the request came from
}
