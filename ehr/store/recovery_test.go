package store_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/store"
	"github.com/visitwright/visitwright/ehr/store/pgtest"
)

func TestRecoveryCodes(t *testing.T) {
	db, c, k := clinicWithClock(t)
	_, sess := signIn(t, db.Store, "clinician")
	_, err := db.Store.NewRecoveryCodes(t.Context(), sess)
	wantKind(t, err, ehr.Conflict) // nothing to recover
	e, err := db.Store.EnrolTOTP(t.Context(), sess)
	if err != nil {
		t.Fatal(err)
	}
	code, err := totp.GenerateCode(e.Secret, k.now())
	if err != nil {
		t.Fatal(err)
	}
	codes, err := db.Store.ConfirmTOTP(t.Context(), sess, code)
	if err != nil || len(codes) != 10 {
		t.Fatalf("%v, %v", codes, err)
	}
	try := func(code string) error {
		_, _, err := db.Store.SignIn(t.Context(), store.Credentials{Username: "clinician", Password: pgtest.Password, TOTP: code})
		return err
	}
	left := func(want int) {
		t.Helper()
		if n, err := db.Store.RecoveryCodesLeft(t.Context(), sess); n != want || err != nil {
			t.Errorf("%d left, %v; want %d", n, err, want)
		}
	}
	if err := try(strings.ToLower(strings.ReplaceAll(codes[3], "-", " "))); err != nil {
		t.Fatal(err)
	}
	wantKind(t, try(codes[3]), ehr.Unauthorized) // each is good once
	wantKind(t, try("AAAAA-AAAAA"), ehr.Unauthorized)
	left(9)
	// What is stored does not hold the codes.
	in(t, db.Store, c.Administrator, ehr.ManageUsers, func(ctx context.Context, tx *store.Tx) error {
		var found int
		err := tx.Pgx().QueryRow(ctx, `SELECT count(*) FROM recovery_code WHERE position(convert_to($1, 'UTF8') IN digest) > 0`,
			strings.ReplaceAll(codes[0], "-", "")).Scan(&found)
		if found > 0 {
			t.Error("a code is stored as it is")
		}
		return err
	})
	fresh, err := db.Store.NewRecoveryCodes(t.Context(), sess)
	if err != nil {
		t.Fatal(err)
	}
	wantKind(t, try(codes[0]), ehr.Unauthorized)
	if err := try(fresh[0]); err != nil {
		t.Fatal(err)
	}
	k.move(time.Hour)
	_, err = db.Store.NewRecoveryCodes(t.Context(), sess)
	if !errors.Is(err, store.ErrReauth) {
		t.Errorf("codes are made without a fresh proof: %v", err)
	}
	in(t, db.Store, c.Administrator, ehr.ManageUsers, func(ctx context.Context, tx *store.Tx) error {
		return tx.ResetTOTP(ctx, c.Clinician.User)
	})
	left(0)
}
