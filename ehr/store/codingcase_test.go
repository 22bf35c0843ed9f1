package store_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/store"
	"github.com/visitwright/visitwright/ehr/store/pgtest"
)

// signedCase is a clinic with a signed visit of two proposed codes, one ticked.
func signedCase(t *testing.T, db *pgtest.DB) (*pgtest.Clinic, ehr.VisitID, []ehr.Code) {
	t.Helper()
	c := pgtest.NewClinic(t, db, "")
	v := anOpenVisit(t, db, c)
	var codes []ehr.Code
	in(t, db.Store, c.Clinician, ehr.SignNote, func(ctx context.Context, tx *store.Tx) error {
		if _, err := tx.MoveVisit(ctx, v.ID, ehr.Review); err != nil {
			return err
		}
		d := draft()
		d.Omissions, d.Reconciliations = nil, nil
		if _, err := tx.SaveDraft(ctx, v.ID, d); err != nil {
			return err
		}
		err := tx.ReplaceCodes(ctx, v.ID, []ehr.Code{
			{System: ehr.ICD10CM, Code: "R05.9", Display: "Cough, unspecified", Release: "test", Selected: true, Sentence: "n1", Confidence: 0.6,
				Alternatives: []ehr.OtherCode{{Code: "R05.1", Description: "Acute cough"}}, Ask: "how long"},
			{System: ehr.ICD10CM, Code: "J45.909", Display: "Asthma", Release: "test", Confidence: 0.2},
		})
		if err != nil {
			return err
		}
		if err := tx.SaveLevel(ctx, v.ID, ehr.VisitLevel{Code: "99213", Table: []ehr.LevelColumn{{Column: "problems", Level: "low"}}}); err != nil {
			return err
		}
		if _, err := tx.Sign(ctx, v.ID, 1); err != nil {
			return err
		}
		codes, err = tx.Codes(ctx, v.ID)
		return err
	})
	return c, v.ID, codes
}

// second is another coder of the practice.
func second(t *testing.T, db *pgtest.DB, c *pgtest.Clinic) store.Actor {
	t.Helper()
	who := c.Coder
	in(t, db.Store, c.Administrator, ehr.ManageUsers, func(ctx context.Context, tx *store.Tx) error {
		u, err := tx.CreateUser(ctx, store.NewUser{Username: "coder2", Name: "Second Coder", Role: ehr.Coder, Password: pgtest.Password})
		who.User = u.ID
		return err
	})
	return who
}

func TestACaseOnTheWorklist(t *testing.T) {
	db := pgtest.New(t)
	c, visit, codes := signedCase(t, db)
	in(t, db.Store, c.FrontDesk, ehr.WritePatient, func(ctx context.Context, tx *store.Tx) error {
		for i, payer := range []string{"First in force", "Second", "Over before the visit"} {
			x := ehr.Coverage{Patient: c.Patient.ID, Place: i + 1, Payer: payer, Member: "1", Relationship: ehr.Self}
			if i == 2 {
				x.Place, x.End = 1, ehr.Date{Year: 2020, Month: 1, Day: 31}
			} else {
				x.Start = ehr.Date{Year: 2020, Month: 2, Day: 1}
			}
			if _, err := tx.AddCoverage(ctx, x); err != nil {
				return err
			}
		}
		return nil
	})
	in(t, db.Store, c.Coder, ehr.WorkCodes, func(ctx context.Context, tx *store.Tx) error {
		list, err := tx.CodingCases(ctx, store.CaseFilter{Limit: 10})
		if err != nil || len(list) != 1 {
			t.Fatalf("%+v %v", list, err)
		}
		k := list[0]
		if k.Payer != "First in force" {
			t.Errorf("payer %q", k.Payer)
		}
		if k.Visit != visit || k.State != ehr.CodingToDo || k.Ticked != 1 || k.Undecided != 1 || k.Lowest == nil || *k.Lowest != 0.6 || k.By != "Test clinician" || k.Name == "" {
			t.Errorf("%+v", k)
		}
		if codes[0].Ask != "how long" || len(codes[0].Alternatives) != 1 || codes[0].Alternatives[0].Code != "R05.1" {
			t.Errorf("what was offered beside it is lost: %+v", codes[0])
		}
		if l, err := tx.Level(ctx, visit); err != nil || l == nil || l.Code != "99213" || l.Table[0].Level != "low" {
			t.Errorf("level %+v %v", l, err)
		}
		if list, err = tx.CodingCases(ctx, store.CaseFilter{State: ehr.CodingDone, Limit: 10}); err != nil || len(list) != 0 {
			t.Errorf("finished: %+v %v", list, err)
		}
		return err
	})
	for _, who := range []store.Actor{c.Nurse, c.Biller, c.FrontDesk, c.Administrator, c.Clinician} {
		wantKind(t, try(t, db.Store, who, ehr.ReadSchedule, func(ctx context.Context, tx *store.Tx) error {
			_, err := tx.CodingCases(ctx, store.CaseFilter{Limit: 10})
			return err
		}), ehr.Forbidden)
	}
}

