package steps

import (
	"context"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/store"
)

// onWarfarin drafts the visit, in which ibuprofen is started, for a patient on
// warfarin, and gives the alert about the two.
func (w *ward) onWarfarin() (a ehr.Alert) {
	w.t.Helper()
	w.do(func(ctx context.Context, tx *store.Tx) error {
		_, err := tx.AddMedication(ctx, ehr.Medication{Patient: w.c.Patient.ID, Code: ehr.Coded{Display: "warfarin 5 mg"}, Status: ehr.MedicationActive})
		return err
	})
	w.draft()
	checks := w.checks()
	i := slices.IndexFunc(checks.Alerts, func(a ehr.Alert) bool { return a.Rule == "ddi-warfarin-nsaid" })
	require.GreaterOrEqual(w.t, i, 0)
	return checks.Alerts[i]
}

func (w *ward) checks() (c *ehr.Checks) {
	w.t.Helper()
	w.do(func(ctx context.Context, tx *store.Tx) (err error) { c, err = tx.Checks(ctx, w.visit); return err })
	return c
}

func (w *ward) act(a ehr.Alert, kind, text string) {
	w.t.Helper()
	i := slices.IndexFunc(a.Actions, func(x ehr.AlertAction) bool { return x.Kind == kind })
	require.GreaterOrEqual(w.t, i, 0, "%+v", a.Actions)
	w.do(func(ctx context.Context, tx *store.Tx) error { return w.s.ActOnAlert(ctx, tx, w.visit, a.ID, i, text) })
}

func (w *ward) orders() (list []ehr.Order) {
	w.t.Helper()
	w.do(func(ctx context.Context, tx *store.Tx) (err error) { list, err = tx.Orders(ctx, w.visit); return err })
	return list
}

func TestStoppingADrugFromItsAlertRejectsTheNewOrder(t *testing.T) {
	w := openWard(t)
	a := w.onWarfarin()
	require.Contains(t, a.Actions[0].Label, a.Actions[0].Subject)
	w.act(a, "stop", "")
	for _, o := range w.orders() {
		if o.Kind == ehr.MedicationOrder {
			require.Equal(t, ehr.OrderRejected, o.Status, "it was to be started in this visit: nothing is left to stop")
		}
	}
	for _, left := range w.checks().Alerts {
		require.NotEqual(t, a.Rule, left.Rule, "the alert has gone with its cause")
	}
}

func TestReplacingADrugFromItsAlertStagesTheOther(t *testing.T) {
	w := openWard(t)
	a := w.onWarfarin()
	w.do(func(ctx context.Context, tx *store.Tx) error {
		return w.s.act(ctx, tx, w.visit, ehr.AlertAction{Kind: "replace", Subject: "warfarin", Text: "apixaban"}, "apixaban 5 mg twice daily")
	})
	var staged []string
	for _, o := range w.orders() {
		if o.Status == ehr.OrderStaged && o.Kind == ehr.MedicationOrder && len(o.Segments) == 0 {
			staged = append(staged, string(o.Verb)+" "+o.Text)
		}
	}
	require.Equal(t, []string{"stop warfarin", "start apixaban 5 mg twice daily"}, staged)

	w.do(func(ctx context.Context, tx *store.Tx) error {
		err := w.s.act(ctx, tx, w.visit, ehr.AlertAction{Kind: "adjust_dose", Subject: "ibuprofen", Text: "ibuprofen"}, "")
		require.Equal(t, ehr.Invalid, ehr.KindOf(err), "a dose must be said")
		require.NoError(t, w.s.act(ctx, tx, w.visit, ehr.AlertAction{Kind: "adjust_dose", Subject: "ibuprofen", Text: "ibuprofen"}, "ibuprofen 200 mg once daily"))
		require.NoError(t, w.s.act(ctx, tx, w.visit, ehr.AlertAction{Kind: "order_test", Subject: "INR", Text: "INR"}, ""))
		require.Equal(t, ehr.NotFound, ehr.KindOf(w.s.ActOnAlert(ctx, tx, w.visit, a.ID, 19, "")))
		require.Equal(t, ehr.NotFound, ehr.KindOf(w.s.ActOnAlert(ctx, tx, w.visit, "none", 0, "")))
		return nil
	})
	last := w.orders()
	require.Equal(t, "ibuprofen 200 mg once daily", last[len(last)-2].Text)
	require.Equal(t, ehr.StartOrder, last[len(last)-2].Verb, "it was only being started")
	require.Equal(t, ehr.TestOrder, last[len(last)-1].Kind)
}

// TestWhatWasStagedByHandOutlivesTheDraft: an edit of the note stages anew what was
// heard, and leaves what somebody staged.
func TestWhatWasStagedByHandOutlivesTheDraft(t *testing.T) {
	w := openWard(t)
	n := w.draft()
	w.do(func(ctx context.Context, tx *store.Tx) error {
		_, err := tx.AddOrder(ctx, ehr.Order{ID: "by-hand", Visit: w.visit, Kind: ehr.ImagingOrder, Text: "Mammography"})
		return err
	})
	w.do(func(ctx context.Context, tx *store.Tx) error {
		_, err := w.s.AnswerSentence(ctx, tx, w.visit, n.Sections[0].Sentences[0].ID, ehr.Accepted, "")
		return err
	})
	require.True(t, slices.ContainsFunc(w.orders(), func(o ehr.Order) bool { return o.ID == "by-hand" && o.Status == ehr.OrderStaged }))
}
