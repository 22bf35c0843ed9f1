package store

import (
	"context"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype/zeronull"

	"github.com/visitwright/visitwright/ehr"
)

// Panel names the living patients of the practice in the order of their
// identifiers, after one of them (empty: from the first), limit at most. Each
// chart that is then read stands in the audit by itself.
func (t *Tx) Panel(ctx context.Context, after ehr.PatientID, limit int) ([]ehr.PatientID, error) {
	if err := t.touch(access{action: ehr.ReadChart, kind: "panel", part: "list of patients"}); err != nil {
		return nil, err
	}
	return rows(ctx, t, "the patients", pgx.RowTo[ehr.PatientID], `SELECT id FROM patient
		WHERE practice_id = $1 AND ($2::uuid IS NULL OR id > $2) AND death_date IS NULL ORDER BY id LIMIT $3`, t.who.Practice, zeronull.Text(after), limit)
}
