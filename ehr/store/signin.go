package store

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/visitwright/visitwright/ehr"
)

// What stands in the audit for accounts; no role is asked for these.
const (
	signIn     ehr.Action = "session.start"
	signOut    ehr.Action = "session.end"
	ownAccount ehr.Action = "account.own"
)

// ErrTOTPRequired is in the chain of SignIn's error where name and password were
// right and a code is needed as well.
var ErrTOTPRequired = errors.New("a code of the second factor is needed")

// LockedError is in the chain where too many attempts have failed.
type LockedError struct{ Until time.Time }

func (e *LockedError) Error() string { return "locked until " + e.Until.Format(time.RFC3339) }

// lockAfter failures in a row lock the account, for a minute at first and twice
// as long after each further failure, up to lockMax. NIST SP 800-63B section
// 5.2.2 asks for no more than 100 failures and proposes growing delays.
const (
	lockAfter = 5
	lockFirst = time.Minute
	lockMax   = time.Hour
)

// lockFor is how long an account is locked after that many failures in a row.
func lockFor(failures int) time.Duration {
	if failures < lockAfter {
		return 0
	}
	return min(lockFirst<<min(failures-lockAfter, 10), lockMax)
}

// Credentials are what somebody signs in with.
type Credentials struct {
	Username, Password string
	TOTP               string // where the second factor is in force
	Remote             string
	OldToken           string // of the session this one replaces, if any
}

// account is what signing in must know of a user.
type account struct {
	user     ehr.User
	hash     string
	sealed   []byte
	lastStep int64
	failures int
	step     int64     // of the code that was given and is right
	recovery []byte    // digest of the recovery code that was given instead
	locked   time.Time // zero, or until when no attempt is looked at
}

var errCode = ehr.Errorf(ehr.Unauthorized, "the code is not right, or was used before")

var errSignIn = ehr.Errorf(ehr.Unauthorized, "name or password is not right")

// SignIn checks the credentials and begins a session under a fresh token. Errors
// are Unauthorized; see ErrTOTPRequired and LockedError.
func (s *Store) SignIn(ctx context.Context, c Credentials) (token string, sess Session, err error) {
	now := s.now()
	a, err := s.beginAttempt(ctx, c.Username, now)
	if errors.Is(err, pgx.ErrNoRows) {
		if _, err := s.hasher.matches(ctx, nobody, c.Password); err != nil {
			return "", Session{}, err
		}
		return "", Session{}, errSignIn
	}
	if a.user.ID != "" && err == nil {
		err = s.prove(ctx, &a, c.Password, c.TOTP, now)
	}
	who := Actor{User: a.user.ID, Practice: a.user.Practice, Role: a.user.Role, Remote: c.Remote}
	if err != nil {
		return "", Session{}, s.signInFailed(ctx, who, err)
	}
	token = rand.Text() + rand.Text() // 256 bits and more, base 32
	err = s.account(ctx, who, signIn, "signed in", func(tx pgx.Tx) error {
		if err := succeed(ctx, tx, a, now); err != nil {
			return err
		}
		if c.OldToken != "" {
			if err := endSession(ctx, tx, c.OldToken, now); err != nil {
				return err
			}
		}
		return insertSession(ctx, tx, a.user, token, c.Remote, now)
	})
	if err != nil {
		return "", Session{}, err
	}
	sess, err = s.Authenticate(ctx, token)
	return token, sess, err
}

// beginAttempt finds the user and counts the attempt before the password is
// looked at, so that many at once cannot outrun the lock. A locked account's
// password is not tried.
func (s *Store) beginAttempt(ctx context.Context, username string, now time.Time) (a account, err error) {
	username = strings.ToLower(strings.TrimSpace(username))
	err = pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `SELECT set_config('app.username', $1, true)`, username); err != nil {
			return err
		}
		err := tx.QueryRow(ctx, `SELECT practice_id FROM users WHERE lower(username) = $1`, username).Scan(&a.user.Practice)
		if err != nil {
			return err
		}
		if err := enter(ctx, tx, a.user.Practice); err != nil {
			return err
		}
		return countAttempt(ctx, tx, &a, username, now)
	})
	if err == nil && !a.locked.IsZero() {
		return a, ehr.Wrap(ehr.Unauthorized, &LockedError{Until: a.locked}, "too many attempts: try again later")
	}
	if err != nil && !errors.Is(err, pgx.ErrNoRows) {
		err = wrap(err, "the account")
	}
	return a, err
}

