package store_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/store"
	"github.com/visitwright/visitwright/ehr/store/pgtest"
)

// clock is a time that a test moves.
type clock struct {
	mu sync.Mutex
	t  time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.t
}

func (c *clock) move(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.t = c.t.Add(d)
}

func clinicWithClock(t *testing.T) (*pgtest.DB, *pgtest.Clinic, *clock) {
	t.Helper()
	k := &clock{t: time.Date(2026, 11, 22, 15, 0, 0, 0, time.UTC)}
	db := pgtest.New(t, func(o *store.Options) { o.Now = k.now })
	return db, pgtest.NewClinic(t, db, ""), k
}

func signIn(t *testing.T, s *store.Store, name string) (string, store.Session) {
	t.Helper()
	token, sess, err := s.SignIn(t.Context(), store.Credentials{Username: name, Password: pgtest.Password, Remote: "192.0.2.7"})
	if err != nil {
		t.Fatal(err)
	}
	return token, sess
}

func TestSignIn(t *testing.T) {
	db, c, _ := clinicWithClock(t)
	token, sess := signIn(t, db.Store, " Clinician ")
	if sess.User.ID != c.Clinician.User || sess.Practice.ID != c.Practice.ID || sess.CSRF == "" || len(token) < 52 {
		t.Errorf("%+v", sess)
	}
	got, err := db.Store.Authenticate(t.Context(), token)
	if err != nil || got.ID != sess.ID || got.CSRF != sess.CSRF || got.User.Role != ehr.Clinician {
		t.Errorf("%+v, %v", got, err)
	}
	// The token itself is nowhere in the database.
	var found bool
	err = db.Store.InTx(t.Context(), store.Service(c.Practice.ID), store.Why{}, func(tx *store.Tx) error {
		return tx.Pgx().QueryRow(t.Context(), `SELECT EXISTS (SELECT FROM sessions WHERE to_jsonb(sessions)::text LIKE '%' || $1 || '%')`, token).Scan(&found)
	})
	if err != nil || found {
		t.Errorf("the token is stored: %v, %v", found, err)
	}
	for _, bad := range []store.Credentials{{Username: "clinician", Password: "wrong"}, {Username: "nobody", Password: pgtest.Password}, {}} {
		_, _, err := db.Store.SignIn(t.Context(), bad)
		wantKind(t, err, ehr.Unauthorized)
		if ehr.SafeMessage(err) != "name or password is not right" {
			t.Errorf("the message tells which: %q", ehr.SafeMessage(err))
		}
	}
	for _, bad := range []string{"", "x", token[1:]} {
		_, err := db.Store.Authenticate(t.Context(), bad)
		wantKind(t, err, ehr.Unauthorized)
	}
}

func TestSessionLimits(t *testing.T) {
	db, _, k := clinicWithClock(t)
	token, _ := signIn(t, db.Store, "nurse")
	// In use it lasts until the absolute limit.
	for range 47 {
		k.move(15 * time.Minute)
		if _, err := db.Store.Authenticate(t.Context(), token); err != nil {
			t.Fatal(err)
		}
	}
	k.move(15 * time.Minute)
	_, err := db.Store.Authenticate(t.Context(), token)
	wantKind(t, err, ehr.Unauthorized)
	// Left alone it ends; looking does not keep it alive.
	token, _ = signIn(t, db.Store, "nurse")
	k.move(29 * time.Minute)
	if _, err := db.Store.Look(t.Context(), token); err != nil {
		t.Fatal(err)
	}
	k.move(time.Minute)
	_, err = db.Store.Look(t.Context(), token)
	wantKind(t, err, ehr.Unauthorized)
}

