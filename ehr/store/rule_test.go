package store_test

import (
	"context"
	"testing"
	"time"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/store"
	"github.com/visitwright/visitwright/ehr/store/pgtest"
)

func anOpenVisit(t *testing.T, db *pgtest.DB, c *pgtest.Clinic) (v ehr.Visit) {
	t.Helper()
	in(t, db.Store, c.Clinician, ehr.RecordVisit, func(ctx context.Context, tx *store.Tx) (err error) {
		v, err = tx.CreateVisit(ctx, ehr.Visit{Patient: c.Patient.ID, Clinician: c.Clinician.User, Template: "soap"})
		return err
	})
	return v
}

func loud(id, rule, key string) ehr.Alert {
	return ehr.Alert{ID: ehr.AlertID(id), Rule: rule, RuleVersion: "1", Key: key, Tier: ehr.Interruptive, Summary: rule, Source: "a label"}
}

// TestLiveAlertsCanBeAnsweredBeforeTheDraft: they stand on the page during the
// visit, three in front, and keep identity and answer.
func TestLiveAlertsCanBeAnsweredBeforeTheDraft(t *testing.T) {
	db := pgtest.New(t)
	c := pgtest.NewClinic(t, db, "")
	v := anOpenVisit(t, db, c)
	in(t, db.Store, c.Clinician, ehr.EditNote, func(ctx context.Context, tx *store.Tx) error {
		if checks, err := tx.Checks(ctx, v.ID); err != nil || checks != nil {
			t.Errorf("before anything was said: %+v %v", checks, err)
		}
		for _, id := range []string{"a", "b", "c", "d"} {
			if err := tx.AddLiveAlert(ctx, v.ID, loud(id, "rule-"+id, "key-"+id)); err != nil {
				return err
			}
		}
		if err := tx.AddLiveAlert(ctx, v.ID, loud("e", "rule-a", "key-a")); err != nil { // said twice
			return err
		}
		checks, err := tx.Checks(ctx, v.ID)
		if err != nil || checks == nil || len(checks.Alerts) != 4 || len(checks.Now) != ehr.AtOnce || checks.Now[0] != "a" || !checks.Alerts[0].Live {
			t.Fatalf("%+v %v", checks, err)
		}
		if err := tx.AnswerAlert(ctx, v.ID, "a", ehr.Rejected, ""); ehr.KindOf(err) != ehr.Invalid {
			t.Errorf("an interruptive alert was passed over without a reason: %v", err)
		}
		if err := tx.AnswerAlert(ctx, v.ID, "a", ehr.Rejected, "monitored"); err != nil {
			return err
		}
		if checks, err = tx.Checks(ctx, v.ID); err != nil || len(checks.Now) != 3 || checks.Now[2] != "d" {
			t.Errorf("the next does not move up: %v %v", checks.Now, err)
		}
		after := ehr.Checks{Alerts: []ehr.Alert{loud("a", "rule-a", "key-a")}, Off: "a test", Areas: []ehr.Area{{Name: "drugs", Finding: ehr.NotChecked}}}
		if err := tx.SaveChecks(ctx, v.ID, after); err != nil {
			return err
		}
		checks, err = tx.Checks(ctx, v.ID)
		if err != nil || len(checks.Alerts) != 1 || checks.Alerts[0].Answer == nil || checks.Off != "a test" || checks.Areas[0].Finding != ehr.NotChecked {
			t.Errorf("%+v %v", checks, err)
		}
		return err
	})
}

