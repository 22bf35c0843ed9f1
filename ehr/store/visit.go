package store

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype/zeronull"

	"github.com/visitwright/visitwright/ehr"
)

// ErrNoConsent is in the chain where a visit may not be recorded because nobody
// has given leave.
var ErrNoConsent = errors.New("no consent to record")

const visitColumns = `id, practice_id, patient_id, clinician_id, appointment_id, reason, date_of_service, state, template, statement,
	created_at, started_at, stopped_at, signed_at, signed_by`

func scanVisit(r pgx.CollectableRow) (v ehr.Visit, err error) {
	err = r.Scan(&v.ID, &v.Practice, &v.Patient, &v.Clinician, (*zeronull.Text)(&v.Appointment), &v.Reason, &v.Service, &v.State, &v.Template,
		&v.Statement, &v.CreatedAt, (*zeronull.Timestamptz)(&v.StartedAt), (*zeronull.Timestamptz)(&v.StoppedAt),
		(*zeronull.Timestamptz)(&v.SignedAt), (*zeronull.Text)(&v.SignedBy))
	for _, at := range []*time.Time{&v.CreatedAt, &v.StartedAt, &v.StoppedAt, &v.SignedAt} {
		*at = at.UTC()
	}
	return v, err
}

// ofVisit asks for and notes an access to a part of a visit. It gives NotFound
// where there is no such visit in the practice.
func (t *Tx) ofVisit(ctx context.Context, action ehr.Action, id ehr.VisitID, part string, write bool) (ehr.PatientID, error) {
	patient, ok := t.patients[id]
	if !ok {
		err := t.tx.QueryRow(ctx, `SELECT patient_id FROM visit WHERE practice_id = $1 AND id = $2`, t.who.Practice, id).Scan(&patient)
		if err != nil {
			return "", t.missing(wrap(err, "the visit"), "visit", string(id), "")
		}
		t.patients[id] = patient
	}
	return patient, t.touch(access{action: action, kind: "visit", id: string(id), patient: patient, part: part, write: write})
}

