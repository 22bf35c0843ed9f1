package store

import (
	"context"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/visitwright/visitwright/ehr"
)

// Options say where the record is and with which secrets it is kept.
type Options struct {
	// URL of the database. The user may be AppRole or any user that may act as it.
	URL string
	// AuditKey makes the audit's chain. It must stay the same for the life of the
	// record, and must not be where the database is.
	AuditKey [32]byte
	// SecretKey encrypts what must be readable again: TOTP secrets.
	SecretKey [32]byte
	// HeadFile is where the heads of the audit's chain are noted. Empty: not noted,
	// and VerifyAudit says so.
	HeadFile string
	// HeadEvery is how often they are noted while something happens; default 1 s.
	HeadEvery time.Duration
	// SessionIdle and SessionAbsolute end a session: default 30 minutes and 12
	// hours (NIST SP 800-63B-3 section 4.2.3, AAL2). 45 CFR 164.312(a)(2)(iii) asks
	// for automatic logoff without giving a time.
	SessionIdle, SessionAbsolute time.Duration
	// MaxConns is the size of the pool; default 16.
	MaxConns int32
	Log      *slog.Logger
	Now      func() time.Time
}

// Store is the record. It may be used by several goroutines at once.
type Store struct {
	opt    Options
	pool   *pgxpool.Pool
	heads  *heads
	hasher hasher
}

// Open connects to a migrated database.
func Open(ctx context.Context, opt Options) (*Store, error) {
	opt = opt.withDefaults()
	if opt.AuditKey == [32]byte{} || opt.SecretKey == [32]byte{} {
		return nil, ehr.Errorf(ehr.Invalid, "the audit key and the secret key must be set")
	}
	cfg, err := pgxpool.ParseConfig(opt.URL)
	if err != nil {
		return nil, ehr.Errorf(ehr.Invalid, "the database's address cannot be read") // err may quote the password
	}
	cfg.MaxConns = opt.MaxConns
	cfg.AfterConnect = becomeAppRole
	pool, err := pgxpool.NewWithConfig(ctx, cfg)
	if err != nil {
		return nil, wrap(err, "the database")
	}
	if err := pool.Ping(ctx); err != nil {
		pool.Close()
		return nil, wrap(err, "the database")
	}
	h, err := openHeads(opt)
	if err != nil {
		pool.Close()
		return nil, err
	}
	return &Store{opt: opt, pool: pool, heads: h, hasher: newHasher()}, nil
}

func (o Options) withDefaults() Options {
	if o.HeadEvery == 0 {
		o.HeadEvery = time.Second
	}
	if o.SessionIdle == 0 {
		o.SessionIdle = 30 * time.Minute
	}
	if o.SessionAbsolute == 0 {
		o.SessionAbsolute = 12 * time.Hour
	}
	if o.MaxConns == 0 {
		o.MaxConns = 16
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	return o
}

// becomeAppRole lays down every right that AppRole does not have, and refuses a
// connection to which row level security would not apply.
func becomeAppRole(ctx context.Context, c *pgx.Conn) error {
	if _, err := c.Exec(ctx, `SET ROLE `+AppRole); err != nil {
		return ehr.Wrap(kindOfDB(err), safe(err), "the database's user may not act as %s: was the database migrated?", AppRole)
	}
	var bound bool
	err := c.QueryRow(ctx, `SELECT NOT rolsuper AND NOT rolbypassrls
		AND NOT EXISTS (SELECT FROM pg_class WHERE relname = 'patient' AND relowner = pg_roles.oid)
		FROM pg_roles WHERE rolname = current_user`).Scan(&bound)
	if err != nil {
		return wrap(err, "the database's role")
	}
	if !bound {
		return ehr.Errorf(ehr.Invalid, "the role %s must not be superuser, nor bypass row level security, nor own the tables", AppRole)
	}
	_, err = c.Exec(ctx, `SET TIME ZONE 'UTC'`)
	return err
}

// Close notes the heads of the audit and lets the connections go.
func (s *Store) Close() error {
	err := s.heads.close()
	s.pool.Close()
	return err
}

// Ping asks whether the database answers.
func (s *Store) Ping(ctx context.Context) error { return wrap(s.pool.Ping(ctx), "the database") }

// Pool gives the connections to the job queue, which works in the same database.
// They act as AppRole: no practice is set, so no patient's row is visible.
func (s *Store) Pool() *pgxpool.Pool { return s.pool }

// now is the time in the database's resolution.
func (s *Store) now() time.Time { return s.opt.Now().UTC().Truncate(time.Microsecond) }