// countAttempt counts the attempt as a failure until it has succeeded. One on a
// locked account is not counted.
func countAttempt(ctx context.Context, tx pgx.Tx, a *account, username string, now time.Time) error {
	var locked *time.Time
	err := tx.QueryRow(ctx, `SELECT id, practice_id, username, name, role, disabled, totp_enabled,
			password_hash, totp_secret, totp_last_step, failures, locked_until
		FROM users WHERE practice_id = $1 AND lower(username) = $2 FOR UPDATE`, a.user.Practice, username).
		Scan(&a.user.ID, &a.user.Practice, &a.user.Username, &a.user.Name, &a.user.Role, &a.user.Disabled, &a.user.TOTPEnabled,
			&a.hash, &a.sealed, &a.lastStep, &a.failures, &locked)
	if err != nil {
		return err
	}
	if locked != nil && locked.After(now) {
		a.locked = *locked
		return nil
	}
	a.failures++
	var until *time.Time
	if d := lockFor(a.failures); d > 0 {
		t := now.Add(d)
		until = &t
	}
	_, err = tx.Exec(ctx, `UPDATE users SET failures = $3, locked_until = $4 WHERE practice_id = $1 AND id = $2`,
		a.user.Practice, a.user.ID, a.failures, until)
	return err
}

// prove holds password and code against the account.
func (s *Store) prove(ctx context.Context, a *account, password, code string, now time.Time) error {
	ok, err := s.hasher.matches(ctx, a.hash, password)
	if err != nil {
		return err
	}
	if !ok || a.user.Disabled {
		return errSignIn
	}
	if !a.user.TOTPEnabled {
		return nil
	}
	if code == "" {
		return ehr.Wrap(ehr.Unauthorized, ErrTOTPRequired, "a code of your second factor is needed")
	}
	if digest, is := s.recoveryDigest(a.user.ID, code); is {
		a.recovery = digest
		return s.lookRecoveryCode(ctx, a.user, digest)
	}
	secret, err := s.unseal(a.sealed, a.user.ID)
	if err != nil {
		return err
	}
	step, ok := totpStep(secret, code, now, a.lastStep)
	if !ok {
		return errCode
	}
	a.step = step
	return nil
}

// succeed forgets the failures and uses up the code. Two attempts with one code
// cannot both pass.
func succeed(ctx context.Context, tx pgx.Tx, a account, now time.Time) error {
	if a.recovery != nil {
		if err := useRecoveryCode(ctx, tx, a.user, a.recovery, now); err != nil {
			return err
		}
	}
	tag, err := tx.Exec(ctx, `UPDATE users SET failures = 0, locked_until = NULL, totp_last_step = greatest(totp_last_step, $3)
		WHERE practice_id = $1 AND id = $2 AND NOT disabled AND ($3 = 0 OR totp_last_step < $3)`, a.user.Practice, a.user.ID, a.step)
	if err == nil && tag.RowsAffected() == 0 {
		return errCode
	}
	return err
}

// signInFailed audits the failure. One that lacks only the code does not count
// towards the lock.
func (s *Store) signInFailed(ctx context.Context, who Actor, cause error) error {
	detail := "not let in: " + string(ehr.KindOf(cause))
	var locked *LockedError
	switch {
	case errors.As(cause, &locked):
		detail = "not let in: locked"
	case errors.Is(cause, ErrTOTPRequired):
		detail = "asked for the code"
		err := pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
			if err := enter(ctx, tx, who.Practice); err != nil {
				return err
			}
			_, err := tx.Exec(ctx, `UPDATE users SET failures = greatest(failures - 1, 0) WHERE practice_id = $1 AND id = $2`, who.Practice, who.User)
			return err
		})
		if err != nil {
			return wrap(err, "the account")
		}
	}
	event := ehr.AuditEvent{At: s.now(), User: who.User, Action: signIn, Kind: "user", ID: string(who.User), Detail: detail, Remote: who.Remote}
	if err := s.auditAlone(ctx, who.Practice, []ehr.AuditEvent{event}); err != nil {
		return err
	}
	return cause
}

// account runs a change that belongs to an account and audits it.
func (s *Store) account(ctx context.Context, who Actor, action ehr.Action, detail string, fn func(pgx.Tx) error) error {
	if who.Practice == "" {
		return fmt.Errorf("store: %s without a practice", action)
	}
	var committed []row
	err := pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		if err := enter(ctx, tx, who.Practice); err != nil {
			return err
		}
		if err := fn(tx); err != nil {
			return err
		}
		var err error
		committed, err = s.appendAudit(ctx, tx, who.Practice, []ehr.AuditEvent{{At: s.now(), User: who.User, Action: action,
			Allowed: true, Kind: "user", ID: string(who.User), Detail: detail, Remote: who.Remote}})
		return err
	})
	if err == nil {
		s.heads.note(who.Practice, committed)
	}
	return wrap(err, "the account")
}
