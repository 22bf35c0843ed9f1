package store

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/subtle"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/pquerna/otp"
	"github.com/pquerna/otp/totp"

	"github.com/visitwright/visitwright/ehr"
)

// totpPeriod is the seconds a code lasts, and totpSkew the periods before and
// after that are taken as well. Source: RFC 6238 section 5.2.
const (
	totpPeriod = 30
	totpSkew   = 1
)

var totpOpts = totp.ValidateOpts{Period: totpPeriod, Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1}

// totpStep finds the period a code is of. A code of a period up to last is
// refused: each is good once (RFC 6238 section 5.2).
func totpStep(secret, code string, now time.Time, last int64) (step int64, ok bool) {
	code = strings.ReplaceAll(strings.TrimSpace(code), " ", "")
	for d := int64(-totpSkew); d <= totpSkew; d++ {
		at := now.Unix()/totpPeriod + d
		want, err := totp.GenerateCodeCustom(secret, time.Unix(at*totpPeriod, 0), totpOpts)
		if err == nil && subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 && at > last {
			step, ok = at, true
		}
	}
	return step, ok
}

// seal encrypts what must be readable again; user binds it to its row.
func (s *Store) seal(plain string, user ehr.UserID) ([]byte, error) {
	aead, err := s.aead()
	if err != nil {
		return nil, err
	}
	nonce := make([]byte, aead.NonceSize())
	if _, err := rand.Read(nonce); err != nil {
		return nil, ehr.Wrap(ehr.Internal, err, "no randomness")
	}
	return aead.Seal(nonce, nonce, []byte(plain), []byte("totp "+user)), nil
}

func (s *Store) unseal(sealed []byte, user ehr.UserID) (string, error) {
	aead, err := s.aead()
	if err != nil {
		return "", err
	}
	if len(sealed) < aead.NonceSize() {
		return "", ehr.Errorf(ehr.Internal, "a stored secret cannot be read")
	}
	plain, err := aead.Open(nil, sealed[:aead.NonceSize()], sealed[aead.NonceSize():], []byte("totp "+user))
	if err != nil {
		return "", ehr.Wrap(ehr.Internal, err, "a stored secret cannot be read: has the secret key changed?")
	}
	return string(plain), nil
}

func (s *Store) aead() (cipher.AEAD, error) {
	block, err := aes.NewCipher(s.opt.SecretKey[:])
	if err != nil {
		return nil, ehr.Wrap(ehr.Internal, err, "the secret key cannot be used")
	}
	return cipher.NewGCM(block)
}

// TOTPEnrolment is what an authenticator app needs. It is shown once.
type TOTPEnrolment struct {
	Secret string `json:"secret"`
	URI    string `json:"uri"` // otpauth://..., for the picture to scan
}

// EnrolTOTP makes a new secret for the user. It is asked for at sign-in only after
// ConfirmTOTP. Conflict where one is in force: an administrator must reset it.
func (s *Store) EnrolTOTP(ctx context.Context, sess Session) (TOTPEnrolment, error) {
	key, err := totp.Generate(totp.GenerateOpts{Issuer: "Visitwright", AccountName: sess.User.Username, Period: totpPeriod})
	if err != nil {
		return TOTPEnrolment{}, ehr.Wrap(ehr.Internal, err, "no secret could be made")
	}
	sealed, err := s.seal(key.Secret(), sess.User.ID)
	if err != nil {
		return TOTPEnrolment{}, err
	}
	err = s.account(ctx, sess.Actor(""), ownAccount, "second factor begun", func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, `UPDATE users SET totp_secret = $3 WHERE practice_id = $1 AND id = $2 AND NOT totp_enabled`,
			sess.User.Practice, sess.User.ID, sealed)
		if err == nil && tag.RowsAffected() == 0 {
			return ehr.Errorf(ehr.Conflict, "a second factor is in force already")
		}
		return err
	})
	if err != nil {
		return TOTPEnrolment{}, err
	}
	return TOTPEnrolment{Secret: key.Secret(), URI: key.URL()}, nil
}

// ConfirmTOTP puts the second factor in force once the user's app shows the right
// code, and gives the recovery codes for when the app is lost.
func (s *Store) ConfirmTOTP(ctx context.Context, sess Session, code string) (recovery []string, err error) {
	err = s.account(ctx, sess.Actor(""), ownAccount, "second factor in force", func(tx pgx.Tx) error {
		var sealed []byte
		var last int64
		err := tx.QueryRow(ctx, `SELECT totp_secret, totp_last_step FROM users
			WHERE practice_id = $1 AND id = $2 AND totp_secret IS NOT NULL AND NOT totp_enabled FOR UPDATE`,
			sess.User.Practice, sess.User.ID).Scan(&sealed, &last)
		if err != nil {
			return wrap(err, "a second factor that waits to be confirmed")
		}
		secret, err := s.unseal(sealed, sess.User.ID)
		if err != nil {
			return err
		}
		step, ok := totpStep(secret, code, s.now(), last)
		if !ok {
			return ehr.Errorf(ehr.Invalid, "the code is not right")
		}
		_, err = tx.Exec(ctx, `UPDATE users SET totp_enabled = true, totp_last_step = $3 WHERE practice_id = $1 AND id = $2`,
			sess.User.Practice, sess.User.ID, step)
		if err == nil {
			recovery, err = s.replaceRecoveryCodes(ctx, tx, sess.User, s.now())
		}
		return err
	})
	return recovery, err
}
