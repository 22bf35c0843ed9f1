package store_test

import (
	"context"
	"testing"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/store"
	"github.com/visitwright/visitwright/ehr/store/pgtest"
)

// TestCoverage: the front desk keeps it, of one place one at a time; what was entered in
// error can be taken out and back; who may not read patients' charts may read it.
func TestCoverage(t *testing.T) {
	db := pgtest.New(t)
	c := pgtest.NewClinic(t, db, "1")
	day := func(s string) ehr.Date {
		d, err := ehr.ParseDate(s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	card := ehr.Coverage{Patient: c.Patient.ID, Place: 1, Payer: "Harbor Health", PayerID: "HH001", Member: "H1", Group: "G7", Relationship: ehr.Self, Start: day("2026-01-01")}
	list := func(ctx context.Context, tx *store.Tx) []ehr.Coverage {
		t.Helper()
		found, err := tx.Coverage(ctx, c.Patient.ID)
		if err != nil {
			t.Fatal(err)
		}
		return found
	}
	in(t, db.Store, c.FrontDesk, ehr.WritePatient, func(ctx context.Context, tx *store.Tx) (err error) {
		card, err = tx.AddCoverage(ctx, card)
		return err
	})
	again := card
	again.ID, again.Payer, again.Start = "", "Prairie Mutual", day("2026-06-01")
	add := func(ctx context.Context, tx *store.Tx) error { _, err := tx.AddCoverage(ctx, again); return err }
	wantKind(t, try(t, db.Store, c.FrontDesk, ehr.WritePatient, add), ehr.Conflict)
	wantKind(t, try(t, db.Store, c.Coder, ehr.WritePatient, add), ehr.Forbidden)
	in(t, db.Store, c.FrontDesk, ehr.WritePatient, func(ctx context.Context, tx *store.Tx) error {
		card.End = day("2026-05-31")
		if err := tx.UpdateCoverage(ctx, card); err != nil {
			return err
		}
		if err := add(ctx, tx); err != nil {
			return err
		}
		found := list(ctx, tx)
		if len(found) != 2 || found[0].Payer != "Prairie Mutual" || found[1].End != card.End || found[1].Group != "G7" || found[1].Provenance.RecordedBy != c.FrontDesk.User {
			t.Errorf("%+v", found)
		}
		again = found[0]
		return tx.VoidEntry(ctx, ehr.ChartRef{Kind: "coverage", ID: string(again.ID)}, c.Patient.ID, "another patient's")
	})
	in(t, db.Store, c.FrontDesk, ehr.WritePatient, func(ctx context.Context, tx *store.Tx) error {
		if found := list(ctx, tx); len(found) != 1 {
			t.Errorf("a void one is listed: %+v", found)
		}
		return tx.RestoreCoverage(ctx, c.Patient.ID, again.ID)
	})
	// The place is taken again: what was void cannot come back.
	wantKind(t, try(t, db.Store, c.FrontDesk, ehr.WritePatient, func(ctx context.Context, tx *store.Tx) error {
		if err := tx.VoidEntry(ctx, ehr.ChartRef{Kind: "coverage", ID: string(again.ID)}, c.Patient.ID, "x"); err != nil {
			return err
		}
		card.End = ehr.Date{}
		if err := tx.UpdateCoverage(ctx, card); err != nil {
			return err
		}
		return tx.RestoreCoverage(ctx, c.Patient.ID, again.ID)
	}), ehr.Conflict)
	in(t, db.Store, c.Biller, ehr.ReadPatient, func(ctx context.Context, tx *store.Tx) error {
		if found := list(ctx, tx); len(found) != 2 {
			t.Errorf("the refused change stands: %+v", found)
		}
		return nil
	})
}
