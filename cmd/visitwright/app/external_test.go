package app

import (
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/visitwright/visitwright/cmd/visitwright/config"
	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/store/pgtest"
)

// TestDatabaseOfOnesOwn runs the program on a PostgreSQL server named by
// DATABASE_URL: the record is made there and found again after a restart, and no
// private server is started.
func TestDatabaseOfOnesOwn(t *testing.T) {
	db := pgtest.Empty(t)
	dir := t.TempDir()
	external := func(c *config.Config) { c.DatabaseURL = db.OwnerURL }
	p := start(t, dir, "", external)
	c := openClinic(t, p.Store())
	doctor := signIn(t, p.Address(), "clinician")
	id := doctor.openVisit(c.patient.ID)
	p.stop()

	again := start(t, dir, "", external)
	require.Equal(t, ehr.Open, signIn(t, again.Address(), "clinician").visit(id).Visit.State)
	admin := signIn(t, again.Address(), "administrator")
	var report struct{ Whole bool }
	admin.must(http.MethodGet, "/audit/verify", nil, &report)
	require.True(t, report.Whole)
	_, err := os.Stat(filepath.Join(dir, "postgres"))
	require.ErrorIs(t, err, os.ErrNotExist, "a private server was made beside the external one")
}
