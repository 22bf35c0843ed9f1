package store

import (
	"context"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/visitwright/visitwright/ehr"
)

// SaveDraft keeps all that a drafter handed over: the next version of the note,
// and the lists beside it, which take the place of those of an earlier draft. A
// draft without a note has a Statement, and no version is made of it.
func (t *Tx) SaveDraft(ctx context.Context, visit ehr.VisitID, d ehr.Draft) (ehr.Note, error) {
	n := d.Note
	n.Visit = visit
	if _, err := t.ofVisit(ctx, ehr.EditNote, visit, "draft", true); err != nil {
		return n, err
	}
	err := t.exec(ctx, "the visit", `UPDATE visit SET statement = $3, not_clinical = $4 WHERE practice_id = $1 AND id = $2`,
		t.who.Practice, visit, d.Statement, list(d.NotClinical))
	if err != nil {
		return n, err
	}
	if d.Statement == "" {
		base, err := t.latestVersion(ctx, visit)
		if err != nil {
			return n, err
		}
		if n, err = t.AddNote(ctx, n, base); err != nil {
			return n, err
		}
	}
	if err := t.ReplaceOmissions(ctx, visit, d.Omissions); err != nil {
		return n, err
	}
	if err := t.ReplaceReconciliations(ctx, visit, d.Reconciliations); err != nil {
		return n, err
	}
	return n, t.ReplaceStagedOrders(ctx, visit, d.Orders)
}

// replaceList writes a list beside a visit: upsert is queued for each entry, and
// supersede marks those whose id is not among them. Ids are unique in the visit;
// two entries of one list may not share one.
func replaceList[E any, ID ~string](ctx context.Context, t *Tx, noun string, entries []E, id func(E) ID, supersede string, visit ehr.VisitID,
	queue func(b *pgx.Batch, place int, e E)) error {
	ids := make([]ID, len(entries))
	for i, e := range entries {
		ids[i] = id(e)
	}
	sorted := slices.Sorted(slices.Values(ids))
	if len(slices.Compact(sorted)) != len(ids) {
		return ehr.Errorf(ehr.Invalid, "two entries have one identifier: %s", noun)
	}
	batch := &pgx.Batch{}
	batch.Queue(supersede, t.who.Practice, visit, ids, t.now)
	for i, e := range entries {
		queue(batch, i, e)
	}
	return wrap(t.tx.SendBatch(ctx, batch).Close(), noun)
}

// given returns id, or a fresh one where it is empty.
func given[ID ~string](id ID) ID {
	if id == "" {
		return ehr.NewID[ID]()
	}
	return id
}

// answerColumns is how a row keeps a person's decision.
type answerColumns struct {
	choice *ehr.Choice
	reason string
	by     *ehr.UserID
	at     *time.Time
}

func (c *answerColumns) dest() []any { return []any{&c.choice, &c.reason, &c.by, &c.at} }

func (c *answerColumns) answer() *ehr.Answer {
	if c.choice == nil {
		return nil
	}
	a := &ehr.Answer{Choice: *c.choice, Reason: c.reason, At: c.at.UTC()}
	if c.by != nil {
		a.By = *c.by
	}
	return a
}

func validChoice(c ehr.Choice) error {
	if c != ehr.Accepted && c != ehr.Rejected {
		return ehr.Errorf(ehr.Invalid, "an answer is accepted or rejected")
	}
	return nil
}
