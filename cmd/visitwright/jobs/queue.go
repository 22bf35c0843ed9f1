package jobs

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/store"
)

// Queue inserts work and shows what became of it.
type Queue struct {
	client *river.Client[pgx.Tx]
}

// maxAttempts with river's pauses (attempt^4 seconds) spans about twenty
// minutes: long enough for a database or a disk to come back, short enough that
// a clinician hears of it the same hour.
const maxAttempts = 6

// TranscribeArgs asks for the final transcript of a stopped visit.
type TranscribeArgs struct {
	Practice ehr.PracticeID `json:"practice_id"`
	Visit    ehr.VisitID    `json:"visit_id"`
}

// Kind is the job's name in the queue.
func (TranscribeArgs) Kind() string { return "transcribe" }

// DraftArgs asks for a note from the transcript.
type DraftArgs struct {
	Practice ehr.PracticeID `json:"practice_id"`
	Visit    ehr.VisitID    `json:"visit_id"`
}

// Kind is the job's name in the queue.
func (DraftArgs) Kind() string { return "draft" }

// Transcribe queues the final pass in the transaction that stops the visit.
func (q *Queue) Transcribe(ctx context.Context, tx *store.Tx, visit ehr.VisitID) error {
	return q.insert(ctx, tx, TranscribeArgs{Practice: tx.Who().Practice, Visit: visit}, visit)
}

// Draft queues a draft in the transaction that makes it due.
func (q *Queue) Draft(ctx context.Context, tx *store.Tx, visit ehr.VisitID) error {
	return q.insert(ctx, tx, DraftArgs{Practice: tx.Who().Practice, Visit: visit}, visit)
}

// Compare queues a second draft of a visit, by the drafter that did not write its note.
func (q *Queue) Compare(ctx context.Context, tx *store.Tx, visit ehr.VisitID) error {
	return q.insert(ctx, tx, CompareArgs{Practice: tx.Who().Practice, Visit: visit}, visit)
}

func (q *Queue) insert(ctx context.Context, tx *store.Tx, args river.JobArgs, visit ehr.VisitID) error {
	meta, err := json.Marshal(owner{Practice: tx.Who().Practice, Visit: visit})
	if err != nil {
		return err
	}
	_, err = q.client.InsertTx(ctx, tx.Pgx(), args, &river.InsertOpts{MaxAttempts: maxAttempts, Metadata: meta})
	if err != nil {
		return ehr.Wrap(ehr.Unavailable, err, "the work could not be queued")
	}
	return nil
}

// owner is kept with a job so that a practice sees its own.
type owner struct {
	Practice ehr.PracticeID `json:"practice_id,omitempty"`
	Visit    ehr.VisitID    `json:"visit_id,omitempty"`
}

// Job is a piece of work as people see it.
type Job struct {
	ID          int64       `json:"id"`
	Kind        string      `json:"kind" doc:"transcribe, draft, ..."`
	Visit       ehr.VisitID `json:"visit_id,omitempty"`
	State       string      `json:"state" doc:"available, scheduled, running, retryable, discarded, completed, cancelled"`
	Failed      bool        `json:"failed" doc:"the last try failed"`
	GivenUp     bool        `json:"given_up" doc:"it is not tried again by itself"`
	Attempt     int         `json:"attempt"`
	MaxAttempts int         `json:"max_attempts"`
	Words       string      `json:"words" doc:"what it is doing, or why it failed"`
	CreatedAt   time.Time   `json:"created_at"`
	NextTryAt   time.Time   `json:"next_try_at,omitzero"`
}

func jobView(row *rivertype.JobRow) Job {
	var o owner
	_ = json.Unmarshal(row.Metadata, &o) // river's own jobs have none of it
	j := Job{
		ID: row.ID, Kind: row.Kind, Visit: o.Visit, State: string(row.State), Attempt: row.Attempt,
		MaxAttempts: row.MaxAttempts, CreatedAt: row.CreatedAt, GivenUp: row.State == rivertype.JobStateDiscarded,
	}
	if row.State == rivertype.JobStateRetryable {
		j.NextTryAt = row.ScheduledAt
	}
	j.Words = doing[row.Kind]
	if n := len(row.Errors); n > 0 && row.FinalizedAt == nil || j.GivenUp {
		j.Failed = true
		if n > 0 {
			j.Words = row.Errors[n-1].Error
		}
	}
	return j
}

