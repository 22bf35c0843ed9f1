package store

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/visitwright/visitwright/ehr"
)

// CreatePractice makes a practice with no users. ID and CreatedAt are given where
// they are empty.
func (s *Store) CreatePractice(ctx context.Context, p ehr.Practice) (ehr.Practice, error) {
	p, err := s.completed(p)
	if err != nil {
		return p, err
	}
	return p, pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error { return insertPractice(ctx, tx, p) })
}

// completed gives a new practice what it lacks and checks its time zone.
func (s *Store) completed(p ehr.Practice) (ehr.Practice, error) {
	if p.ID == "" {
		p.ID = ehr.NewID[ehr.PracticeID]()
	}
	if p.CreatedAt.IsZero() {
		p.CreatedAt = s.now()
	}
	if _, err := time.LoadLocation(p.TimeZone); err != nil || p.TimeZone == "" {
		return p, ehr.Errorf(ehr.Invalid, "the time zone must be an IANA name such as America/Chicago")
	}
	return p, nil
}

func insertPractice(ctx context.Context, tx pgx.Tx, p ehr.Practice) error {
	if err := enter(ctx, tx, p.ID); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `INSERT INTO practice (id, name, time_zone, created_at) VALUES ($1, $2, $3, $4)`,
		p.ID, p.Name, p.TimeZone, p.CreatedAt)
	return wrap(err, "the practice")
}

// Practices lists every practice of the record, oldest first. It tells nothing
// of patients.
func (s *Store) Practices(ctx context.Context) ([]ehr.Practice, error) {
	var out []ehr.Practice
	err := pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `SELECT set_config('app.list_practices', 'yes', true)`); err != nil {
			return err
		}
		r, err := tx.Query(ctx, `SELECT id, name, time_zone, created_at FROM practice ORDER BY created_at, id`)
		if err != nil {
			return err
		}
		out, err = pgx.CollectRows(r, scanPractice)
		return err
	})
	return list(out), wrap(err, "the practices")
}

// Practice reads the actor's practice.
func (t *Tx) Practice(ctx context.Context) (ehr.Practice, error) {
	return one(ctx, t, "the practice", scanPractice, `SELECT id, name, time_zone, created_at FROM practice WHERE id = $1`, t.who.Practice)
}

// location is the practice's time zone.
func (t *Tx) location(ctx context.Context) (*time.Location, error) {
	p, err := t.Practice(ctx)
	if err != nil {
		return nil, err
	}
	loc, err := time.LoadLocation(p.TimeZone)
	if err != nil {
		return nil, ehr.Wrap(ehr.Internal, err, "the practice's time zone is not known here")
	}
	return loc, nil
}

func scanPractice(r pgx.CollectableRow) (p ehr.Practice, err error) {
	err = r.Scan(&p.ID, &p.Name, &p.TimeZone, &p.CreatedAt)
	p.CreatedAt = p.CreatedAt.UTC()
	return p, err
}

// PracticeOf finds the practice of a visit, for jobs and streams that know only
// the visit. It tells nothing else of it, and so is not audited.
func (s *Store) PracticeOf(ctx context.Context, visit ehr.VisitID) (p ehr.PracticeID, err error) {
	err = pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `SELECT set_config('app.visit', $1, true)`, string(visit)); err != nil {
			return err
		}
		return tx.QueryRow(ctx, `SELECT practice_id FROM visit WHERE id = $1`, visit).Scan(&p)
	})
	return p, wrap(err, "the visit")
}
