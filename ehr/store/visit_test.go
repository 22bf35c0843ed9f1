package store_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/store"
	"github.com/visitwright/visitwright/ehr/store/pgtest"
)

// openVisit opens a visit with consent given.
func openVisit(t *testing.T, s *store.Store, c *pgtest.Clinic) ehr.Visit {
	t.Helper()
	var v ehr.Visit
	in(t, s, c.Clinician, ehr.RecordVisit, func(ctx context.Context, tx *store.Tx) (err error) {
		v, err = tx.CreateVisit(ctx, ehr.Visit{Patient: c.Patient.ID, Clinician: c.Clinician.User, Reason: "cough"})
		if err == nil {
			_, err = tx.AddConsent(ctx, ehr.Consent{Visit: v.ID, Given: true, Method: "verbal", Present: "patient"})
		}
		return err
	})
	return v
}

// The trigger knows exactly the arrows of the Go rules: every pair is tried past
// them.
func TestTriggerKnowsTheArrowsOfTheRules(t *testing.T) {
	db := pgtest.New(t)
	c := pgtest.NewClinic(t, db, "")
	// The shortest way to each state.
	way := map[ehr.VisitState][]ehr.VisitState{
		ehr.Open: {}, ehr.Recording: {ehr.Recording}, ehr.Drafting: {ehr.Recording, ehr.Drafting},
		ehr.Review: {ehr.Review}, ehr.Signed: {ehr.Review, ehr.Signed}, ehr.Void: {ehr.Void},
	}
	set := func(ctx context.Context, tx pgx.Tx, id ehr.VisitID, to ehr.VisitState) error {
		var by *ehr.UserID
		var at *time.Time
		reason := ""
		if to == ehr.Signed {
			now := time.Now()
			by, at = &c.Clinician.User, &now
		}
		if to == ehr.Void {
			reason = "error"
		}
		_, err := tx.Exec(ctx, `UPDATE visit SET state = $2, signed_by = $3, signed_at = $4, void_reason = $5 WHERE id = $1`, id, to, by, at, reason)
		return err
	}
	v := openVisit(t, db.Store, c)
	for _, from := range ehr.VisitStates {
		for _, to := range ehr.VisitStates {
			if from == to {
				continue
			}
			asApp(t, db, c.Practice.ID, func(ctx context.Context, tx pgx.Tx) {
				for _, step := range way[from] {
					if err := set(ctx, tx, v.ID, step); err != nil {
						t.Fatalf("to %s: %v", step, err)
					}
				}
				rule := ehr.Visit{State: from}.State.To(to)
				if err := set(ctx, tx, v.ID, to); (err == nil) != (rule == nil) {
					t.Errorf("%s to %s: the trigger says %v, the rules say %v", from, to, err, rule)
				}
			})
		}
	}
}

func TestMoveVisit(t *testing.T) {
	k := &clock{t: time.Date(2026, 11, 23, 3, 30, 0, 0, time.UTC)} // still the 22nd in Chicago
	db := pgtest.New(t, func(o *store.Options) { o.Now = k.now })
	c := pgtest.NewClinic(t, db, "")
	v := openVisit(t, db.Store, c)
	if v.Service.String() != "2026-11-22" || v.State != ehr.Open {
		t.Errorf("%+v", v)
	}
	move := func(to ehr.VisitState) error {
		return try(t, db.Store, c.Nurse, ehr.RecordVisit, func(ctx context.Context, tx *store.Tx) (err error) {
			v, err = tx.MoveVisit(ctx, v.ID, to)
			return err
		})
	}
	wantKind(t, move(ehr.Drafting), ehr.Conflict)
	if err := move(ehr.Recording); err != nil || !v.StartedAt.Equal(k.now()) {
		t.Fatalf("%+v, %v", v, err)
	}
	wantKind(t, move(ehr.Recording), ehr.Conflict)
	k.move(10 * time.Minute)
	if err := move(ehr.Drafting); err != nil || !v.StoppedAt.Equal(k.now()) {
		t.Fatalf("%+v, %v", v, err)
	}
	stopped := v.StoppedAt
	k.move(time.Minute)
	for _, to := range []ehr.VisitState{ehr.Review, ehr.Drafting, ehr.Review} {
		if err := move(to); err != nil {
			t.Fatal(err)
		}
	}
	in(t, db.Store, c.Coder, ehr.ReadVisit, func(ctx context.Context, tx *store.Tx) error {
		got, err := tx.Visit(ctx, v.ID)
		if got.State != ehr.Review || !got.StoppedAt.Equal(stopped) || got.SignedBy != "" {
			t.Errorf("%+v", got)
		}
		return err
	})
	wantKind(t, move(ehr.Signed), ehr.Invalid)
	wantKind(t, move(ehr.Void), ehr.Invalid)
	wantKind(t, try(t, db.Store, c.Nurse, ehr.RecordVisit, func(ctx context.Context, tx *store.Tx) error { return tx.VoidVisit(ctx, v.ID, " ") }), ehr.Invalid)
	in(t, db.Store, c.Nurse, ehr.RecordVisit, func(ctx context.Context, tx *store.Tx) error { return tx.VoidVisit(ctx, v.ID, "wrong patient") })
	wantKind(t, move(ehr.Review), ehr.Conflict)
}

