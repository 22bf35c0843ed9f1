package store

import (
	"context"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype/zeronull"

	"github.com/visitwright/visitwright/ehr"
)

func scanReconciliation(r pgx.CollectableRow) (c ehr.Reconciliation, err error) {
	var a answerColumns
	err = r.Scan(append([]any{&c.ID, &c.Kind, &c.Heard, &c.Dose, &c.Chart, &c.InChart, &c.Relation, &c.Segments}, a.dest()...)...)
	c.Answer = a.answer()
	return c, err
}

// Reconciliations lists what was said that the chart does not hold or contradicts.
func (t *Tx) Reconciliations(ctx context.Context, visit ehr.VisitID) ([]ehr.Reconciliation, error) {
	if _, err := t.ofVisit(ctx, ehr.ReadVisit, visit, "reconciliations", false); err != nil {
		return nil, err
	}
	return rows(ctx, t, "the reconciliations", scanReconciliation, `SELECT id, kind, heard, dose, chart, in_chart, relation, segments,
			choice, answer_reason, answered_by, answered_at
		FROM reconciliation WHERE practice_id = $1 AND visit_id = $2 AND superseded_at IS NULL ORDER BY place, id`, t.who.Practice, visit)
}

// ReplaceReconciliations puts a new list in the place of the old one. An entry with
// the id of an old one keeps that one's answer.
func (t *Tx) ReplaceReconciliations(ctx context.Context, visit ehr.VisitID, entries []ehr.Reconciliation) error {
	if _, err := t.ofVisit(ctx, ehr.EditNote, visit, "reconciliations", true); err != nil {
		return err
	}
	entries = append([]ehr.Reconciliation(nil), entries...)
	for i := range entries {
		entries[i].ID = given(entries[i].ID)
	}
	return replaceList(ctx, t, "the reconciliations", entries, func(c ehr.Reconciliation) ehr.ReconciliationID { return c.ID },
		`UPDATE reconciliation SET superseded_at = $4 WHERE practice_id = $1 AND visit_id = $2 AND superseded_at IS NULL AND id <> ALL ($3::text[])`,
		visit, func(b *pgx.Batch, place int, c ehr.Reconciliation) {
			b.Queue(`INSERT INTO reconciliation (practice_id, visit_id, id, place, kind, heard, dose, chart, in_chart, relation, segments)
				VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
				ON CONFLICT (practice_id, visit_id, id) DO UPDATE SET place = excluded.place, kind = excluded.kind, heard = excluded.heard,
					dose = excluded.dose, chart = excluded.chart, in_chart = excluded.in_chart, relation = excluded.relation,
					segments = excluded.segments, superseded_at = NULL`,
				t.who.Practice, visit, c.ID, place, c.Kind, c.Heard, c.Dose, c.Chart, c.InChart, c.Relation, list(c.Segments))
		})
}

// AnswerReconciliation keeps a person's decision. What follows for the chart, the
// caller writes.
func (t *Tx) AnswerReconciliation(ctx context.Context, visit ehr.VisitID, id ehr.ReconciliationID, choice ehr.Choice, reason string) error {
	if _, err := t.ofVisit(ctx, ehr.EditNote, visit, "answer to a reconciliation", true); err != nil {
		return err
	}
	if err := validChoice(choice); err != nil {
		return err
	}
	return t.exec(ctx, "the reconciliation", `UPDATE reconciliation SET choice = $4, answer_reason = $5, answered_by = $6, answered_at = $7
		WHERE practice_id = $1 AND visit_id = $2 AND id = $3 AND superseded_at IS NULL`,
		t.who.Practice, visit, id, choice, reason, zeronull.Text(t.who.User), t.now)
}