func TestSignInRotatesAndSignOutEnds(t *testing.T) {
	db, _, _ := clinicWithClock(t)
	first, _ := signIn(t, db.Store, "nurse")
	second, _, err := db.Store.SignIn(t.Context(), store.Credentials{Username: "nurse", Password: pgtest.Password, OldToken: first})
	if err != nil || second == first {
		t.Fatal(err)
	}
	_, err = db.Store.Authenticate(t.Context(), first)
	wantKind(t, err, ehr.Unauthorized)
	for range 2 {
		if err := db.Store.SignOut(t.Context(), second); err != nil {
			t.Fatal(err)
		}
	}
	_, err = db.Store.Authenticate(t.Context(), second)
	wantKind(t, err, ehr.Unauthorized)
}

func TestLockOutGrows(t *testing.T) {
	db, _, k := clinicWithClock(t)
	wrong := store.Credentials{Username: "coder", Password: "wrong password"}
	right := store.Credentials{Username: "coder", Password: pgtest.Password}
	for range 5 {
		_, _, err := db.Store.SignIn(t.Context(), wrong)
		wantKind(t, err, ehr.Unauthorized)
	}
	for _, wait := range []time.Duration{time.Minute, 2 * time.Minute, 4 * time.Minute} {
		_, _, err := db.Store.SignIn(t.Context(), right)
		var locked *store.LockedError
		if !errors.As(err, &locked) || locked.Until.Sub(k.now()) != wait {
			t.Fatalf("got %v, want locked for %s", err, wait)
		}
		k.move(wait)
		_, _, err = db.Store.SignIn(t.Context(), wrong)
		wantKind(t, err, ehr.Unauthorized)
	}
	k.move(time.Hour)
	signIn(t, db.Store, "coder")
	_, _, err := db.Store.SignIn(t.Context(), wrong) // counting begins anew
	wantKind(t, err, ehr.Unauthorized)
	signIn(t, db.Store, "coder")
}

// Guesses sent all at once do not get past the lock.
func TestLockOutHoldsAgainstManyAtOnce(t *testing.T) {
	db, _, _ := clinicWithClock(t)
	var looked atomic.Int32
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			_, _, err := db.Store.SignIn(t.Context(), store.Credentials{Username: "biller", Password: "wrong password"})
			var locked *store.LockedError
			if !errors.As(err, &locked) {
				looked.Add(1)
			}
		})
	}
	wg.Wait()
	if n := looked.Load(); n != 5 {
		t.Errorf("%d passwords were looked at, want 5", n)
	}
}

func TestTOTP(t *testing.T) {
	db, c, k := clinicWithClock(t)
	_, sess := signIn(t, db.Store, "clinician")
	e, err := db.Store.EnrolTOTP(t.Context(), sess)
	if err != nil || !strings.HasPrefix(e.URI, "otpauth://totp/") {
		t.Fatalf("%+v, %v", e, err)
	}
	code := func() string {
		t.Helper()
		code, err := totp.GenerateCode(e.Secret, k.now())
		if err != nil {
			t.Fatal(err)
		}
		return code
	}
	_, err = db.Store.ConfirmTOTP(t.Context(), sess, "000000x")
	wantKind(t, err, ehr.Invalid)
	signIn(t, db.Store, "clinician") // not in force before it is confirmed
	if _, err := db.Store.ConfirmTOTP(t.Context(), sess, code()); err != nil {
		t.Fatal(err)
	}
	try := func(code string) error {
		_, _, err := db.Store.SignIn(t.Context(), store.Credentials{Username: "clinician", Password: pgtest.Password, TOTP: code})
		return err
	}
	for range 8 { // being asked for the code is no failure
		if err := try(""); !errors.Is(err, store.ErrTOTPRequired) {
			t.Fatalf("got %v", err)
		}
	}
	wantKind(t, try(code()), ehr.Unauthorized) // used up by the confirmation
	k.move(30 * time.Second)
	used := code()
	if err := try(used); err != nil {
		t.Fatal(err)
	}
	wantKind(t, try(used), ehr.Unauthorized)
	k.move(5 * time.Minute)
	wantKind(t, try(used), ehr.Unauthorized)
	_, err = db.Store.EnrolTOTP(t.Context(), sess)
	wantKind(t, err, ehr.Conflict)
	// The secret is not readable in the database.
	in(t, db.Store, c.Administrator, ehr.ManageUsers, func(ctx context.Context, tx *store.Tx) error {
		var sealed []byte
		err := tx.Pgx().QueryRow(ctx, `SELECT totp_secret FROM users WHERE id = $1`, c.Clinician.User).Scan(&sealed)
		if strings.Contains(string(sealed), e.Secret) || len(sealed) < 28 {
			t.Error("the secret is stored as it is")
		}
		return errors.Join(err, tx.ResetTOTP(ctx, c.Clinician.User))
	})
	signIn(t, db.Store, "clinician")
}

