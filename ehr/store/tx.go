package store

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/visitwright/visitwright/ehr"
)

// Actor is who acts: a signed-in user, or the service itself.
type Actor struct {
	User     ehr.UserID
	Practice ehr.PracticeID
	Role     ehr.Role
	Remote   string    // address the request came from
	ReauthAt time.Time // when the user last proved who they are
	service  bool
}

// Service is the actor of jobs and commands: it may do everything in the
// practice, and stands in the audit without a user.
func Service(p ehr.PracticeID) Actor { return Actor{Practice: p, service: true} }

// May reports whether the actor may do it.
func (a Actor) May(action ehr.Action) bool { return a.service || a.Role.May(action) }

// Why says what a transaction is for. It is what stands in the audit if the
// transaction is refused as a whole.
type Why struct {
	Action  ehr.Action
	Kind    string // of thing, e.g. "visit"
	ID      string
	Patient ehr.PatientID
	Detail  string // safe words only, no health data
}

// Tx is a transaction of one actor in one practice.
type Tx struct {
	tx       pgx.Tx
	store    *Store
	who      Actor
	why      Why
	now      time.Time
	touched  []access
	patients map[ehr.VisitID]ehr.PatientID
}

// access is one thing read or written, as it will stand in the audit.
type access struct {
	action  ehr.Action
	kind    string
	id      string
	patient ehr.PatientID
	part    string // of the thing, e.g. "transcript"
	write   bool
	said    bool // part is the caller's own words
}

// InTx runs fn in a transaction. What fn touched is audited when it succeeds, in
// the same transaction; when it fails, its reads and its refusal are audited in
// another. fn must not keep what it read if InTx gives an error.
func (s *Store) InTx(ctx context.Context, who Actor, why Why, fn func(*Tx) error) error {
	if who.Practice == "" {
		return ehr.Errorf(ehr.Unauthorized, "not signed in")
	}
	t := &Tx{store: s, who: who, why: why, now: s.now(), patients: map[ehr.VisitID]ehr.PatientID{}}
	if !who.May(why.Action) {
		err := ehr.Errorf(ehr.Forbidden, "your role does not allow this (%s)", why.Action)
		return t.refused(ctx, err)
	}
	var committed []row
	err := pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		t.tx = tx
		if err := enter(ctx, tx, who.Practice); err != nil {
			return err
		}
		if err := fn(t); err != nil {
			return err
		}
		var err error
		committed, err = s.appendAudit(ctx, tx, who.Practice, t.events(nil))
		return err
	})
	if err != nil {
		return t.refused(ctx, wrap(err, "the record"))
	}
	s.heads.note(who.Practice, committed)
	return nil
}

// enter makes the practice's rows visible for the rest of the transaction.
func enter(ctx context.Context, tx pgx.Tx, p ehr.PracticeID) error {
	_, err := tx.Exec(ctx, `SELECT set_config('app.practice', $1, true)`, string(p))
	return wrap(err, "the practice")
}

// refused writes down what a failed transaction tried, and gives cause back.
func (t *Tx) refused(ctx context.Context, cause error) error {
	events := t.events(cause)
	if len(events) == 0 {
		return cause
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	if err := t.store.auditAlone(ctx, t.who.Practice, events); err != nil {
		t.store.opt.Log.Error("a refused access could not be audited", "action", string(t.why.Action), "err", err)
	}
	return cause
}

// auditAlone appends events in a transaction of their own.
func (s *Store) auditAlone(ctx context.Context, p ehr.PracticeID, events []ehr.AuditEvent) error {
	var committed []row
	err := pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		if err := enter(ctx, tx, p); err != nil {
			return err
		}
		var err error
		committed, err = s.appendAudit(ctx, tx, p, events)
		return err
	})
	if err == nil {
		s.heads.note(p, committed)
	}
	return wrap(err, "the audit")
}

// events makes the audit's rows of what was touched: one for each action on each
// thing. cause is what the transaction failed with, or nil.
func (t *Tx) events(cause error) []ehr.AuditEvent {
	var out []ehr.AuditEvent
	read, wrote, said := map[int][]string{}, map[int][]string{}, map[int][]string{}
	for _, a := range t.touched {
		allowed := cause == nil || !a.write
		i := slices.IndexFunc(out, func(e ehr.AuditEvent) bool {
			return e.Action == a.action && e.Kind == a.kind && e.ID == a.id && e.Patient == a.patient && e.Allowed == allowed
		})
		if i < 0 {
			i = len(out)
			out = append(out, t.event(a.action, a.kind, a.id, a.patient, allowed, ""))
		}
		list := read
		switch {
		case a.said:
			list = said
		case a.write:
			list = wrote
		}
		if !slices.Contains(list[i], a.part) {
			list[i] = append(list[i], a.part)
		}
	}
	for i := range out {
		out[i].Detail = details(read[i], wrote[i], strings.Join(said[i], ", "), t.why.Detail, reason(out[i].Allowed, cause))
	}
	if cause != nil && (isRefusal(cause) || t.why.Patient != "") && !t.refusalStands(out) {
		out = append(out, t.event(t.why.Action, t.why.Kind, t.why.ID, t.why.Patient, false,
			details(nil, nil, t.why.Detail, reason(false, cause))))
	}
	return out
}

