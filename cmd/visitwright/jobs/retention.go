package jobs

import (
	"context"
	"time"

	"github.com/riverqueue/river"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/store"
)

// RetentionArgs asks that audio whose time is over be destroyed.
type RetentionArgs struct{}

// Kind is the job's name in the queue.
func (RetentionArgs) Kind() string { return "retention" }

func retentionSchedule() *river.PeriodicJob {
	return river.NewPeriodicJob(river.PeriodicInterval(time.Hour), func() (river.JobArgs, *river.InsertOpts) {
		return RetentionArgs{}, &river.InsertOpts{MaxAttempts: maxAttempts, UniqueOpts: river.UniqueOpts{ByPeriod: time.Hour}}
	}, &river.PeriodicJobOpts{RunOnStart: true})
}

// retainer destroys the keys of audio that was kept long enough.
type retainer struct {
	river.WorkerDefaults[RetentionArgs]
	w *Work
}

// Timeout leaves room for many recordings.
func (r *retainer) Timeout(*river.Job[RetentionArgs]) time.Duration { return time.Hour }

// RetentionJob is the name under which the audit knows this job.
const RetentionJob = "retention"

// Work looks at every recording old enough to be due. One that fails does not
// keep the others.
func (r *retainer) Work(ctx context.Context, _ *river.Job[RetentionArgs]) error {
	if r.w.Retention <= 0 {
		return nil
	}
	now := r.w.Now()
	failed := 0
	seen := map[ehr.VisitID]bool{}
	for _, in := range r.w.Vault.List() {
		if seen[in.Visit] || now.Sub(in.FirstSeen) < r.w.Retention {
			continue
		}
		seen[in.Visit] = true
		if err := r.visit(ctx, in.Visit, now); err != nil {
			failed++
			r.w.Log.ErrorContext(ctx, "audio could not be destroyed", "visit", in.Visit, "error", err)
		}
	}
	if failed > 0 {
		return ehr.Errorf(ehr.Unavailable, "the audio of %d visits is due and could not be destroyed", failed)
	}
	return nil
}

// visit destroys the audio of a visit that was signed, or voided, long enough
// ago. The vault asks for the audit row first and keeps the key where it fails.
func (r *retainer) visit(ctx context.Context, id ehr.VisitID, now time.Time) error {
	practice, err := r.w.Store.PracticeOf(ctx, id)
	if err != nil {
		return err
	}
	var v ehr.Visit
	why := store.Why{Action: ehr.ReadVisit, Kind: "visit", ID: string(id), Detail: "retention"}
	err = r.w.Store.InTx(ctx, store.Service(practice), why, func(tx *store.Tx) error {
		v, err = tx.Visit(ctx, id)
		return err
	})
	if err != nil {
		return err
	}
	since := v.SignedAt
	if v.State == ehr.Void {
		since = v.CreatedAt
	}
	if since.IsZero() || now.Sub(since) < r.w.Retention {
		return nil
	}
	return r.w.Vault.EraseVisit(ctx, id, RetentionJob, "kept as long as the setting says", now)
}
