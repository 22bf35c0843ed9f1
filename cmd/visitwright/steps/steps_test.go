package steps

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/visitwright/visitwright/cds"
	"github.com/visitwright/visitwright/coding"
	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/store"
	"github.com/visitwright/visitwright/ehr/store/pgtest"
	"github.com/visitwright/visitwright/scribe"
)

// ward is a visit that was recorded and waits for its draft.
type ward struct {
	t     *testing.T
	db    *pgtest.DB
	c     *pgtest.Clinic
	s     *Steps
	visit ehr.VisitID
	// chosen is what a language model chose before the draft was taken.
	chosen  []coding.Choice
	dropped int
}

var heard = []ehr.Segment{
	{ID: "s1", StartMS: 0, EndMS: 2000, Speaker: ehr.ClinicianVoice, Text: "What brings you in today?"},
	{ID: "s2", StartMS: 2100, EndMS: 6000, Speaker: ehr.PatientVoice, Text: "I have had a headache for three days."},
	{ID: "s3", StartMS: 6100, EndMS: 8000, Speaker: ehr.ClinicianVoice, Text: "Are you allergic to any medications?"},
	{ID: "s4", StartMS: 8100, EndMS: 9000, Speaker: ehr.PatientVoice, Text: "Yes, I am allergic to penicillin."},
	{ID: "s5", StartMS: 9100, EndMS: 12000, Speaker: ehr.ClinicianVoice, Text: "Let's start ibuprofen 400 milligrams three times a day."},
}

func openWard(t *testing.T) *ward {
	t.Helper()
	db := pgtest.New(t)
	checker, err := cds.New(cds.Options{})
	require.NoError(t, err)
	w := &ward{t: t, db: db, c: pgtest.NewClinic(t, db, ""), s: &Steps{Checker: checker}}
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
			if _, err := tx.MoveVisit(ctx, v.ID, state); err != nil {
				return err
			}
		}
		_, err = tx.ReplaceTranscript(ctx, v.ID, heard)
		return err
	})
	return w
}

func (w *ward) do(fn func(context.Context, *store.Tx) error) {
	w.t.Helper()
	require.NoError(w.t, w.try(fn))
}

func (w *ward) try(fn func(context.Context, *store.Tx) error) error {
	w.t.Helper()
	return w.db.Store.InTx(w.t.Context(), w.c.Clinician, store.Why{Action: ehr.EditNote}, func(tx *store.Tx) error {
		return fn(w.t.Context(), tx)
	})
}

func (w *ward) draft() (n ehr.Note) {
	w.t.Helper()
	w.do(func(ctx context.Context, tx *store.Tx) error {
		v, err := tx.Visit(ctx, w.visit)
		if err != nil {
			return err
		}
		chart, err := tx.Chart(ctx, v.Patient)
		if err != nil {
			return err
		}
		d := scribe.Draft(heard, chart, scribe.Options{Visit: w.visit, Now: tx.Now()})
		n, err = w.s.TakeDraft(ctx, tx, v, chart, d, w.chosen)
		return err
	})
	return n
}

func TestADraftComesWithItsChecks(t *testing.T) {
	w := openWard(t)
	n := w.draft()
	require.Equal(t, 1, n.Version)
	w.do(func(ctx context.Context, tx *store.Tx) error {
		v, err := tx.Visit(ctx, w.visit)
		require.Equal(t, ehr.Review, v.State)
		checks, err2 := tx.Checks(ctx, w.visit)
		require.NoError(t, err2)
		require.NotNil(t, checks, "a note is never without its checks")
		return err
	})
	require.Contains(t, w.s.CodesNotice(t.Context(), ehr.Date{Year: 2026, Month: time.November, Day: 22}), "no code set is loaded")
}