// TestTwoCodersCannotOverwriteEachOther: the second is told who and until when;
// what was read before a change is refused; an expired lease may be taken over.
func TestTwoCodersCannotOverwriteEachOther(t *testing.T) {
	db := pgtest.New(t, func(o *store.Options) {
		o.Now = time.Now
	})
	c, visit, codes := signedCase(t, db)
	other := second(t, db, c)
	claim := func(who store.Actor, version int) (k ehr.CodingCase, err error) {
		err = db.Store.InTx(t.Context(), who, store.Why{Action: ehr.WorkCodes}, func(tx *store.Tx) error {
			k, err = tx.ClaimCase(t.Context(), visit, version)
			return err
		})
		return k, err
	}
	decide := func(who store.Actor, version int, verdict ehr.CodeVerdict, reason string) error {
		return db.Store.InTx(t.Context(), who, store.Why{Action: ehr.WorkCodes}, func(tx *store.Tx) error {
			_, err := tx.DecideCode(t.Context(), store.CodeVerdict{Visit: visit, Version: version, Code: codes[0].ID, Verdict: verdict, Reason: reason})
			return err
		})
	}
	wantKind(t, decide(c.Coder, 0, ehr.VerdictAccepted, ""), ehr.Conflict) // not taken
	k, err := claim(c.Coder, 0)
	if err != nil || k.State != ehr.CodingMine || k.Version != 1 || k.HeldUntil.IsZero() {
		t.Fatalf("%+v %v", k, err)
	}
	_, err = claim(other, 1)
	var taken *store.CaseError
	if wantKind(t, err, ehr.Conflict); !errors.As(err, &taken) || taken.By != "Test coder" || taken.Until.IsZero() {
		t.Errorf("who holds it is not said: %v", err)
	}
	wantKind(t, decide(other, 1, ehr.VerdictAccepted, ""), ehr.Conflict)
	wantKind(t, decide(c.Coder, 1, ehr.VerdictRejected, " "), ehr.Invalid)
	wantKind(t, db.Store.InTx(t.Context(), c.Coder, store.Why{Action: ehr.WorkCodes}, func(tx *store.Tx) error { // a service is no diagnosis
		_, err := tx.DecideCode(t.Context(), store.CodeVerdict{Visit: visit, Version: 1, Code: codes[0].ID, Verdict: ehr.VerdictReplaced,
			With: ehr.Code{System: ehr.CPT, Code: "99213", Release: "our own"}})
		return err
	}), ehr.Invalid)
	if err := decide(c.Coder, 1, ehr.VerdictRejected, "Not supported by the note"); err != nil {
		t.Fatal(err)
	}
	err = decide(c.Coder, 1, ehr.VerdictAccepted, "") // the same person's other window
	if wantKind(t, err, ehr.Conflict); !errors.As(err, &taken) || taken.At.IsZero() {
		t.Errorf("when it changed is not said: %v", err)
	}
	db.Owner(t, `UPDATE coding_case SET held_until = now() - interval '1 second'`)
	if k, err = claim(other, 2); err != nil || k.Holder != other.User {
		t.Errorf("an expired lease: %+v %v", k, err)
	}
	wantKind(t, decide(c.Coder, 3, ehr.VerdictAccepted, ""), ehr.Conflict)
}