// doing is what each kind of work does, in words.
var doing = map[string]string{
	"transcribe": "Writing the final transcript",
	"draft":      "Writing the note",
	compare:      "Writing a second draft",
	"retention":  "Destroying audio whose time is over",
	"codes":      "Preparing to find codes by meaning",
}

// unfinished are the states of work that still matters.
var unfinished = []rivertype.JobState{
	rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRetryable, rivertype.JobStateRunning,
	rivertype.JobStateScheduled, rivertype.JobStateDiscarded,
}

const listed = 200

// List gives the practice's work that failed and is not yet done, or all that is
// not done.
func (q *Queue) List(ctx context.Context, tx *store.Tx, all bool) ([]Job, error) {
	list, err := q.list(ctx, tx, owner{Practice: tx.Who().Practice})
	if !all {
		list = slices.DeleteFunc(list, func(j Job) bool { return !j.Failed })
	}
	return list, err
}

// OfVisit gives the latest unfinished work on a visit's note; nil where there is none.
func (q *Queue) OfVisit(ctx context.Context, tx *store.Tx, visit ehr.VisitID) (*Job, error) {
	return q.latest(ctx, tx, visit, func(j Job) bool { return j.Kind != compare })
}

// Comparing gives the latest unfinished work on a visit's second draft; nil where
// there is none.
func (q *Queue) Comparing(ctx context.Context, tx *store.Tx, visit ehr.VisitID) (*Job, error) {
	return q.latest(ctx, tx, visit, func(j Job) bool { return j.Kind == compare })
}

func (q *Queue) latest(ctx context.Context, tx *store.Tx, visit ehr.VisitID, of func(Job) bool) (*Job, error) {
	list, err := q.list(ctx, tx, owner{Practice: tx.Who().Practice, Visit: visit})
	if err != nil {
		return nil, err
	}
	if i := slices.IndexFunc(list, of); i >= 0 {
		return &list[i], nil
	}
	return nil, nil
}

func (q *Queue) list(ctx context.Context, tx *store.Tx, of owner) ([]Job, error) {
	fragment, err := json.Marshal(of)
	if err != nil {
		return nil, err
	}
	params := river.NewJobListParams().Metadata(string(fragment)).States(unfinished...).First(listed).
		OrderBy(river.JobListOrderByID, river.SortOrderDesc)
	res, err := q.client.JobListTx(ctx, tx.Pgx(), params)
	if err != nil {
		return nil, ehr.Wrap(ehr.Unavailable, err, "the list of work cannot be read")
	}
	list := make([]Job, 0, len(res.Jobs))
	for _, row := range res.Jobs {
		list = append(list, jobView(row))
	}
	return list, nil
}

// Retry runs one of the practice's jobs again now.
func (q *Queue) Retry(ctx context.Context, tx *store.Tx, id int64) (Job, error) {
	row, err := q.client.JobGetTx(ctx, tx.Pgx(), id)
	if err != nil {
		return Job{}, ehr.Wrap(ehr.NotFound, err, "there is no such job")
	}
	var o owner
	if err := json.Unmarshal(row.Metadata, &o); err != nil || o.Practice != tx.Who().Practice {
		return Job{}, ehr.Errorf(ehr.NotFound, "there is no such job")
	}
	if row, err = q.client.JobRetryTx(ctx, tx.Pgx(), id); err != nil {
		return Job{}, ehr.Wrap(ehr.Unavailable, err, "the job could not be queued again")
	}
	return jobView(row), nil
}

// RetryVisit runs a visit's failed work again now.
func (q *Queue) RetryVisit(ctx context.Context, tx *store.Tx, visit ehr.VisitID) error {
	job, err := q.OfVisit(ctx, tx, visit)
	if err != nil {
		return err
	}
	if job == nil || !job.Failed {
		return ehr.Errorf(ehr.Conflict, "nothing failed in this visit")
	}
	_, err = q.Retry(ctx, tx, job.ID)
	return err
}
