package store

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/visitwright/visitwright/ehr"
)

// OtherDraft is what the drafter that did not write a visit's note made of the visit.
type OtherDraft struct {
	Draft  *ehr.Draft // nil: it failed
	Failed string     // why, in safe words
	At     time.Time
}

// SaveOtherDraft keeps a second draft; a later one takes its place. d is nil where
// the drafter failed, and failed then says why.
func (t *Tx) SaveOtherDraft(ctx context.Context, visit ehr.VisitID, d *ehr.Draft, failed string) error {
	if _, err := t.ofVisit(ctx, ehr.EditNote, visit, "second draft", true); err != nil {
		return err
	}
	return t.exec(ctx, "the second draft", `INSERT INTO other_draft (practice_id, visit_id, transcript_version, content, failed, made_at)
		VALUES ($1, $2, (SELECT transcript_version FROM visit WHERE practice_id = $1 AND id = $2), $3, $4, $5)`, t.who.Practice, visit, d, failed, t.now)
}

// OtherDraft reads the latest second draft of the visit's transcript as it stands;
// nil where there is none.
func (t *Tx) OtherDraft(ctx context.Context, visit ehr.VisitID) (*OtherDraft, error) {
	if _, err := t.ofVisit(ctx, ehr.ReadVisit, visit, "second draft", false); err != nil {
		return nil, err
	}
	scan := func(r pgx.CollectableRow) (o OtherDraft, err error) {
		err = r.Scan(&o.Draft, &o.Failed, &o.At)
		o.At = o.At.UTC()
		return o, err
	}
	return optional(one(ctx, t, "the second draft", scan, `SELECT d.content, d.failed, d.made_at FROM other_draft d
		JOIN visit v ON v.practice_id = d.practice_id AND v.id = d.visit_id AND v.transcript_version = d.transcript_version
		WHERE d.practice_id = $1 AND d.visit_id = $2 ORDER BY d.id DESC LIMIT 1`, t.who.Practice, visit))
}
