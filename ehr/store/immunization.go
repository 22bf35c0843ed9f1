package store

import (
	"context"

	"github.com/jackc/pgx/v5"

	"github.com/visitwright/visitwright/ehr"
)

const immunizationColumns = `id, patient_id, cvx, mvx, name, given_on, lot, not_done, reason, ` + provenanceColumns

func scanImmunization(r pgx.CollectableRow) (x ehr.Immunization, err error) {
	err = r.Scan(append([]any{&x.ID, &x.Patient, &x.CVX, &x.MVX, &x.Name, &x.Date, &x.Lot, &x.NotDone, &x.Reason}, provenance(&x.Provenance)...)...)
	return x, err
}

// AddImmunization adds a dose of vaccine to the chart. ID and provenance are
// given where they are empty.
func (t *Tx) AddImmunization(ctx context.Context, x ehr.Immunization) (ehr.Immunization, error) {
	if err := t.newEntry(x.Patient, "immunization", &x.Provenance); err != nil {
		return x, err
	}
	x.ID = given(x.ID)
	b := &pgx.Batch{}
	t.queueImmunization(b, x)
	return x, wrap(t.tx.SendBatch(ctx, b).Close(), "the immunization")
}

func (t *Tx) queueImmunization(b *pgx.Batch, x ehr.Immunization) {
	b.Queue(`INSERT INTO immunization (practice_id, id, patient_id, cvx, mvx, name, given_on, lot, not_done, reason, source, visit_id, recorded_by, recorded_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
		t.row(x.Provenance, x.ID, x.Patient, x.CVX, x.MVX, x.Name, x.Date, x.Lot, x.NotDone, x.Reason)...)
}

func (t *Tx) immunizations(ctx context.Context, patient ehr.PatientID) ([]ehr.Immunization, error) {
	return rows(ctx, t, "the chart", scanImmunization, `SELECT `+immunizationColumns+` FROM immunization
		WHERE practice_id = $1 AND patient_id = $2 AND void_at IS NULL ORDER BY given_on DESC NULLS LAST, id`, t.who.Practice, patient)
}
