package store_test

import (
	"context"
	"testing"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/store"
	"github.com/visitwright/visitwright/ehr/store/pgtest"
)

func TestTranslationOfOneVersion(t *testing.T) {
	db := pgtest.New(t)
	c := fullClinic(t, db, "") // it holds one translation
	in(t, db.Store, c.Nurse, ehr.EditNote, func(ctx context.Context, tx *store.Tx) error {
		return tx.SaveTranslation(ctx, store.Translation{Visit: c.Visit.ID, Note: c.Signature.Note, Language: "es", Content: []byte(`{"language": "es"}`), Model: "second"})
	})
	in(t, db.Store, c.Biller, ehr.ReadVisit, func(ctx context.Context, tx *store.Tx) error {
		tr, err := tx.Translation(ctx, c.Visit.ID, c.Signature.Note, "es")
		if err != nil || tr == nil || tr.Model != "second" || string(tr.Content) != `{"language": "es"}` {
			t.Errorf("the latest: %+v, %v", tr, err)
		}
		if tr, err = tx.Translation(ctx, c.Visit.ID, ehr.NewID[ehr.NoteID](), "es"); err != nil || tr != nil {
			t.Errorf("of another version: %+v, %v", tr, err)
		}
		return nil
	})
	wantKind(t, try(t, db.Store, c.Biller, ehr.ReadVisit, func(ctx context.Context, tx *store.Tx) error {
		return tx.SaveTranslation(ctx, store.Translation{Visit: c.Visit.ID, Note: c.Signature.Note, Language: "es", Content: []byte(`{}`), Model: "x"})
	}), ehr.Forbidden)
}
