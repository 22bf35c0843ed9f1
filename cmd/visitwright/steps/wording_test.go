package steps

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/store"
	"github.com/visitwright/visitwright/scribe"
	"github.com/visitwright/visitwright/scribe/habit"
)

// another opens a further visit of the same patient, in which the same is said, and drafts it as the draft job does.
func (w *ward) another() (n ehr.Note) {
	w.t.Helper()
	w.do(func(ctx context.Context, tx *store.Tx) error {
		v, err := tx.CreateVisit(ctx, ehr.Visit{Patient: w.c.Patient.ID, Clinician: w.c.Clinician.User, Template: "soap"})
		if err != nil {
			return err
		}
		w.visit = v.ID
		if _, err := tx.AddConsent(ctx, ehr.Consent{Visit: v.ID, Given: true, Method: "verbal", Present: "patient"}); err != nil {
			return err
		}
		for _, state := range []ehr.VisitState{ehr.Recording, ehr.Drafting} {
			if v, err = tx.MoveVisit(ctx, v.ID, state); err != nil {
				return err
			}
		}
		if _, err = tx.ReplaceTranscript(ctx, v.ID, heard); err != nil {
			return err
		}
		chart, err := tx.Chart(ctx, v.Patient)
		if err != nil {
			return err
		}
		wordings, err := tx.Wordings(ctx, v.Clinician)
		if err != nil {
			return err
		}
		d := OwnWording(scribe.Draft(heard, chart, scribe.Options{Visit: v.ID, Now: tx.Now()}), wordings, heard, chart)
		n, err = w.s.TakeDraft(ctx, tx, v, chart, d, nil)
		return err
	})
	return n
}

// signWith signs the visit with every sentence put in other words.
func (w *ward) signWith(n ehr.Note, put func(string) string) {
	w.t.Helper()
	w.do(func(ctx context.Context, tx *store.Tx) error {
		var sent []ehr.Section
		changed := false
		for _, sec := range n.Sections {
			sec.Sentences = slices.Clone(sec.Sentences)
			for i, s := range sec.Sentences {
				sec.Sentences[i].Text = put(s.Text)
				changed = changed || sec.Sentences[i].Text != s.Text
			}
			sent = append(sent, sec)
		}
		if changed {
			var err error
			if n, err = w.s.Edit(ctx, tx, w.visit, n.Version, sent); err != nil {
				return err
			}
		}
		open, err := tx.Blocking(ctx, w.visit)
		for _, b := range open {
			require.Equal(w.t, "alert", b.Kind, "%+v", b)
			if _, err := w.s.AnswerAlert(ctx, tx, w.visit, ehr.AlertID(b.ID), ehr.Accepted, "seen"); err != nil {
				return err
			}
		}
		return err
	})
	who := w.c.Clinician
	who.ReauthAt = time.Now()
	err := w.db.Store.InTx(w.t.Context(), who, store.Why{Action: ehr.SignNote}, func(tx *store.Tx) error {
		latest, err := tx.Note(w.t.Context(), w.visit)
		if err != nil {
			return err
		}
		if _, err := tx.Sign(w.t.Context(), w.visit, latest.Version); err != nil {
			return err
		}
		return LearnWording(w.t.Context(), tx, w.visit)
	})
	require.NoError(w.t, err)
}

func (w *ward) wordings() (list []ehr.Wording) {
	w.t.Helper()
	w.do(func(ctx context.Context, tx *store.Tx) (err error) {
		list, err = tx.Wordings(ctx, w.c.Clinician.User)
		return err
	})
	return list
}

// TestASteadyEditBecomesAWording: the same edit in three signed visits is offered, put into drafts only when its clinician
// says so, marked there, counted on by the drafter's words, and left again.
func TestASteadyEditBecomesAWording(t *testing.T) {
	w := openWard(t)
	mine := strings.NewReplacer("Start ibuprofen", "Begin ibuprofen", "presents today", "comes in today")
	w.visit = ""
	for range habit.Least {
		n := w.another()
		require.Contains(t, strings.Join(texts(n), " "), "presents today")
		w.signWith(n, mine.Replace)
	}
	list := w.wordings()
	i := slices.IndexFunc(list, func(x ehr.Wording) bool { return x.From == "presents" && x.To == "comes in" })
	require.GreaterOrEqual(t, i, 0, "%+v", list)
	own := list[i]
	require.True(t, habit.Steady(own))
	require.False(t, own.On || own.Decided)
	for _, x := range list {
		require.NotContains(t, x.From+x.To, "ibuprofen", "a drug's start is a fact")
	}
	require.Contains(t, strings.Join(texts(w.another()), " "), "presents today", "nothing is put in unasked")

	own.On = true
	w.do(func(ctx context.Context, tx *store.Tx) error { return tx.ChooseWording(ctx, own) })
	n := w.another()
	require.Contains(t, strings.Join(texts(n), " "), "comes in today")
	marked := 0
	for _, sec := range n.Sections {
		for _, s := range sec.Sentences {
			if s.Drafted != "" {
				marked++
				require.Contains(t, s.Drafted, "presents today")
				require.Equal(t, ehr.ByDrafter, s.Origin)
			}
		}
	}
	require.Equal(t, 1, marked)

	// Left so, it is seen once more; brought back to the draft's words, it was kept.
	w.signWith(n, func(s string) string { return s })
	w.signWith(w.another(), func(s string) string { return strings.ReplaceAll(s, "comes in today", "presents today") })
	list = w.wordings()
	i = slices.IndexFunc(list, func(x ehr.Wording) bool { return x.From == "presents" && x.To == "comes in" })
	require.Equal(t, ehr.Wording{Section: own.Section, From: "presents", To: "comes in", Seen: habit.Least + 1, Kept: 1, On: true, Decided: true}, list[i])
}

func TestWordingsAreTheirCliniciansOwn(t *testing.T) {
	w := openWard(t)
	never := ehr.Wording{Section: ehr.HPI, From: "never", To: "made", On: true}
	err := w.try(func(ctx context.Context, tx *store.Tx) error { return tx.ChooseWording(ctx, never) })
	require.Equal(t, ehr.NotFound, ehr.KindOf(err))
	err = w.db.Store.InTx(t.Context(), w.c.Nurse, store.Why{Action: ehr.EditNote}, func(tx *store.Tx) error {
		_, err := tx.Wordings(t.Context(), w.c.Clinician.User)
		return err
	})
	require.Equal(t, ehr.Forbidden, ehr.KindOf(err))
}
