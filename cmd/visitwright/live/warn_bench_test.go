package live

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/visitwright/visitwright/cds"
	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/store"
	"github.com/visitwright/visitwright/ehr/store/pgtest"
	"github.com/visitwright/visitwright/scribe/capture/vault"
)

// BenchmarkLiveAlert is how long it takes from a final segment, in which a drug is
// started, stopped or reported, to its alert on the line of a page, with the chart
// read anew each time as in the first minute of a visit. The bar is 1 s.
func BenchmarkLiveAlert(b *testing.B) {
	db := pgtest.New(b)
	c := pgtest.NewClinic(b, db, "")
	checker, err := cds.New(cds.Options{})
	require.NoError(b, err)
	var visit ehr.VisitID
	require.NoError(b, db.Store.InTx(b.Context(), c.Clinician, store.Why{Action: ehr.RecordVisit}, func(tx *store.Tx) error {
		for _, drug := range []string{"warfarin 5 mg", "metoprolol tartrate 50 mg"} {
			if _, err := tx.AddMedication(b.Context(), ehr.Medication{Patient: c.Patient.ID, Code: ehr.Coded{Display: drug}, Status: ehr.MedicationActive}); err != nil {
				return err
			}
		}
		v, err := tx.CreateVisit(b.Context(), ehr.Visit{Patient: c.Patient.ID, Clinician: c.Clinician.User, Template: "soap"})
		visit = v.ID
		return err
	}))
	hub := NewHub()
	listener := NewListener(Options{Store: db.Store, Checker: checker, Hub: hub, Log: slog.New(slog.DiscardHandler)})
	b.Cleanup(listener.Close)
	said := []string{"Let's start ibuprofen for the knee.", "I stopped the metoprolol last week.", "I have been taking naproxen from the drugstore."}
	line, leave := hub.Subscribe(visit, Viewer{ID: c.Clinician.User, Name: "Ann"})
	defer leave()
	var took []time.Duration
	for i := 0; b.Loop(); i++ {
		r := newRoom(listener, c.Practice.ID, vault.Info{Visit: visit}, 0)
		begin := time.Now()
		r.hear(ehr.Segment{ID: ehr.SegmentID(fmt.Sprint("s", i)), Text: said[i%len(said)]})
		took = append(took, alertAfter(b, line, begin))
		r.cancel()
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "median-ms")
	b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "p95-ms")
	b.ReportMetric(float64(took[len(took)-1].Microseconds())/1000, "most-ms")
}

func alertAfter(b *testing.B, line *Line, begin time.Time) time.Duration {
	b.Helper()
	ctx, cancel := context.WithTimeout(b.Context(), time.Minute)
	defer cancel()
	for {
		select {
		case e := <-line.Events:
			if e.Type == AlertRaised {
				return time.Since(begin)
			}
		case <-ctx.Done():
			b.Fatal("no alert came")
		}
	}
}