func TestAnEditKeepsWhatItDidNotTouch(t *testing.T) {
	w := openWard(t)
	n := w.draft()
	sent := n.Sections
	first := &sent[0].Sentences[0]
	kept := *first
	var edited ehr.Note
	w.do(func(ctx context.Context, tx *store.Tx) (err error) {
		// What the page claims about doubts and answers does not count.
		first.Answer = &ehr.Answer{Choice: ehr.Accepted}
		first.Segments = []ehr.SegmentID{"s1"}
		sent[0].Sentences = append(sent[0].Sentences, ehr.Sentence{Text: "Slept badly.", Segments: []ehr.SegmentID{"s2"}})
		edited, err = w.s.Edit(ctx, tx, w.visit, 1, sent)
		return err
	})
	require.Equal(t, 2, edited.Version)
	require.Equal(t, kept.Segments, edited.Sections[0].Sentences[0].Segments)
	require.Nil(t, edited.Sections[0].Sentences[0].Answer)
	last := edited.Sections[0].Sentences[len(edited.Sections[0].Sentences)-1]
	require.Equal(t, ehr.ByPerson, last.Origin)
	require.Equal(t, ehr.SentenceID("v2.1"), last.ID)
}

func TestAStaleOrFalseEditIsRefused(t *testing.T) {
	w := openWard(t)
	n := w.draft()
	edit := func(base int, sections []ehr.Section) ehr.Kind {
		return ehr.KindOf(w.try(func(ctx context.Context, tx *store.Tx) error {
			_, err := w.s.Edit(ctx, tx, w.visit, base, sections)
			return err
		}))
	}
	require.Equal(t, ehr.Conflict, edit(0, n.Sections))
	invented := []ehr.Section{{Name: ehr.HPI, Sentences: []ehr.Sentence{{Text: "New.", Segments: []ehr.SegmentID{"s99"}}}}}
	require.Equal(t, ehr.Invalid, edit(1, invented), "nobody said s99")
}

func TestARemovedSentenceIsGoneFromTheNextVersionOnly(t *testing.T) {
	w := openWard(t)
	n := w.draft()
	gone := n.Sections[0].Sentences[0].ID
	w.do(func(ctx context.Context, tx *store.Tx) error {
		after, err := w.s.AnswerSentence(ctx, tx, w.visit, gone, ehr.Rejected, "not so")
		require.NoError(t, err)
		require.False(t, sentenceIDs(*after)[gone])
		before, err2 := tx.NoteVersion(ctx, w.visit, 1)
		require.NoError(t, err2)
		require.True(t, sentenceIDs(before)[gone])
		return nil
	})
}

func TestAHeardAllergyEntersTheChartOnlyWhenSomebodySaysSo(t *testing.T) {
	w := openWard(t)
	w.draft()
	w.do(func(ctx context.Context, tx *store.Tx) error {
		list, err := tx.Reconciliations(ctx, w.visit)
		require.NoError(t, err)
		for _, r := range list {
			if r.Kind != "allergy" {
				continue
			}
			before, err := tx.Allergies(ctx, w.c.Patient.ID)
			require.NoError(t, err)
			require.Empty(t, before)
			_, err = w.s.Reconcile(ctx, tx, w.visit, r.ID, ehr.Accepted, "")
			require.NoError(t, err)
			after, err := tx.Allergies(ctx, w.c.Patient.ID)
			require.NoError(t, err)
			require.Len(t, after, 1)
			require.Equal(t, w.visit, after[0].Provenance.Visit)
			patient, err := tx.Patient(ctx, w.c.Patient.ID)
			require.NoError(t, err)
			require.Equal(t, ehr.AllergiesListed, patient.AllergyStatus)

			_, err = w.s.Reconcile(ctx, tx, w.visit, r.ID, ehr.Withdrawn, "")
			require.NoError(t, err)
			after, err = tx.Allergies(ctx, w.c.Patient.ID)
			require.NoError(t, err)
			require.Empty(t, after, "what the answer entered went with it")
			list, err = tx.Reconciliations(ctx, w.visit)
			require.NoError(t, err)
			for _, again := range list {
				require.Nil(t, again.Answer)
			}
			return nil
		}
		t.Fatal("the penicillin allergy was heard")
		return nil
	})
}