func TestRulesAreCountedAndChangedByPractice(t *testing.T) {
	db := pgtest.New(t)
	c, other := pgtest.NewClinic(t, db, "1"), pgtest.NewClinic(t, db, "2")
	v := anOpenVisit(t, db, c)
	in(t, db.Store, c.Clinician, ehr.EditNote, func(ctx context.Context, tx *store.Tx) error {
		quiet := loud("q", "r", "key-q")
		quiet.Earlier = &ehr.Answer{Choice: ehr.Rejected}
		if err := tx.SaveChecks(ctx, v.ID, ehr.Checks{Alerts: []ehr.Alert{loud("a", "r", "key-a"), loud("b", "r", "key-b"), quiet}}); err != nil {
			return err
		}
		if err := tx.SaveShadow(ctx, v.ID, []ehr.Alert{loud("", "s", "key-s")}); err != nil {
			return err
		}
		return tx.AnswerAlert(ctx, v.ID, "a", ehr.Rejected, "benefit")
	})
	in(t, db.Store, c.Administrator, ehr.ManageService, func(ctx context.Context, tx *store.Tx) error {
		fired, visits, err := tx.FiredRules(ctx, tx.Now().Add(-time.Hour), tx.Now().Add(time.Hour))
		want := []store.Fired{
			{Rule: "r", Tier: ehr.Interruptive, Count: 1}, {Rule: "r", Tier: ehr.Interruptive, Choice: ehr.Rejected, Reason: "benefit", Count: 1},
			{Rule: "s", Tier: ehr.Interruptive, Shadow: true, Count: 1},
		}
		if err != nil || visits != 1 || len(fired) != 3 || fired[0] != want[0] || fired[1] != want[1] || fired[2] != want[2] {
			t.Errorf("%+v, %d visits, %v", fired, visits, err)
		}
		if err := tx.SetRule(ctx, store.RuleSetting{Rule: "r"}); ehr.KindOf(err) != ehr.Invalid {
			t.Errorf("changed without a reason: %v", err)
		}
		return tx.SetRule(ctx, store.RuleSetting{Rule: "r", Tier: ehr.Inline, Why: "fires too often"})
	})
	in(t, db.Store, c.Clinician, ehr.ReadChart, func(ctx context.Context, tx *store.Tx) error {
		s, err := tx.RuleSettings(ctx)
		if err != nil || len(s) != 1 || s[0].By != c.Administrator.User || s[0].Tier != ehr.Inline {
			t.Errorf("%+v %v", s, err)
		}
		if err := tx.SetRule(ctx, store.RuleSetting{Rule: "r", Why: "mine"}); ehr.KindOf(err) != ehr.Forbidden {
			t.Errorf("a clinician changed the practice's rules: %v", err)
		}
		return nil
	})
	in(t, db.Store, other.Clinician, ehr.ReadChart, func(ctx context.Context, tx *store.Tx) error {
		s, err := tx.RuleSettings(ctx)
		if err != nil || len(s) != 0 {
			t.Errorf("another practice's: %+v %v", s, err)
		}
		return nil
	})
}

func TestAPracticeChoosesItsSchedule(t *testing.T) {
	db := pgtest.New(t)
	c, other := pgtest.NewClinic(t, db, "1"), pgtest.NewClinic(t, db, "2")
	in(t, db.Store, c.Administrator, ehr.ManageService, func(ctx context.Context, tx *store.Tx) error {
		if chosen, err := tx.ChosenSchedule(ctx); err != nil || chosen != nil {
			t.Errorf("nothing was chosen: %+v %v", chosen, err)
		}
		if err := tx.ChooseSchedule(ctx, store.ScheduleChoice{Schedule: "aap-2026"}); ehr.KindOf(err) != ehr.Invalid {
			t.Errorf("chosen without a reason: %v", err)
		}
		for _, s := range []string{"cdc-2026", "aap-2026"} {
			if err := tx.ChooseSchedule(ctx, store.ScheduleChoice{Schedule: s, Why: "our pediatricians"}); err != nil {
				return err
			}
		}
		return nil
	})
	in(t, db.Store, c.Clinician, ehr.ReadChart, func(ctx context.Context, tx *store.Tx) error {
		if chosen, err := tx.ChosenSchedule(ctx); err != nil || chosen == nil || chosen.Schedule != "aap-2026" || chosen.By != c.Administrator.User {
			t.Errorf("%+v %v", chosen, err)
		}
		if err := tx.ChooseSchedule(ctx, store.ScheduleChoice{Schedule: "cdc-2026", Why: "mine"}); ehr.KindOf(err) != ehr.Forbidden {
			t.Errorf("a clinician chose the practice's schedule: %v", err)
		}
		return nil
	})
	in(t, db.Store, other.Clinician, ehr.ReadChart, func(ctx context.Context, tx *store.Tx) error {
		all, err := tx.Schedules(ctx)
		if err != nil || len(all) != 0 {
			t.Errorf("another practice's: %+v %v", all, err)
		}
		return nil
	})
}

func TestHookCardsAndTheirOutcome(t *testing.T) {
	db := pgtest.New(t)
	c := pgtest.NewClinic(t, db, "")
	card := ehr.NewID[string]()
	in(t, db.Store, store.Service(c.Practice.ID), ehr.ReadChart, func(ctx context.Context, tx *store.Tx) error {
		if err := tx.SaveHookCall(ctx, ehr.NewID[string](), "order-sign", "x", []store.HookCard{{ID: card, Rule: "r", Indicator: "critical"}}); err != nil {
			return err
		}
		for id, want := range map[string]bool{card: true, ehr.NewID[string](): false} {
			ok, err := tx.SaveHookOutcome(ctx, "order-sign", store.HookOutcome{Card: id, Outcome: "overridden", Reason: "benefit", At: tx.Now()})
			if err != nil || ok != want {
				t.Errorf("%v %v", ok, err)
			}
		}
		fired, calls, err := tx.HookCards(ctx, tx.Now().Add(-time.Hour), tx.Now().Add(time.Hour))
		if err != nil || calls != 1 || len(fired) != 1 || fired[0] != (store.Fired{Rule: "r", Tier: ehr.Interruptive, Choice: ehr.Rejected, Reason: "benefit", Count: 1}) {
			t.Errorf("%+v %d %v", fired, calls, err)
		}
		return nil
	})
}
