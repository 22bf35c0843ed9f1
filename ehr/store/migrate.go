package store

import (
	"context"
	"embed"
	"errors"
	"io/fs"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivermigrate"

	"github.com/visitwright/visitwright/ehr"
)

// AppRole is the database role the program runs as: it owns nothing, so that row
// level security binds it.
const AppRole = "visitwright_app"

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations gives the SQL files, e.g. to name a database after their content.
func Migrations() fs.FS {
	sub, err := fs.Sub(migrations, "migrations")
	if err != nil { // the folder is embedded above
		panic(err)
	}
	return sub
}

// Migrate brings the database behind ownerURL to the state this program needs:
// role, tables, policies, and the tables of the job queue. It goes forward only
// and may be run by several processes at once.
func Migrate(ctx context.Context, ownerURL string) error {
	pool, err := pgxpool.New(ctx, ownerURL)
	if err != nil {
		return ehr.Wrap(ehr.Invalid, safe(err), "the database's address cannot be read")
	}
	defer pool.Close()
	if err := ensureRole(ctx, pool); err != nil {
		return err
	}
	if err := migrateOwn(ctx, pool); err != nil {
		return ehr.Wrap(kindOfDB(err), err, "the database could not be migrated")
	}
	if err := migrateRiver(ctx, pool); err != nil {
		return ehr.Wrap(kindOfDB(err), err, "the job queue's tables could not be migrated")
	}
	return nil
}

// ensureRole makes AppRole where it is missing and lets the owner become it.
func ensureRole(ctx context.Context, pool *pgxpool.Pool) error {
	var there, member bool
	err := pool.QueryRow(ctx, `SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = $1),
		EXISTS (SELECT FROM pg_roles WHERE rolname = $1 AND pg_has_role(current_user, oid, 'SET'))`, AppRole).
		Scan(&there, &member)
	var old *pgconn.PgError
	if errors.As(err, &old) && old.Code == "22023" { // before PostgreSQL 16 there is no privilege SET
		err = pool.QueryRow(ctx, `SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = $1),
			EXISTS (SELECT FROM pg_roles WHERE rolname = $1 AND pg_has_role(current_user, oid, 'MEMBER'))`, AppRole).
			Scan(&there, &member)
	}
	if err != nil {
		return ehr.Wrap(kindOfDB(err), safe(err), "the database does not answer")
	}
	if !there {
		_, err = pool.Exec(ctx, `CREATE ROLE `+AppRole+` LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE`)
		if err != nil && !isCode(err, "42710", "23505") { // another process was first
			return ehr.Wrap(ehr.Unavailable, safe(err), "the role %s is missing and may not be made by this user; "+
				"have it made: CREATE ROLE %s LOGIN; GRANT %s TO the user of the database's address", AppRole, AppRole, AppRole)
		}
		member = false
	}
	if !member {
		if _, err := pool.Exec(ctx, `GRANT `+AppRole+` TO current_user`); err != nil {
			return ehr.Wrap(ehr.Unavailable, safe(err), "this user may not act as %s; have it granted: GRANT %s TO the user of the database's address", AppRole, AppRole)
		}
	}
	return nil
}

func migrateOwn(ctx context.Context, pool *pgxpool.Pool) error {
	db := stdlib.OpenDBFromPool(pool)
	defer db.Close()
	locker, err := lock.NewPostgresSessionLocker()
	if err != nil {
		return err
	}
	p, err := goose.NewProvider(goose.DialectPostgres, db, Migrations(), goose.WithSessionLocker(locker))
	if err != nil {
		return err
	}
	_, err = p.Up(ctx)
	return err
}

// migrateRiver runs river's own migrations and lets the program use the queue.
func migrateRiver(ctx context.Context, pool *pgxpool.Pool) error {
	m, err := rivermigrate.New(riverpgxv5.New(pool), nil)
	if err != nil {
		return err
	}
	// Held by the session, since river commits its migrations one by one.
	conn, err := pool.Acquire(ctx)
	if err != nil {
		return err
	}
	defer conn.Release()
	if _, err := conn.Exec(ctx, `SELECT pg_advisory_lock(hashtext('visitwright river'))`); err != nil {
		return err
	}
	defer func() {
		// Without the caller's deadline: the lock must go before the connection is used again.
		_, _ = conn.Exec(context.WithoutCancel(ctx), `SELECT pg_advisory_unlock(hashtext('visitwright river'))`)
	}()
	if _, err := m.Migrate(ctx, rivermigrate.DirectionUp, nil); err != nil {
		return err
	}
	return pgx.BeginFunc(ctx, pool, func(tx pgx.Tx) error {
		// river keeps jobs and who leads, no health data: a job names a visit by its id.
		_, err := tx.Exec(ctx, `
			DO $$ DECLARE t record; BEGIN
				FOR t IN SELECT c.oid::regclass AS name, c.relkind FROM pg_class c
					WHERE c.relnamespace = current_schema()::regnamespace AND c.relname LIKE 'river\_%' AND c.relkind IN ('r', 'S')
				LOOP
					IF t.relkind = 'r' THEN
						EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO `+AppRole+`', t.name);
					ELSE
						EXECUTE format('GRANT USAGE, SELECT ON SEQUENCE %s TO `+AppRole+`', t.name);
					END IF;
				END LOOP;
			END $$`)
		return err
	})
}