// TestAnAnswerCanBeTakenBack: for each kind the question is open again afterwards.
func TestAnAnswerCanBeTakenBack(t *testing.T) {
	w := openWard(t)
	n := w.draft()
	first := n.Sections[0].Sentences[0].ID
	w.do(func(ctx context.Context, tx *store.Tx) error {
		_, err := w.s.AnswerSentence(ctx, tx, w.visit, first, ehr.Accepted, "heard it")
		require.NoError(t, err)
		after, err := w.s.AnswerSentence(ctx, tx, w.visit, first, ehr.Withdrawn, "")
		require.NoError(t, err)
		require.Equal(t, first, after.Sections[0].Sentences[0].ID)
		require.Nil(t, after.Sections[0].Sentences[0].Answer)

		_, err = tx.AddOrder(ctx, ehr.Order{ID: "by-hand", Visit: w.visit, Kind: ehr.TestOrder, Text: "chest X-ray"})
		require.NoError(t, err)
		_, err = w.s.AnswerOrder(ctx, tx, w.visit, "by-hand", ehr.Rejected, "")
		require.NoError(t, err)
		_, err = w.s.AnswerOrder(ctx, tx, w.visit, "by-hand", ehr.Withdrawn, "")
		require.NoError(t, err)
		orders, err := tx.Orders(ctx, w.visit)
		require.NoError(t, err)
		for _, o := range orders {
			require.Equal(t, ehr.OrderStaged, o.Status)
		}

		code, err := tx.AddCode(ctx, ehr.Code{Visit: w.visit, System: ehr.ICD10CM, Code: "R05.9", Display: "Cough, unspecified", Release: "test"})
		require.NoError(t, err)
		_, err = w.s.AnswerCode(ctx, tx, w.visit, code.ID, ehr.Withdrawn, "")
		require.NoError(t, err)
		codes, err := tx.Codes(ctx, w.visit)
		require.NoError(t, err)
		require.Equal(t, ehr.CodeProposed, codes[0].Status)

		alert := ehr.Alert{ID: "a1", Key: "k", Rule: "r", RuleVersion: "1", Tier: ehr.Interruptive, Summary: "two anticoagulants", Detail: "bleeding", Source: "test"}
		require.NoError(t, tx.SaveChecks(ctx, w.visit, ehr.Checks{Alerts: []ehr.Alert{alert}}))
		_, err = w.s.AnswerAlert(ctx, tx, w.visit, "a1", ehr.Rejected, "bridging")
		require.NoError(t, err)
		_, err = w.s.AnswerAlert(ctx, tx, w.visit, "a1", ehr.Withdrawn, "")
		require.NoError(t, err)
		blocking, err := tx.Blocking(ctx, w.visit)
		require.NoError(t, err)
		require.Contains(t, blocking, store.Blocker{Kind: "alert", ID: "a1", Text: "two anticoagulants"})
		return nil
	})
	require.Equal(t, ehr.NotFound, ehr.KindOf(w.try(func(ctx context.Context, tx *store.Tx) error {
		_, err := w.s.AnswerAlert(ctx, tx, w.visit, "a1", ehr.Withdrawn, "")
		return err
	})), "what has no answer cannot be taken back")
}

func TestIdentitiesNeverSlip(t *testing.T) {
	before := []ehr.Omission{
		{ID: "a", Text: "No fever.", Section: ehr.ROS, Segments: []ehr.SegmentID{"s1"}},
		{ID: "b", Text: "No cough.", Section: ehr.ROS, Segments: []ehr.SegmentID{"s2"}},
	}
	now := []ehr.Omission{
		{ID: "o1", Text: "No cough.", Section: ehr.ROS, Segments: []ehr.SegmentID{"s2"}},
		{ID: "o2", Text: "No chills.", Section: ehr.ROS, Segments: []ehr.SegmentID{"s1"}},
		{ID: "o3", Text: "No cough.", Section: ehr.ROS, Segments: []ehr.SegmentID{"s2"}},
	}
	got := steadyOmissions(before, now)
	require.Equal(t, ehr.OmissionID("b"), got[0].ID)
	require.Len(t, string(got[1].ID), 36, "something new has a new identity")
	require.NotEqual(t, got[0].ID, got[2].ID, "no two share one")

	d := Renumber(ehr.Draft{
		Note:   ehr.Note{Sections: []ehr.Section{{Sentences: []ehr.Sentence{{ID: "t1"}, {ID: "t2"}}}}},
		Orders: []ehr.Order{{Sentences: []ehr.SentenceID{"t2"}}},
	}, 3)
	require.Equal(t, ehr.SentenceID("v3.1"), d.Note.Sections[0].Sentences[0].ID)
	require.Equal(t, ehr.SentenceID("v3.2"), d.Orders[0].Sentences[0])
}
