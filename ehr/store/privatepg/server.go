package privatepg

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"time"

	"golang.org/x/sys/unix"
)

// The roles and the database every cluster of ours has.
const (
	Admin    = "visitwright_admin" // superuser: migrations, backup
	App      = "visitwright_app"   // what the service works as; row-level security applies to it
	Database = "visitwright"
)

// ErrInUse says that another running program holds the folder.
var ErrInUse = errors.New("the database folder is in use by another running visitwright")

// Config says where the server's programs and its data are.
type Config struct {
	Binaries string       // folder with bin, lib and share of PostgreSQL
	Dir      string       // folder for cluster, socket and log; made if it is not there
	Log      *slog.Logger // nil: slog.Default()
	// MaxConnections is the server's limit; 0: 100.
	MaxConnections int
	// Fast gives up safety against power cuts for speed. For tests only.
	Fast bool
}

// Server is a running private PostgreSQL. It is restarted when it dies, until Close.
type Server struct {
	cfg       Config
	log       *slog.Logger
	who       identity
	socketDir string
	lock      *os.File

	stop    context.CancelFunc
	stopped chan struct{} // closed when the supervisor has ended
	mu      sync.Mutex
	pid     int // of the running postmaster; 0 between two
}

// Start makes the cluster where there is none, starts the server and returns when it takes connections. ctx
// limits the start only. Errors: ErrInUse, *MajorVersionError, or what PostgreSQL itself said.
func Start(ctx context.Context, cfg Config) (*Server, error) {
	cfg, err := cfg.withDefaults()
	if err != nil {
		return nil, err
	}
	s := &Server{cfg: cfg, log: cfg.Log, stopped: make(chan struct{})}
	if err := s.open(ctx); err != nil {
		s.unlock()
		return nil, err
	}
	return s, nil
}

func (cfg Config) withDefaults() (Config, error) {
	if cfg.Log == nil {
		cfg.Log = slog.Default()
	}
	if cfg.MaxConnections == 0 {
		cfg.MaxConnections = 100
	}
	var err error
	if cfg.Dir, err = filepath.Abs(cfg.Dir); err != nil {
		return cfg, fmt.Errorf("database folder: %w", err)
	}
	if cfg.Binaries, err = filepath.EvalSymlinks(cfg.Binaries); err != nil {
		return cfg, fmt.Errorf("PostgreSQL's programs are missing: %w", err)
	}
	return cfg, nil
}

func (s *Server) open(ctx context.Context) error {
	var err error
	if err = os.MkdirAll(s.cfg.Dir, 0o700); err != nil {
		return fmt.Errorf("database folder: %w", err)
	}
	if s.lock, err = lockFolder(s.cfg.Dir); err != nil {
		return err
	}
	if s.who, err = chooseIdentity(s.cfg.Dir, s.cfg.Binaries); err != nil {
		return err
	}
	if s.socketDir, err = makeSocketDir(s.cfg.Dir, s.who); err != nil {
		return err
	}
	if err := stopLeftovers(ctx, s.cluster(), s.socketDir, s.log); err != nil {
		return err
	}
	if err := s.ensureCluster(ctx); err != nil {
		return err
	}
	super, stop := context.WithCancel(context.Background())
	s.stop = stop
	first := make(chan error, 1)
	go s.supervise(super, first)
	if err := s.awaitFirst(ctx, first); err != nil {
		stop()
		<-s.stopped
		return err
	}
	if err := s.ensureRoles(ctx); err != nil {
		stop()
		<-s.stopped
		return err
	}
	return nil
}

// awaitFirst returns when the server takes connections, or with the reason why it does not start.
func (s *Server) awaitFirst(ctx context.Context, first <-chan error) error {
	ready := make(chan error, 1)
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() { ready <- s.awaitReady(ctx) }()
	select {
	case err := <-first:
		return err
	case err := <-ready:
		return err
	}
}

// URL is the address for the service's own work, as the role App.
func (s *Server) URL() string { return s.url(App, Database) }

// AdminURL is the address as superuser.
func (s *Server) AdminURL() string { return s.url(Admin, Database) }

// URLs returns both addresses, App's and Admin's, of another database of this server.
func (s *Server) URLs(database string) (app, admin string) {
	return s.url(App, database), s.url(Admin, database)
}

func (s *Server) url(role, database string) string {
	q := url.Values{"host": {s.socketDir}, "user": {role}}
	return "postgres:///" + url.PathEscape(database) + "?" + q.Encode()
}

// PID is the process of the running server, 0 while it is being started again.
func (s *Server) PID() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.pid
}

// Close stops the server: it ends all connections, writes everything to disk and exits.
func (s *Server) Close() error {
	if s.stop == nil {
		return nil // attached, not started
	}
	s.stop()
	<-s.stopped
	s.unlock()
	return nil
}

func (s *Server) cluster() string { return filepath.Join(s.cfg.Dir, "cluster") }

// lockFolder holds the folder for as long as the file is open; the kernel lets go of it also after kill -9.
func lockFolder(dir string) (*os.File, error) {
	f, err := os.OpenFile(filepath.Join(dir, "lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("database folder: %w", err)
	}
	// A program that was just killed may still be ending; it is given a moment.
	for range 20 {
		if err = unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB); err == nil {
			return f, nil
		}
		time.Sleep(50 * time.Millisecond)
	}
	f.Close()
	return nil, fmt.Errorf("%w: %s", ErrInUse, dir)
}

func (s *Server) unlock() {
	if s.lock != nil {
		s.lock.Close()
		s.lock = nil
	}
}
