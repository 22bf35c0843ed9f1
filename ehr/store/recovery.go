package store

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/visitwright/visitwright/ehr"
)

// recoveryCodes are given at a time, each of recoveryLength base 32 signs: 50
// bits, where NIST SP 800-63B section 5.1.2.1 asks 20 of a look-up secret.
const (
	recoveryCodes  = 10
	recoveryLength = 10
)

// newRecoveryCodes makes codes as they are shown: "ABCDE-FGH23".
func newRecoveryCodes() []string {
	codes := make([]string, recoveryCodes)
	for i := range codes {
		text := rand.Text()[:recoveryLength]
		codes[i] = text[:recoveryLength/2] + "-" + text[recoveryLength/2:]
	}
	return codes
}

// recoveryDigest is how a code is kept. ok is false for what cannot be one, such
// as the six digits of an authenticator.
func (s *Store) recoveryDigest(user ehr.UserID, typed string) (digest []byte, ok bool) {
	code := strings.NewReplacer("-", "", " ", "").Replace(strings.ToUpper(typed))
	if len(code) != recoveryLength {
		return nil, false
	}
	mac := hmac.New(sha256.New, s.opt.SecretKey[:])
	mac.Write([]byte("recovery code\x00" + string(user) + "\x00" + code))
	return mac.Sum(nil), true
}

// replaceRecoveryCodes puts fresh codes in the place of the user's old ones. They
// can be read once: here.
func (s *Store) replaceRecoveryCodes(ctx context.Context, tx pgx.Tx, u ehr.User, now time.Time) ([]string, error) {
	if err := dropRecoveryCodes(ctx, tx, u.Practice, u.ID, now); err != nil {
		return nil, err
	}
	codes := newRecoveryCodes()
	for _, code := range codes {
		digest, _ := s.recoveryDigest(u.ID, code)
		_, err := tx.Exec(ctx, `INSERT INTO recovery_code (practice_id, user_id, digest, made_at) VALUES ($1, $2, $3, $4)`, u.Practice, u.ID, digest, now)
		if err != nil {
			return nil, err
		}
	}
	return codes, nil
}

func dropRecoveryCodes(ctx context.Context, tx pgx.Tx, practice ehr.PracticeID, user ehr.UserID, now time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE recovery_code SET superseded_at = $3
		WHERE practice_id = $1 AND user_id = $2 AND used_at IS NULL AND superseded_at IS NULL`, practice, user, now)
	return err
}

// lookRecoveryCode reports by an error a code that is not, or no longer, good.
func (s *Store) lookRecoveryCode(ctx context.Context, u ehr.User, digest []byte) error {
	var good bool
	err := pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		if err := enter(ctx, tx, u.Practice); err != nil {
			return err
		}
		return tx.QueryRow(ctx, `SELECT EXISTS (SELECT FROM recovery_code
			WHERE practice_id = $1 AND user_id = $2 AND digest = $3 AND used_at IS NULL AND superseded_at IS NULL)`, u.Practice, u.ID, digest).Scan(&good)
	})
	if err != nil {
		return wrap(err, "the recovery codes")
	}
	if !good {
		return errCode
	}
	return nil
}

// useRecoveryCode uses a code up. Two attempts with one code cannot both pass.
func useRecoveryCode(ctx context.Context, tx pgx.Tx, u ehr.User, digest []byte, now time.Time) error {
	tag, err := tx.Exec(ctx, `UPDATE recovery_code SET used_at = $4
		WHERE practice_id = $1 AND user_id = $2 AND digest = $3 AND used_at IS NULL AND superseded_at IS NULL`, u.Practice, u.ID, digest, now)
	if err == nil && tag.RowsAffected() == 0 {
		return errCode
	}
	return err
}

// NewRecoveryCodes makes the user's recovery codes anew; those before are good no
// more. It needs a fresh proof of who asks. Conflict where there is no second factor.
func (s *Store) NewRecoveryCodes(ctx context.Context, sess Session) (codes []string, err error) {
	now := s.now()
	if now.After(sess.ReauthUntil()) {
		return nil, ehr.Wrap(ehr.Unauthorized, ErrReauth, "give your password again")
	}
	err = s.account(ctx, sess.Actor(""), ownAccount, "recovery codes made", func(tx pgx.Tx) error {
		var enabled bool
		err := tx.QueryRow(ctx, `SELECT totp_enabled FROM users WHERE practice_id = $1 AND id = $2 FOR UPDATE`,
			sess.User.Practice, sess.User.ID).Scan(&enabled)
		if err == nil && !enabled {
			return ehr.Errorf(ehr.Conflict, "there is no second factor to recover")
		}
		if err == nil {
			codes, err = s.replaceRecoveryCodes(ctx, tx, sess.User, now)
		}
		return err
	})
	return codes, err
}

// RecoveryCodesLeft counts the user's codes that are still good.
func (s *Store) RecoveryCodesLeft(ctx context.Context, sess Session) (n int, err error) {
	err = pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		if err := enter(ctx, tx, sess.User.Practice); err != nil {
			return err
		}
		return tx.QueryRow(ctx, `SELECT count(*) FROM recovery_code
			WHERE practice_id = $1 AND user_id = $2 AND used_at IS NULL AND superseded_at IS NULL`, sess.User.Practice, sess.User.ID).Scan(&n)
	})
	return n, wrap(err, "the recovery codes")
}
