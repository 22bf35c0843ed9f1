package main

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/visitwright/visitwright/cmd/visitwright/app"
	"github.com/visitwright/visitwright/cmd/visitwright/config"
	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/store"
	"github.com/visitwright/visitwright/ehr/store/pgtest"
)

// runImport runs the command as from a shell.
func runImport(t *testing.T, args ...string) (string, error) {
	t.Helper()
	var out bytes.Buffer
	cmd := newImportCmd()
	cmd.SilenceErrors, cmd.SilenceUsage = true, true
	cmd.SetOut(&out)
	cmd.SetArgs(args)
	err := cmd.ExecuteContext(t.Context())
	return out.String(), err
}

// ownPractice sets the environment to a database with one practice, opened with
// the keys the commands use.
func ownPractice(t *testing.T) (*store.Store, ehr.PracticeID) {
	t.Helper()
	db := pgtest.Empty(t)
	t.Setenv("DATABASE_URL", db.OwnerURL)
	t.Setenv("VISITWRIGHT_DATA", t.TempDir())
	cfg, err := config.Load()
	if err != nil {
		t.Fatal(err)
	}
	keys, err := cfg.LoadKeys()
	if err != nil {
		t.Fatal(err)
	}
	st, err := store.Open(t.Context(), app.StoreOptions(cfg, keys, db.URL, slog.New(slog.DiscardHandler)))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	p, err := st.CreatePractice(t.Context(), ehr.Practice{Name: "Main Street", TimeZone: "America/Chicago"})
	if err != nil {
		t.Fatal(err)
	}
	return st, p.ID
}

func TestImportTakesAllFilesOrNone(t *testing.T) {
	st, practice := ownPractice(t)
	bundle := filepath.Join("..", "..", "ehr", "fhir", "testdata", "visit.json")
	b, err := os.ReadFile(bundle)
	if err != nil {
		t.Fatal(err)
	}
	broken := filepath.Join(t.TempDir(), "broken.json")
	if err := os.WriteFile(broken, []byte(strings.Replace(string(b), `"1960-05-17"`, `"May"`, 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err = runImport(t, bundle, broken)
	if err == nil || !strings.Contains(err.Error(), "broken.json") || !strings.Contains(err.Error(), "Bundle.entry[0].resource.birthDate") {
		t.Fatalf("got %v", err)
	}
	if n := patients(t, st, practice); n != 0 {
		t.Fatalf("%d patients after a failed import", n)
	}
	out, err := runImport(t, "--format", "json", bundle)
	if err != nil {
		t.Fatal(err)
	}
	var done []imported
	if err := json.Unmarshal([]byte(out), &done); err != nil || len(done) != 1 || done[0].Observations != 5 || done[0].Skipped["Claim"] != 1 {
		t.Errorf("%v: %s", err, out)
	}
	if _, err := runImport(t, bundle); err == nil || ehr.KindOf(err) != ehr.Conflict {
		t.Errorf("the same again: %v", err)
	}
	if n := patients(t, st, practice); n != 1 {
		t.Errorf("%d patients", n)
	}
	r, err := st.VerifyAudit(t.Context())
	if err != nil || len(r.Findings) > 0 {
		t.Errorf("%+v, %v", r, err)
	}
}

func patients(t *testing.T, st *store.Store, practice ehr.PracticeID) (n int) {
	t.Helper()
	err := st.InTx(t.Context(), store.Service(practice), store.Why{Action: ehr.ReadPatient}, func(tx *store.Tx) error {
		found, err := tx.SearchPatients(context.Background(), "", 0)
		n = len(found)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}
