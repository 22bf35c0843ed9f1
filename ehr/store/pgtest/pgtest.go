package pgtest

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/store"
	"github.com/visitwright/visitwright/ehr/store/privatepg"
)

// DB is a test's own database.
type DB struct {
	Store    *store.Store
	URL      string        // as the program's role, or the owner of an external server
	OwnerURL string        // as the owner: superuser on a private server
	Options  store.Options // Store was opened with
}

// New gives a migrated, empty database with a store open on it; both go with the
// test. Without a server and without the parts of set-up the test is skipped, or
// fails where CI is set.
func New(t testing.TB, change ...func(*store.Options)) *DB {
	t.Helper()
	db := Empty(t, change...)
	s, err := store.Open(t.Context(), db.Options)
	if err != nil {
		t.Fatalf("pgtest: %v", err)
	}
	t.Cleanup(func() { s.Close() })
	db.Store = s
	return db
}

// Empty is New without the store: for tests that open several, or none.
func Empty(t testing.TB, change ...func(*store.Options)) *DB {
	t.Helper()
	s, err := shared()
	if errors.Is(err, privatepg.ErrNoBinaries) && os.Getenv("CI") == "" {
		t.Skip("no PostgreSQL for tests: run make setup, or set TEST_DATABASE_URL")
	}
	if err != nil {
		t.Fatalf("pgtest: %v", err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	name, err := s.create(ctx)
	if err != nil {
		t.Fatalf("pgtest: %v", err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		if err := s.drop(ctx, name); err != nil {
			t.Errorf("pgtest: %v", err)
		}
	})
	db := &DB{}
	db.URL, db.OwnerURL = s.urls(name)
	db.Options = store.Options{URL: db.URL, AuditKey: [32]byte{1}, SecretKey: [32]byte{2},
		HeadFile: filepath.Join(t.TempDir(), "audit.heads"), MaxConns: 8}
	for _, c := range change {
		c(&db.Options)
	}
	return db
}

// Owner runs a statement as the owner of the database, past the walls where it is
// a superuser: what an attacker with all rights could do.
func (db *DB) Owner(t testing.TB, sql string, args ...any) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), db.OwnerURL)
	if err != nil {
		t.Fatalf("pgtest: %v", err)
	}
	defer conn.Close(context.Background())
	if _, err := conn.Exec(t.Context(), sql, args...); err != nil {
		t.Fatalf("pgtest: %s: %v", sql, err)
	}
}

// Password is that of every user that NewClinic makes.
const Password = "correct horse battery staple"

// hash is Password's stored form, made once: hashing takes its time by design.
const hash = "$argon2id$v=19$m=19456,t=2,p=1$agubCyaVSkYKAN2OzLrdzg$gHz9ncK2FzxlHOTZc05DngiVhFfkWQkliO/c7Jjj7jA"

// Clinic is a practice with a user of each role and a patient.
type Clinic struct {
	Practice                                                  ehr.Practice
	Clinician, Nurse, Coder, Biller, FrontDesk, Administrator store.Actor
	Patient                                                   ehr.Patient
}

// NewClinic makes one. The users' names are their roles, with suffix where the
// test has several clinics; they have just proved who they are.
func NewClinic(t testing.TB, db *DB, suffix string) *Clinic {
	t.Helper()
	ctx := t.Context()
	p, err := db.Store.CreatePractice(ctx, ehr.Practice{Name: "Clinic" + suffix, TimeZone: "America/Chicago"})
	if err != nil {
		t.Fatalf("pgtest: %v", err)
	}
	c := &Clinic{Practice: p}
	for role, actor := range map[ehr.Role]*store.Actor{ehr.Clinician: &c.Clinician, ehr.Nurse: &c.Nurse, ehr.Coder: &c.Coder,
		ehr.Biller: &c.Biller, ehr.FrontDesk: &c.FrontDesk, ehr.Administrator: &c.Administrator} {
		*actor = store.Actor{User: ehr.NewID[ehr.UserID](), Practice: p.ID, Role: role, Remote: "192.0.2.1", ReauthAt: time.Now()}
		err := db.Store.InTx(ctx, store.Service(p.ID), store.Why{Action: ehr.ManageUsers}, func(tx *store.Tx) error {
			_, err := tx.Pgx().Exec(ctx, `INSERT INTO users (practice_id, id, username, name, role, password_hash, created_at)
				VALUES ($1, $2, $3, $4, $5, $6, $7)`, p.ID, actor.User, string(role)+suffix, "Test "+string(role), role, hash, tx.Now())
			return err
		})
		if err != nil {
			t.Fatalf("pgtest: %v", err)
		}
	}
	err = db.Store.InTx(ctx, store.Service(p.ID), store.Why{Action: ehr.WritePatient}, func(tx *store.Tx) (err error) {
		c.Patient, err = tx.CreatePatient(ctx, ehr.Patient{GivenName: "Rosa", FamilyName: "Diaz" + suffix,
			BirthDate: ehr.Date{Year: 1960, Month: 5, Day: 17}, Sex: ehr.Female})
		return err
	})
	if err != nil {
		t.Fatalf("pgtest: %v", err)
	}
	return c
}
