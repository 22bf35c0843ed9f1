package store

import (
	"context"

	"github.com/jackc/pgx/v5"

	"github.com/visitwright/visitwright/ehr"
)

const allergyColumns = `id, patient_id, code_system, code, display, reaction, severity, active, onset, ` + provenanceColumns

func scanAllergy(r pgx.CollectableRow) (x ehr.Allergy, err error) {
	err = r.Scan(append([]any{&x.ID, &x.Patient, &x.Substance.System, &x.Substance.Code, &x.Substance.Display, &x.Reaction, &x.Severity, &x.Active, &x.Onset}, provenance(&x.Provenance)...)...)
	return x, err
}

// AddAllergy adds an allergy to the chart. ID and provenance are
// given where they are empty.
func (t *Tx) AddAllergy(ctx context.Context, x ehr.Allergy) (ehr.Allergy, error) {
	if err := t.newEntry(x.Patient, "allergy", &x.Provenance); err != nil {
		return x, err
	}
	x.ID = given(x.ID)
	b := &pgx.Batch{}
	t.queueAllergy(b, x)
	return x, wrap(t.tx.SendBatch(ctx, b).Close(), "the allergy")
}

func (t *Tx) queueAllergy(b *pgx.Batch, x ehr.Allergy) {
	b.Queue(`INSERT INTO allergy (practice_id, id, patient_id, code_system, code, display, reaction, severity, active, onset, source, visit_id, recorded_by, recorded_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
		t.row(x.Provenance, x.ID, x.Patient, x.Substance.System, x.Substance.Code, x.Substance.Display, x.Reaction, x.Severity, x.Active, x.Onset)...)
}

func (t *Tx) allergies(ctx context.Context, patient ehr.PatientID) ([]ehr.Allergy, error) {
	return rows(ctx, t, "the chart", scanAllergy, `SELECT `+allergyColumns+` FROM allergy
		WHERE practice_id = $1 AND patient_id = $2 AND void_at IS NULL ORDER BY onset DESC NULLS LAST, id`, t.who.Practice, patient)
}

// UpdateAllergy changes an allergy. What it said before is kept.
func (t *Tx) UpdateAllergy(ctx context.Context, x ehr.Allergy) error {
	if err := t.touch(ofPatient(ehr.WriteChart, x.Patient, "allergy", true)); err != nil {
		return err
	}
	return t.exec(ctx, "the allergy", `UPDATE allergy SET code_system = $4, code = $5, display = $6, reaction = $7, severity = $8, active = $9, onset = $10
		WHERE practice_id = $1 AND patient_id = $2 AND id = $3 AND void_at IS NULL`,
		t.who.Practice, x.Patient, x.ID, x.Substance.System, x.Substance.Code, x.Substance.Display, x.Reaction, x.Severity, x.Active, x.Onset)
}
