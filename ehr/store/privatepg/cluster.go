package privatepg

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/jackc/pgx/v5"
)

// Extensions are created in every database of the private server.
var Extensions = []string{"vector", "pg_trgm", "btree_gist", "citext"}

// MajorVersionError refuses a cluster that another major version of PostgreSQL made.
type MajorVersionError struct {
	Dir        string
	Have, Want string // major versions: the cluster's, the programs'
}

func (e *MajorVersionError) Error() string {
	return fmt.Sprintf(`the database in %s was made by PostgreSQL %s; this visitwright brings PostgreSQL %s.
The way out: with the visitwright that made it, run "visitwright backup FILE"; then, with this one and an empty
data folder, "visitwright restore FILE". Nothing was changed.`, e.Dir, e.Have, e.Want)
}

// ensureCluster makes the cluster if there is none, and refuses one of another major version. A cluster is made
// beside its place and renamed, so that a crash leaves none that is half made.
func (s *Server) ensureCluster(ctx context.Context) error {
	want, err := s.majorVersion(ctx)
	if err != nil {
		return err
	}
	have, err := os.ReadFile(filepath.Join(s.cluster(), "PG_VERSION"))
	switch {
	case err == nil && strings.TrimSpace(string(have)) == want:
		return nil
	case err == nil:
		return &MajorVersionError{Dir: s.cfg.Dir, Have: strings.TrimSpace(string(have)), Want: want}
	case !errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("database cluster: %w", err)
	}
	if entries, err := os.ReadDir(s.cluster()); err == nil && len(entries) > 0 {
		return fmt.Errorf("%s holds files, but no database cluster", s.cluster())
	}
	return s.initCluster(ctx)
}

func (s *Server) initCluster(ctx context.Context) error {
	fresh := s.cluster() + ".new"
	if err := os.RemoveAll(fresh); err != nil {
		return fmt.Errorf("database cluster: %w", err)
	}
	if err := s.who.makeDir(fresh); err != nil {
		return fmt.Errorf("database cluster: %w", err)
	}
	args := []string{
		"--pgdata", fresh, "--username", Admin, "--auth", "trust",
		"--encoding", "UTF8", "--locale-provider", "builtin", "--builtin-locale", "C.UTF-8", "--locale", "C",
	}
	if s.cfg.Fast {
		args = append(args, "--no-sync")
	}
	if _, err := s.output(ctx, "initdb", args...); err != nil {
		return err
	}
	if err := os.Rename(fresh, s.cluster()); err != nil {
		return fmt.Errorf("database cluster: %w", err)
	}
	return nil
}

func (s *Server) majorVersion(ctx context.Context) (string, error) {
	out, err := s.output(ctx, "postgres", "--version") // postgres (PostgreSQL) 18.6
	if err != nil {
		return "", err
	}
	fields := strings.Fields(out)
	if len(fields) == 0 {
		return "", errors.New("postgres --version printed nothing")
	}
	major, _, _ := strings.Cut(fields[len(fields)-1], ".")
	return major, nil
}

// output runs one of PostgreSQL's programs to its end as the server's user.
func (s *Server) output(ctx context.Context, name string, args ...string) (string, error) {
	var out, errs bytes.Buffer
	cmd := s.program(ctx, name, args...)
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := runOnOneThread(cmd); err != nil {
		return "", fmt.Errorf("%s: %w: %s", name, err, lastLines(errs.String(), 5))
	}
	return out.String(), nil
}

// program is one of PostgreSQL's programs, to be run as the server's user.
func (s *Server) program(ctx context.Context, name string, args ...string) *exec.Cmd {
	line := append(s.who.prefix(), filepath.Join(s.cfg.Binaries, "bin", name))
	line = append(line, args...)
	cmd := exec.CommandContext(ctx, line[0], line[1:]...)
	cmd.Env = s.environ()
	cmd.Dir = "/"
	cmd.SysProcAttr = s.who.attributes()
	return cmd
}

// environ is all the server sees of the environment: a PGDATA or PGHOST of the user's must not lead it astray.
func (s *Server) environ() []string {
	return []string{"PATH=/usr/bin:/bin", "LC_ALL=C", "TZ=UTC", "HOME=" + s.cfg.Dir,
		"LD_LIBRARY_PATH=" + filepath.Join(s.cfg.Binaries, "lib")}
}

func lastLines(text string, n int) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	return strings.Join(lines[max(0, len(lines)-n):], "\n")
}

// ensureRoles makes what every cluster of ours has, as often as need be.
func (s *Server) ensureRoles(ctx context.Context) error {
	conn, err := pgx.Connect(ctx, s.url(Admin, "postgres"))
	if err != nil {
		return fmt.Errorf("private database: %w", err)
	}
	defer conn.Close(context.WithoutCancel(ctx))
	var hasRole, hasDatabase bool
	err = conn.QueryRow(ctx, `select exists (select from pg_roles where rolname = $1),
		exists (select from pg_database where datname = $2)`, App, Database).Scan(&hasRole, &hasDatabase)
	if err != nil {
		return fmt.Errorf("private database: %w", err)
	}
	if !hasRole {
		if _, err := conn.Exec(ctx, "create role "+App+" login nosuperuser nobypassrls nocreatedb nocreaterole"); err != nil {
			return fmt.Errorf("private database: %w", err)
		}
	}
	if err := s.createExtensions(ctx, "template1"); err != nil {
		return err
	}
	if !hasDatabase {
		if _, err := conn.Exec(ctx, "create database "+Database); err != nil {
			return fmt.Errorf("private database: %w", err)
		}
	}
	return s.createExtensions(ctx, Database)
}

func (s *Server) createExtensions(ctx context.Context, database string) error {
	conn, err := pgx.Connect(ctx, s.url(Admin, database))
	if err != nil {
		return fmt.Errorf("private database: %w", err)
	}
	defer conn.Close(context.WithoutCancel(ctx))
	for _, name := range Extensions {
		if _, err := conn.Exec(ctx, "create extension if not exists "+name); err != nil {
			return fmt.Errorf("private database: extension %s: %w", name, err)
		}
	}
	return nil
}
