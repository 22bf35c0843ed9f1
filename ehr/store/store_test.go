package store_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/store"
	"github.com/visitwright/visitwright/ehr/store/pgtest"
)

// in runs fn as who and fails the test on an error.
func in(t testing.TB, s *store.Store, who store.Actor, action ehr.Action, fn func(ctx context.Context, tx *store.Tx) error) {
	t.Helper()
	if err := try(t, s, who, action, fn); err != nil {
		t.Fatal(err)
	}
}

func try(t testing.TB, s *store.Store, who store.Actor, action ehr.Action, fn func(ctx context.Context, tx *store.Tx) error) error {
	t.Helper()
	ctx := t.Context()
	return s.InTx(ctx, who, store.Why{Action: action}, func(tx *store.Tx) error { return fn(ctx, tx) })
}

// wantKind fails where err is not of the kind.
func wantKind(t testing.TB, err error, k ehr.Kind) {
	t.Helper()
	if err == nil || ehr.KindOf(err) != k {
		t.Fatalf("got %v, want kind %s", err, k)
	}
}

func TestOpenRefusesRolesThatRowSecurityDoesNotBind(t *testing.T) {
	db := pgtest.New(t)
	for _, change := range []string{"BYPASSRLS", "SUPERUSER"} {
		undo := "NO" + change
		db.Owner(t, `ALTER ROLE visitwright_app `+change)
		_, err := store.Open(t.Context(), db.Options)
		db.Owner(t, `ALTER ROLE visitwright_app `+undo)
		wantKind(t, err, ehr.Invalid)
	}
}

func TestOwnersAddressWorksAsTheAppRole(t *testing.T) {
	db := pgtest.New(t)
	opt := db.Options
	opt.URL = db.OwnerURL
	s, err := store.Open(t.Context(), opt)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	var role string
	if err := s.Pool().QueryRow(t.Context(), `SELECT current_user`).Scan(&role); err != nil || role != store.AppRole {
		t.Fatalf("works as %q, %v", role, err)
	}
}

func TestOpenNeedsKeys(t *testing.T) {
	db := pgtest.Empty(t, func(o *store.Options) { o.AuditKey = [32]byte{} })
	_, err := store.Open(t.Context(), db.Options)
	wantKind(t, err, ehr.Invalid)
}

func TestUnreachableDatabaseIsUnavailable(t *testing.T) {
	_, err := store.Open(t.Context(), store.Options{URL: "postgres:///x?host=" + t.TempDir(), AuditKey: [32]byte{1}, SecretKey: [32]byte{1}})
	wantKind(t, err, ehr.Unavailable)
}

func TestCheckAcceptsTheServerOfTheTests(t *testing.T) {
	db := pgtest.Empty(t)
	if s, err := store.Check(t.Context(), db.OwnerURL); err != nil || s.Number < 150000 {
		t.Errorf("%+v, %v", s, err)
	}
	_, err := store.Check(t.Context(), "postgres:///x?host="+t.TempDir())
	wantKind(t, err, ehr.Unavailable)
}

func TestMigrateTwice(t *testing.T) {
	db := pgtest.New(t)
	done := make(chan error, 2)
	for range 2 {
		go func() { done <- store.Migrate(t.Context(), db.OwnerURL) }()
	}
	for range 2 {
		if err := <-done; err != nil {
			t.Fatal(err)
		}
	}
}

// tables lists every table that holds a practice's rows.
func tables(t *testing.T, db *pgtest.DB) []string {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), db.OwnerURL)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())
	r, err := conn.Query(t.Context(), `SELECT table_name FROM information_schema.columns
		WHERE table_schema = 'public' AND column_name = 'practice_id' ORDER BY 1`)
	if err != nil {
		t.Fatal(err)
	}
	names, err := pgx.CollectRows(r, pgx.RowTo[string])
	if err != nil {
		t.Fatal(err)
	}
	if len(names) < 25 {
		t.Fatalf("only %d tables: %v", len(names), names)
	}
	return names
}

func TestEveryTableOfAPracticeIsWalled(t *testing.T) {
	db := pgtest.New(t)
	conn, err := pgx.Connect(t.Context(), db.OwnerURL)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())
	for _, name := range append(tables(t, db), "practice") {
		var enabled, forced bool
		var policies int
		err := conn.QueryRow(t.Context(), `SELECT relrowsecurity, relforcerowsecurity,
			(SELECT count(*) FROM pg_policy WHERE polrelid = c.oid AND polcmd = '*') FROM pg_class c WHERE oid = $1::regclass`, name).
			Scan(&enabled, &forced, &policies)
		if err != nil {
			t.Fatal(err)
		}
		if !enabled || !forced || policies != 1 {
			t.Errorf("%s: row security %v, forced %v, %d policies for all", name, enabled, forced, policies)
		}
		var may bool
		err = conn.QueryRow(t.Context(), `SELECT has_table_privilege('visitwright_app', $1, 'DELETE') OR has_table_privilege('visitwright_app', $1, 'TRUNCATE')`, name).Scan(&may)
		if err != nil || may {
			t.Errorf("%s: the program may delete rows (%v)", name, err)
		}
	}
}

func TestErrorsHoldNoValues(t *testing.T) {
	db := pgtest.New(t)
	c := pgtest.NewClinic(t, db, "")
	err := try(t, db.Store, c.FrontDesk, ehr.WritePatient, func(ctx context.Context, tx *store.Tx) error {
		_, err := tx.CreatePatient(ctx, ehr.Patient{MRN: c.Patient.MRN, GivenName: "Secretname", FamilyName: "Hidden", BirthDate: ehr.Date{Year: 1980, Month: 1, Day: 1}})
		return err
	})
	wantKind(t, err, ehr.Conflict)
	err2 := try(t, db.Store, c.FrontDesk, ehr.WritePatient, func(ctx context.Context, tx *store.Tx) error {
		_, err := tx.CreatePatient(ctx, ehr.Patient{GivenName: "Secretname", FamilyName: "Hidden", BirthDate: ehr.Date{Year: 1980, Month: 1, Day: 1}, Sex: "purple"})
		return err
	})
	wantKind(t, err2, ehr.Invalid)
	for _, err := range []error{err, err2} {
		for e := err; e != nil; e = errors.Unwrap(e) {
			for _, secret := range []string{"Secretname", "Hidden", "1980", c.Patient.MRN, "purple"} {
				if strings.Contains(e.Error(), secret) {
					t.Errorf("the error tells %q: %v", secret, e)
				}
			}
		}
	}
}

func TestTransactionWithoutAPracticeIsRefused(t *testing.T) {
	db := pgtest.New(t)
	err := try(t, db.Store, store.Actor{Role: ehr.Clinician}, ehr.ReadChart, func(context.Context, *store.Tx) error {
		t.Error("the function ran")
		return nil
	})
	wantKind(t, err, ehr.Unauthorized)
}
