package store

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/visitwright/visitwright/ehr"
)

// ReauthFor is how long a proof of who one is counts, for signing.
const ReauthFor = 5 * time.Minute

// seenEvery is how often a session in use is written down as such.
const seenEvery = 30 * time.Second

// Session is somebody's signed-in time. Only the SHA-256 of its token is stored.
type Session struct {
	ID         string
	User       ehr.User
	Practice   ehr.Practice
	CSRF       string // to be sent back with each change; made from the token
	CreatedAt  time.Time
	LastSeenAt time.Time
	ReauthAt   time.Time // when the user last proved who they are
	IdleUntil  time.Time
	ExpiresAt  time.Time
}

// Actor is the session's user as the one who acts, from the address remote.
func (s Session) Actor(remote string) Actor {
	return Actor{User: s.User.ID, Practice: s.User.Practice, Role: s.User.Role, Remote: remote, ReauthAt: s.ReauthAt}
}

// ReauthUntil is until when the user may sign without proving again.
func (s Session) ReauthUntil() time.Time { return s.ReauthAt.Add(ReauthFor) }

func tokenHash(token string) []byte {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}

// csrf is a value that only who has the token can make.
func csrf(token string) string {
	m := hmac.New(sha256.New, []byte(token))
	m.Write([]byte("visitwright csrf"))
	return base64.RawURLEncoding.EncodeToString(m.Sum(nil))
}

func insertSession(ctx context.Context, tx pgx.Tx, u ehr.User, token, remote string, now time.Time) error {
	_, err := tx.Exec(ctx, `INSERT INTO sessions (practice_id, id, token_sha256, user_id, remote, created_at, last_seen_at, reauth_at)
		VALUES ($1, $2, $3, $4, $5, $6, $6, $6)`, u.Practice, ehr.NewID[string](), tokenHash(token), u.ID, remote, now)
	return err
}

// endSession ends the session of that token, if it is one of the practice.
func endSession(ctx context.Context, tx pgx.Tx, token string, now time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE sessions SET ended_at = $2
		WHERE practice_id = (SELECT current_practice()) AND token_sha256 = $1 AND ended_at IS NULL`, tokenHash(token), now)
	return err
}

// endSessions ends all sessions of a user but one.
func endSessions(ctx context.Context, tx pgx.Tx, p ehr.PracticeID, user ehr.UserID, but []byte, now time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE sessions SET ended_at = $4
		WHERE practice_id = $1 AND user_id = $2 AND token_sha256 IS DISTINCT FROM $3 AND ended_at IS NULL`, p, user, but, now)
	return err
}

var errSignedOut = ehr.Errorf(ehr.Unauthorized, "not signed in, or signed in too long ago")

// Authenticate finds the session of a token and notes that it is in use.
func (s *Store) Authenticate(ctx context.Context, token string) (Session, error) {
	return s.find(ctx, token, true)
}

// Look is Authenticate without use: a page that only watches does not keep its
// session alive.
func (s *Store) Look(ctx context.Context, token string) (Session, error) {
	return s.find(ctx, token, false)
}

func (s *Store) find(ctx context.Context, token string, use bool) (Session, error) {
	now := s.now()
	var sess Session
	err := pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		var err error
		sess, err = s.session(ctx, tx, token, now)
		if err != nil || !use || now.Sub(sess.LastSeenAt) < seenEvery {
			return err
		}
		sess.LastSeenAt, sess.IdleUntil = now, now.Add(s.opt.SessionIdle)
		_, err = tx.Exec(ctx, `UPDATE sessions SET last_seen_at = greatest(last_seen_at, $3) WHERE practice_id = $1 AND id = $2`,
			sess.Practice.ID, sess.ID, now)
		return err
	})
	if err != nil {
		return Session{}, wrap(err, "the session")
	}
	return sess, nil
}

