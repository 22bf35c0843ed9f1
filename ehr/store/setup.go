package store

import (
	"context"
	"crypto/rand"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/visitwright/visitwright/ehr"
)

// setupFor is how long a link for the first administrator is good.
const setupFor = 24 * time.Hour

var errSetupLink = ehr.Errorf(ehr.NotFound, "this link is not good any more")

// FirstAdministrator is what makes the first practice and its administrator.
type FirstAdministrator struct {
	PracticeName, TimeZone   string
	Username, Name, Password string
}

// NewSetupLink gives the token of a link by which the first administrator is
// made: good once, for 24 hours. Conflict where there is a practice already.
func (s *Store) NewSetupLink(ctx context.Context) (string, error) {
	practices, err := s.Practices(ctx)
	if err != nil {
		return "", err
	}
	if len(practices) > 0 {
		return "", ehr.Errorf(ehr.Conflict, "there is a practice already: its administrator makes further users")
	}
	token := rand.Text() + rand.Text()
	now := s.now()
	_, err = s.pool.Exec(ctx, `INSERT INTO setup_link (token_sha256, made_at, expires_at) VALUES ($1, $2, $3)`,
		tokenHash(token), now, now.Add(setupFor))
	return token, wrap(err, "the link")
}

// CheckSetup reports whether the link is good. NotFound where it is not.
func (s *Store) CheckSetup(ctx context.Context, token string) error {
	var good bool
	err := s.pool.QueryRow(ctx, `SELECT EXISTS (SELECT FROM setup_link WHERE token_sha256 = $1 AND used_at IS NULL AND expires_at > $2)`,
		tokenHash(token), s.now()).Scan(&good)
	if err == nil && !good {
		return errSetupLink
	}
	return wrap(err, "the link")
}

// Setup uses up the link and makes the first practice and its administrator.
func (s *Store) Setup(ctx context.Context, token string, f FirstAdministrator) (ehr.User, error) {
	if err := s.CheckSetup(ctx, token); err != nil {
		return ehr.User{}, err
	}
	p, err := s.completed(ehr.Practice{Name: f.PracticeName, TimeZone: f.TimeZone})
	if err != nil {
		return ehr.User{}, err
	}
	var u ehr.User
	err = s.InTx(ctx, Service(p.ID), Why{Action: ehr.ManageUsers, Kind: "practice", ID: string(p.ID), Detail: "set up"}, func(tx *Tx) error {
		if err := useSetupLink(ctx, tx.tx, token, tx.now); err != nil {
			return err
		}
		if err := insertPractice(ctx, tx.tx, p); err != nil {
			return err
		}
		var err error
		u, err = tx.CreateUser(ctx, NewUser{Username: f.Username, Name: f.Name, Role: ehr.Administrator, Password: f.Password})
		return err
	})
	return u, err
}

// useSetupLink refuses where another has made the first practice meanwhile.
func useSetupLink(ctx context.Context, tx pgx.Tx, token string, now time.Time) error {
	tag, err := tx.Exec(ctx, `UPDATE setup_link SET used_at = $2
		WHERE used_at IS NULL AND expires_at > $2 AND EXISTS (SELECT FROM setup_link WHERE token_sha256 = $1 AND used_at IS NULL)`,
		tokenHash(token), now)
	if err != nil {
		return wrap(err, "the link")
	}
	if tag.RowsAffected() == 0 {
		return errSetupLink
	}
	var practices int
	if _, err := tx.Exec(ctx, `SELECT set_config('app.list_practices', 'yes', true)`); err != nil {
		return wrap(err, "the practice")
	}
	if err := tx.QueryRow(ctx, `SELECT count(*) FROM practice`).Scan(&practices); err != nil {
		return wrap(err, "the practice")
	}
	if practices > 0 {
		return ehr.Errorf(ehr.Conflict, "there is a practice already: its administrator makes further users")
	}
	return nil
}