// refusalStands reports whether out says already that what the transaction was for
// was not done.
func (t *Tx) refusalStands(out []ehr.AuditEvent) bool {
	return slices.ContainsFunc(out, func(e ehr.AuditEvent) bool {
		return !e.Allowed && (t.why.Kind == "" || e.Kind == t.why.Kind && e.ID == t.why.ID)
	})
}

func (t *Tx) event(action ehr.Action, kind, id string, p ehr.PatientID, allowed bool, detail string) ehr.AuditEvent {
	return ehr.AuditEvent{Practice: t.who.Practice, At: t.now, User: t.who.User, Action: action, Allowed: allowed,
		Kind: kind, ID: id, Patient: p, Detail: detail, Remote: t.who.Remote}
}

func isRefusal(err error) bool {
	switch ehr.KindOf(err) {
	case ehr.Forbidden, ehr.NotFound, ehr.Unauthorized:
		return true
	}
	return false
}

func reason(allowed bool, cause error) string {
	switch {
	case allowed || cause == nil:
		return ""
	case isRefusal(cause):
		return "refused: " + string(ehr.KindOf(cause))
	}
	return "not done: " + string(ehr.KindOf(cause))
}

func details(read, wrote []string, rest ...string) string {
	var parts []string
	if len(read) > 0 {
		parts = append(parts, "read "+strings.Join(read, ", "))
	}
	if len(wrote) > 0 {
		parts = append(parts, "wrote "+strings.Join(wrote, ", "))
	}
	for _, r := range rest {
		if r != "" {
			parts = append(parts, r)
		}
	}
	return strings.Join(parts, "; ")
}

// Now is the transaction's time, in UTC.
func (t *Tx) Now() time.Time { return t.now }

// Who is the transaction's actor.
func (t *Tx) Who() Actor { return t.who }

// Pgx gives the transaction to the job queue, so that a job is inserted with the
// change that causes it.
func (t *Tx) Pgx() pgx.Tx { return t.tx }

// touch asks whether the actor may do it, and notes it for the audit.
func (t *Tx) touch(a access) error {
	if t.who.May(a.action) {
		t.touched = append(t.touched, a)
		return nil
	}
	t.why = Why{Action: a.action, Kind: a.kind, ID: a.id, Patient: a.patient, Detail: t.why.Detail}
	return ehr.Errorf(ehr.Forbidden, "your role does not allow this (%s)", a.action)
}

// Audit notes an access that the store does not see itself, e.g. that audio was
// played. detail holds safe words only.
func (t *Tx) Audit(_ context.Context, kind, id string, patient ehr.PatientID, action ehr.Action, detail string) error {
	return t.touch(access{action: action, kind: kind, id: id, patient: patient, part: detail, said: true})
}

// exec runs one statement and asks that it changed something.
func (t *Tx) exec(ctx context.Context, noun, sql string, args ...any) error {
	tag, err := t.tx.Exec(ctx, sql, args...)
	if err != nil {
		return wrap(err, noun)
	}
	if tag.RowsAffected() == 0 {
		return ehr.Errorf(ehr.NotFound, "there is no such thing: %s", noun)
	}
	return nil
}

// rows runs a query and gives each row to scan.
func rows[T any](ctx context.Context, t *Tx, noun string, scan func(pgx.CollectableRow) (T, error), sql string, args ...any) ([]T, error) {
	r, err := t.tx.Query(ctx, sql, args...)
	if err != nil {
		return nil, wrap(err, noun)
	}
	out, err := pgx.CollectRows(r, scan)
	if err != nil {
		return nil, wrap(err, noun)
	}
	if out == nil {
		out = []T{}
	}
	return out, nil
}

// one is rows where there must be exactly one.
func one[T any](ctx context.Context, t *Tx, noun string, scan func(pgx.CollectableRow) (T, error), sql string, args ...any) (T, error) {
	var none T
	r, err := t.tx.Query(ctx, sql, args...)
	if err != nil {
		return none, wrap(err, noun)
	}
	out, err := pgx.CollectExactlyOneRow(r, scan)
	if err != nil {
		return none, wrap(err, noun)
	}
	return out, nil
}

// list gives an empty list for nil: a list column is never NULL.
func list[T any](l []T) []T {
	if l == nil {
		return []T{}
	}
	return l
}
