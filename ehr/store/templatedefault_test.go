package store_test

import (
	"context"
	"testing"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/store"
	"github.com/visitwright/visitwright/ehr/store/pgtest"
)

func TestTheLatestDefaultTemplateHolds(t *testing.T) {
	db := pgtest.New(t)
	c := pgtest.NewClinic(t, db, "")
	set := func(who store.Actor, s ehr.Specialty, template string) error {
		return try(t, db.Store, who, ehr.ManageService, func(ctx context.Context, tx *store.Tx) error { return tx.SetTemplateDefault(ctx, s, template) })
	}
	for _, d := range [][2]string{{"", "soap"}, {"psychiatry", "birp"}, {"cardiology", "consult"}, {"", "apso"}, {"cardiology", ""}} {
		if err := set(c.Administrator, ehr.Specialty(d[0]), d[1]); err != nil {
			t.Fatal(err)
		}
	}
	wantKind(t, set(c.Administrator, "alchemy", "soap"), ehr.Invalid)
	wantKind(t, set(c.Clinician, "", "soap"), ehr.Forbidden)
	in(t, db.Store, c.Nurse, ehr.ReadSchedule, func(ctx context.Context, tx *store.Tx) error {
		got, err := tx.TemplateDefaults(ctx)
		if len(got) != 2 || got[0].Specialty != "" || got[0].Template != "apso" || got[1].Specialty != "psychiatry" || got[1].Template != "birp" || got[1].By != c.Administrator.User {
			t.Errorf("there hold %+v", got)
		}
		return err
	})
}

func TestAUserHasASpecialty(t *testing.T) {
	db := pgtest.New(t)
	c := pgtest.NewClinic(t, db, "")
	in(t, db.Store, c.Administrator, ehr.ManageUsers, func(ctx context.Context, tx *store.Tx) error {
		u, err := tx.CreateUser(ctx, store.NewUser{Username: "x", Name: "X", Role: ehr.Clinician, Specialty: "cardiology", Password: pgtest.Password})
		if err != nil {
			return err
		}
		u.Specialty = "psychiatry"
		if _, err := tx.UpdateUser(ctx, u); err != nil {
			return err
		}
		got, err := tx.User(ctx, u.ID)
		if got.Specialty != "psychiatry" {
			t.Errorf("the specialty is %q", got.Specialty)
		}
		return err
	})
	wantKind(t, try(t, db.Store, c.Administrator, ehr.ManageUsers, func(ctx context.Context, tx *store.Tx) error {
		_, err := tx.CreateUser(ctx, store.NewUser{Username: "y", Name: "Y", Role: ehr.Clinician, Specialty: "alchemy", Password: pgtest.Password})
		return err
	}), ehr.Invalid)
}
