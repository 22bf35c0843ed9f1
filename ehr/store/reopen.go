package store

import (
	"context"

	"github.com/visitwright/visitwright/ehr"
)

// Reopen takes a person's answer to something beside a note back, so that it
// wants one again; who had answered what stays on record. kind is "omission",
// "reconciliation", "order" or "alert". NotFound where it has no answer.
func (t *Tx) Reopen(ctx context.Context, visit ehr.VisitID, kind, id string) error {
	if _, err := t.ofVisit(ctx, ehr.EditNote, visit, "answer taken back: "+kind, true); err != nil {
		return err
	}
	statement, ok := reopening[kind]
	if !ok {
		return ehr.Errorf(ehr.Invalid, "there is no answer to take back")
	}
	return t.exec(ctx, "the answer", statement, t.who.Practice, visit, id)
}

// reopening has the statement for each kind.
var reopening = map[string]string{
	"omission": `UPDATE omission SET choice = NULL, answer_reason = '', answered_by = NULL, answered_at = NULL
		WHERE practice_id = $1 AND visit_id = $2 AND id = $3 AND choice IS NOT NULL AND superseded_at IS NULL`,
	"reconciliation": `UPDATE reconciliation SET choice = NULL, answer_reason = '', answered_by = NULL, answered_at = NULL
		WHERE practice_id = $1 AND visit_id = $2 AND id = $3 AND choice IS NOT NULL AND superseded_at IS NULL`,
	"order": `UPDATE orders SET status = 'staged', answer_reason = '', decided_by = NULL, decided_at = NULL
		WHERE practice_id = $1 AND visit_id = $2 AND id = $3 AND status IN ('placed', 'rejected') AND superseded_at IS NULL`,
	"alert": `UPDATE alert SET choice = NULL, answer_reason = '', answered_by = NULL, answered_at = NULL
		WHERE practice_id = $1 AND visit_id = $2 AND id = $3 AND choice IS NOT NULL AND superseded_at IS NULL`,
}