// One code sent several times at once lets in one.
func TestTOTPReplayAtOnce(t *testing.T) {
	db, _, k := clinicWithClock(t)
	_, sess := signIn(t, db.Store, "nurse")
	e, err := db.Store.EnrolTOTP(t.Context(), sess)
	if err != nil {
		t.Fatal(err)
	}
	code, err := totp.GenerateCode(e.Secret, k.now())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Store.ConfirmTOTP(t.Context(), sess, code); err != nil {
		t.Fatal(err)
	}
	k.move(30 * time.Second)
	code, err = totp.GenerateCode(e.Secret, k.now())
	if err != nil {
		t.Fatal(err)
	}
	var let atomic.Int32
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			if _, _, err := db.Store.SignIn(t.Context(), store.Credentials{Username: "nurse", Password: pgtest.Password, TOTP: code}); err == nil {
				let.Add(1)
			}
		})
	}
	wg.Wait()
	if let.Load() != 1 {
		t.Errorf("%d were let in", let.Load())
	}
}

func TestReauthenticate(t *testing.T) {
	db, _, k := clinicWithClock(t)
	token, sess := signIn(t, db.Store, "clinician")
	if !sess.ReauthUntil().Equal(k.now().Add(store.ReauthFor)) {
		t.Errorf("a fresh session counts until %s", sess.ReauthUntil())
	}
	k.move(10 * time.Minute)
	_, err := db.Store.Reauthenticate(t.Context(), token, "wrong password", "", "")
	wantKind(t, err, ehr.Unauthorized)
	until, err := db.Store.Reauthenticate(t.Context(), token, pgtest.Password, "", "")
	if err != nil || !until.Equal(k.now().Add(store.ReauthFor)) {
		t.Fatalf("%s, %v", until, err)
	}
	sess, err = db.Store.Authenticate(t.Context(), token)
	if err != nil || !sess.ReauthUntil().Equal(until) || !sess.Actor("").ReauthAt.Equal(k.now()) {
		t.Errorf("%+v, %v", sess, err)
	}
}

func TestPasswords(t *testing.T) {
	db, c, _ := clinicWithClock(t)
	token, _ := signIn(t, db.Store, "nurse")
	other, _ := signIn(t, db.Store, "nurse")
	const fresh = "another long password"
	wantKind(t, db.Store.ChangePassword(t.Context(), token, pgtest.Password, "short", ""), ehr.Invalid)
	wantKind(t, db.Store.ChangePassword(t.Context(), token, "wrong password", fresh, ""), ehr.Unauthorized)
	if err := db.Store.ChangePassword(t.Context(), token, pgtest.Password, fresh, ""); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Store.Authenticate(t.Context(), token); err != nil {
		t.Errorf("the own session has ended: %v", err)
	}
	_, err := db.Store.Authenticate(t.Context(), other)
	wantKind(t, err, ehr.Unauthorized)
	in(t, db.Store, c.Administrator, ehr.ManageUsers, func(ctx context.Context, tx *store.Tx) error {
		return tx.SetPassword(ctx, c.Nurse.User, "given by the administrator")
	})
	_, err = db.Store.Authenticate(t.Context(), token)
	wantKind(t, err, ehr.Unauthorized)
	if _, _, err := db.Store.SignIn(t.Context(), store.Credentials{Username: "nurse", Password: "given by the administrator"}); err != nil {
		t.Error(err)
	}
}

