package main

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/store"
	"github.com/visitwright/visitwright/ehr/store/pgtest"
)

func TestTheMonthIsReportedWithoutPatientsWords(t *testing.T) {
	db := pgtest.New(t)
	c := pgtest.NewClinic(t, db, "")
	var now time.Time
	err := db.Store.InTx(t.Context(), c.Clinician, store.Why{Action: ehr.RecordVisit}, func(tx *store.Tx) error {
		now = tx.Now()
		v, err := tx.CreateVisit(t.Context(), ehr.Visit{Patient: c.Patient.ID, Clinician: c.Clinician.User, Template: "soap"})
		if err != nil {
			return err
		}
		a := ehr.Alert{ID: "a1", Rule: "ddi-warfarin-nsaid", RuleVersion: "1", Key: "k", Tier: ehr.Interruptive, Summary: "s", Source: "l"}
		if err := tx.SaveChecks(t.Context(), v.ID, ehr.Checks{Alerts: []ehr.Alert{a}}); err != nil {
			return err
		}
		return tx.AnswerAlert(t.Context(), v.ID, "a1", ehr.Rejected, "Wilhelmina insists")
	})
	if err != nil {
		t.Fatal(err)
	}
	for format, rule := range map[string]string{formatJSON: "ddi-warfarin-nsaid", formatText: "A drug with another: serious bleeding"} {
		reports, err := monthReports(t.Context(), db.Store, "", now)
		if err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		if err := printMonth(&out, reports, format); err != nil {
			t.Fatal(err)
		}
		if s := out.String(); !strings.Contains(s, rule) || !strings.Contains(s, "other") || strings.Contains(s, "Wilhelmina") {
			t.Errorf("%s: %s", format, s)
		}
	}
	if _, err := monthReports(t.Context(), db.Store, "soon", now); ehr.KindOf(err) != ehr.Invalid {
		t.Errorf("a month named soon: %v", err)
	}
}
