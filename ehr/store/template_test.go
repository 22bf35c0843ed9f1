package store_test

import (
	"context"
	"testing"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/store"
	"github.com/visitwright/visitwright/ehr/store/pgtest"
)

func TestTemplatesOfOnesOwn(t *testing.T) {
	db := pgtest.New(t)
	c := pgtest.NewClinic(t, db, "")
	mine := store.OwnTemplate{Name: "own-mine", Owner: c.Clinician.User, Title: "Mine", Content: "title: Mine", Hash: "h1"}
	practice := store.OwnTemplate{Name: "own-ours", Title: "Ours", Content: "title: Ours", Hash: "h2"}
	in(t, db.Store, c.Clinician, ehr.EditNote, func(ctx context.Context, tx *store.Tx) error {
		if _, err := tx.SaveTemplate(ctx, mine, 0); err != nil {
			return err
		}
		mine.Title = "Mine again"
		saved, err := tx.SaveTemplate(ctx, mine, 1)
		if saved.Version != 2 || saved.By != c.Clinician.User {
			t.Errorf("saved %+v", saved)
		}
		return err
	})
	in(t, db.Store, c.Administrator, ehr.ManageService, func(ctx context.Context, tx *store.Tx) error {
		_, err := tx.SaveTemplate(ctx, practice, 0)
		return err
	})
	names := func(who store.Actor) (out []string) {
		in(t, db.Store, who, ehr.ReadSchedule, func(ctx context.Context, tx *store.Tx) error {
			list, err := tx.OwnTemplates(ctx)
			for _, o := range list {
				out = append(out, o.Name+"/"+o.Title)
			}
			return err
		})
		return out
	}
	if got := names(c.Clinician); len(got) != 2 || got[0] != "own-mine/Mine again" || got[1] != "own-ours/Ours" {
		t.Errorf("the clinician may choose %v", got)
	}
	if got := names(c.Nurse); len(got) != 1 || got[0] != "own-ours/Ours" {
		t.Errorf("the nurse may choose %v", got)
	}
	in(t, db.Store, c.Clinician, ehr.EditNote, func(ctx context.Context, tx *store.Tx) error {
		all, err := tx.OwnTemplateVersions(ctx, "own-mine")
		if len(all) != 2 || all[0].Title != "Mine again" || all[1].Title != "Mine" {
			t.Errorf("the versions: %+v", all)
		}
		return err
	})
	save := func(who store.Actor, right ehr.Action, o store.OwnTemplate, base int) error {
		return try(t, db.Store, who, right, func(ctx context.Context, tx *store.Tx) error { _, err := tx.SaveTemplate(ctx, o, base); return err })
	}
	wantKind(t, save(c.Clinician, ehr.EditNote, mine, 1), ehr.Conflict)
	wantKind(t, save(c.Clinician, ehr.EditNote, practice, 1), ehr.Forbidden)
	wantKind(t, save(c.Nurse, ehr.EditNote, mine, 2), ehr.NotFound)
	theirs := mine
	theirs.Owner = c.Nurse.User
	wantKind(t, save(c.Nurse, ehr.EditNote, theirs, 2), ehr.NotFound)
	builtIn := mine
	builtIn.Name = "soap"
	wantKind(t, save(c.Clinician, ehr.EditNote, builtIn, 0), ehr.Invalid)
}
