package steps

import (
	"context"
	"slices"
	"strings"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/store"
	"github.com/visitwright/visitwright/scribe"
)

// Edit saves a note as a person left it, as a version after base, and looks
// again for doubts, omissions and orders. Conflict where base is not the latest
// version or the visit takes no edits.
func (s *Steps) Edit(ctx context.Context, tx *store.Tx, visit ehr.VisitID, base int, sections []ehr.Section) (ehr.Note, error) {
	v, err := tx.Visit(ctx, visit)
	if err != nil {
		return ehr.Note{}, err
	}
	latest, err := tx.Note(ctx, visit)
	if err != nil {
		return ehr.Note{}, err
	}
	if err := editable(v, latest, base); err != nil {
		return ehr.Note{}, err
	}
	transcript, err := tx.Transcript(ctx, visit)
	if err != nil {
		return ehr.Note{}, err
	}
	n := next(v, latest, base)
	if sections, err = expand(ctx, tx, n, sections); err != nil {
		return n, err
	}
	if n.Sections, err = theirs(n, sections, transcript.Segments); err != nil {
		return n, err
	}
	if v.State == ehr.Open { // a note typed without a recording
		if _, err := tx.MoveVisit(ctx, visit, ehr.Review); err != nil {
			return n, err
		}
	}
	return s.save(ctx, tx, v, n, transcript.Segments)
}

func editable(v ehr.Visit, latest *ehr.Note, base int) error {
	switch {
	case v.State != ehr.Review && v.State != ehr.Open:
		return ehr.Errorf(ehr.Conflict, "the note cannot be edited while the visit is %s", v.State)
	case latest == nil && base != 0, latest != nil && base != latest.Version:
		return ehr.Errorf(ehr.Conflict, "somebody else changed the note meanwhile")
	}
	return nil
}

// next is the version after base, still with base's sections.
func next(v ehr.Visit, latest *ehr.Note, base int) ehr.Note {
	n := ehr.Note{Visit: v.ID, Template: v.Template, Drafter: ehr.Drafter{Name: "typed"}}
	if latest != nil {
		n = *latest
	}
	n.ID, n.Version = "", base+1
	return n
}

// theirs takes what a person may change from the sections they sent: which
// sentences there are, in which order, and their words. Where a sentence's words
// are untouched, all else about it stays as it was; where they are new, the
// words are a person's and nobody has answered for them.
func theirs(n ehr.Note, sent []ehr.Section, segments []ehr.Segment) ([]ehr.Section, error) {
	before := map[ehr.SentenceID]ehr.Sentence{}
	for _, sec := range n.Sections {
		for _, s := range sec.Sentences {
			before[s.ID] = s
		}
	}
	heard := map[ehr.SegmentID]bool{}
	for _, s := range segments {
		heard[s.ID] = true
	}
	used, number := map[ehr.SentenceID]bool{}, 0
	var out []ehr.Section
	for _, sec := range sent {
		kept := ehr.Section{Name: sec.Name, Title: sec.Title, Sentences: []ehr.Sentence{}}
		for _, s := range sec.Sentences {
			s.Text = strings.TrimSpace(s.Text)
			if s.Text == "" {
				continue
			}
			old, known := before[s.ID]
			if s.ID == "" || used[s.ID] || !known {
				number++
				s.ID, old, known = newSentenceID(n.Version, number), ehr.Sentence{}, false
			}
			used[s.ID] = true
			s, err := theirSentence(s, old, known, heard)
			if err != nil {
				return nil, err
			}
			kept.Sentences = append(kept.Sentences, s)
		}
		out = append(out, kept)
	}
	return out, nil
}

func theirSentence(s, old ehr.Sentence, known bool, heard map[ehr.SegmentID]bool) (ehr.Sentence, error) {
	if known && s.Text == old.Text {
		old.Group = s.Group // moving a sentence to another problem changes no words
		return old, nil
	}
	for _, id := range s.Segments {
		if !heard[id] {
			return s, ehr.Errorf(ehr.Invalid, "a sentence names a line that is not in the transcript")
		}
	}
	if known {
		// Evidence stays with the sentence: a person changes words, not what was said.
		s.Segments, s.Chart, s.Kind = union(old.Segments, s.Segments), old.Chart, old.Kind
	} else {
		s.Chart = nil
	}
	if s.Kind == "" {
		s.Kind = ehr.Statement
	}
	s.Origin, s.Doubts, s.Answer, s.Drafted = ehr.ByPerson, nil, nil, ""
	return s, nil
}

func union(a, b []ehr.SegmentID) []ehr.SegmentID {
	out := slices.Clone(a)
	for _, id := range b {
		if !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}

// save checks a note, adds it as the next version, and makes again what hangs
// on it: omissions, staged orders, codes, alerts.
func (s *Steps) save(ctx context.Context, tx *store.Tx, v ehr.Visit, n ehr.Note, segments []ehr.Segment) (ehr.Note, error) {
	chart, err := tx.Chart(ctx, v.Patient)
	if err != nil {
		return n, err
	}
	n.CreatedAt, n.CreatedBy = tx.Now(), tx.Who().User
	if n, err = tx.AddNote(ctx, scribe.Check(n, segments, chart), n.Version-1); err != nil {
		return n, err
	}
	omissions, err := sameOmissions(ctx, tx, v.ID, scribe.Omissions(n, segments, chart))
	if err != nil {
		return n, err
	}
	if err := tx.ReplaceOmissions(ctx, v.ID, omissions); err != nil {
		return n, err
	}
	orders, err := sameOrders(ctx, tx, v.ID, scribe.StageOrders(n, segments))
	if err != nil {
		return n, err
	}
	for i := range orders {
		orders[i].Patient, orders[i].Visit = v.Patient, v.ID
	}
	if err := tx.ReplaceStagedOrders(ctx, v.ID, orders); err != nil {
		return n, err
	}
	return n, s.follow(ctx, tx, v, n, chart)
}
