package steps

import (
	"context"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/store"
	"github.com/visitwright/visitwright/scribe"
	"github.com/visitwright/visitwright/scribe/habit"
)

// LearnWording keeps how the signer of a note put its draft in other words. It
// belongs in the transaction that signs.
func LearnWording(ctx context.Context, tx *store.Tx, visit ehr.VisitID) error {
	v, err := tx.Visit(ctx, visit)
	if err != nil {
		return err
	}
	before, err := rounds(ctx, tx, visit)
	if err != nil || len(before) == 0 {
		return err
	}
	last := before[len(before)-1]
	pairs := habit.Pairs(last.drafted, last.left)
	if len(pairs) == 0 {
		return nil
	}
	p, err := tx.Patient(ctx, v.Patient)
	if err != nil {
		return err
	}
	known, err := tx.Wordings(ctx, tx.Who().User)
	if err != nil {
		return err
	}
	return tx.SawWordings(ctx, visit, habit.Made(pairs, p.Name(), p.GivenName, p.FamilyName), habit.Kept(pairs, known))
}

// OwnWording puts a draft in its clinician's words where they said so, and checks it
// again. A sentence of which the check then doubts more stays in the drafter's.
func OwnWording(d ehr.Draft, wordings []ehr.Wording, segments []ehr.Segment, chart ehr.Chart) ehr.Draft {
	n, count := habit.Apply(d.Note, wordings)
	if count == 0 {
		return d
	}
	n = scribe.Check(n, segments, chart)
	for i, sec := range n.Sections {
		for k, s := range sec.Sentences {
			if was := d.Note.Sections[i].Sentences[k]; s.Drafted != "" && len(s.Doubts) > len(was.Doubts) {
				sec.Sentences[k] = was
			}
		}
	}
	d.Note = n
	d.Omissions = scribe.Omissions(n, segments, chart)
	d.Orders = scribe.StageOrders(n, segments)
	return d
}
