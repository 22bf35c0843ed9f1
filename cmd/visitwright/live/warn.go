package live

import (
	"time"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/store"
)

// warn tells the pages at once where a drug that was just named does not go with
// the chart. Each alert is told once in a visit; after the visit the checks look
// at all of it again.
func (r *room) warn(s ehr.Segment) {
	if r.l.Checker == nil || !r.chartKnown() {
		return
	}
	for _, a := range r.l.Checker.Live(r.chart, s, time.Now()) {
		if r.warned[a.Key] {
			continue
		}
		r.warned[a.Key] = true
		a.Visit = r.in.Visit
		r.l.Hub.Publish(r.in.Visit, Event{Type: AlertRaised, Alert: &a})
	}
}

// chartKnown reads the chart when something is heard first. Where that fails
// nobody is warned live, and the checks after the visit still look.
func (r *room) chartKnown() bool {
	r.chartOnce.Do(func() {
		why := store.Why{Action: ehr.ReadChart, Kind: "visit", ID: string(r.in.Visit), Detail: "live checks"}
		err := r.l.Store.InTx(r.ctx, store.Service(r.practice), why, func(tx *store.Tx) error {
			v, err := tx.Visit(r.ctx, r.in.Visit)
			if err != nil {
				return err
			}
			r.chart, err = tx.Chart(r.ctx, v.Patient)
			return err
		})
		if err != nil {
			r.l.Log.WarnContext(r.ctx, "there are no live checks in this visit", "visit", r.in.Visit, "error", err)
			return
		}
		r.warned = map[string]bool{}
	})
	return r.warned != nil
}
