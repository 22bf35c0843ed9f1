package live

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/visitwright/visitwright/cds"
	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/store"
	"github.com/visitwright/visitwright/ehr/store/pgtest"
	"github.com/visitwright/visitwright/scribe/capture/vault"
)

// TestADrugThatIsNamedRaisesItsAlertAtOnce: the page is told in the same breath as
// the segment, once, and finds the alert in the record when it is opened later.
func TestADrugThatIsNamedRaisesItsAlertAtOnce(t *testing.T) {
	db := pgtest.New(t)
	c := pgtest.NewClinic(t, db, "")
	checker, err := cds.New(cds.Options{})
	require.NoError(t, err)
	var visit ehr.VisitID
	in := func(fn func(context.Context, *store.Tx) error) {
		t.Helper()
		require.NoError(t, db.Store.InTx(t.Context(), c.Clinician, store.Why{Action: ehr.RecordVisit}, func(tx *store.Tx) error { return fn(t.Context(), tx) }))
	}
	in(func(ctx context.Context, tx *store.Tx) error {
		if _, err := tx.AddMedication(ctx, ehr.Medication{Patient: c.Patient.ID, Code: ehr.Coded{Display: "warfarin 5 mg"}, Status: ehr.MedicationActive}); err != nil {
			return err
		}
		v, err := tx.CreateVisit(ctx, ehr.Visit{Patient: c.Patient.ID, Clinician: c.Clinician.User, Template: "soap"})
		visit = v.ID
		return err
	})
	hub := NewHub()
	listener := NewListener(Options{Store: db.Store, Checker: checker, Hub: hub, Log: slog.New(slog.DiscardHandler)})
	t.Cleanup(listener.Close)
	line, leave := hub.Subscribe(visit, Viewer{ID: c.Clinician.User, Name: "Ann"})
	defer leave()
	r := newRoom(listener, c.Practice.ID, vault.Info{Visit: visit}, 0)
	t.Cleanup(r.cancel)

	for _, text := range []string{"How was the garden?", "Let's start ibuprofen for the knee.", "The ibuprofen, three times a day."} {
		r.hear(ehr.Segment{ID: ehr.SegmentID("s" + text[:3]), Text: text})
	}
	var raised []ehr.Alert
	for heard := 0; heard < 3; {
		switch e := next(t, line); e.Type {
		case SegmentHeard:
			heard++
		case AlertRaised:
			raised = append(raised, *e.Alert)
		}
	}
	require.Len(t, raised, 1, "each alert is told once")
	a := raised[0]
	require.Equal(t, "ddi-warfarin-nsaid", a.Rule)
	require.Equal(t, ehr.Interruptive, a.Tier)
	require.NotEmpty(t, a.ID)
	require.NotEmpty(t, a.Actions)

	require.Eventually(t, func() bool {
		var checks *ehr.Checks
		in(func(ctx context.Context, tx *store.Tx) (err error) { checks, err = tx.Checks(ctx, visit); return err })
		return checks != nil && len(checks.Now) == 1 && checks.Now[0] == a.ID && checks.Alerts[0].Live
	}, time.Minute, 20*time.Millisecond)
	in(func(ctx context.Context, tx *store.Tx) error {
		return tx.AnswerAlert(ctx, visit, a.ID, ehr.Rejected, "monitored")
	})
}
