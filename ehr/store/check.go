package store

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/visitwright/visitwright/ehr"
)

// The PostgreSQL versions the record is kept in, as server_version_num counts
// them, and the oldest pgvector.
const (
	oldestPostgres = 150000
	newestPostgres = 190000  // exclusive
	oldestPgvector = "0.7.0" // the first with halfvec
)

// needed are the extensions; the record itself uses pg_trgm, the search for codes
// vector.
var needed = []string{"vector", "pg_trgm"}

// Server is what a database server says of itself.
type Server struct {
	Version string // e.g. "18.6"
	Number  int    // e.g. 180006
}

// Check asks a database server, as the owner of the database, whether the record
// can be kept there: version, extensions, and the right to make what is missing.
// The error is Invalid and names all that is missing, Unavailable where the server
// does not answer.
func Check(ctx context.Context, ownerURL string) (Server, error) {
	cfg, err := pgx.ParseConfig(ownerURL)
	if err != nil {
		return Server{}, ehr.Errorf(ehr.Invalid, "the database's address cannot be read") // err may quote the password
	}
	conn, err := pgx.ConnectConfig(ctx, cfg)
	if err != nil {
		return Server{}, ehr.Wrap(ehr.Unavailable, safe(err), "the database does not answer")
	}
	defer conn.Close(context.WithoutCancel(ctx))
	var s Server
	var role bool
	err = conn.QueryRow(ctx, `SELECT current_setting('server_version_num')::int, split_part(current_setting('server_version'), ' ', 1),
			EXISTS (SELECT FROM pg_roles WHERE rolname = $1) OR (SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user)`, AppRole).
		Scan(&s.Number, &s.Version, &role)
	if err != nil {
		return s, wrap(err, "the database server")
	}
	found, err := extensions(ctx, conn)
	if err != nil {
		return s, wrap(err, "the extensions")
	}
	lacks := missing(s, found)
	if !role {
		lacks = append(lacks, "this user may not make the role "+AppRole+"; have it made: CREATE ROLE "+AppRole+" LOGIN; GRANT "+AppRole+" TO this user")
	}
	if len(lacks) > 0 {
		return s, ehr.Errorf(ehr.Invalid, "the record cannot be kept in this database:\n  %s", strings.Join(lacks, "\n  "))
	}
	return s, nil
}

// extension is one that the server has.
type extension struct {
	Version        string
	Installed, May bool // in this database; this user may create it
}

func extensions(ctx context.Context, conn *pgx.Conn) (map[string]extension, error) {
	r, err := conn.Query(ctx, `SELECT e.name, coalesce(e.installed_version, e.default_version), e.installed_version IS NOT NULL,
			(SELECT rolsuper FROM pg_roles WHERE rolname = current_user)
			OR has_database_privilege(current_database(), 'CREATE')
				AND EXISTS (SELECT FROM pg_available_extension_versions v WHERE v.name = e.name AND v.trusted)
		FROM pg_available_extensions e WHERE e.name = ANY ($1)`, needed)
	if err != nil {
		return nil, err
	}
	out := map[string]extension{}
	var name string
	var e extension
	_, err = pgx.ForEachRow(r, []any{&name, &e.Version, &e.Installed, &e.May}, func() error {
		out[name] = e
		return nil
	})
	return out, err
}

// missing says in words what a server lacks.
func missing(s Server, found map[string]extension) (lacks []string) {
	if s.Number < oldestPostgres || s.Number >= newestPostgres {
		lacks = append(lacks, "it is PostgreSQL "+s.Version+"; 15 to 18 are supported")
	}
	for _, name := range needed {
		e, ok := found[name]
		switch {
		case !ok && name == "vector":
			lacks = append(lacks, "pgvector is not installed on the server (Debian: postgresql-NN-pgvector)")
		case !ok:
			lacks = append(lacks, "the extension "+name+" is not installed on the server (Debian: postgresql-contrib)")
		case name == "vector" && versionLess(e.Version, oldestPgvector):
			lacks = append(lacks, "pgvector is "+e.Version+"; "+oldestPgvector+" or newer is needed")
		case !e.Installed && !e.May:
			lacks = append(lacks, "the extension "+name+" must be created by a superuser: CREATE EXTENSION "+name)
		}
	}
	return lacks
}

// versionLess compares dotted numbers; a part that is missing counts as 0.
func versionLess(a, b string) bool {
	var x, y [3]int
	fmt.Sscanf(a, "%d.%d.%d", &x[0], &x[1], &x[2])
	fmt.Sscanf(b, "%d.%d.%d", &y[0], &y[1], &y[2])
	for i := range x {
		if x[i] != y[i] {
			return x[i] < y[i]
		}
	}
	return false
}