func TestUsers(t *testing.T) {
	db, c, _ := clinicWithClock(t)
	token, sess := signIn(t, db.Store, "nurse")
	err := try(t, db.Store, c.Clinician, ehr.ReadChart, func(ctx context.Context, tx *store.Tx) error {
		_, err := tx.CreateUser(ctx, store.NewUser{Username: "x", Name: "X", Role: ehr.Administrator, Password: pgtest.Password})
		return err
	})
	wantKind(t, err, ehr.Forbidden)
	err = try(t, db.Store, c.Administrator, ehr.ManageUsers, func(ctx context.Context, tx *store.Tx) error {
		_, err := tx.CreateUser(ctx, store.NewUser{Username: "NURSE", Name: "X", Role: ehr.Nurse, Password: pgtest.Password})
		return err
	})
	wantKind(t, err, ehr.Conflict)
	in(t, db.Store, c.Administrator, ehr.ManageUsers, func(ctx context.Context, tx *store.Tx) error {
		u := sess.User
		u.Disabled = true
		got, err := tx.UpdateUser(ctx, u)
		if !got.Disabled || got.Username != "nurse" {
			t.Errorf("%+v", got)
		}
		return err
	})
	_, err = db.Store.Authenticate(t.Context(), token)
	wantKind(t, err, ehr.Unauthorized)
	_, _, err = db.Store.SignIn(t.Context(), store.Credentials{Username: "nurse", Password: pgtest.Password})
	wantKind(t, err, ehr.Unauthorized)
	err = try(t, db.Store, c.Administrator, ehr.ManageUsers, func(ctx context.Context, tx *store.Tx) error {
		u, err := tx.User(ctx, c.Administrator.User)
		if err != nil {
			return err
		}
		u.Role = ehr.Nurse
		_, err = tx.UpdateUser(ctx, u)
		return err
	})
	wantKind(t, err, ehr.Conflict)
}

func TestSetupLinkMakesTheFirstAdministrator(t *testing.T) {
	db := pgtest.New(t)
	ctx := t.Context()
	token, err := db.Store.NewSetupLink(ctx)
	if err != nil {
		t.Fatal(err)
	}
	spare, err := db.Store.NewSetupLink(ctx)
	if err != nil {
		t.Fatal(err)
	}
	first := store.FirstAdministrator{PracticeName: "Main Street", TimeZone: "America/New_York", Username: "ada", Name: "Ada King", Password: "a long first password"}
	_, err = db.Store.Setup(ctx, "guessed", first)
	wantKind(t, err, ehr.NotFound)
	bad := first
	bad.TimeZone = "Moon/Crater"
	_, err = db.Store.Setup(ctx, token, bad)
	wantKind(t, err, ehr.Invalid)
	bad = first
	bad.Password = "short"
	_, err = db.Store.Setup(ctx, token, bad)
	wantKind(t, err, ehr.Invalid)
	if err := db.Store.CheckSetup(ctx, token); err != nil {
		t.Fatalf("a mistake has used the link up: %v", err)
	}
	u, err := db.Store.Setup(ctx, token, first)
	if err != nil || u.Role != ehr.Administrator {
		t.Fatalf("%+v, %v", u, err)
	}
	for _, again := range []string{token, spare} {
		_, err = db.Store.Setup(ctx, again, first)
		wantKind(t, err, ehr.NotFound)
	}
	_, err = db.Store.NewSetupLink(ctx)
	wantKind(t, err, ehr.Conflict)
	if _, _, err := db.Store.SignIn(ctx, store.Credentials{Username: "ada", Password: first.Password}); err != nil {
		t.Error(err)
	}
}