// session reads a session that is in force, and enters its practice.
func (s *Store) session(ctx context.Context, tx pgx.Tx, token string, now time.Time) (Session, error) {
	hash := tokenHash(token)
	sess := Session{CSRF: csrf(token)}
	if token == "" {
		return sess, errSignedOut
	}
	if _, err := tx.Exec(ctx, `SELECT set_config('app.token_sha256', $1, true)`, hex.EncodeToString(hash)); err != nil {
		return sess, err
	}
	err := tx.QueryRow(ctx, `SELECT id, practice_id, user_id, created_at, last_seen_at, reauth_at FROM sessions
		WHERE token_sha256 = $1 AND ended_at IS NULL`, hash).
		Scan(&sess.ID, &sess.User.Practice, &sess.User.ID, &sess.CreatedAt, &sess.LastSeenAt, &sess.ReauthAt)
	if errors.Is(err, pgx.ErrNoRows) {
		return sess, errSignedOut
	}
	if err != nil {
		return sess, err
	}
	sess.ExpiresAt = sess.CreatedAt.Add(s.opt.SessionAbsolute)
	sess.IdleUntil = sess.LastSeenAt.Add(s.opt.SessionIdle)
	if !now.Before(sess.ExpiresAt) || !now.Before(sess.IdleUntil) {
		return sess, errSignedOut
	}
	if err := enter(ctx, tx, sess.User.Practice); err != nil {
		return sess, err
	}
	err = tx.QueryRow(ctx, `SELECT u.username, u.name, u.credentials, u.role, u.disabled, u.totp_enabled, u.created_at, u.note_template,
			p.id, p.name, p.time_zone, p.created_at
		FROM users u JOIN practice p ON p.id = u.practice_id WHERE u.practice_id = $1 AND u.id = $2`, sess.User.Practice, sess.User.ID).
		Scan(&sess.User.Username, &sess.User.Name, &sess.User.Credentials, &sess.User.Role, &sess.User.Disabled, &sess.User.TOTPEnabled,
			&sess.User.CreatedAt, &sess.User.NoteTemplate, &sess.Practice.ID, &sess.Practice.Name, &sess.Practice.TimeZone, &sess.Practice.CreatedAt)
	if err == nil && sess.User.Disabled {
		return sess, errSignedOut
	}
	return sess, err
}

// SignOut ends the session. One that has ended already is no error.
func (s *Store) SignOut(ctx context.Context, token string) error {
	sess, err := s.Look(ctx, token)
	if err != nil && ehr.KindOf(err) == ehr.Unauthorized {
		return nil
	}
	if err != nil {
		return err
	}
	return s.account(ctx, sess.Actor(""), signOut, "signed out", func(tx pgx.Tx) error {
		return endSession(ctx, tx, token, s.now())
	})
}

// Reauthenticate asks a signed-in user to prove again who they are, as signing
// needs, and says until when that counts. Failures count towards the lock.
func (s *Store) Reauthenticate(ctx context.Context, token, password, code, remote string) (time.Time, error) {
	sess, err := s.Authenticate(ctx, token)
	if err != nil {
		return time.Time{}, err
	}
	now := s.now()
	a, err := s.beginAttempt(ctx, sess.User.Username, now)
	if err == nil {
		err = s.prove(ctx, &a, password, code, now)
	}
	if err != nil {
		return time.Time{}, s.signInFailed(ctx, sess.Actor(remote), wrap(err, "the account"))
	}
	err = s.account(ctx, sess.Actor(remote), signIn, "proved again", func(tx pgx.Tx) error {
		if err := succeed(ctx, tx, a, now); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `UPDATE sessions SET reauth_at = $3 WHERE practice_id = $1 AND id = $2 AND ended_at IS NULL`,
			sess.Practice.ID, sess.ID, now)
		return err
	})
	return now.Add(ReauthFor), err
}

// ChangePassword changes the user's own password and ends their other sessions.
func (s *Store) ChangePassword(ctx context.Context, token, old, fresh, remote string) error {
	sess, err := s.Authenticate(ctx, token)
	if err != nil {
		return err
	}
	hash, err := s.hasher.hash(ctx, fresh)
	if err != nil {
		return err
	}
	now := s.now()
	a, err := s.beginAttempt(ctx, sess.User.Username, now)
	if err == nil {
		var ok bool
		if ok, err = s.hasher.matches(ctx, a.hash, old); err == nil && !ok {
			err = errSignIn
		}
	}
	if err != nil {
		return s.signInFailed(ctx, sess.Actor(remote), wrap(err, "the account"))
	}
	return s.account(ctx, sess.Actor(remote), ownAccount, "password changed", func(tx pgx.Tx) error {
		if err := succeed(ctx, tx, a, now); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `UPDATE users SET password_hash = $3 WHERE practice_id = $1 AND id = $2`, sess.Practice.ID, sess.User.ID, hash); err != nil {
			return err
		}
		return endSessions(ctx, tx, sess.Practice.ID, sess.User.ID, tokenHash(token), now)
	})
}
