package store_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/store"
	"github.com/visitwright/visitwright/ehr/store/pgtest"
)

// verify gives the kinds of what is found, sorted, each once.
func verify(t *testing.T, s *store.Store) []string {
	t.Helper()
	r, err := s.VerifyAudit(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var kinds []string
	for _, f := range r.Findings {
		kinds = append(kinds, f.Kind)
	}
	slices.Sort(kinds)
	return slices.Compact(kinds)
}

// reads makes rows in the audit: n accesses to the patient.
func reads(t *testing.T, s *store.Store, c *pgtest.Clinic, n int) {
	t.Helper()
	for range n {
		in(t, s, c.Clinician, ehr.ReadPatient, func(ctx context.Context, tx *store.Tx) error {
			_, err := tx.Patient(ctx, c.Patient.ID)
			return err
		})
	}
}

func TestWhatStandsInTheAudit(t *testing.T) {
	db := pgtest.New(t)
	c := pgtest.NewClinic(t, db, "")
	why := store.Why{Action: ehr.ReadChart, Kind: "patient", ID: string(c.Patient.ID), Patient: c.Patient.ID, Detail: "reason: treatment"}
	err := db.Store.InTx(t.Context(), c.Clinician, why, func(tx *store.Tx) error {
		_, err := tx.Chart(t.Context(), c.Patient.ID)
		return errors.Join(err, tx.Audit(t.Context(), "visit", "v1", c.Patient.ID, ehr.PlayAudio, "audio played"))
	})
	if err != nil {
		t.Fatal(err)
	}
	// Refused: by the role, by a method inside, and a change that failed.
	err = db.Store.InTx(t.Context(), c.FrontDesk, why, func(*store.Tx) error { t.Error("ran"); return nil })
	wantKind(t, err, ehr.Forbidden)
	err = try(t, db.Store, c.FrontDesk, ehr.ReadPatient, func(ctx context.Context, tx *store.Tx) error {
		if _, err := tx.Patient(ctx, c.Patient.ID); err != nil {
			return err
		}
		_, err := tx.Chart(ctx, c.Patient.ID)
		return err
	})
	wantKind(t, err, ehr.Forbidden)
	lost := errors.New("the printer is on fire")
	err = try(t, db.Store, c.Nurse, ehr.WriteChart, func(ctx context.Context, tx *store.Tx) error {
		_, err := tx.AddProblem(ctx, ehr.Problem{Patient: c.Patient.ID, Code: ehr.Coded{Display: "cough"}, Status: ehr.ProblemActive})
		return errors.Join(err, lost)
	})
	if !errors.Is(err, lost) {
		t.Fatalf("the function's error is lost: %v", err)
	}
	var got []string
	in(t, db.Store, c.Administrator, ehr.ReadAudit, func(ctx context.Context, tx *store.Tx) error {
		events, err := tx.AuditEvents(ctx, store.AuditQuery{Patient: c.Patient.ID})
		for _, e := range events {
			if e.User != "" { // not the set-up's
				got = append(got, word(e.Allowed)+" "+string(e.Action)+": "+e.Detail)
			}
		}
		return err
	})
	want := []string{
		"allowed chart.read: read chart; reason: treatment",
		"allowed patient.read: read patient",
		"allowed visit.audio: audio played; reason: treatment",
		"refused chart.read: reason: treatment; refused: forbidden",
		"refused chart.read: refused: forbidden",
		"refused chart.write: wrote problem; not done: internal",
	}
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if k := verify(t, db.Store); len(k) > 0 {
		t.Errorf("untouched, and found: %v", k)
	}
}

func word(allowed bool) string {
	if allowed {
		return "allowed"
	}
	return "refused"
}

// Everything somebody with all rights in the database could do to a row of the
// audit, to many, or to a signed note.
func TestTamperingIsFound(t *testing.T) {
	db := pgtest.New(t)
	reads(t, db.Store, fullClinic(t, db, "").Clinic, 60)
	if k := verify(t, db.Store); len(k) > 0 {
		t.Fatalf("untouched, and found: %v", k)
	}
	putBack := `SET session_replication_role = replica;`
	for _, name := range []string{"practice", "audit", "note_version", "signature", "addendum"} {
		db.Owner(t, `CREATE TABLE saved_`+name+` AS TABLE `+name)
		putBack += `DELETE FROM ` + name + `; INSERT INTO ` + name + ` SELECT * FROM saved_` + name + `;`
	}
	const off = `SET session_replication_role = replica; ` // no trigger fires
	// Lanes are taken by chance: a row that has one before and one after it in its
	// lane, and something in each field that is tampered with.
	const middle = `(SELECT a.seq FROM audit a
		JOIN audit b ON b.practice_id = a.practice_id AND b.lane = a.lane AND b.seq = a.seq - 8
		JOIN audit c ON c.practice_id = a.practice_id AND c.lane = a.lane AND c.seq = a.seq + 8
		WHERE a.user_id IS NOT NULL AND a.detail <> '' ORDER BY a.lane, a.seq LIMIT 1)`
	const lane = `(SELECT lane FROM audit WHERE seq = ` + middle + `)`
	const first = `(SELECT min(seq) FROM audit WHERE lane = ` + lane + `)`
	for name, c := range map[string]struct {
		sql  string
		want []string
	}{
		"user changed":      {off + `UPDATE audit SET user_id = gen_random_uuid() WHERE seq = ` + middle, []string{"changed"}},
		"user taken out":    {off + `UPDATE audit SET user_id = NULL WHERE seq = ` + middle, []string{"changed"}},
		"refusal hidden":    {off + `UPDATE audit SET allowed = NOT allowed WHERE seq = ` + middle, []string{"changed"}},
		"time changed":      {off + `UPDATE audit SET at = at - interval '1 microsecond' WHERE seq = ` + middle, []string{"changed"}},
		"words moved":       {off + `UPDATE audit SET detail = '', kind = kind || detail WHERE seq = ` + middle, []string{"changed"}},
		"one mac changed":   {off + `UPDATE audit SET mac = sha256(mac) WHERE seq = ` + middle, []string{"changed"}},
		"row removed":       {off + `DELETE FROM audit WHERE seq = ` + middle, []string{"removed"}},
		"first row removed": {off + `DELETE FROM audit WHERE seq = ` + first, []string{"removed"}},
		"last row cut off":  {off + `DELETE FROM audit a WHERE seq = (SELECT max(seq) FROM audit b WHERE b.lane = a.lane)`, []string{"cut_off"}},
		"all of it removed": {off + `DELETE FROM audit`, []string{"cut_off"}},
		"two rows swapped": {off + `UPDATE audit a SET user_id = b.user_id, action = b.action, kind = b.kind, item = b.item, patient_id = b.patient_id, detail = b.detail, remote = b.remote, mac = b.mac, at = b.at
			FROM audit b WHERE a.lane = b.lane AND a.lane = ` + lane + ` AND a.seq IN (` + middle + `, ` + middle + ` + 8) AND b.seq = 2 * ` + middle + ` + 8 - a.seq`, []string{"changed"}},
		"row added": {off + `INSERT INTO audit SELECT practice_id, lane, seq + 8, at, user_id, action, allowed, kind, item, patient_id, detail, remote, mac
			FROM audit a WHERE seq = (SELECT max(seq) FROM audit b WHERE b.lane = a.lane)`, []string{"changed"}},
		"signed note changed": {off + `UPDATE note_version SET sections = jsonb_set(sections, '{0,sentences,0,text}', '"She has no cough."')`, []string{"signature"}},
		"signature replaced":  {off + `UPDATE signature SET hash = repeat('0', 64)`, []string{"signature"}},
		"signature removed":   {off + `DELETE FROM addendum; DELETE FROM signature`, []string{"signature"}},
		"practice removed":    {off + `DELETE FROM practice; DELETE FROM audit`, []string{"cut_off", "removed"}},
	} {
		t.Run(name, func(t *testing.T) {
			db.Owner(t, c.sql)
			defer db.Owner(t, putBack)
			check := func(s *store.Store, when string) {
				// The row that says a note was signed may be among those that are gone.
				got := slices.DeleteFunc(verify(t, s), func(k string) bool { return k == "signature" && !slices.Contains(c.want, k) })
				if !slices.Equal(got, c.want) {
					t.Errorf("%s: found %v, want %v", when, got, c.want)
				}
			}
			check(db.Store, "while running")
			again, err := store.Open(t.Context(), db.Options)
			if err != nil {
				t.Fatal(err)
			}
			defer again.Close()
			check(again, "after a restart")
		})
		if k := verify(t, db.Store); len(k) > 0 {
			t.Fatalf("%s: put back, and found: %v", name, k)
		}
	}
}

// An end that was cut off is found also when the audit has gone on since, past
// where it was cut.
func TestCutOffIsFoundAfterTheAuditHasGoneOn(t *testing.T) {
	for _, restart := range []bool{false, true} {
		db := pgtest.New(t)
		c := pgtest.NewClinic(t, db, "")
		reads(t, db.Store, c, 60)
		verify(t, db.Store) // notes the heads
		db.Owner(t, `SET session_replication_role = replica; DELETE FROM audit a WHERE seq = (SELECT max(seq) FROM audit b WHERE b.lane = a.lane)`)
		s := db.Store
		if restart {
			s.Close()
			var err error
			if s, err = store.Open(t.Context(), db.Options); err != nil {
				t.Fatal(err)
			}
			defer s.Close()
		}
		reads(t, s, c, 80)
		if k := verify(t, s); !slices.Contains(k, "broken") {
			t.Errorf("restart %v: found %v", restart, k)
		}
	}
}

func TestAnotherKeyFindsEverythingChanged(t *testing.T) {
	db := pgtest.New(t)
	c := pgtest.NewClinic(t, db, "")
	reads(t, db.Store, c, 3)
	db.Store.Close()
	opt := db.Options
	opt.AuditKey = [32]byte{9}
	s, err := store.Open(t.Context(), opt)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if k := verify(t, s); !slices.Equal(k, []string{"changed", "forged_note", "no_note"}) {
		t.Errorf("found %v", k)
	}
}

func TestNotedHeadsAreWatched(t *testing.T) {
	db := pgtest.New(t)
	c := pgtest.NewClinic(t, db, "")
	reads(t, db.Store, c, 5)
	db.Store.Close()
	noted, err := os.ReadFile(db.Options.HeadFile)
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string]string{
		"no_note":     "",
		"forged_note": strings.Replace(string(noted), `"seq":`, `"seq":1`, 1),
	} {
		if err := os.WriteFile(db.Options.HeadFile, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		s, err := store.Open(t.Context(), db.Options)
		if err != nil {
			t.Fatal(err)
		}
		if k := verify(t, s); !slices.Contains(k, name) {
			t.Errorf("want %s, found %v", name, k)
		}
		s.Close()
	}
	// A line torn by a loss of power says nothing.
	torn := string(noted) + `{"kind":"head","pract`
	if err := os.WriteFile(db.Options.HeadFile, []byte(torn), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(t.Context(), db.Options)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	reads(t, s, c, 5)
	if k := verify(t, s); len(k) > 0 {
		t.Errorf("a torn line, and found %v", k)
	}
}

func TestAcceptingHeadsAfterARestore(t *testing.T) {
	db := pgtest.New(t)
	c := pgtest.NewClinic(t, db, "")
	reads(t, db.Store, c, 20)
	verify(t, db.Store)
	db.Owner(t, `SET session_replication_role = replica; DELETE FROM audit a WHERE seq = (SELECT max(seq) FROM audit b WHERE b.lane = a.lane)`)
	if k := verify(t, db.Store); len(k) == 0 {
		t.Fatal("nothing found")
	}
	if err := db.Store.AcceptAuditHeads(t.Context(), "restored from a backup"); err != nil {
		t.Fatal(err)
	}
	reads(t, db.Store, c, 20)
	if k := verify(t, db.Store); len(k) > 0 {
		t.Errorf("found %v", k)
	}
	b, err := os.ReadFile(db.Options.HeadFile)
	if err != nil || !strings.Contains(string(b), "restored from a backup") {
		t.Errorf("the acceptance is not on record: %v", err)
	}
}

// Many transactions of one practice at once, from two processes' stores: the
// chains stay whole and nothing is lost.
func TestParallelAppends(t *testing.T) {
	db := pgtest.New(t)
	c := pgtest.NewClinic(t, db, "")
	other, err := store.Open(t.Context(), db.Options)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	const workers, each = 12, 15
	before := rowsOf(t, db.Store)
	var wg sync.WaitGroup
	for w := range workers {
		s := []*store.Store{db.Store, other}[w%2]
		wg.Go(func() {
			for range each {
				err := s.InTx(t.Context(), c.Clinician, store.Why{Action: ehr.ReadPatient}, func(tx *store.Tx) error {
					_, err := tx.Patient(t.Context(), c.Patient.ID)
					return err
				})
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	if n := rowsOf(t, db.Store); n != before+workers*each {
		t.Errorf("%d rows, want %d", n, before+workers*each)
	}
	for _, s := range []*store.Store{db.Store, other} {
		if k := verify(t, s); len(k) > 0 {
			t.Errorf("found %v", k)
		}
	}
}

func rowsOf(t *testing.T, s *store.Store) int {
	t.Helper()
	r, err := s.VerifyAudit(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return r.Rows
}

// The audit's own failure undoes the change: nothing happens unseen.
func TestNoChangeWithoutItsAudit(t *testing.T) {
	db := pgtest.New(t)
	c := pgtest.NewClinic(t, db, "")
	db.Owner(t, `REVOKE INSERT ON audit FROM visitwright_app`)
	err := try(t, db.Store, c.Nurse, ehr.WriteChart, func(ctx context.Context, tx *store.Tx) error {
		_, err := tx.AddProblem(ctx, ehr.Problem{Patient: c.Patient.ID, Code: ehr.Coded{Display: "cough"}, Status: ehr.ProblemActive})
		return err
	})
	if err == nil {
		t.Fatal("done without an audit")
	}
	db.Owner(t, `GRANT INSERT ON audit TO visitwright_app`)
	in(t, db.Store, c.Clinician, ehr.ReadChart, func(ctx context.Context, tx *store.Tx) error {
		chart, err := tx.Chart(ctx, c.Patient.ID)
		if len(chart.Problems) > 0 {
			t.Error("the change stands")
		}
		return err
	})
}

func TestHeadFileIsNotedOnClose(t *testing.T) {
	db := pgtest.New(t, func(o *store.Options) { o.HeadFile = filepath.Join(t.TempDir(), "new", "audit.heads") })
	c := pgtest.NewClinic(t, db, "")
	reads(t, db.Store, c, 1)
	if err := db.Store.Close(); err != nil {
		t.Fatal(err)
	}
	st, err := os.Stat(db.Options.HeadFile)
	if err != nil || st.Size() == 0 || st.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", st, err)
	}
}

// How many audited reads of one practice go through at once.
func BenchmarkAuditedReads(b *testing.B) {
	db := pgtest.New(b, func(o *store.Options) { o.MaxConns = 16 })
	c := pgtest.NewClinic(b, db, "")
	b.SetParallelism(8)
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			err := db.Store.InTx(b.Context(), c.Clinician, store.Why{Action: ehr.ReadPatient}, func(tx *store.Tx) error {
				_, err := tx.Patient(b.Context(), c.Patient.ID)
				return err
			})
			if err != nil {
				b.Error(err)
			}
		}
	})
}