func TestNoRecordingWithoutConsent(t *testing.T) {
	db := pgtest.New(t)
	c := pgtest.NewClinic(t, db, "")
	v := openVisit(t, db.Store, c)
	in(t, db.Store, c.Nurse, ehr.RecordVisit, func(ctx context.Context, tx *store.Tx) error {
		_, err := tx.AddConsent(ctx, ehr.Consent{Visit: v.ID, Given: false, Method: "verbal", Present: "patient"})
		return err
	})
	err := try(t, db.Store, c.Nurse, ehr.RecordVisit, func(ctx context.Context, tx *store.Tx) error {
		_, err := tx.MoveVisit(ctx, v.ID, ehr.Recording)
		return err
	})
	if !errors.Is(err, store.ErrNoConsent) || ehr.KindOf(err) != ehr.Conflict {
		t.Errorf("got %v", err)
	}
	asApp(t, db, c.Practice.ID, func(ctx context.Context, tx pgx.Tx) { // nor past the Go rules
		if _, err := tx.Exec(ctx, `UPDATE visit SET state = 'recording' WHERE id = $1`, v.ID); err == nil {
			t.Error("recording without consent")
		}
	})
	in(t, db.Store, c.Coder, ehr.ReadVisit, func(ctx context.Context, tx *store.Tx) error {
		got, err := tx.Consent(ctx, v.ID)
		if got == nil || got.Given || got.RecordedBy != c.Nurse.User {
			t.Errorf("the latest is in force: %+v", got)
		}
		return err
	})
}

