package live

import (
	"context"
	"time"

	"github.com/visitwright/visitwright/cds/interactions"
	"github.com/visitwright/visitwright/cmd/visitwright/steps"
	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/store"
)

// warn tells the pages at once where a drug that was just named does not go with
// the chart, and then keeps the alert, so that it can be answered and stands on a
// page that is opened later. Each alert is told once in a visit; after the visit
// the checks look at all of it again.
func (r *room) warn(s ehr.Segment) {
	if r.l.Checker == nil || !r.chartKnown() {
		return
	}
	for _, a := range r.checker.Live(r.chart, s, time.Now()) {
		matter := interactions.Matter(a.Key)
		if r.warned[matter] {
			continue
		}
		r.warned[matter] = true
		a.ID, a.Visit = ehr.NewID[ehr.AlertID](), r.in.Visit
		r.l.Hub.Publish(r.in.Visit, Event{Type: AlertRaised, Alert: &a})
		go r.keepAlert(a)
	}
}

// keepAlert writes a live alert down, beside the recogniser, which must not wait.
func (r *room) keepAlert(a ehr.Alert) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(r.ctx), keepAlertFor)
	defer cancel()
	why := store.Why{Action: ehr.RecordVisit, Kind: "visit", ID: string(r.in.Visit), Detail: "live alert"}
	err := r.l.Store.InTx(ctx, store.Service(r.practice), why, func(tx *store.Tx) error { return tx.AddLiveAlert(ctx, r.in.Visit, a) })
	if err != nil {
		r.l.Log.WarnContext(ctx, "a live alert was told and not kept", "visit", r.in.Visit, "error", err)
		return
	}
	r.l.Hub.Publish(r.in.Visit, Event{Type: ListsChanged}) // from now on it can be answered
}

// keepAlertFor is how long writing a live alert down is tried.
const keepAlertFor = 5 * time.Second

// chartKnown reads the chart, the practice's rules and what was answered in
// earlier visits when something is heard first. Where that fails nobody is warned
// live, and the checks after the visit still look.
func (r *room) chartKnown() bool {
	r.chartOnce.Do(func() {
		warned := map[string]bool{}
		why := store.Why{Action: ehr.ReadChart, Kind: "visit", ID: string(r.in.Visit), Detail: "live checks"}
		err := r.l.Store.InTx(r.ctx, store.Service(r.practice), why, func(tx *store.Tx) error {
			v, err := tx.Visit(r.ctx, r.in.Visit)
			if err != nil {
				return err
			}
			if r.chart, err = tx.Chart(r.ctx, v.Patient); err != nil {
				return err
			}
			answered, err := tx.AnsweredAlerts(r.ctx, v.Patient)
			if err != nil {
				return err
			}
			for key := range answered {
				warned[interactions.Matter(key)] = true
			}
			r.checker, err = steps.CheckerOf(r.ctx, tx, r.l.Checker)
			return err
		})
		if err != nil {
			r.l.Log.WarnContext(r.ctx, "there are no live checks in this visit", "visit", r.in.Visit, "error", err)
			return
		}
		r.warned = warned
	})
	return r.warned != nil
}
