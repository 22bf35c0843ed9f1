package steps

import (
	"context"
	"slices"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/store"
	"github.com/visitwright/visitwright/scribe"
)

// open is a visit that takes answers.
type open struct {
	visit    ehr.Visit
	note     ehr.Note
	segments []ehr.Segment
}

// inReview reads a visit that takes answers, with its note and transcript.
func inReview(ctx context.Context, tx *store.Tx, visit ehr.VisitID) (open, error) {
	v, err := reviewed(ctx, tx, visit)
	if err != nil {
		return open{}, err
	}
	n, err := tx.Note(ctx, visit)
	if err != nil {
		return open{}, err
	}
	if n == nil {
		return open{}, ehr.Errorf(ehr.NotFound, "there is no note yet")
	}
	t, err := tx.Transcript(ctx, visit)
	return open{visit: v, note: *n, segments: t.Segments}, err
}

func reviewed(ctx context.Context, tx *store.Tx, visit ehr.VisitID) (ehr.Visit, error) {
	v, err := tx.Visit(ctx, visit)
	if err == nil && v.State != ehr.Review {
		return v, ehr.Errorf(ehr.Conflict, "answers are taken while the visit is in review")
	}
	return v, err
}

// change adds a version of the note with other sections.
func (s *Steps) change(ctx context.Context, tx *store.Tx, o open, sections []ehr.Section) (*ehr.Note, error) {
	n := o.note
	n.Sections, n.ID, n.Version = sections, "", n.Version+1
	n, err := s.save(ctx, tx, o.visit, n, o.segments)
	return &n, err
}

// AnswerSentence keeps a doubted sentence as it stands, with who said so, or
// takes it out; a new version of the note either way. Withdrawn, the doubt counts
// again; a sentence that was taken out is put back by editing.
func (s *Steps) AnswerSentence(ctx context.Context, tx *store.Tx, visit ehr.VisitID, id ehr.SentenceID, choice ehr.Choice, reason string) (*ehr.Note, error) {
	o, err := inReview(ctx, tx, visit)
	if err != nil {
		return nil, err
	}
	sections, found := slices.Clone(o.note.Sections), false
	for i := range sections {
		list := slices.Clone(sections[i].Sentences)
		at := slices.IndexFunc(list, func(s ehr.Sentence) bool { return s.ID == id })
		if at >= 0 {
			found = true
			switch choice {
			case ehr.Rejected:
				list = slices.Delete(list, at, at+1)
			case ehr.Withdrawn:
				list[at].Answer = nil
			default:
				list[at].Answer = &ehr.Answer{Choice: choice, Reason: reason, By: tx.Who().User, At: tx.Now()}
			}
		}
		sections[i].Sentences = list
	}
	if !found {
		return nil, ehr.Errorf(ehr.NotFound, "there is no such sentence in the note")
	}
	return s.change(ctx, tx, o, sections)
}

// AnswerOmission takes what was heard into the note, as a new version, or notes
// that it stays out. The note is nil where it did not change.
func (s *Steps) AnswerOmission(ctx context.Context, tx *store.Tx, visit ehr.VisitID, id ehr.OmissionID, choice ehr.Choice, reason string) (*ehr.Note, error) {
	o, err := inReview(ctx, tx, visit)
	if err != nil {
		return nil, err
	}
	list, err := tx.Omissions(ctx, visit)
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(list, func(o ehr.Omission) bool { return o.ID == id })
	if at < 0 {
		return nil, ehr.Errorf(ehr.NotFound, "there is no such line")
	}
	if choice == ehr.Withdrawn {
		return nil, tx.Reopen(ctx, visit, "omission", string(id))
	}
	if err := tx.AnswerOmission(ctx, visit, id, choice, reason); err != nil || choice == ehr.Rejected {
		return nil, err
	}
	before, n := sentenceIDs(o.note), scribe.AddOmission(o.note, list[at])
	number := 0
	for i := range n.Sections {
		for j, sentence := range n.Sections[i].Sentences {
			if !before[sentence.ID] {
				number++
				n.Sections[i].Sentences[j].ID = newSentenceID(o.note.Version+1, number)
			}
		}
	}
	return s.change(ctx, tx, o, n.Sections)
}

func sentenceIDs(n ehr.Note) map[ehr.SentenceID]bool {
	ids := map[ehr.SentenceID]bool{}
	for _, sec := range n.Sections {
		for _, s := range sec.Sentences {
			ids[s.ID] = true
		}
	}
	return ids
}

// AnswerOrder places or rejects a staged order, or stages it again; the checks
// look at what is left.
func (s *Steps) AnswerOrder(ctx context.Context, tx *store.Tx, visit ehr.VisitID, id ehr.OrderID, choice ehr.Choice, reason string) (*ehr.Note, error) {
	give := func() error { return tx.AnswerOrder(ctx, visit, id, choice, reason) }
	if choice == ehr.Withdrawn {
		if _, err := reviewed(ctx, tx, visit); err != nil {
			return nil, err
		}
		give = func() error { return tx.Reopen(ctx, visit, "order", string(id)) }
	}
	if err := give(); err != nil {
		return nil, err
	}
	return nil, s.again(ctx, tx, visit)
}

// AnswerAlert keeps what was decided about an alert.
func (s *Steps) AnswerAlert(ctx context.Context, tx *store.Tx, visit ehr.VisitID, id ehr.AlertID, choice ehr.Choice, reason string) (*ehr.Note, error) {
	if choice != ehr.Withdrawn {
		return nil, tx.AnswerAlert(ctx, visit, id, choice, reason)
	}
	if _, err := reviewed(ctx, tx, visit); err != nil {
		return nil, err
	}
	return nil, tx.Reopen(ctx, visit, "alert", string(id))
}

// AnswerCode accepts or rejects a proposed code, or leaves it proposed again.
func (s *Steps) AnswerCode(ctx context.Context, tx *store.Tx, visit ehr.VisitID, id ehr.CodeID, choice ehr.Choice, reason string) (*ehr.Note, error) {
	status := map[ehr.Choice]ehr.CodeStatus{
		ehr.Accepted: ehr.CodeAccepted, ehr.Rejected: ehr.CodeRejected, ehr.Withdrawn: ehr.CodeProposed,
	}[choice]
	v, err := tx.Visit(ctx, visit)
	if err != nil {
		return nil, err
	}
	if v.State == ehr.Signed { // a coder may be at work on it
		return nil, ehr.Errorf(ehr.Conflict, "the visit is signed: its codes are worked on at the coder's desk")
	}
	return nil, tx.AnswerCode(ctx, visit, id, status, reason)
}
