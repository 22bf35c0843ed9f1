package store

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/visitwright/visitwright/ehr"
)

const patientColumns = `id, practice_id, mrn, given_name, family_name, birth_date, death_date, sex, phone, address, language,
	allergy_status, allergy_as_of, created_at`

func scanPatient(r pgx.CollectableRow) (p ehr.Patient, err error) {
	err = r.Scan(&p.ID, &p.Practice, &p.MRN, &p.GivenName, &p.FamilyName, &p.BirthDate, &p.DeathDate, &p.Sex, &p.Phone, &p.Address,
		&p.Language, &p.AllergyStatus, &p.AllergyAsOf, &p.CreatedAt)
	p.CreatedAt = p.CreatedAt.UTC()
	return p, err
}

func ofPatient(action ehr.Action, id ehr.PatientID, part string, write bool) access {
	return access{action: action, kind: "patient", id: string(id), patient: id, part: part, write: write}
}

// CreatePatient adds a patient. ID and MRN are given where they are empty;
// Conflict where the record number is another's.
func (t *Tx) CreatePatient(ctx context.Context, p ehr.Patient) (ehr.Patient, error) {
	if p.ID == "" {
		p.ID = ehr.NewID[ehr.PatientID]()
	}
	if err := t.touch(ofPatient(ehr.WritePatient, p.ID, "patient", true)); err != nil {
		return p, err
	}
	p.Practice, p.CreatedAt = t.who.Practice, t.now
	if p.AllergyStatus == "" {
		p.AllergyStatus = ehr.AllergiesNotAsked
	}
	if p.Sex == "" {
		p.Sex = ehr.UnknownSex
	}
	if p.MRN == "" {
		var err error
		if p.MRN, err = t.nextMRN(ctx); err != nil {
			return p, err
		}
	}
	return p, t.exec(ctx, "the patient", `INSERT INTO patient (practice_id, id, mrn, given_name, family_name, birth_date, death_date, sex,
			phone, address, language, allergy_status, allergy_as_of, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
		t.who.Practice, p.ID, p.MRN, p.GivenName, p.FamilyName, p.BirthDate, p.DeathDate, p.Sex,
		p.Phone, p.Address, p.Language, p.AllergyStatus, p.AllergyAsOf, p.CreatedAt)
}

// nextMRN counts the practice's record numbers up, past those that came with
// patients from elsewhere.
func (t *Tx) nextMRN(ctx context.Context) (string, error) {
	for {
		var n int64
		err := t.tx.QueryRow(ctx, `UPDATE practice SET last_mrn = last_mrn + 1 WHERE id = $1 RETURNING last_mrn`, t.who.Practice).Scan(&n)
		if err != nil {
			return "", wrap(err, "the record number")
		}
		mrn := fmt.Sprintf("%07d", n)
		var taken bool
		err = t.tx.QueryRow(ctx, `SELECT EXISTS (SELECT FROM patient WHERE practice_id = $1 AND mrn = $2)`, t.who.Practice, mrn).Scan(&taken)
		if err != nil || !taken {
			return mrn, wrap(err, "the record number")
		}
	}
}

// UpdatePatient changes name, dates, sex, contact and language. What stood before
// is kept.
func (t *Tx) UpdatePatient(ctx context.Context, p ehr.Patient) error {
	if err := t.touch(ofPatient(ehr.WritePatient, p.ID, "patient", true)); err != nil {
		return err
	}
	return t.exec(ctx, "the patient", `UPDATE patient SET given_name = $3, family_name = $4, birth_date = $5, death_date = $6, sex = $7,
			phone = $8, address = $9, language = $10 WHERE practice_id = $1 AND id = $2`,
		t.who.Practice, p.ID, p.GivenName, p.FamilyName, p.BirthDate, p.DeathDate, p.Sex, p.Phone, p.Address, p.Language)
}

// SetAllergyStatus says that allergies were asked for, with which outcome, and on
// which day.
func (t *Tx) SetAllergyStatus(ctx context.Context, id ehr.PatientID, status ehr.AllergyStatus, asOf ehr.Date) error {
	if err := t.touch(ofPatient(ehr.WriteChart, id, "allergy status", true)); err != nil {
		return err
	}
	return t.exec(ctx, "the patient", `UPDATE patient SET allergy_status = $3, allergy_as_of = $4 WHERE practice_id = $1 AND id = $2`,
		t.who.Practice, id, status, asOf)
}

// Patient reads one.
func (t *Tx) Patient(ctx context.Context, id ehr.PatientID) (ehr.Patient, error) {
	if err := t.touch(ofPatient(ehr.ReadPatient, id, "patient", false)); err != nil {
		return ehr.Patient{}, err
	}
	return t.patient(ctx, id)
}

func (t *Tx) patient(ctx context.Context, id ehr.PatientID) (ehr.Patient, error) {
	p, err := one(ctx, t, "the patient", scanPatient, `SELECT `+patientColumns+` FROM patient WHERE practice_id = $1 AND id = $2`, t.who.Practice, id)
	return p, t.missing(err, "patient", string(id), id)
}

// missing makes what was asked for and is not there stand in the audit.
func (t *Tx) missing(err error, kind, id string, p ehr.PatientID) error {
	if ehr.KindOf(err) == ehr.NotFound {
		t.why.Kind, t.why.ID, t.why.Patient = kind, id, p
	}
	return err
}

// SearchPatients finds patients whose record number begins with q, or whose name
// holds each word of q; all of them where q is empty. Sorted by family name;
// limit is at most 200, 50 where it is 0.
func (t *Tx) SearchPatients(ctx context.Context, q string, limit int) ([]ehr.Patient, error) {
	if limit <= 0 || limit > 200 {
		limit = 50
	}
	words := strings.Fields(strings.ToLower(q))
	patterns := make([]string, len(words))
	for i, w := range words {
		patterns[i] = "%" + likeQuote.Replace(w) + "%"
	}
	// Whoever may not read patients is refused before anything is looked up.
	if !t.who.May(ehr.ReadPatient) {
		return nil, t.touch(access{action: ehr.ReadPatient, kind: "patient", part: "search"})
	}
	found, err := rows(ctx, t, "the patients", scanPatient, `SELECT `+patientColumns+` FROM patient
		WHERE practice_id = $1 AND (lower(given_name || ' ' || family_name) LIKE ALL ($2::text[]) OR mrn LIKE $3)
		ORDER BY lower(family_name), lower(given_name), birth_date, id LIMIT $4`,
		t.who.Practice, patterns, likeQuote.Replace(strings.TrimSpace(q))+"%", limit)
	for _, p := range found {
		if err := t.touch(ofPatient(ehr.ReadPatient, p.ID, "patient in a search", false)); err != nil {
			return nil, err
		}
	}
	return found, err
}

// likeQuote takes their meaning from the signs of a LIKE pattern.
var likeQuote = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)
