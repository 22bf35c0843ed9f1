package store

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/visitwright/visitwright/ehr"
)

// ScheduleChoice is the immunization schedule a practice chose at a time.
type ScheduleChoice struct {
	Schedule string     `json:"schedule"`
	Why      string     `json:"why"`
	By       ehr.UserID `json:"by"`
	At       time.Time  `json:"at"`
}

// Schedules reads what the practice chose, oldest first. It holds nothing of
// patients and may be read by whoever works here.
func (t *Tx) Schedules(ctx context.Context) ([]ScheduleChoice, error) {
	scan := func(r pgx.CollectableRow) (c ScheduleChoice, err error) {
		err = r.Scan(&c.Schedule, &c.Why, &c.By, &c.At)
		c.At = c.At.UTC()
		return c, err
	}
	return rows(ctx, t, "the schedules", scan, `SELECT schedule, why, set_by, at FROM schedule_choice WHERE practice_id = $1 ORDER BY id`, t.who.Practice)
}

// ChosenSchedule is what the practice chose last; nil where it chose nothing.
func (t *Tx) ChosenSchedule(ctx context.Context) (*ScheduleChoice, error) {
	all, err := t.Schedules(ctx)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	return &all[len(all)-1], nil
}

// ChooseSchedule makes a schedule the practice's. A reason is needed: Invalid
// without.
func (t *Tx) ChooseSchedule(ctx context.Context, c ScheduleChoice) error {
	if err := t.touch(access{action: ehr.ManageService, kind: "schedule", id: c.Schedule, part: "choice", write: true}); err != nil {
		return err
	}
	if c.Schedule == "" || c.Why == "" {
		return ehr.Errorf(ehr.Invalid, "to choose a schedule, say which and why")
	}
	return t.exec(ctx, "the schedule", `INSERT INTO schedule_choice (practice_id, schedule, why, set_by, at) VALUES ($1, $2, $3, $4, $5)`,
		t.who.Practice, c.Schedule, c.Why, t.who.User, t.now)
}
