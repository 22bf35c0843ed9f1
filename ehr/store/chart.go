package store

import (
	"context"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype/zeronull"

	"github.com/visitwright/visitwright/ehr"
)

const provenanceColumns = `source, visit_id, recorded_by, recorded_at`

func provenance(p *ehr.Provenance) []any {
	return []any{&p.Source, (*zeronull.Text)(&p.Visit), (*zeronull.Text)(&p.RecordedBy), &p.RecordedAt}
}

// newEntry asks for the right to add to a patient's chart and completes the
// entry's provenance.
func (t *Tx) newEntry(patient ehr.PatientID, part string, p *ehr.Provenance) error {
	t.complete(p)
	return t.touch(ofPatient(ehr.WriteChart, patient, part, true))
}

// complete gives what an entry does not say of where it came from.
func (t *Tx) complete(p *ehr.Provenance) {
	if p.Source == "" {
		p.Source = "typed"
	}
	if p.RecordedBy == "" {
		p.RecordedBy = t.who.User
	}
	if p.RecordedAt.IsZero() {
		p.RecordedAt = t.now
	}
}

// row puts the practice before, and the provenance after, an entry's own values.
func (t *Tx) row(p ehr.Provenance, values ...any) []any {
	return append(append([]any{t.who.Practice}, values...), p.Source, zeronull.Text(p.Visit), zeronull.Text(p.RecordedBy), p.RecordedAt)
}

// Chart reads all that is known of a patient and not void.
func (t *Tx) Chart(ctx context.Context, patient ehr.PatientID) (c ehr.Chart, err error) {
	if err := t.touch(ofPatient(ehr.ReadChart, patient, "chart", false)); err != nil {
		return c, err
	}
	if c.Patient, err = t.patient(ctx, patient); err != nil {
		return c, err
	}
	if c.Problems, err = t.problems(ctx, patient); err != nil {
		return c, err
	}
	if c.Medications, err = t.medications(ctx, patient); err != nil {
		return c, err
	}
	if c.Allergies, err = t.allergies(ctx, patient); err != nil {
		return c, err
	}
	if c.Observations, err = t.observations(ctx, patient); err != nil {
		return c, err
	}
	if c.Immunizations, err = t.immunizations(ctx, patient); err != nil {
		return c, err
	}
	if c.Procedures, err = t.procedures(ctx, patient); err != nil {
		return c, err
	}
	if c.Coverage, err = t.coverage(ctx, patient); err != nil {
		return c, err
	}
	c.Orders, err = rows(ctx, t, "the chart", scanOrder, `SELECT `+orderColumns+` FROM orders
		WHERE practice_id = $1 AND patient_id = $2 AND status IN ('placed', 'done') ORDER BY decided_at DESC, id`, t.who.Practice, patient)
	return c, err
}

// Allergies reads a patient's allergies alone, for the banner of each page.
func (t *Tx) Allergies(ctx context.Context, patient ehr.PatientID) ([]ehr.Allergy, error) {
	if err := t.touch(ofPatient(ehr.ReadChart, patient, "allergies", false)); err != nil {
		return nil, err
	}
	return t.allergies(ctx, patient)
}

// ImportChart adds a patient and a whole chart that came from elsewhere; all of it,
// or nothing. Conflict where the patient's record number is here already.
func (t *Tx) ImportChart(ctx context.Context, c ehr.Chart) (ehr.PatientID, error) {
	p, err := t.CreatePatient(ctx, c.Patient)
	if err != nil {
		return "", err
	}
	if err := t.touch(ofPatient(ehr.WriteChart, p.ID, "chart taken in", true)); err != nil {
		return "", err
	}
	from := func(v ehr.Provenance) ehr.Provenance {
		return ehr.Provenance{Source: v.Source, RecordedBy: t.who.User, RecordedAt: t.now}
	}
	b := &pgx.Batch{}
	for _, x := range c.Problems {
		x.ID, x.Patient, x.Provenance = given(x.ID), p.ID, from(x.Provenance)
		t.queueProblem(b, x)
	}
	for _, x := range c.Medications {
		x.ID, x.Patient, x.Provenance = given(x.ID), p.ID, from(x.Provenance)
		t.queueMedication(b, x)
	}
	for _, x := range c.Allergies {
		x.ID, x.Patient, x.Provenance = given(x.ID), p.ID, from(x.Provenance)
		t.queueAllergy(b, x)
	}
	for _, x := range c.Observations {
		x.ID, x.Patient, x.Provenance = given(x.ID), p.ID, from(x.Provenance)
		t.queueObservation(b, x)
	}
	for _, x := range c.Immunizations {
		x.ID, x.Patient, x.Provenance = given(x.ID), p.ID, from(x.Provenance)
		t.queueImmunization(b, x)
	}
	for _, x := range c.Procedures {
		x.ID, x.Patient, x.Provenance = given(x.ID), p.ID, from(x.Provenance)
		t.queueProcedure(b, x)
	}
	for _, x := range c.Coverage {
		x.ID, x.Patient, x.Provenance = given(x.ID), p.ID, from(x.Provenance)
		t.queueCoverage(b, x)
	}
	return p.ID, wrap(t.tx.SendBatch(ctx, b).Close(), "an entry of the chart")
}

