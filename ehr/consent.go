package ehr

import "time"

// Consent is an event: somebody gave or withdrew leave to record the visit. The
// latest event of a visit is the one in force.
type Consent struct {
	ID     ConsentID `json:"id"`
	Visit  VisitID   `json:"visit_id"`
	Given  bool      `json:"given"`  // false: refused or withdrawn
	Method string    `json:"method"` // "verbal", "written"
	// Present lists who was in the room and agreed, in words, e.g. "patient, daughter".
	Present    string    `json:"present"`
	RecordedBy UserID    `json:"recorded_by"`
	At         time.Time `json:"at"`
}