func TestSchedule(t *testing.T) {
	db := pgtest.New(t)
	c := pgtest.NewClinic(t, db, "")
	day := ehr.Date{Year: 2026, Month: 11, Day: 1} // clocks change in Chicago: 25 hours
	in(t, db.Store, c.FrontDesk, ehr.WriteSchedule, func(ctx context.Context, tx *store.Tx) error {
		for _, hour := range []int{4, 5, 14, 29, 30} { // UTC: 31st 23:00, 1st 00:00, 08:00, 23:00, 2nd 00:00
			at := time.Date(2026, 11, 1, hour, 0, 0, 0, time.UTC)
			if _, err := tx.CreateAppointment(ctx, ehr.Appointment{Patient: c.Patient.ID, Clinician: c.Clinician.User, Start: at, Minutes: 15, Reason: fmt.Sprint(hour)}); err != nil {
				return err
			}
		}
		return nil
	})
	var first ehr.Appointment
	schedule := func(who ehr.UserID) (reasons []string, entries []store.ScheduleEntry) {
		in(t, db.Store, c.Administrator, ehr.ReadSchedule, func(ctx context.Context, tx *store.Tx) (err error) {
			entries, err = tx.Schedule(ctx, day, who)
			return err
		})
		for _, e := range entries {
			reasons = append(reasons, e.Reason)
		}
		return reasons, entries
	}
	reasons, entries := schedule("")
	if fmt.Sprint(reasons) != "[5 14 29]" || entries[0].Who.FamilyName != "Diaz" || entries[0].ClinicianName != "Test clinician" || entries[0].Visit != "" {
		t.Errorf("%v %+v", reasons, entries)
	}
	if reasons, _ := schedule(c.Nurse.User); len(reasons) != 0 {
		t.Errorf("of another: %v", reasons)
	}
	first = entries[0].Appointment
	var v ehr.Visit
	in(t, db.Store, c.Nurse, ehr.RecordVisit, func(ctx context.Context, tx *store.Tx) (err error) {
		if _, err = tx.SetAppointmentStatus(ctx, first.ID, ehr.Arrived); err != nil {
			return err
		}
		v, err = tx.CreateVisit(ctx, ehr.Visit{Patient: c.Patient.ID, Clinician: c.Clinician.User, Appointment: first.ID})
		return err
	})
	if _, entries = schedule(c.Clinician.User); entries[0].Visit != v.ID || entries[0].VisitState != ehr.Open || entries[0].Status != ehr.Arrived {
		t.Errorf("%+v", entries[0])
	}
	err := try(t, db.Store, c.Nurse, ehr.RecordVisit, func(ctx context.Context, tx *store.Tx) error {
		_, err := tx.CreateVisit(ctx, ehr.Visit{Patient: c.Patient.ID, Clinician: c.Clinician.User, Appointment: first.ID})
		return err
	})
	wantKind(t, err, ehr.Conflict)
}

func TestRecordings(t *testing.T) {
	db := pgtest.New(t)
	c := pgtest.NewClinic(t, db, "")
	v, other := openVisit(t, db.Store, c), openVisit(t, db.Store, c)
	r := store.Recording{ID: ehr.NewID[string](), Visit: v.ID, Channels: 1, State: store.Receiving, Bytes: 100, WrappedKey: []byte("k"), KeyID: "k1", StartedAt: time.Now()}
	save := func(r store.Recording) error {
		return try(t, db.Store, store.Service(c.Practice.ID), ehr.RecordVisit, func(ctx context.Context, tx *store.Tx) error { return tx.SaveRecording(ctx, r) })
	}
	r.Gaps = []store.RecordingGap{{AtMS: 10, LengthMS: 20, Reason: "slept", Missing: true}}
	for range 2 { // the same again is no second row
		if err := save(r); err != nil {
			t.Fatal(err)
		}
		r.State, r.Bytes, r.EndedAt = store.Ended, 500, time.Now()
		r.Gaps = append(r.Gaps, store.RecordingGap{AtMS: 50, LengthMS: 5, Reason: "paused"})
	}
	moved := r
	moved.Visit = other.ID
	wantKind(t, save(moved), ehr.Conflict)
	get := func() (list []store.Recording) {
		in(t, db.Store, c.Clinician, ehr.PlayAudio, func(ctx context.Context, tx *store.Tx) (err error) {
			list, err = tx.Recordings(ctx, v.ID)
			return err
		})
		return list
	}
	if l := get(); len(l) != 1 || l[0].State != store.Ended || l[0].Bytes != 500 || len(l[0].Gaps) != 2 || !l[0].Gaps[0].Missing || l[0].Gaps[1].Missing {
		t.Errorf("%+v", l)
	}
	in(t, db.Store, store.Service(c.Practice.ID), ehr.RecordVisit, func(ctx context.Context, tx *store.Tx) error {
		return tx.EraseRecording(ctx, v.ID, r.ID, "retention")
	})
	if l := get(); l[0].State != store.Erased || l[0].WrappedKey != nil {
		t.Errorf("%+v", l)
	}
	wantKind(t, save(r), ehr.Conflict)
	// The key is gone from what is kept of former rows as well.
	asApp(t, db, c.Practice.ID, func(ctx context.Context, tx pgx.Tx) {
		var n int
		if err := tx.QueryRow(ctx, `SELECT count(*) FROM former WHERE noun LIKE 'recording%'`).Scan(&n); err != nil || n != 0 {
			t.Errorf("%d former rows, %v", n, err)
		}
	})
}
