package store

import (
	"context"

	"github.com/jackc/pgx/v5"

	"github.com/visitwright/visitwright/ehr"
)

const problemColumns = `id, patient_id, code_system, code, display, also, status, onset, abated, ` + provenanceColumns

func scanProblem(r pgx.CollectableRow) (x ehr.Problem, err error) {
	err = r.Scan(append([]any{&x.ID, &x.Patient, &x.Code.System, &x.Code.Code, &x.Code.Display, &x.Also, &x.Status, &x.Onset, &x.Abated}, provenance(&x.Provenance)...)...)
	return x, err
}

// AddProblem adds an entry of the problem list to the chart. ID and provenance are
// given where they are empty.
func (t *Tx) AddProblem(ctx context.Context, x ehr.Problem) (ehr.Problem, error) {
	if err := t.newEntry(x.Patient, "problem", &x.Provenance); err != nil {
		return x, err
	}
	x.ID = given(x.ID)
	b := &pgx.Batch{}
	t.queueProblem(b, x)
	return x, wrap(t.tx.SendBatch(ctx, b).Close(), "the problem")
}

func (t *Tx) queueProblem(b *pgx.Batch, x ehr.Problem) {
	b.Queue(`INSERT INTO problem (practice_id, id, patient_id, code_system, code, display, also, status, onset, abated, source, visit_id, recorded_by, recorded_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
		t.row(x.Provenance, x.ID, x.Patient, x.Code.System, x.Code.Code, x.Code.Display, x.Also, x.Status, x.Onset, x.Abated)...)
}

func (t *Tx) problems(ctx context.Context, patient ehr.PatientID) ([]ehr.Problem, error) {
	return rows(ctx, t, "the chart", scanProblem, `SELECT `+problemColumns+` FROM problem
		WHERE practice_id = $1 AND patient_id = $2 AND void_at IS NULL ORDER BY onset DESC NULLS LAST, id`, t.who.Practice, patient)
}

// UpdateProblem changes an entry of the problem list. What it said before is kept.
func (t *Tx) UpdateProblem(ctx context.Context, x ehr.Problem) error {
	if err := t.touch(ofPatient(ehr.WriteChart, x.Patient, "problem", true)); err != nil {
		return err
	}
	return t.exec(ctx, "the problem", `UPDATE problem SET code_system = $4, code = $5, display = $6, also = $7, status = $8, onset = $9, abated = $10
		WHERE practice_id = $1 AND patient_id = $2 AND id = $3 AND void_at IS NULL`,
		t.who.Practice, x.Patient, x.ID, x.Code.System, x.Code.Code, x.Code.Display, x.Also, x.Status, x.Onset, x.Abated)
}
