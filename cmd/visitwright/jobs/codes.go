package jobs

import (
	"context"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"
)

// FillCodesArgs asks that the index of codes be brought up to the loaded sets.
type FillCodesArgs struct{}

// Kind is the job's name in the queue.
func (FillCodesArgs) Kind() string { return "codes" }

// codesEvery is how soon sets that were loaded meanwhile are taken up; where there
// are none it costs nothing.
const codesEvery = 5 * time.Minute

// codesAfter leaves the first moments after a start to people.
const codesAfter = 20 * time.Second

// codesSchedule looks at every start and from then on.
func codesSchedule() *river.PeriodicJob {
	return river.NewPeriodicJob(river.PeriodicInterval(codesEvery), func() (river.JobArgs, *river.InsertOpts) {
		return FillCodesArgs{}, &river.InsertOpts{MaxAttempts: maxAttempts, ScheduledAt: time.Now().Add(codesAfter), UniqueOpts: river.UniqueOpts{ByState: waiting}}
	}, &river.PeriodicJobOpts{RunOnStart: true})
}

// waiting are the states in which a second job of the kind would be one too many.
var waiting = []rivertype.JobState{
	rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRetryable, rivertype.JobStateRunning, rivertype.JobStateScheduled,
}

type codeFiller struct {
	river.WorkerDefaults[FillCodesArgs]
	w *Work
}

// Timeout leaves room for a slow machine; what was done by then is kept.
func (c *codeFiller) Timeout(*river.Job[FillCodesArgs]) time.Duration { return 3 * time.Hour }

// Work brings the index up to date.
func (c *codeFiller) Work(ctx context.Context, job *river.Job[FillCodesArgs]) error {
	if c.w.FillCodes == nil {
		return nil
	}
	return c.w.guarded(ctx, "", "codes", job.ID, func() error { return c.w.FillCodes(ctx) })
}
