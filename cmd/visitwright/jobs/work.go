package jobs

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"

	"github.com/visitwright/visitwright/cmd/visitwright/live"
	"github.com/visitwright/visitwright/cmd/visitwright/steps"
	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/store"
	"github.com/visitwright/visitwright/scribe"
	"github.com/visitwright/visitwright/scribe/capture/vault"
	"github.com/visitwright/visitwright/scribe/speech"
)

// Work is what the workers work with.
type Work struct {
	Store      *store.Store
	Vault      *vault.Store
	Listener   *live.Listener
	Recogniser *speech.Recogniser // nil where the models are not set up
	Hub        *live.Hub
	Queue      *Queue
	Steps      *steps.Steps
	// Draft drafts with a language model, which falls back to the built-in drafter
	// by itself; nil: the built-in drafter alone.
	Draft func(context.Context, []ehr.Segment, ehr.Chart, scribe.Options) ehr.Draft
	// FillCodes brings the index of codes up to the loaded sets; nil: codes are found
	// by their words alone.
	FillCodes func(context.Context) error
	// Retention is how long audio is kept after signing; 0 keeps it.
	Retention time.Duration
	Now       func() time.Time
	Log       *slog.Logger
}

// Runner runs the workers.
type Runner struct {
	client *river.Client[pgx.Tx]
	pool   *pgxpool.Pool
	id     string
}

// atOnce is how many jobs run side by side; the recogniser shares its cores
// among them by itself.
const atOnce = 4

// stopWait is how long Stop lets running jobs come to an end. What does not is
// begun again after the next start.
const stopWait = 5 * time.Second

// New makes the workers and the queue that feeds them. Nothing runs before
// Start. The id names this installation's data folder, in which only one program
// runs at a time, and stays the same over restarts.
func New(pool *pgxpool.Pool, id string, w *Work) (*Queue, *Runner, error) {
	q := &Queue{}
	w.Queue = q
	workers := river.NewWorkers()
	river.AddWorker(workers, &transcriber{w: w})
	river.AddWorker(workers, &drafter{w: w})
	river.AddWorker(workers, &comparer{w: w})
	river.AddWorker(workers, &retainer{w: w})
	river.AddWorker(workers, &codeFiller{w: w})
	client, err := river.NewClient(riverpgxv5.New(pool), &river.Config{
		ID:                id,
		Queues:            map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: atOnce}},
		Workers:           workers,
		Logger:            quiet(w.Log),
		ReindexerSchedule: river.NeverSchedule(), // only the owner of the tables may
		PeriodicJobs:      []*river.PeriodicJob{retentionSchedule(), codesSchedule()},
		FetchPollInterval: 500 * time.Millisecond,
		SoftStopTimeout:   stopWait,
		// Of another node that died; our own are taken up by Start. It must be longer
		// than the longest job may take.
		RescueStuckJobsAfter: 7 * time.Hour,
	})
	if err != nil {
		return nil, nil, ehr.Wrap(ehr.Internal, err, "the job queue cannot be set up")
	}
	q.client = client
	return q, &Runner{client: client, pool: pool, id: id}, nil
}

// Start begins to work, first on what this installation was doing when it was
// killed: nobody else would notice for hours.
func (r *Runner) Start(ctx context.Context) error {
	_, err := r.pool.Exec(ctx, `UPDATE river_job SET state = 'available', scheduled_at = now(), attempt = greatest(attempt - 1, 0)
		WHERE state = 'running' AND attempted_by[array_upper(attempted_by, 1)] = $1`, r.id)
	if err != nil {
		return ehr.Wrap(ehr.Unavailable, err, "the job queue does not answer")
	}
	return r.client.Start(ctx)
}

// Stop lets running jobs come to an end, and after a while cancels them.
func (r *Runner) Stop(ctx context.Context) error {
	err := r.client.StopAndCancel(ctx)
	if errors.Is(err, context.Canceled) {
		return nil
	}
	return err
}

// guarded runs a step of a visit. Of a failure only the safe message is kept in
// the queue, which health data must not reach; the inside goes to the log. Where
// the service stops meanwhile, nothing has failed: the step waits for the next start.
func (w *Work) guarded(ctx context.Context, visit ehr.VisitID, step string, job int64, do func() error) error {
	err := do()
	if err == nil {
		return nil
	}
	if errors.Is(ctx.Err(), context.Canceled) {
		return river.JobSnooze(0)
	}
	w.Log.ErrorContext(ctx, "a step after a visit failed", "step", step, "visit", visit, "job", job, "kind", ehr.KindOf(err), "error", err)
	words := ehr.SafeMessage(err)
	if ctx.Err() == nil {
		w.tell(visit, live.Step{Step: step, Words: words, Failed: true, Job: job})
	}
	return errors.New(words)
}

func (w *Work) tell(visit ehr.VisitID, s live.Step) {
	w.Hub.Publish(visit, live.Event{Type: live.Progress, Progress: &s})
}

func (w *Work) inTx(ctx context.Context, practice ehr.PracticeID, visit ehr.VisitID, fn func(*store.Tx) error) error {
	why := store.Why{Action: ehr.EditNote, Kind: "visit", ID: string(visit), Detail: "job"}
	return w.Store.InTx(ctx, store.Service(practice), why, fn)
}

func (w *Work) visit(ctx context.Context, practice ehr.PracticeID, id ehr.VisitID) (v ehr.Visit, err error) {
	err = w.inTx(ctx, practice, id, func(tx *store.Tx) error {
		v, err = tx.Visit(ctx, id)
		return err
	})
	return v, err
}

// close brings a visit without a draft to review, with the reason in words.
func (w *Work) close(ctx context.Context, tx *store.Tx, visit ehr.VisitID, statement string) error {
	if err := tx.SetStatement(ctx, visit, statement); err != nil {
		return err
	}
	_, err := tx.MoveVisit(ctx, visit, ehr.Review)
	return err
}

// quiet leaves out what river tells of its own workings.
func quiet(log *slog.Logger) *slog.Logger { return slog.New(warnings{log.Handler()}) }

type warnings struct{ slog.Handler }

func (w warnings) Enabled(_ context.Context, level slog.Level) bool { return level >= slog.LevelWarn }

func (w warnings) WithAttrs(attrs []slog.Attr) slog.Handler {
	return warnings{w.Handler.WithAttrs(attrs)}
}

func (w warnings) WithGroup(name string) slog.Handler { return warnings{w.Handler.WithGroup(name)} }
