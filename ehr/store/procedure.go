package store

import (
	"context"

	"github.com/jackc/pgx/v5"

	"github.com/visitwright/visitwright/ehr"
)

const procedureColumns = `id, patient_id, code_system, code, display, also, done_on, ` + provenanceColumns

func scanProcedure(r pgx.CollectableRow) (x ehr.Procedure, err error) {
	err = r.Scan(append([]any{&x.ID, &x.Patient, &x.Code.System, &x.Code.Code, &x.Code.Display, &x.Also, &x.Date}, provenance(&x.Provenance)...)...)
	return x, err
}

// AddProcedure adds something that was done to the chart. ID and provenance are
// given where they are empty.
func (t *Tx) AddProcedure(ctx context.Context, x ehr.Procedure) (ehr.Procedure, error) {
	if err := t.newEntry(x.Patient, "procedure", &x.Provenance); err != nil {
		return x, err
	}
	x.ID = given(x.ID)
	b := &pgx.Batch{}
	t.queueProcedure(b, x)
	return x, wrap(t.tx.SendBatch(ctx, b).Close(), "the procedure")
}

func (t *Tx) queueProcedure(b *pgx.Batch, x ehr.Procedure) {
	b.Queue(`INSERT INTO procedure (practice_id, id, patient_id, code_system, code, display, also, done_on, source, visit_id, recorded_by, recorded_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		t.row(x.Provenance, x.ID, x.Patient, x.Code.System, x.Code.Code, x.Code.Display, x.Also, x.Date)...)
}

func (t *Tx) procedures(ctx context.Context, patient ehr.PatientID) ([]ehr.Procedure, error) {
	return rows(ctx, t, "the chart", scanProcedure, `SELECT `+procedureColumns+` FROM procedure
		WHERE practice_id = $1 AND patient_id = $2 AND void_at IS NULL ORDER BY done_on DESC NULLS LAST, id`, t.who.Practice, patient)
}