// TestVerdictsAreKeptAndTakenBack: accept, reject, replace, add; each undone.
func TestVerdictsAreKeptAndTakenBack(t *testing.T) {
	db := pgtest.New(t)
	c, visit, codes := signedCase(t, db)
	in(t, db.Store, c.Coder, ehr.WorkCodes, func(ctx context.Context, tx *store.Tx) error {
		k, err := tx.ClaimCase(ctx, visit, 0)
		if err != nil {
			return err
		}
		decide := func(code ehr.CodeID, verdict ehr.CodeVerdict, reason, with string) {
			t.Helper()
			k, err = tx.DecideCode(ctx, store.CodeVerdict{Visit: visit, Version: k.Version, Code: code, Verdict: verdict, Reason: reason,
				With: ehr.Code{System: ehr.ICD10CM, Code: with, Display: with, Release: "test"}})
			if err != nil {
				t.Fatalf("%s: %v", verdict, err)
			}
		}
		onClaim := func() (list []string) {
			all, err := tx.Codes(ctx, visit)
			if err != nil {
				t.Fatal(err)
			}
			for _, x := range all {
				if x.Status == ehr.CodeAccepted || x.Status == ehr.CodeProposed && x.Selected {
					list = append(list, x.Code)
				}
			}
			return list
		}
		expect := func(want ...string) {
			t.Helper()
			got := onClaim()
			if len(got) != len(want) {
				t.Fatalf("on the claim: %v, want %v", got, want)
			}
			for i := range want {
				if got[i] != want[i] {
					t.Fatalf("on the claim: %v, want %v", got, want)
				}
			}
		}
		decide(codes[0].ID, ehr.VerdictReplaced, "Not specific enough", "R05.1")
		expect("R05.1")
		decide(codes[0].ID, ehr.VerdictWithdrawn, "", "")
		expect("R05.9")
		decide(codes[1].ID, ehr.VerdictAccepted, "", "")
		expect("R05.9", "J45.909")
		decide("", ehr.VerdictAdded, "", "Z87.891")
		expect("R05.9", "J45.909", "Z87.891")
		all, _ := tx.Codes(ctx, visit)
		decide(all[2].ID, ehr.VerdictWithdrawn, "", "")
		expect("R05.9", "J45.909")
		if _, err := tx.FinishCase(ctx, visit, k.Version); ehr.KindOf(err) != ehr.Conflict {
			t.Errorf("finished with an undecided code: %v", err)
		}
		decide(codes[0].ID, ehr.VerdictAccepted, "", "")
		if k, err = tx.FinishCase(ctx, visit, k.Version); err != nil || k.State != ehr.CodingDone || k.Holder != "" {
			t.Errorf("%+v %v", k, err)
		}
		history, err := tx.DecisionsOf(ctx, visit)
		if err != nil || len(history) != 6 || history[0].With != "R05.1" || history[0].Phrase != "She has a cough." || history[0].Offered[0] != "R05.1" {
			t.Errorf("%+v %v", history, err)
		}
		stand, err := tx.StandingDecisions(ctx, tx.Now().Add(-time.Hour), tx.Now().Add(time.Hour))
		if err != nil || len(stand) != 2 || stand[0].Code != "J45.909" || stand[1].Verdict != ehr.VerdictAccepted {
			t.Errorf("%+v %v", stand, err)
		}
		return err
	})
}

func TestAQuestionComesBackAsAnAddendum(t *testing.T) {
	db := pgtest.New(t)
	c, visit, codes := signedCase(t, db)
	in(t, db.Store, c.Coder, ehr.WorkCodes, func(ctx context.Context, tx *store.Tx) error {
		k, err := tx.ClaimCase(ctx, visit, 0)
		if err != nil {
			return err
		}
		if k, err = tx.AskClinician(ctx, k.Version, ehr.CodingQuestion{Visit: visit, CodeID: codes[0].ID, Text: "Acute or chronic?"}); err != nil {
			return err
		}
		if _, err = tx.ReleaseCase(ctx, visit, k.Version); err != nil {
			return err
		}
		list, err := tx.CodingCases(ctx, store.CaseFilter{State: ehr.CodingWaiting, Limit: 9})
		if err != nil || len(list) != 1 {
			t.Errorf("%+v %v", list, err)
		}
		return err
	})
	in(t, db.Store, c.Clinician, ehr.SignNote, func(ctx context.Context, tx *store.Tx) error {
		list, err := tx.Questions(ctx)
		if err != nil || len(list) != 1 || list[0].Code != "R05.9" || list[0].Asker != "Test coder" {
			t.Fatalf("%+v %v", list, err)
		}
		if err := tx.AnswerQuestion(ctx, visit, list[0].ID, "Acute, four days.", true); err != nil {
			return err
		}
		if err := tx.AnswerQuestion(ctx, visit, list[0].ID, "Again.", false); ehr.KindOf(err) != ehr.Conflict {
			t.Errorf("answered twice: %v", err)
		}
		added, err := tx.Addenda(ctx, visit)
		if err != nil || len(added) != 1 || added[0].Text != "Acute, four days." {
			t.Errorf("%+v %v", added, err)
		}
		return err
	})
	in(t, db.Store, c.Coder, ehr.WorkCodes, func(ctx context.Context, tx *store.Tx) error {
		list, err := tx.QuestionsOf(ctx, visit)
		if err != nil || len(list) != 1 || list[0].Addendum != 1 || list[0].Answerer != "Test clinician" {
			t.Errorf("%+v %v", list, err)
		}
		k, err := tx.CodingCase(ctx, visit)
		if err != nil || k.State != ehr.CodingToDo || k.Questions != 0 {
			t.Errorf("%+v %v", k, err)
		}
		return err
	})
	if a := auditCount(t, db, c.Coder); a == 0 {
		t.Error("nothing of the coder's stands in the audit")
	}
}

func auditCount(t *testing.T, db *pgtest.DB, who store.Actor) (n int) {
	t.Helper()
	in(t, db.Store, store.Service(who.Practice), ehr.ReadAudit, func(ctx context.Context, tx *store.Tx) error {
		return tx.Pgx().QueryRow(ctx, `SELECT count(*) FROM audit WHERE user_id = $1 AND detail LIKE '%question to the clinician%'`, who.User).Scan(&n)
	})
	return n
}
