package store

import (
	"context"

	"github.com/jackc/pgx/v5"

	"github.com/visitwright/visitwright/ehr"
)

func scanConsent(r pgx.CollectableRow) (c ehr.Consent, err error) {
	err = r.Scan(&c.ID, &c.Visit, &c.Given, &c.Method, &c.Present, &c.RecordedBy, &c.At)
	c.At = c.At.UTC()
	return c, err
}

// AddConsent records that leave to record the visit was given, refused or
// withdrawn. ID, RecordedBy and At are given where they are empty.
func (t *Tx) AddConsent(ctx context.Context, c ehr.Consent) (ehr.Consent, error) {
	if _, err := t.ofVisit(ctx, ehr.RecordVisit, c.Visit, "consent", true); err != nil {
		return c, err
	}
	if c.ID == "" {
		c.ID = ehr.NewID[ehr.ConsentID]()
	}
	if c.RecordedBy == "" {
		c.RecordedBy = t.who.User
	}
	if c.At.IsZero() {
		c.At = t.now
	}
	return c, t.exec(ctx, "the consent", `INSERT INTO consent (practice_id, id, visit_id, given, method, present, recorded_by, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`, t.who.Practice, c.ID, c.Visit, c.Given, c.Method, c.Present, c.RecordedBy, c.At)
}

// Consent reads the latest, which is the one in force; nil where nobody was asked.
func (t *Tx) Consent(ctx context.Context, visit ehr.VisitID) (*ehr.Consent, error) {
	if _, err := t.ofVisit(ctx, ehr.ReadVisit, visit, "consent", false); err != nil {
		return nil, err
	}
	return t.latestConsent(ctx, visit)
}

func (t *Tx) latestConsent(ctx context.Context, visit ehr.VisitID) (*ehr.Consent, error) {
	return optional(one(ctx, t, "the consent", scanConsent, `SELECT id, visit_id, given, method, present, recorded_by, at FROM consent
		WHERE practice_id = $1 AND visit_id = $2 ORDER BY number DESC LIMIT 1`, t.who.Practice, visit))
}

// optional makes nil of what is not there.
func optional[T any](v T, err error) (*T, error) {
	switch {
	case err == nil:
		return &v, nil
	case ehr.KindOf(err) == ehr.NotFound:
		return nil, nil
	}
	return nil, err
}
