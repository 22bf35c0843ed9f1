package store

import (
	"context"

	"github.com/jackc/pgx/v5"

	"github.com/visitwright/visitwright/ehr"
)

const observationColumns = `id, patient_id, category, code_system, code, display, also, value, unit, text, value_system, value_code, value_display, reference_low, reference_high, at, ` + provenanceColumns

func scanObservation(r pgx.CollectableRow) (x ehr.Observation, err error) {
	var value *float64
	err = r.Scan(append([]any{&x.ID, &x.Patient, &x.Category, &x.Code.System, &x.Code.Code, &x.Code.Display, &x.Also, &value, &x.Unit, &x.Text, &x.ValueCode.System, &x.ValueCode.Code, &x.ValueCode.Display, &x.Low, &x.High, &x.At}, provenance(&x.Provenance)...)...)
	if x.HasValue = value != nil; x.HasValue {
		x.Value = *value
	}
	x.At = x.At.UTC()
	return x, err
}

// AddObservation adds a vital sign or a result to the chart. ID and provenance are
// given where they are empty.
func (t *Tx) AddObservation(ctx context.Context, x ehr.Observation) (ehr.Observation, error) {
	if err := t.newEntry(x.Patient, "observation", &x.Provenance); err != nil {
		return x, err
	}
	x.ID = given(x.ID)
	b := &pgx.Batch{}
	t.queueObservation(b, x)
	return x, wrap(t.tx.SendBatch(ctx, b).Close(), "the observation")
}

func (t *Tx) queueObservation(b *pgx.Batch, x ehr.Observation) {
	b.Queue(`INSERT INTO observation (practice_id, id, patient_id, category, code_system, code, display, also, value, unit, text, value_system, value_code, value_display, reference_low, reference_high, at, source, visit_id, recorded_by, recorded_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)`,
		t.row(x.Provenance, x.ID, x.Patient, x.Category, x.Code.System, x.Code.Code, x.Code.Display, x.Also, value(x), x.Unit, x.Text, x.ValueCode.System, x.ValueCode.Code, x.ValueCode.Display, x.Low, x.High, x.At)...)
}

func (t *Tx) observations(ctx context.Context, patient ehr.PatientID) ([]ehr.Observation, error) {
	return rows(ctx, t, "the chart", scanObservation, `SELECT `+observationColumns+` FROM observation
		WHERE practice_id = $1 AND patient_id = $2 AND void_at IS NULL ORDER BY at DESC, id`, t.who.Practice, patient)
}

// value is NULL where the observation has none: 0 is a value.
func value(x ehr.Observation) *float64 {
	if !x.HasValue {
		return nil
	}
	return &x.Value
}
