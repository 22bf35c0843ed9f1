package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype/zeronull"

	"github.com/visitwright/visitwright/ehr"
)

// CaseLease is how long a coder holds a case without touching it.
const CaseLease = 15 * time.Minute

// CaseError is in the chain where a case is held by somebody else, or has changed
// since it was read. Nothing was changed.
type CaseError struct {
	By    string    // name of who holds or changed it; empty: the service
	At    time.Time // when it was changed; zero where it is only held
	Until time.Time // until when it is held; zero where it is not
}

func (e *CaseError) Error() string { return "the case is another coder's, or changed" }

// caseQuery reads signed visits as coding cases. $2 is the time, $3 the user who
// asks, $4 one visit or NULL.
const caseQuery = `SELECT v.id, coalesce(c.version, 0), p.id, p.given_name || ' ' || p.family_name, p.mrn, p.birth_date, v.date_of_service, v.signed_at,
		v.clinician_id, u.name, v.reason, coalesce(i.payer, ''), k.lowest, k.ticked, k.undecided, k.services, q.open, c.holder, coalesce(h.name, ''), c.held_until,
		c.changed_at, coalesce(b.name, ''), c.done_at,
		CASE WHEN c.done_at IS NOT NULL THEN 'done' WHEN c.held_until > $2 AND c.holder = $3 THEN 'mine' WHEN q.open > 0 THEN 'waiting'
			WHEN c.held_until > $2 THEN 'taken' ELSE 'to_do' END
	FROM visit v
	JOIN patient p ON p.practice_id = v.practice_id AND p.id = v.patient_id
	JOIN users u ON u.practice_id = v.practice_id AND u.id = v.clinician_id
	LEFT JOIN LATERAL (SELECT payer FROM coverage WHERE practice_id = v.practice_id AND patient_id = v.patient_id AND void_at IS NULL
		AND daterange(start, stop, '[]') @> v.date_of_service ORDER BY place, start DESC NULLS LAST, id LIMIT 1) i ON true
	LEFT JOIN coding_case c ON c.practice_id = v.practice_id AND c.visit_id = v.id
	LEFT JOIN users h ON h.practice_id = c.practice_id AND h.id = c.holder
	LEFT JOIN users b ON b.practice_id = c.practice_id AND b.id = c.changed_by
	CROSS JOIN LATERAL (SELECT count(*) FILTER (WHERE t) AS ticked, count(*) FILTER (WHERE t AND status = 'proposed') AS undecided,
			min(confidence) FILTER (WHERE t) AS lowest,
			coalesce(array_agg(code ORDER BY place) FILTER (WHERE t AND system <> 'http://hl7.org/fhir/sid/icd-10-cm'), '{}') AS services
		FROM (SELECT status, confidence, code, place, system, status = 'accepted' OR status = 'proposed' AND selected AS t
			FROM code WHERE practice_id = v.practice_id AND visit_id = v.id AND superseded_at IS NULL) k) k
	CROSS JOIN LATERAL (SELECT count(*) AS open FROM code_question WHERE practice_id = v.practice_id AND visit_id = v.id AND answered_at IS NULL) q
	WHERE v.practice_id = $1 AND v.state = 'signed' AND ($4::uuid IS NULL OR v.id = $4)`

func scanCase(r pgx.CollectableRow) (c ehr.CodingCase, err error) {
	err = r.Scan(&c.Visit, &c.Version, &c.Patient, &c.Name, &c.MRN, &c.BirthDate, &c.Service, &c.SignedAt, &c.Clinician, &c.By, &c.Reason,
		&c.Payer, &c.Lowest, &c.Ticked, &c.Undecided, &c.Services, &c.Questions, (*zeronull.Text)(&c.Holder), &c.HolderName, (*zeronull.Timestamptz)(&c.HeldUntil),
		(*zeronull.Timestamptz)(&c.ChangedAt), &c.ChangedBy, (*zeronull.Timestamptz)(&c.DoneAt), &c.State)
	for _, at := range []*time.Time{&c.SignedAt, &c.HeldUntil, &c.ChangedAt, &c.DoneAt} {
		*at = at.UTC()
	}
	return c, err
}

// CaseFilter says which cases are listed; empty fields take all.
type CaseFilter struct {
	State     ehr.CodingState
	Clinician ehr.UserID
	Limit     int
}

// CodingCases lists signed visits for the worklist, those signed first at the top.
// Each patient shown stands in the audit.
func (t *Tx) CodingCases(ctx context.Context, f CaseFilter) ([]ehr.CodingCase, error) {
	if !t.who.May(ehr.WorkCodes) {
		return nil, t.touch(access{action: ehr.WorkCodes, kind: "visit", part: "coding worklist"})
	}
	found, err := rows(ctx, t, "the worklist", scanCase, `SELECT * FROM (`+caseQuery+`) w (id, version, patient, name, mrn, birth, service, signed, clinician, by,
			reason, payer, lowest, ticked, undecided, services, open, holder, holder_name, held, changed, changed_by, done, state)
		WHERE ($5 = '' AND state <> 'done' OR state = $5) AND ($6::uuid IS NULL OR clinician = $6) ORDER BY signed, id LIMIT $7`,
		t.who.Practice, t.now, zeronull.Text(t.who.User), nil, f.State, zeronull.Text(f.Clinician), f.Limit)
	for _, c := range found {
		if err := t.touch(ofPatient(ehr.WorkCodes, c.Patient, "coding worklist", false)); err != nil {
			return nil, err
		}
	}
	return found, err
}

