package store

import (
	"context"

	"github.com/jackc/pgx/v5"

	"github.com/visitwright/visitwright/ehr"
)

const medicationColumns = `id, patient_id, code_system, code, display, also, dose, route, frequency, reason, status, start, stop, ` + provenanceColumns

func scanMedication(r pgx.CollectableRow) (x ehr.Medication, err error) {
	err = r.Scan(append([]any{&x.ID, &x.Patient, &x.Code.System, &x.Code.Code, &x.Code.Display, &x.Also, &x.Dose, &x.Route, &x.Frequency, &x.Reason, &x.Status, &x.Start, &x.Stop}, provenance(&x.Provenance)...)...)
	return x, err
}

// AddMedication adds an entry of the medication list to the chart. ID and provenance are
// given where they are empty.
func (t *Tx) AddMedication(ctx context.Context, x ehr.Medication) (ehr.Medication, error) {
	if err := t.newEntry(x.Patient, "medication", &x.Provenance); err != nil {
		return x, err
	}
	x.ID = given(x.ID)
	b := &pgx.Batch{}
	t.queueMedication(b, x)
	return x, wrap(t.tx.SendBatch(ctx, b).Close(), "the medication")
}

func (t *Tx) queueMedication(b *pgx.Batch, x ehr.Medication) {
	b.Queue(`INSERT INTO medication (practice_id, id, patient_id, code_system, code, display, also, dose, route, frequency, reason, status, start, stop, source, visit_id, recorded_by, recorded_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)`,
		t.row(x.Provenance, x.ID, x.Patient, x.Code.System, x.Code.Code, x.Code.Display, x.Also, x.Dose, x.Route, x.Frequency, x.Reason, x.Status, x.Start, x.Stop)...)
}

func (t *Tx) medications(ctx context.Context, patient ehr.PatientID) ([]ehr.Medication, error) {
	return rows(ctx, t, "the chart", scanMedication, `SELECT `+medicationColumns+` FROM medication
		WHERE practice_id = $1 AND patient_id = $2 AND void_at IS NULL ORDER BY start DESC NULLS LAST, id`, t.who.Practice, patient)
}

// UpdateMedication changes an entry of the medication list. What it said before is kept.
func (t *Tx) UpdateMedication(ctx context.Context, x ehr.Medication) error {
	if err := t.touch(ofPatient(ehr.WriteChart, x.Patient, "medication", true)); err != nil {
		return err
	}
	return t.exec(ctx, "the medication", `UPDATE medication SET code_system = $4, code = $5, display = $6, also = $7, dose = $8, route = $9, frequency = $10, reason = $11, status = $12, start = $13, stop = $14
		WHERE practice_id = $1 AND patient_id = $2 AND id = $3 AND void_at IS NULL`,
		t.who.Practice, x.Patient, x.ID, x.Code.System, x.Code.Code, x.Code.Display, x.Also, x.Dose, x.Route, x.Frequency, x.Reason, x.Status, x.Start, x.Stop)
}
