package ehr

import "time"

// Practice is one clinic's own world: nothing of one practice is visible to
// another. TimeZone is an IANA name, e.g. "America/Chicago".
type Practice struct {
	ID        PracticeID `json:"id"`
	Name      string     `json:"name"`
	TimeZone  string     `json:"time_zone"`
	CreatedAt time.Time  `json:"created_at"`
}