// CreateVisit opens a visit. ID and date of service (today in the practice's time
// zone) are given where they are empty; the state is Open. Conflict where the
// appointment has a visit already.
func (t *Tx) CreateVisit(ctx context.Context, v ehr.Visit) (ehr.Visit, error) {
	if v.ID == "" {
		v.ID = ehr.NewID[ehr.VisitID]()
	}
	if err := t.touch(access{action: ehr.RecordVisit, kind: "visit", id: string(v.ID), patient: v.Patient, part: "visit", write: true}); err != nil {
		return v, err
	}
	if v.Service.IsZero() {
		loc, err := t.location(ctx)
		if err != nil {
			return v, err
		}
		v.Service = ehr.DateOf(t.now.In(loc))
	}
	v = ehr.Visit{ID: v.ID, Practice: t.who.Practice, Patient: v.Patient, Clinician: v.Clinician, Appointment: v.Appointment,
		Reason: v.Reason, Service: v.Service, State: ehr.Open, Template: v.Template, CreatedAt: t.now}
	return v, t.exec(ctx, "the visit", `INSERT INTO visit (practice_id, id, patient_id, clinician_id, appointment_id, reason, date_of_service, state, template, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		t.who.Practice, v.ID, v.Patient, v.Clinician, zeronull.Text(v.Appointment), v.Reason, v.Service, v.State, v.Template, v.CreatedAt)
}

// Visit reads one.
func (t *Tx) Visit(ctx context.Context, id ehr.VisitID) (ehr.Visit, error) {
	if _, err := t.ofVisit(ctx, ehr.ReadVisit, id, "visit", false); err != nil {
		return ehr.Visit{}, err
	}
	return one(ctx, t, "the visit", scanVisit, `SELECT `+visitColumns+` FROM visit WHERE practice_id = $1 AND id = $2`, t.who.Practice, id)
}

// lockVisit reads a visit and keeps others from changing it until the end of the
// transaction.
func (t *Tx) lockVisit(ctx context.Context, id ehr.VisitID) (ehr.Visit, error) {
	v, err := one(ctx, t, "the visit", scanVisit, `SELECT `+visitColumns+` FROM visit WHERE practice_id = $1 AND id = $2 FOR UPDATE`, t.who.Practice, id)
	return v, t.missing(err, "visit", string(id), "")
}

// VisitsOf lists a patient's visits that are not void, latest first.
func (t *Tx) VisitsOf(ctx context.Context, p ehr.PatientID) ([]ehr.Visit, error) {
	if err := t.touch(ofPatient(ehr.ReadVisit, p, "list of visits", false)); err != nil {
		return nil, err
	}
	return rows(ctx, t, "the visits", scanVisit, `SELECT `+visitColumns+` FROM visit
		WHERE practice_id = $1 AND patient_id = $2 AND state <> 'void' ORDER BY date_of_service DESC, created_at DESC`, t.who.Practice, p)
}

// MoveVisit takes a visit along an arrow of ehr/VISIT.md and sets the times that
// go with it. Conflict where there is no such arrow; ErrNoConsent is in the chain
// where recording may not begin. Signing and voiding have methods of their own.
func (t *Tx) MoveVisit(ctx context.Context, id ehr.VisitID, to ehr.VisitState) (ehr.Visit, error) {
	action := ehr.RecordVisit
	if to == ehr.Review || to == ehr.Drafting {
		action = ehr.EditNote
	}
	if _, err := t.ofVisit(ctx, action, id, "state "+string(to), true); err != nil {
		return ehr.Visit{}, err
	}
	v, err := t.lockVisit(ctx, id)
	if err != nil {
		return v, err
	}
	if err := v.State.To(to); err != nil {
		return v, err
	}
	switch to {
	case ehr.Signed, ehr.Void:
		return v, ehr.Errorf(ehr.Invalid, "a visit becomes %s in a way of its own", to)
	case ehr.Recording:
		if c, err := t.latestConsent(ctx, id); err != nil {
			return v, err
		} else if c == nil || !c.Given {
			return v, ehr.Wrap(ehr.Conflict, ErrNoConsent, "the patient has not agreed to being recorded")
		}
		v.StartedAt = t.now
	case ehr.Drafting:
		if v.State == ehr.Recording {
			v.StoppedAt = t.now
		}
	}
	v.State = to
	return v, t.exec(ctx, "the visit", `UPDATE visit SET state = $3, started_at = $4, stopped_at = $5 WHERE practice_id = $1 AND id = $2`,
		t.who.Practice, id, v.State, zeronull.Timestamptz(v.StartedAt), zeronull.Timestamptz(v.StoppedAt))
}

// VoidVisit takes back a visit that was opened in error. The reason stands in the
// record.
func (t *Tx) VoidVisit(ctx context.Context, id ehr.VisitID, reason string) error {
	if _, err := t.ofVisit(ctx, ehr.RecordVisit, id, "state void", true); err != nil {
		return err
	}
	if strings.TrimSpace(reason) == "" {
		return ehr.Errorf(ehr.Invalid, "a reason is needed")
	}
	v, err := t.lockVisit(ctx, id)
	if err != nil {
		return err
	}
	if err := v.State.To(ehr.Void); err != nil {
		return err
	}
	return t.exec(ctx, "the visit", `UPDATE visit SET state = 'void', void_reason = $3 WHERE practice_id = $1 AND id = $2`, t.who.Practice, id, reason)
}

// SetTemplate chooses the note template.
func (t *Tx) SetTemplate(ctx context.Context, id ehr.VisitID, template string) error {
	if _, err := t.ofVisit(ctx, ehr.EditNote, id, "template", true); err != nil {
		return err
	}
	return t.exec(ctx, "the visit", `UPDATE visit SET template = $3 WHERE practice_id = $1 AND id = $2`, t.who.Practice, id, template)
}

// SetStatement says why the visit has no draft; empty takes it back.
func (t *Tx) SetStatement(ctx context.Context, id ehr.VisitID, words string) error {
	if _, err := t.ofVisit(ctx, ehr.EditNote, id, "statement", true); err != nil {
		return err
	}
	return t.exec(ctx, "the visit", `UPDATE visit SET statement = $3 WHERE practice_id = $1 AND id = $2`, t.who.Practice, id, words)
}