// CodingCase reads one. NotFound where there is no such visit, Conflict where it
// is not signed.
func (t *Tx) CodingCase(ctx context.Context, visit ehr.VisitID) (ehr.CodingCase, error) {
	if _, err := t.ofVisit(ctx, ehr.WorkCodes, visit, "coding case", false); err != nil {
		return ehr.CodingCase{}, err
	}
	c, err := one(ctx, t, "the case", scanCase, caseQuery, t.who.Practice, t.now, zeronull.Text(t.who.User), visit)
	if err != nil && ehr.KindOf(err) == ehr.NotFound {
		return c, ehr.Errorf(ehr.Conflict, "the visit is not signed: its codes are reviewed on its own page")
	}
	return c, err
}

// lockCase asks for the right, keeps others from changing the case, and asks that
// it is the one that was read. hold says that the actor must be its holder.
func (t *Tx) lockCase(ctx context.Context, visit ehr.VisitID, version int, part string, hold bool) (ehr.CodingCase, error) {
	var c ehr.CodingCase
	if _, err := t.ofVisit(ctx, ehr.WorkCodes, visit, part, true); err != nil {
		return c, err
	}
	if t.who.User == "" {
		return c, ehr.Errorf(ehr.Forbidden, "only a person works on a case")
	}
	if _, err := t.tx.Exec(ctx, `INSERT INTO coding_case (practice_id, visit_id) SELECT practice_id, visit_id FROM signature
		WHERE practice_id = $1 AND visit_id = $2 ON CONFLICT DO NOTHING`, t.who.Practice, visit); err != nil {
		return c, wrap(err, "the case")
	}
	if _, err := t.tx.Exec(ctx, `SELECT FROM coding_case WHERE practice_id = $1 AND visit_id = $2 FOR UPDATE`, t.who.Practice, visit); err != nil {
		return c, wrap(err, "the case")
	}
	c, err := t.CodingCase(ctx, visit)
	if err != nil {
		return c, err
	}
	others := c.Holder != t.who.User && c.HeldUntil.After(t.now)
	switch {
	case others:
		return c, ehr.Wrap(ehr.Conflict, &CaseError{By: c.HolderName, At: c.ChangedAt, Until: c.HeldUntil}, "%s is working on this case. Nothing of yours was saved or lost.", c.HolderName)
	case c.Version != version:
		by := c.ChangedBy
		return c, ehr.Wrap(ehr.Conflict, &CaseError{By: by, At: c.ChangedAt}, "%s changed this case since you opened it. Nothing of yours was saved or lost.", by)
	case hold && c.State == ehr.CodingDone:
		return c, ehr.Errorf(ehr.Conflict, "the case is finished: open it again first")
	case hold && c.Holder != t.who.User:
		return c, ehr.Errorf(ehr.Conflict, "take the case first")
	}
	return c, nil
}

// keepCase writes that the case was changed, by whom, and who holds it now.
func (t *Tx) keepCase(ctx context.Context, visit ehr.VisitID, held, done bool) (ehr.CodingCase, error) {
	var holder, doneBy zeronull.Text
	var until, doneAt zeronull.Timestamptz
	if held {
		holder, until = zeronull.Text(t.who.User), zeronull.Timestamptz(t.now.Add(CaseLease))
	}
	if done {
		doneBy, doneAt = zeronull.Text(t.who.User), zeronull.Timestamptz(t.now)
	}
	err := t.exec(ctx, "the case", `UPDATE coding_case SET version = version + 1, holder = $3, held_until = $4, done_by = $5, done_at = $6, changed_by = $7, changed_at = $8
		WHERE practice_id = $1 AND visit_id = $2`, t.who.Practice, visit, holder, until, doneBy, doneAt, t.who.User, t.now)
	if err != nil {
		return ehr.CodingCase{}, err
	}
	return t.CodingCase(ctx, visit)
}

// ClaimCase gives the case to the actor for CaseLease from the last change. It
// opens a finished one again. Conflict, with CaseError in the chain, where
// somebody else holds it or it has changed.
func (t *Tx) ClaimCase(ctx context.Context, visit ehr.VisitID, version int) (ehr.CodingCase, error) {
	if _, err := t.lockCase(ctx, visit, version, "coding case taken", false); err != nil {
		return ehr.CodingCase{}, err
	}
	return t.keepCase(ctx, visit, true, false)
}

// ReleaseCase gives it back.
func (t *Tx) ReleaseCase(ctx context.Context, visit ehr.VisitID, version int) (ehr.CodingCase, error) {
	if _, err := t.lockCase(ctx, visit, version, "coding case given back", true); err != nil {
		return ehr.CodingCase{}, err
	}
	return t.keepCase(ctx, visit, false, false)
}

// FinishCase says that the codes are right. Conflict where a ticked code is
// undecided or a question has no answer.
func (t *Tx) FinishCase(ctx context.Context, visit ehr.VisitID, version int) (ehr.CodingCase, error) {
	c, err := t.lockCase(ctx, visit, version, "coding case finished", true)
	switch {
	case err != nil:
		return c, err
	case c.Undecided > 0:
		return c, ehr.Errorf(ehr.Conflict, "%s to be accepted, rejected or replaced", counted(c.Undecided, "code waits", "codes wait"))
	case c.Questions > 0:
		return c, ehr.Errorf(ehr.Conflict, "%s for the clinician", counted(c.Questions, "question waits", "questions wait"))
	}
	return t.keepCase(ctx, visit, false, true)
}

func counted(n int, one, more string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, more)
}
