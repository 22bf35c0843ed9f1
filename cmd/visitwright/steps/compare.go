package steps

import (
	"context"
	"slices"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/store"
	"github.com/visitwright/visitwright/scribe"
)

// A visit can be drafted a second time by the other drafter, the built-in one or the language model. That draft is read beside
// the note and is no version of it. What somebody takes from it stays the drafter's words: it is checked as any draft is.

// ByModel reports whether a language model drafted a note.
func ByModel(n *ehr.Note) bool {
	return n != nil && n.Drafter.Name != "" && n.Drafter.Name != scribe.BuiltIn && n.Drafter.Name != "typed"
}

// Beside says of each sentence of another draft which sentence of the note it would take the place of. One that is not named
// would be added.
func Beside(n, other ehr.Note) map[ehr.SentenceID]ehr.SentenceID {
	pairs, taken := map[ehr.SentenceID]ehr.SentenceID{}, map[ehr.SentenceID]bool{}
	pair := func(fits func(a, b ehr.Sentence) bool) {
		for _, sec := range other.Sections {
			i := slices.IndexFunc(n.Sections, func(s ehr.Section) bool { return s.Name == sec.Name })
			if i < 0 {
				continue
			}
			for _, s := range sec.Sentences {
				if _, done := pairs[s.ID]; done {
					continue
				}
				could := slices.DeleteFunc(slices.Clone(n.Sections[i].Sentences), func(t ehr.Sentence) bool { return !fits(t, s) })
				if k := instead(could, s, taken); k >= 0 {
					pairs[s.ID], taken[could[k].ID] = could[k].ID, true
				}
			}
		}
	}
	pair(func(a, b ehr.Sentence) bool { return sameWords(a.Text, b.Text) }) // those first: they are no choice
	pair(func(ehr.Sentence, ehr.Sentence) bool { return true })
	return pairs
}

// TakeSentence puts a sentence of the visit's second draft into the note, as a version after base: in the place of the one that
// Beside names, else at the end of its problem or section. NotFound where there is no such sentence.
func (s *Steps) TakeSentence(ctx context.Context, tx *store.Tx, visit ehr.VisitID, base int, id ehr.SentenceID) (ehr.Note, error) {
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
	other, err := tx.OtherDraft(ctx, visit)
	if err != nil {
		return ehr.Note{}, err
	}
	if other == nil || other.Draft == nil || latest == nil {
		return ehr.Note{}, ehr.Errorf(ehr.NotFound, "there is no second draft of this visit")
	}
	transcript, err := tx.Transcript(ctx, visit)
	if err != nil {
		return ehr.Note{}, err
	}
	n := next(v, latest, base)
	if n.Sections = taken(n, other.Draft.Note, id); n.Sections == nil {
		return n, ehr.Errorf(ehr.NotFound, "the second draft has no such sentence")
	}
	return s.save(ctx, tx, v, n, transcript.Segments)
}

// taken gives the note's sections with one sentence of another draft; nil where that has none of the identifier.
func taken(n, other ehr.Note, id ehr.SentenceID) []ehr.Section {
	sections := slices.Clone(n.Sections)
	for i := range sections {
		sections[i].Sentences = slices.Clone(sections[i].Sentences)
	}
	pairs := Beside(n, other)
	for _, from := range other.Sections {
		i := slices.IndexFunc(from.Sentences, func(s ehr.Sentence) bool { return s.ID == id })
		if i < 0 {
			continue
		}
		s := from.Sentences[i]
		s.Answer = nil
		n.Sections = sections
		if old, there := pairs[id]; there {
			replace(&n, old, s)
			return n.Sections
		}
		// Where nothing of the note says it, place finds its problem or section.
		apart := ehr.Note{Sections: n.Sections}
		all := map[ehr.SentenceID]bool{}
		for _, sec := range n.Sections {
			for _, t := range sec.Sentences {
				all[t.ID] = true
			}
		}
		place(&apart, from, s, all)
		number := 0
		for a := range apart.Sections {
			for b := range apart.Sections[a].Sentences {
				if t := &apart.Sections[a].Sentences[b]; !all[t.ID] {
					number++
					t.ID = newSentenceID(n.Version, number)
				}
			}
		}
		return apart.Sections
	}
	return nil
}

// replace puts a sentence in the place of another, whose problem and identity it takes.
func replace(n *ehr.Note, old ehr.SentenceID, s ehr.Sentence) {
	for i := range n.Sections {
		for k, t := range n.Sections[i].Sentences {
			if t.ID == old {
				s.ID, s.Group = t.ID, t.Group
				n.Sections[i].Sentences[k] = s
				return
			}
		}
	}
}

// TakeOther makes the visit's second draft the note's next version. What people wrote and removed before is carried over, as
// into any new draft.
func (s *Steps) TakeOther(ctx context.Context, tx *store.Tx, visit ehr.VisitID, base int) error {
	v, err := tx.Visit(ctx, visit)
	if err != nil {
		return err
	}
	latest, err := tx.Note(ctx, visit)
	if err != nil {
		return err
	}
	if err := editable(v, latest, base); err != nil {
		return err
	}
	other, err := tx.OtherDraft(ctx, visit)
	if err != nil {
		return err
	}
	if other == nil || other.Draft == nil || latest == nil {
		return ehr.Errorf(ehr.NotFound, "there is no second draft of this visit")
	}
	chart, err := tx.Chart(ctx, v.Patient)
	if err != nil {
		return err
	}
	if v, err = tx.MoveVisit(ctx, visit, ehr.Drafting); err != nil {
		return err
	}
	_, err = s.TakeDraft(ctx, tx, v, chart, *other.Draft, nil)
	return err
}