// VoidEntry takes an entry of a patient's chart back that was made in error. It
// stays on record with the reason. NotFound where it is not there or void already.
func (t *Tx) VoidEntry(ctx context.Context, entry ehr.ChartRef, patient ehr.PatientID, reason string) error {
	if err := t.touch(ofPatient(toChange(entry.Kind), patient, entry.Kind+" voided", true)); err != nil {
		return err
	}
	if strings.TrimSpace(reason) == "" {
		return ehr.Errorf(ehr.Invalid, "a reason is needed")
	}
	statement, ok := voiding[entry.Kind]
	if !ok {
		return ehr.Errorf(ehr.Invalid, "an entry of this kind cannot be voided")
	}
	return t.exec(ctx, "the entry", statement, t.who.Practice, patient, entry.ID, reason, zeronull.Text(t.who.User), t.now)
}

// RestoreEntry takes the voiding of an entry back; that it was void stays on
// record. NotFound where it is not there or not void.
func (t *Tx) RestoreEntry(ctx context.Context, entry ehr.ChartRef, patient ehr.PatientID) error {
	if err := t.touch(ofPatient(toChange(entry.Kind), patient, entry.Kind+" restored", true)); err != nil {
		return err
	}
	statement, ok := restoring[entry.Kind]
	if !ok {
		return ehr.Errorf(ehr.Invalid, "an entry of this kind cannot be restored")
	}
	return t.exec(ctx, "the entry", statement, t.who.Practice, patient, entry.ID)
}

// toChange is the right that changing an entry needs. Insurances are the front desk's.
func toChange(kind string) ehr.Action {
	if kind == "coverage" {
		return ehr.WritePatient
	}
	return ehr.WriteChart
}

// restoring has the statement for each kind of entry.
var restoring = map[string]string{
	"problem": `UPDATE problem SET void_reason = '', void_by = NULL, void_at = NULL
		WHERE practice_id = $1 AND patient_id = $2 AND id = $3 AND void_at IS NOT NULL`,
	"medication": `UPDATE medication SET void_reason = '', void_by = NULL, void_at = NULL
		WHERE practice_id = $1 AND patient_id = $2 AND id = $3 AND void_at IS NOT NULL`,
	"allergy": `UPDATE allergy SET void_reason = '', void_by = NULL, void_at = NULL
		WHERE practice_id = $1 AND patient_id = $2 AND id = $3 AND void_at IS NOT NULL`,
	"observation": `UPDATE observation SET void_reason = '', void_by = NULL, void_at = NULL
		WHERE practice_id = $1 AND patient_id = $2 AND id = $3 AND void_at IS NOT NULL`,
	"immunization": `UPDATE immunization SET void_reason = '', void_by = NULL, void_at = NULL
		WHERE practice_id = $1 AND patient_id = $2 AND id = $3 AND void_at IS NOT NULL`,
	"procedure": `UPDATE procedure SET void_reason = '', void_by = NULL, void_at = NULL
		WHERE practice_id = $1 AND patient_id = $2 AND id = $3 AND void_at IS NOT NULL`,
	"coverage": `UPDATE coverage SET void_reason = '', void_by = NULL, void_at = NULL
		WHERE practice_id = $1 AND patient_id = $2 AND id = $3 AND void_at IS NOT NULL`,
}

// voiding has the statement for each kind of entry.
var voiding = map[string]string{
	"problem": `UPDATE problem SET void_reason = $4, void_by = $5, void_at = $6
		WHERE practice_id = $1 AND patient_id = $2 AND id = $3 AND void_at IS NULL`,
	"medication": `UPDATE medication SET void_reason = $4, void_by = $5, void_at = $6
		WHERE practice_id = $1 AND patient_id = $2 AND id = $3 AND void_at IS NULL`,
	"allergy": `UPDATE allergy SET void_reason = $4, void_by = $5, void_at = $6
		WHERE practice_id = $1 AND patient_id = $2 AND id = $3 AND void_at IS NULL`,
	"observation": `UPDATE observation SET void_reason = $4, void_by = $5, void_at = $6
		WHERE practice_id = $1 AND patient_id = $2 AND id = $3 AND void_at IS NULL`,
	"immunization": `UPDATE immunization SET void_reason = $4, void_by = $5, void_at = $6
		WHERE practice_id = $1 AND patient_id = $2 AND id = $3 AND void_at IS NULL`,
	"procedure": `UPDATE procedure SET void_reason = $4, void_by = $5, void_at = $6
		WHERE practice_id = $1 AND patient_id = $2 AND id = $3 AND void_at IS NULL`,
	"coverage": `UPDATE coverage SET void_reason = $4, void_by = $5, void_at = $6
		WHERE practice_id = $1 AND patient_id = $2 AND id = $3 AND void_at IS NULL`,
}
