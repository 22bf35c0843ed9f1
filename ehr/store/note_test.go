package store_test

import (
	"context"
	"errors"
	"reflect"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/store"
	"github.com/visitwright/visitwright/ehr/store/pgtest"
)

// inReview gives a visit in review with a note, an omission that blocks, a staged
// order, a proposed code and an interruptive alert.
func inReview(t *testing.T, db *pgtest.DB, c *pgtest.Clinic) ehr.Visit {
	t.Helper()
	v := openVisit(t, db.Store, c)
	in(t, db.Store, store.Service(c.Practice.ID), ehr.EditNote, func(ctx context.Context, tx *store.Tx) error {
		for _, to := range []ehr.VisitState{ehr.Recording, ehr.Drafting} {
			if _, err := tx.MoveVisit(ctx, v.ID, to); err != nil {
				return err
			}
		}
		d := draft()
		d.Omissions[0].Blocking = true
		d.Note.Sections[0].Sentences[0].Doubts = []ehr.Doubt{{Kind: ehr.TermDoubt, Text: "cough"}}
		_, err := tx.SaveDraft(ctx, v.ID, d)
		if err == nil {
			err = tx.ReplaceCodes(ctx, v.ID, []ehr.Code{{ID: "c1", System: ehr.ICD10CM, Code: "R05.9"}, {ID: "c2", System: ehr.ICD10CM, Code: "R05.1"}})
		}
		if err == nil {
			err = tx.SaveChecks(ctx, v.ID, ehr.Checks{Alerts: []ehr.Alert{{ID: "a1", Key: "k1", Tier: ehr.Interruptive, Summary: "Allergy"}},
				NotChecked: []ehr.Unchecked{{What: "weight", Why: "none"}}, CareGaps: []ehr.CareGap{{Rule: "bp", Status: "due"}}})
		}
		if err == nil {
			_, err = tx.MoveVisit(ctx, v.ID, ehr.Review)
		}
		return err
	})
	return v
}

func TestNoteComesBackAsItWasWritten(t *testing.T) {
	db := pgtest.New(t)
	c := pgtest.NewClinic(t, db, "")
	v := openVisit(t, db.Store, c)
	written := ehr.Note{Visit: v.ID, Template: "soap", TemplateVersion: 3, CreatedBy: c.Nurse.User, Drafter: ehr.Drafter{Name: "built-in", Version: "1", Seconds: 1.25},
		Sections: []ehr.Section{{Name: ehr.HPI, Title: "HPI", Sentences: []ehr.Sentence{
			{ID: "n1", Text: `"Müde" <b> & 5 µg  — ok`, Kind: ehr.Statement, Segments: nil, Chart: []ehr.ChartRef{{Kind: "problem", ID: "x"}},
				Answer: &ehr.Answer{Choice: ehr.Accepted, By: c.Nurse.User, At: time.Date(2026, 1, 2, 3, 4, 5, 678901234, time.FixedZone("x", 3600))}},
			{ID: "n2", Text: "", Segments: []ehr.SegmentID{}}}}, {Name: ehr.Exam, Title: "Exam"}}}
	var n ehr.Note
	in(t, db.Store, c.Nurse, ehr.EditNote, func(ctx context.Context, tx *store.Tx) (err error) {
		n, err = tx.AddNote(ctx, written, 0)
		return err
	})
	in(t, db.Store, c.Coder, ehr.ReadVisit, func(ctx context.Context, tx *store.Tx) error {
		got, err := tx.Note(ctx, v.ID)
		if err != nil {
			return err
		}
		if got.ContentHash() != n.ContentHash() {
			t.Errorf("the hash differs\n%+v\n%+v", *got, n)
		}
		byNumber, err := tx.NoteVersion(ctx, v.ID, 1)
		if !reflect.DeepEqual(*got, byNumber) {
			t.Error("the latest and the first differ")
		}
		return err
	})
}

