package jobs

import (
	"context"
	"strings"
	"time"

	"github.com/riverqueue/river"

	"github.com/visitwright/visitwright/cmd/visitwright/live"
	"github.com/visitwright/visitwright/cmd/visitwright/steps"
	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/store"
	"github.com/visitwright/visitwright/scribe"
)

const compare = "compare"

// CompareArgs asks for a second draft of a visit.
type CompareArgs struct {
	Practice ehr.PracticeID `json:"practice_id"`
	Visit    ehr.VisitID    `json:"visit_id"`
}

// Kind is the job's name in the queue.
func (CompareArgs) Kind() string { return compare }

// comparer drafts a visit a second time, by the other drafter, to be read beside the note.
type comparer struct {
	river.WorkerDefaults[CompareArgs]
	w *Work
}

// Timeout is for a language model that is slow.
func (c *comparer) Timeout(*river.Job[CompareArgs]) time.Duration { return 15 * time.Minute }

// Work keeps the draft, or why there is none. The note stays as it is.
func (c *comparer) Work(ctx context.Context, job *river.Job[CompareArgs]) error {
	a := job.Args
	return c.w.guarded(ctx, a.Visit, compare, job.ID, func() error {
		m, err := c.w.material(ctx, a.Practice, a.Visit)
		if err != nil || m.visit.State != ehr.Review {
			return err
		}
		d, failed := c.draft(ctx, m)
		if err := ctx.Err(); err != nil {
			return err
		}
		err = c.w.inTx(ctx, a.Practice, a.Visit, func(tx *store.Tx) error { return tx.SaveOtherDraft(ctx, a.Visit, d, failed) })
		if err == nil {
			c.w.Hub.Publish(a.Visit, live.Event{Type: live.ListsChanged})
		}
		return err
	})
}

func (c *comparer) draft(ctx context.Context, m material) (*ehr.Draft, string) {
	o := scribe.Options{Template: m.template, Visit: m.visit.ID, Now: m.now}
	var d ehr.Draft
	switch {
	case !spoken(m.segments):
		return nil, nobodySpoke
	case steps.ByModel(m.note):
		d = scribe.Draft(m.segments, m.chart, o)
	case c.w.Draft == nil:
		return nil, "no language model is configured here"
	default:
		d = c.w.Draft(ctx, m.segments, m.chart, o)
	}
	if d.Statement != "" {
		return nil, d.Statement
	}
	if why := d.Note.Drafter.Failed; why != "" { // then it is the built-in draft again
		why, _, _ = strings.Cut(why, ";")
		return nil, why
	}
	d = steps.OwnWording(d, m.wordings, m.segments, m.chart)
	return &d, ""
}
