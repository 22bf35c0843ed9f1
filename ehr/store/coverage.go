package store

import (
	"context"

	"github.com/jackc/pgx/v5"

	"github.com/visitwright/visitwright/ehr"
)

const coverageColumns = `id, patient_id, place, payer, payer_id, plan, member, group_number, relationship, subscriber, start, stop, ` + provenanceColumns

func scanCoverage(r pgx.CollectableRow) (x ehr.Coverage, err error) {
	err = r.Scan(append([]any{&x.ID, &x.Patient, &x.Place, &x.Payer, &x.PayerID, &x.Plan, &x.Member, &x.Group, &x.Relationship, &x.Subscriber,
		&x.Start, &x.End}, provenance(&x.Provenance)...)...)
	return x, err
}

// AddCoverage adds an insurance. ID and provenance are given where they are empty.
// Invalid where it is not whole, Conflict where another of the same place is in force
// in its time.
func (t *Tx) AddCoverage(ctx context.Context, x ehr.Coverage) (ehr.Coverage, error) {
	if err := t.touch(ofPatient(ehr.WritePatient, x.Patient, "coverage", true)); err != nil {
		return x, err
	}
	t.complete(&x.Provenance)
	x.ID = given(x.ID)
	if err := x.Check(); err != nil {
		return x, err
	}
	if err := t.onlyCoverage(ctx, x); err != nil {
		return x, err
	}
	b := &pgx.Batch{}
	t.queueCoverage(b, x)
	return x, wrap(t.tx.SendBatch(ctx, b).Close(), "the coverage")
}

func (t *Tx) queueCoverage(b *pgx.Batch, x ehr.Coverage) {
	b.Queue(`INSERT INTO coverage (practice_id, id, patient_id, place, payer, payer_id, plan, member, group_number, relationship, subscriber, start, stop,
			source, visit_id, recorded_by, recorded_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`,
		t.row(x.Provenance, x.ID, x.Patient, x.Place, x.Payer, x.PayerID, x.Plan, x.Member, x.Group, x.Relationship, x.Subscriber, x.Start, x.End)...)
}

// UpdateCoverage changes an insurance. What it said before is kept. Errors are those of
// AddCoverage, and NotFound where it is not there or void.
func (t *Tx) UpdateCoverage(ctx context.Context, x ehr.Coverage) error {
	if err := t.touch(ofPatient(ehr.WritePatient, x.Patient, "coverage", true)); err != nil {
		return err
	}
	if err := x.Check(); err != nil {
		return err
	}
	if err := t.onlyCoverage(ctx, x); err != nil {
		return err
	}
	return t.exec(ctx, "the coverage", `UPDATE coverage SET place = $4, payer = $5, payer_id = $6, plan = $7, member = $8, group_number = $9, relationship = $10,
			subscriber = $11, start = $12, stop = $13 WHERE practice_id = $1 AND patient_id = $2 AND id = $3 AND void_at IS NULL`,
		t.who.Practice, x.Patient, x.ID, x.Place, x.Payer, x.PayerID, x.Plan, x.Member, x.Group, x.Relationship, x.Subscriber, x.Start, x.End)
}

// onlyCoverage asks that no other insurance of the same place is in force in its time.
// Whoever asks the same for this patient meanwhile waits.
func (t *Tx) onlyCoverage(ctx context.Context, x ehr.Coverage) error {
	if _, err := t.tx.Exec(ctx, `SELECT FROM patient WHERE practice_id = $1 AND id = $2 FOR UPDATE`, t.who.Practice, x.Patient); err != nil {
		return wrap(err, "the patient")
	}
	var taken bool
	err := t.tx.QueryRow(ctx, `SELECT EXISTS (SELECT FROM coverage WHERE practice_id = $1 AND patient_id = $2 AND id <> $3 AND place = $4 AND void_at IS NULL
			AND daterange(start, stop, '[]') && daterange($5, $6, '[]'))`, t.who.Practice, x.Patient, x.ID, x.Place, x.Start, x.End).Scan(&taken)
	if err == nil && taken {
		return ehr.Errorf(ehr.Conflict, "another coverage of the same place is in force in that time: end that one first, or choose another place or time")
	}
	return wrap(err, "the coverage")
}

// Coverage lists a patient's insurances, void ones left out: the primary first, of one
// place the latest first.
func (t *Tx) Coverage(ctx context.Context, patient ehr.PatientID) ([]ehr.Coverage, error) {
	if err := t.touch(ofPatient(ehr.ReadPatient, patient, "coverage", false)); err != nil {
		return nil, err
	}
	if _, err := t.patient(ctx, patient); err != nil {
		return nil, err
	}
	return t.coverage(ctx, patient)
}

func (t *Tx) coverage(ctx context.Context, patient ehr.PatientID) ([]ehr.Coverage, error) {
	return rows(ctx, t, "the coverage", scanCoverage, `SELECT `+coverageColumns+` FROM coverage
		WHERE practice_id = $1 AND patient_id = $2 AND void_at IS NULL ORDER BY place, start DESC NULLS LAST, id`, t.who.Practice, patient)
}

// RestoreCoverage takes the voiding of an insurance back. NotFound where it is not there
// or not void, Conflict where another took its place.
func (t *Tx) RestoreCoverage(ctx context.Context, patient ehr.PatientID, id ehr.CoverageID) error {
	if err := t.RestoreEntry(ctx, ehr.ChartRef{Kind: "coverage", ID: string(id)}, patient); err != nil {
		return err
	}
	x, err := one(ctx, t, "the coverage", scanCoverage, `SELECT `+coverageColumns+` FROM coverage WHERE practice_id = $1 AND patient_id = $2 AND id = $3`,
		t.who.Practice, patient, id)
	if err != nil {
		return err
	}
	return t.onlyCoverage(ctx, x)
}
