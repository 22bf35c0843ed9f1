package steps

import (
	"context"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/store"
	"github.com/visitwright/visitwright/scribe"
)

// other keeps a second draft of the visit: the same as the first but for a model's name, one sentence in other words, one that
// denies what was said, and one more.
func (w *ward) other(n ehr.Note) (changed, wrong, added ehr.SentenceID) {
	w.t.Helper()
	w.do(func(ctx context.Context, tx *store.Tx) error {
		chart, err := tx.Chart(ctx, w.c.Patient.ID)
		if err != nil {
			return err
		}
		d := scribe.Draft(heard, chart, scribe.Options{Visit: w.visit, Now: tx.Now()})
		d.Note.Drafter = ehr.Drafter{Name: "small-1", Version: "1"}
		hpi := slices.IndexFunc(d.Note.Sections, func(s ehr.Section) bool { return s.Name == ehr.HPI })
		require.GreaterOrEqual(w.t, hpi, 0)
		first := &d.Note.Sections[hpi].Sentences[0]
		require.NotContains(w.t, first.Text, "Reports")
		first.Text = "Reports a headache for 3 days."
		changed = first.ID
		d.Note.Sections[hpi].Sentences = append(d.Note.Sections[hpi].Sentences, ehr.Sentence{ID: "t90", Text: "Denies headache.", Kind: ehr.Statement, Segments: []ehr.SegmentID{"s1", "s2", "s3", "s4", "s5"}, Origin: ehr.ByDrafter},
			ehr.Sentence{ID: "t91", Text: "Was asked about allergies.", Kind: ehr.Statement, Segments: []ehr.SegmentID{"s3"}, Origin: ehr.ByDrafter})
		return tx.SaveOtherDraft(ctx, w.visit, &d, "")
	})
	return changed, "t90", "t91"
}

func (w *ward) takes(base int, id ehr.SentenceID) (n ehr.Note) {
	w.t.Helper()
	w.do(func(ctx context.Context, tx *store.Tx) (err error) {
		n, err = w.s.TakeSentence(ctx, tx, w.visit, base, id)
		return err
	})
	return n
}

func said(n ehr.Note, text string) (found ehr.Sentence, count int) {
	for _, sec := range n.Sections {
		for _, s := range sec.Sentences {
			if s.Text == text {
				found, count = s, count+1
			}
		}
	}
	return found, count
}

func TestASentenceOfTheOtherDraftTakesItsPlaceAndIsChecked(t *testing.T) {
	w := openWard(t)
	n := w.draft()
	changed, wrong, added := w.other(n)
	before := len(texts(n))

	n = w.takes(1, changed)
	s, count := said(n, "Reports a headache for 3 days.")
	require.Equal(t, 1, count)
	require.Len(t, texts(n), before, "it stands in the place of the one that rests on the same words")
	require.Equal(t, ehr.ByDrafter, s.Origin)
	require.Empty(t, s.Doubts)
	require.Equal(t, w.c.Clinician.User, n.CreatedBy)

	n = w.takes(2, added)
	_, count = said(n, "Was asked about allergies.")
	require.Equal(t, 1, count)
	require.Len(t, texts(n), before+1)

	n = w.takes(3, wrong)
	s, count = said(n, "Denies headache.")
	require.Equal(t, 1, count)
	require.NotEmpty(t, s.Doubts, "what the check doubts wants an answer, whoever drafted it")

	err := w.try(func(ctx context.Context, tx *store.Tx) error {
		_, err := w.s.TakeSentence(ctx, tx, w.visit, 3, changed)
		return err
	})
	require.Equal(t, ehr.Conflict, ehr.KindOf(err), "version 3 is not the latest")
	err = w.try(func(ctx context.Context, tx *store.Tx) error {
		_, err := w.s.TakeSentence(ctx, tx, w.visit, 4, "t999")
		return err
	})
	require.Equal(t, ehr.NotFound, ehr.KindOf(err))

	// Drafted again, what was taken stays.
	w.do(func(ctx context.Context, tx *store.Tx) error {
		_, err := tx.MoveVisit(ctx, w.visit, ehr.Drafting)
		return err
	})
	n = w.draft()
	_, count = said(n, "Reports a headache for 3 days.")
	require.Equal(t, 1, count)
}

func TestTheOtherDraftIsTakenWholeWithWhatPeopleWrote(t *testing.T) {
	w := openWard(t)
	n := w.draft()
	w.other(n)
	w.do(func(ctx context.Context, tx *store.Tx) (err error) {
		n.Sections[0].Sentences = append(n.Sections[0].Sentences, ehr.Sentence{Text: "Slept badly.", Segments: []ehr.SegmentID{"s1"}})
		_, err = w.s.Edit(ctx, tx, w.visit, 1, n.Sections)
		return err
	})
	w.do(func(ctx context.Context, tx *store.Tx) error {
		if err := w.s.TakeOther(ctx, tx, w.visit, 2); err != nil {
			return err
		}
		v, err := tx.Visit(ctx, w.visit)
		require.Equal(t, ehr.Review, v.State)
		return err
	})
	w.do(func(ctx context.Context, tx *store.Tx) error {
		now, err := tx.Note(ctx, w.visit)
		require.NoError(t, err)
		require.Equal(t, 3, now.Version)
		require.True(t, ByModel(now))
		for _, text := range []string{"Slept badly.", "Reports a headache for 3 days.", "Was asked about allergies."} {
			_, count := said(*now, text)
			require.Equal(t, 1, count, text)
		}
		checks, err := tx.Checks(ctx, w.visit)
		require.NotNil(t, checks)
		return err
	})
	require.Equal(t, ehr.Conflict, ehr.KindOf(w.try(func(ctx context.Context, tx *store.Tx) error { return w.s.TakeOther(ctx, tx, w.visit, 2) })))
}

func TestWithoutASecondDraftNothingIsTaken(t *testing.T) {
	w := openWard(t)
	w.draft()
	w.do(func(ctx context.Context, tx *store.Tx) error {
		return tx.SaveOtherDraft(ctx, w.visit, nil, "the language model timed out")
	})
	for _, take := range []func(context.Context, *store.Tx) error{
		func(ctx context.Context, tx *store.Tx) error { return w.s.TakeOther(ctx, tx, w.visit, 1) },
		func(ctx context.Context, tx *store.Tx) error {
			_, err := w.s.TakeSentence(ctx, tx, w.visit, 1, "t1")
			return err
		},
	} {
		require.Equal(t, ehr.NotFound, ehr.KindOf(w.try(take)))
	}
}
