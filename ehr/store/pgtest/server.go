package pgtest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"golang.org/x/sys/unix"

	"github.com/visitwright/visitwright/ehr/store"
	"github.com/visitwright/visitwright/ehr/store/privatepg"
)

// server is the PostgreSQL that a test binary uses.
type server struct {
	urls     func(database string) (app, owner string)
	home     string // database to connect to for making others
	template string
	prefix   string // of the names of tests' databases
	own      bool   // private: nobody else has databases on it
	made     atomic.Int64
}

// shared is started once for the test binary.
var shared = sync.OnceValues(start)

func start() (*server, error) {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	s, err := external()
	if s == nil && err == nil {
		s, err = private(ctx)
	}
	if err != nil {
		return nil, err
	}
	sum, err := migrationsHash()
	if err != nil {
		return nil, err
	}
	s.template = "visitwright_template_" + sum
	s.prefix = fmt.Sprintf("visitwright_test_%d_", os.Getpid())
	return s, s.makeTemplate(ctx)
}

// external is the server of the environment, nil where none is named.
func external() (*server, error) {
	address := os.Getenv("TEST_DATABASE_URL")
	if address == "" {
		address = os.Getenv("DATABASE_URL")
	}
	if address == "" {
		return nil, nil
	}
	u, err := url.Parse(address)
	if err != nil {
		return nil, errors.New("pgtest: TEST_DATABASE_URL cannot be read as an address")
	}
	home := filepath.Base(u.Path)
	return &server{home: home, urls: func(database string) (string, string) {
		v := *u
		v.Path = "/" + database
		return v.String(), v.String()
	}}, nil
}

// private starts a server in the first folder that no other test binary uses. It
// ends with this process.
func private(ctx context.Context) (*server, error) {
	binaries, err := privatepg.FindBinaries()
	if err != nil {
		return nil, err
	}
	root := filepath.Join(os.TempDir(), fmt.Sprintf("visitwright-pgtest-%d", os.Getuid()))
	if err := os.MkdirAll(root, 0o755); err != nil {
		return nil, err
	}
	for i := range 100 {
		lock, err := os.OpenFile(filepath.Join(root, fmt.Sprintf("%d.lock", i)), os.O_CREATE|os.O_RDWR, 0o600)
		if err != nil {
			return nil, err
		}
		if unix.Flock(int(lock.Fd()), unix.LOCK_EX|unix.LOCK_NB) != nil {
			lock.Close()
			continue
		}
		held = append(held, lock)
		pg, err := startIn(ctx, binaries, filepath.Join(root, fmt.Sprint(i)))
		if err != nil {
			return nil, err
		}
		return &server{home: privatepg.Database, urls: pg.URLs, own: true}, nil
	}
	return nil, errors.New("pgtest: a hundred test binaries are running")
}

// held keeps the folder's lock open for as long as this process lives.
var held []*os.File

func startIn(ctx context.Context, binaries, dir string) (*privatepg.Server, error) {
	cfg := privatepg.Config{Binaries: binaries, Dir: dir, Log: slog.New(slog.DiscardHandler), MaxConnections: 300, Fast: true}
	pg, err := privatepg.Start(ctx, cfg)
	if err == nil {
		return pg, nil
	}
	// Without safety against power cuts a cluster may be spoilt: make another.
	if rm := os.RemoveAll(dir); rm != nil {
		return nil, errors.Join(err, rm)
	}
	return privatepg.Start(ctx, cfg)
}

// migrationsHash names the template after what it was migrated with.
func migrationsHash() (string, error) {
	h := sha256.New()
	err := fs.WalkDir(store.Migrations(), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := fs.ReadFile(store.Migrations(), path)
		fmt.Fprintf(h, "%s %d ", path, len(b))
		h.Write(b)
		return err
	})
	return hex.EncodeToString(h.Sum(nil))[:12], err
}

// makeTemplate migrates a database under another name and renames it when it is
// whole. Other test binaries on the same server wait.
func (s *server) makeTemplate(ctx context.Context) error {
	_, owner := s.urls(s.home)
	conn, err := pgx.Connect(ctx, owner)
	if err != nil {
		return fmt.Errorf("pgtest: the database server does not answer: %w", err)
	}
	defer conn.Close(ctx)
	if _, err := conn.Exec(ctx, `SELECT pg_advisory_lock(hashtext('visitwright pgtest'))`); err != nil {
		return err
	}
	if err := s.dropStale(ctx, conn); err != nil {
		return err
	}
	var there bool
	err = conn.QueryRow(ctx, `SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)`, s.template).Scan(&there)
	if err != nil || there {
		return err
	}
	making := s.template + "_making"
	if _, err := conn.Exec(ctx, `DROP DATABASE IF EXISTS `+making+` WITH (FORCE)`); err != nil {
		return err
	}
	if _, err := conn.Exec(ctx, `CREATE DATABASE `+making); err != nil {
		return err
	}
	_, url := s.urls(making)
	if err := store.Migrate(ctx, url); err != nil {
		return fmt.Errorf("pgtest: %w", err)
	}
	return whenFree(ctx, conn, `ALTER DATABASE `+making+` RENAME TO `+s.template)
}

// dropStale clears a private server of what earlier runs left: databases of tests
// that were killed, and templates of other migrations.
func (s *server) dropStale(ctx context.Context, conn *pgx.Conn) error {
	if !s.own {
		return nil
	}
	r, err := conn.Query(ctx, `SELECT datname FROM pg_database
		WHERE (datname LIKE 'visitwright\_test\_%' OR datname LIKE 'visitwright\_template\_%') AND datname <> $1`, s.template)
	if err != nil {
		return err
	}
	names, err := pgx.CollectRows(r, pgx.RowTo[string])
	for _, n := range names {
		if _, err := conn.Exec(ctx, `DROP DATABASE `+pgx.Identifier{n}.Sanitize()+` WITH (FORCE)`); err != nil {
			return err
		}
	}
	return err
}

// whenFree runs a statement that needs a database without connections; a closed
// one takes a moment to be gone.
func whenFree(ctx context.Context, conn *pgx.Conn, sql string) error {
	for {
		_, err := conn.Exec(ctx, sql)
		var pg *pgconn.PgError
		if err == nil || !errors.As(err, &pg) || pg.Code != "55006" {
			return err
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// create copies the template.
func (s *server) create(ctx context.Context) (name string, err error) {
	_, owner := s.urls(s.home)
	conn, err := pgx.Connect(ctx, owner)
	if err != nil {
		return "", err
	}
	defer conn.Close(ctx)
	name = fmt.Sprint(s.prefix, s.made.Add(1))
	if _, err := conn.Exec(ctx, `DROP DATABASE IF EXISTS `+name+` WITH (FORCE)`); err != nil { // left by a process of that number
		return "", err
	}
	return name, whenFree(ctx, conn, `CREATE DATABASE `+name+` TEMPLATE `+s.template)
}

func (s *server) drop(ctx context.Context, name string) error {
	_, owner := s.urls(s.home)
	conn, err := pgx.Connect(ctx, owner)
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	_, err = conn.Exec(ctx, `DROP DATABASE `+name+` WITH (FORCE)`)
	return err
}
