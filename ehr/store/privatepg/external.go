package privatepg

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
)

// The PostgreSQL versions we run on, as server_version_num counts them.
const (
	oldestVersion  = 150000
	newestVersion  = 190000 // exclusive
	oldestPgvector = "0.5.0"
)

// ErrUnfit says that the server named by DATABASE_URL lacks something; the message lists all of it.
var ErrUnfit = errors.New("the database server is not fit")

// CheckExternal examines a server that is not ours: its version and the extensions that are there to be created.
// Everything that is missing is named at once.
func CheckExternal(ctx context.Context, databaseURL string) error {
	conn, err := pgx.Connect(ctx, databaseURL)
	if err != nil {
		// pgx leaves the password out of its messages.
		return fmt.Errorf("the database at DATABASE_URL does not answer: %w", err)
	}
	defer conn.Close(context.WithoutCancel(ctx))
	var number int
	var version string
	err = conn.QueryRow(ctx, `select current_setting('server_version_num')::int, current_setting('server_version')`).
		Scan(&number, &version)
	if err != nil {
		return fmt.Errorf("asking the database for its version: %w", err)
	}
	var lacks []string
	if number < oldestVersion || number >= newestVersion {
		lacks = append(lacks, fmt.Sprintf("it is PostgreSQL %s; 15 to 18 are supported", version))
	}
	missing, err := missingExtensions(ctx, conn)
	if err != nil {
		return err
	}
	lacks = append(lacks, missing...)
	if len(lacks) > 0 {
		return fmt.Errorf("%w:\n  %s", ErrUnfit, strings.Join(lacks, "\n  "))
	}
	return nil
}

func missingExtensions(ctx context.Context, conn *pgx.Conn) ([]string, error) {
	rows, err := conn.Query(ctx, `select name, coalesce(installed_version, default_version),
		installed_version is not null from pg_available_extensions where name = any($1)`, Extensions)
	if err != nil {
		return nil, fmt.Errorf("asking the database for its extensions: %w", err)
	}
	type extension struct {
		Name, Version string
		Installed     bool
	}
	list, err := pgx.CollectRows(rows, pgx.RowToStructByPos[extension])
	if err != nil {
		return nil, fmt.Errorf("asking the database for its extensions: %w", err)
	}
	found := map[string]extension{}
	for _, e := range list {
		found[e.Name] = e
	}
	var lacks []string
	for _, name := range Extensions {
		e, ok := found[name]
		switch {
		case !ok && name == "vector":
			lacks = append(lacks, "pgvector is not installed on the server (Debian: postgresql-NN-pgvector)")
		case !ok:
			lacks = append(lacks, "the extension "+name+" is not installed on the server (Debian: postgresql-contrib)")
		case name == "vector" && versionLess(e.Version, oldestPgvector):
			lacks = append(lacks, "pgvector is "+e.Version+"; "+oldestPgvector+" or newer is needed")
		case !e.Installed && !mayCreate(ctx, conn, name):
			lacks = append(lacks, "the extension "+name+" must be created by a superuser: create extension "+name)
		}
	}
	return lacks, nil
}

// mayCreate says whether this user can create the extension: a superuser can, and for a trusted one so can who may
// create in the database.
func mayCreate(ctx context.Context, conn *pgx.Conn, name string) bool {
	var may bool
	err := conn.QueryRow(ctx, `select r.rolsuper or (
			has_database_privilege(current_database(), 'create') and
			exists (select from pg_available_extension_versions v where v.name = $1 and v.trusted))
		from pg_roles r where r.rolname = current_user`, name).Scan(&may)
	return err == nil && may
}

// versionLess compares dotted numbers.
func versionLess(a, b string) bool {
	var x, y [3]int
	_, _ = fmt.Sscanf(a, "%d.%d.%d", &x[0], &x[1], &x[2]) // a missing part counts as 0
	_, _ = fmt.Sscanf(b, "%d.%d.%d", &y[0], &y[1], &y[2])
	for i := range x {
		if x[i] != y[i] {
			return x[i] < y[i]
		}
	}
	return false
}
