package steps

import (
	"context"

	"github.com/visitwright/visitwright/coding"
	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/store"
)

// TakeDraft puts a drafter's work into the record as the note's next version and
// brings the visit to review, with codes and checks. What people wrote and removed in earlier drafts is carried over, and
// what they answered before about the same things stays answered. What a language model chose among
// the retrieved codes of this draft is asked for before, by Choices.
func (s *Steps) TakeDraft(ctx context.Context, tx *store.Tx, v ehr.Visit, chart ehr.Chart, d ehr.Draft, chosen []coding.Choice) (ehr.Note, error) {
	visit := v.ID
	latest, err := tx.Note(ctx, visit)
	if err != nil {
		return ehr.Note{}, err
	}
	version := 1
	if latest != nil {
		version = latest.Version + 1
		if d, err = carryOver(ctx, tx, visit, chart, d); err != nil {
			return ehr.Note{}, err
		}
	}
	d = Renumber(d, version)
	if d.Omissions, err = sameOmissions(ctx, tx, visit, d.Omissions); err != nil {
		return ehr.Note{}, err
	}
	recs, err := tx.Reconciliations(ctx, visit)
	if err != nil {
		return ehr.Note{}, err
	}
	d.Reconciliations = steadyReconciliations(recs, d.Reconciliations)
	if d.Orders, err = sameOrders(ctx, tx, visit, d.Orders); err != nil {
		return ehr.Note{}, err
	}
	d.Note.Visit, d.Note.CreatedAt = visit, tx.Now()
	n, err := tx.SaveDraft(ctx, visit, d)
	if err != nil {
		return n, err
	}
	if err := s.follow(ctx, tx, v, n, chart, chosen...); err != nil {
		return n, err
	}
	_, err = tx.MoveVisit(ctx, visit, ehr.Review)
	return n, err
}

func sameOmissions(ctx context.Context, tx *store.Tx, visit ehr.VisitID, now []ehr.Omission) ([]ehr.Omission, error) {
	before, err := tx.Omissions(ctx, visit)
	return steadyOmissions(before, now), err
}

func sameOrders(ctx context.Context, tx *store.Tx, visit ehr.VisitID, now []ehr.Order) ([]ehr.Order, error) {
	before, err := tx.Orders(ctx, visit)
	return steadyOrders(before, now), err
}