func TestNoteVersionsAreCountedOneAtATime(t *testing.T) {
	db := pgtest.New(t)
	c := pgtest.NewClinic(t, db, "")
	v := inReview(t, db, c)
	var won, lost atomic.Int32
	var wg sync.WaitGroup
	for range 5 {
		wg.Go(func() {
			err := db.Store.InTx(t.Context(), c.Nurse, store.Why{Action: ehr.EditNote}, func(tx *store.Tx) error {
				_, err := tx.AddNote(t.Context(), ehr.Note{Visit: v.ID, Template: "soap", CreatedBy: c.Nurse.User}, 1)
				return err
			})
			switch {
			case err == nil:
				won.Add(1)
			case ehr.KindOf(err) == ehr.Conflict:
				lost.Add(1)
			default:
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if won.Load() != 1 || lost.Load() != 4 {
		t.Errorf("%d won, %d lost", won.Load(), lost.Load())
	}
	in(t, db.Store, c.Nurse, ehr.ReadVisit, func(ctx context.Context, tx *store.Tx) error {
		l, err := tx.NoteVersions(ctx, v.ID)
		if len(l) != 2 || l[0].Version != 2 || l[0].CreatedBy != c.Nurse.User || l[1].CreatedBy != "" || l[1].Drafter.Seconds != 0.25 {
			t.Errorf("%+v", l)
		}
		return err
	})
}

func TestSigningNeedsEverythingAnswered(t *testing.T) {
	db := pgtest.New(t)
	c := pgtest.NewClinic(t, db, "")
	v := inReview(t, db, c)
	sign := func(who store.Actor, version int) error {
		return try(t, db.Store, who, ehr.ReadVisit, func(ctx context.Context, tx *store.Tx) error {
			_, err := tx.Sign(ctx, v.ID, version)
			return err
		})
	}
	wantKind(t, sign(c.Nurse, 1), ehr.Forbidden)
	late := c.Clinician
	late.ReauthAt = time.Now().Add(-store.ReauthFor - time.Second)
	if err := sign(late, 1); !errors.Is(err, store.ErrReauth) || ehr.KindOf(err) != ehr.Unauthorized {
		t.Errorf("got %v", err)
	}
	wantKind(t, sign(store.Service(c.Practice.ID), 1), ehr.Forbidden)
	wantKind(t, sign(c.Clinician, 1), ehr.Conflict)
	in(t, db.Store, c.Clinician, ehr.EditNote, func(ctx context.Context, tx *store.Tx) error {
		b, err := tx.Blocking(ctx, v.ID)
		if len(b) != 3 || b[0].Kind != "sentence" || b[1].Kind != "omission" || b[2].Kind != "alert" {
			t.Errorf("%+v", b)
		}
		if err != nil {
			return err
		}
		n, err := tx.Note(ctx, v.ID)
		if err != nil {
			return err
		}
		n.Sections[0].Sentences[0].Answer = &ehr.Answer{Choice: ehr.Accepted, By: c.Clinician.User, At: tx.Now()}
		if _, err = tx.AddNote(ctx, *n, 1); err != nil {
			return err
		}
		if err := tx.AnswerOmission(ctx, v.ID, "o1", ehr.Rejected, "stopped last year"); err != nil {
			return err
		}
		wantKind(t, tx.AnswerAlert(ctx, v.ID, "a1", ehr.Rejected, ""), ehr.Invalid)
		return tx.AnswerAlert(ctx, v.ID, "a1", ehr.Rejected, "tolerated before")
	})
	wantKind(t, sign(c.Clinician, 1), ehr.Conflict) // not the latest
	if err := sign(c.Clinician, 2); err != nil {
		t.Fatal(err)
	}
	in(t, db.Store, c.Clinician, ehr.ReadVisit, func(ctx context.Context, tx *store.Tx) error {
		got, err := tx.Visit(ctx, v.ID)
		sig, err2 := tx.Signature(ctx, v.ID)
		n, err3 := tx.Note(ctx, v.ID)
		if got.State != ehr.Signed || got.SignedBy != c.Clinician.User || sig == nil || sig.Hash != n.ContentHash() || !sig.At.Equal(got.SignedAt) {
			t.Errorf("%+v %+v", got, sig)
		}
		return errors.Join(err, err2, err3)
	})
	afterSigning(t, db, c, v)
}

// What may still happen to a signed visit, and what may not.
func afterSigning(t *testing.T, db *pgtest.DB, c *pgtest.Clinic, v ehr.Visit) {
	t.Helper()
	for name, fn := range map[string]func(ctx context.Context, tx *store.Tx) error{
		"note": func(ctx context.Context, tx *store.Tx) error {
			_, err := tx.AddNote(ctx, ehr.Note{Visit: v.ID}, 2)
			return err
		},
		"omission": func(ctx context.Context, tx *store.Tx) error {
			return tx.AnswerOmission(ctx, v.ID, "o1", ehr.Accepted, "")
		},
		"template":  func(ctx context.Context, tx *store.Tx) error { return tx.SetTemplate(ctx, v.ID, "x") },
		"signature": func(ctx context.Context, tx *store.Tx) error { _, err := tx.Sign(ctx, v.ID, 2); return err },
		"transcript": func(ctx context.Context, tx *store.Tx) error {
			return tx.AppendLive(ctx, v.ID, []ehr.Segment{{ID: "s9", Speaker: ehr.PatientVoice}})
		},
		"draft": func(ctx context.Context, tx *store.Tx) error { _, err := tx.SaveDraft(ctx, v.ID, draft()); return err },
	} {
		if err := try(t, db.Store, c.Clinician, ehr.EditNote, fn); ehr.KindOf(err) != ehr.Conflict || err == nil {
			t.Errorf("%s after signing: %v", name, err)
		}
	}
	in(t, db.Store, c.Coder, ehr.ReviewCodes, func(ctx context.Context, tx *store.Tx) error {
		return tx.AnswerCode(ctx, v.ID, "c1", ehr.CodeAccepted, "")
	})
	in(t, db.Store, c.Clinician, ehr.SignNote, func(ctx context.Context, tx *store.Tx) error {
		for i := range 2 {
			a, err := tx.AddAddendum(ctx, v.ID, "Called the patient.")
			if err != nil {
				return err
			}
			if a.Number != i+1 || len(a.Hash) != 64 {
				t.Errorf("%+v", a)
			}
		}
		l, err := tx.Addenda(ctx, v.ID)
		if len(l) != 2 || l[1].Number != 2 || l[1].By != c.Clinician.User {
			t.Errorf("%+v", l)
		}
		return err
	})
}

func TestListsBesideTheNote(t *testing.T) {
	db := pgtest.New(t)
	c := pgtest.NewClinic(t, db, "")
	v := inReview(t, db, c)
	in(t, db.Store, c.Clinician, ehr.EditNote, func(ctx context.Context, tx *store.Tx) error {
		return errors.Join(tx.AnswerOmission(ctx, v.ID, "o1", ehr.Accepted, ""), tx.AnswerReconciliation(ctx, v.ID, "r1", ehr.Rejected, "over the counter"),
			tx.AnswerOrder(ctx, v.ID, "d1", ehr.Accepted, ""), tx.AnswerCode(ctx, v.ID, "c1", ehr.CodeRejected, "not today"),
			tx.AnswerAlert(ctx, v.ID, "a1", ehr.Accepted, ""))
	})
	err := try(t, db.Store, c.Clinician, ehr.EditNote, func(ctx context.Context, tx *store.Tx) error {
		return tx.AnswerOrder(ctx, v.ID, "d1", ehr.Rejected, "")
	})
	wantKind(t, err, ehr.Conflict)
	// A new draft: some entries stay, some go, some are new.
	in(t, db.Store, c.Clinician, ehr.EditNote, func(ctx context.Context, tx *store.Tx) error {
		return errors.Join(
			tx.ReplaceOmissions(ctx, v.ID, []ehr.Omission{{Text: "new"}, {ID: "o1", Text: "changed words"}}),
			tx.ReplaceReconciliations(ctx, v.ID, nil),
			tx.ReplaceStagedOrders(ctx, v.ID, []ehr.Order{{ID: "d2", Kind: ehr.ReferralOrder, Text: "cardiology"}}),
			tx.ReplaceCodes(ctx, v.ID, []ehr.Code{{ID: "c3", System: ehr.ICD10CM, Code: "J20.9"}}),
			tx.SaveChecks(ctx, v.ID, ehr.Checks{Alerts: []ehr.Alert{{ID: "a1", Key: "k1", Tier: ehr.Interruptive}, {Key: "k2", Tier: ehr.Passive}}}))
	})
	in(t, db.Store, c.Clinician, ehr.ReadVisit, func(ctx context.Context, tx *store.Tx) error {
		o, err := tx.Omissions(ctx, v.ID)
		if len(o) != 2 || o[0].Text != "new" || o[0].ID == "" || o[1].Text != "changed words" || o[1].Answer == nil || o[1].Answer.By != c.Clinician.User {
			t.Errorf("%+v", o)
		}
		r, err2 := tx.Reconciliations(ctx, v.ID)
		if r == nil || len(r) != 0 {
			t.Errorf("%+v", r)
		}
		d, err3 := tx.Orders(ctx, v.ID)
		if len(d) != 2 || d[0].Status == d[1].Status {
			t.Errorf("the placed one stays: %+v", d)
		}
		codes, err4 := tx.Codes(ctx, v.ID)
		if len(codes) != 2 || codes[0].ID != "c1" && codes[1].ID != "c1" {
			t.Errorf("the answered one stays: %+v", codes)
		}
		checks, err5 := tx.Checks(ctx, v.ID)
		if checks == nil || len(checks.Alerts) != 2 || checks.Alerts[0].Answer == nil || len(checks.NotChecked) != 0 {
			t.Errorf("%+v", checks)
		}
		answered, err6 := tx.AnsweredAlerts(ctx, c.Patient.ID)
		if len(answered) != 1 || answered["k1"].Choice != ehr.Accepted {
			t.Errorf("%+v", answered)
		}
		chart, err7 := tx.Chart(ctx, c.Patient.ID)
		if len(chart.Orders) != 1 || chart.Orders[0].ID != "d1" {
			t.Errorf("%+v", chart.Orders)
		}
		return errors.Join(err, err2, err3, err4, err5, err6, err7)
	})
	err = try(t, db.Store, c.Clinician, ehr.EditNote, func(ctx context.Context, tx *store.Tx) error {
		return tx.ReplaceOmissions(ctx, v.ID, []ehr.Omission{{ID: "x"}, {ID: "x"}})
	})
	wantKind(t, err, ehr.Invalid)
	in(t, db.Store, c.Coder, ehr.ReviewCodes, func(ctx context.Context, tx *store.Tx) error {
		code, err := tx.AddCode(ctx, ehr.Code{Visit: v.ID, System: ehr.ICD10CM, Code: "Z00.00"})
		if code.Status != ehr.CodeAccepted || code.By != c.Coder.User {
			t.Errorf("%+v", code)
		}
		return err
	})
}

func TestTranscript(t *testing.T) {
	db := pgtest.New(t)
	c := pgtest.NewClinic(t, db, "")
	v := openVisit(t, db.Store, c)
	live := []ehr.Segment{{ID: "s2", StartMS: 2000, EndMS: 3000, Speaker: ehr.PatientVoice, Text: "two"}, {ID: "s1", StartMS: 0, EndMS: 900, Speaker: ehr.ClinicianVoice, Text: "one"}}
	final := []ehr.Segment{{ID: "f1", StartMS: 0, EndMS: 900, Speaker: ehr.ClinicianVoice, Text: "One.", Confidence: 0.5, Recogniser: "m", Version: "1", Fallback: true,
		Uncertain: []ehr.Uncertain{{Text: "One", Other: "Won"}}}, {ID: "f2", StartMS: 1000, EndMS: 1500, Speaker: ehr.UnknownVoice, Missing: true}}
	transcript := func() (got ehr.Transcript) {
		in(t, db.Store, c.Coder, ehr.ReadVisit, func(ctx context.Context, tx *store.Tx) (err error) {
			got, err = tx.Transcript(ctx, v.ID)
			return err
		})
		return got
	}
	for range 2 { // a piece sent twice is one
		in(t, db.Store, store.Service(c.Practice.ID), ehr.RecordVisit, func(ctx context.Context, tx *store.Tx) error { return tx.AppendLive(ctx, v.ID, live) })
	}
	if got := transcript(); got.Final || len(got.Segments) != 2 || got.Segments[0].ID != "s1" {
		t.Errorf("%+v", got)
	}
	for want := 1; want <= 2; want++ {
		in(t, db.Store, store.Service(c.Practice.ID), ehr.RecordVisit, func(ctx context.Context, tx *store.Tx) error {
			n, err := tx.ReplaceTranscript(ctx, v.ID, final)
			if n != want {
				t.Errorf("version %d, want %d", n, want)
			}
			return err
		})
	}
	if got := transcript(); !got.Final || !reflect.DeepEqual(got.Segments, final) {
		t.Errorf("got %+v\nwant %+v", got.Segments, final)
	}
}
