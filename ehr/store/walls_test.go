package store_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/store"
	"github.com/visitwright/visitwright/ehr/store/pgtest"
)

// asApp runs fn on a connection of the program's role with the practice set, past
// everything that Go checks; empty sets none. The transaction is rolled back.
func asApp(t *testing.T, db *pgtest.DB, practice ehr.PracticeID, fn func(ctx context.Context, tx pgx.Tx)) {
	t.Helper()
	ctx := t.Context()
	tx, err := db.Store.Pool().Begin(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback(context.Background())
	if practice != "" {
		if _, err := tx.Exec(ctx, `SELECT set_config('app.practice', $1, true)`, string(practice)); err != nil {
			t.Fatal(err)
		}
	}
	fn(ctx, tx)
}

func count(t *testing.T, ctx context.Context, tx pgx.Tx, table string) (n int) {
	t.Helper()
	if err := tx.QueryRow(ctx, `SELECT count(*) FROM `+table).Scan(&n); err != nil {
		t.Fatalf("%s: %v", table, err)
	}
	return n
}

// Every table is filled for two practices; without a practice nothing is seen,
// and with one only its own.
func TestNothingIsSeenWithoutThePractice(t *testing.T) {
	db := pgtest.New(t)
	one, two := fullClinic(t, db, "1"), fullClinic(t, db, "2")
	names := append(tables(t, db), "practice")
	for _, name := range names {
		asApp(t, db, "", func(ctx context.Context, tx pgx.Tx) {
			if n := count(t, ctx, tx, name); n != 0 {
				t.Errorf("%s: %d rows are seen without a practice", name, n)
			}
		})
		for _, c := range []*visited{one, two} {
			asApp(t, db, c.Practice.ID, func(ctx context.Context, tx pgx.Tx) {
				if n := count(t, ctx, tx, name); n == 0 {
					t.Errorf("%s: the test has no row in it", name)
				}
				column := "practice_id"
				if name == "practice" {
					column = "id"
				}
				var others int
				err := tx.QueryRow(ctx, `SELECT count(*) FROM `+name+` WHERE `+column+` <> $1`, c.Practice.ID).Scan(&others)
				if err != nil || others != 0 {
					t.Errorf("%s: %d rows of another practice, %v", name, others, err)
				}
			})
		}
	}
}

func TestOnePracticeCannotWriteAnothersRows(t *testing.T) {
	db := pgtest.New(t)
	one, two := fullClinic(t, db, "1"), fullClinic(t, db, "2")
	asApp(t, db, one.Practice.ID, func(ctx context.Context, tx pgx.Tx) {
		tag, err := tx.Exec(ctx, `UPDATE patient SET family_name = 'stolen' WHERE id = $1`, two.Patient.ID)
		if err != nil || tag.RowsAffected() != 0 {
			t.Errorf("changed %d rows of another practice, %v", tag.RowsAffected(), err)
		}
	})
	asApp(t, db, one.Practice.ID, func(ctx context.Context, tx pgx.Tx) {
		_, err := tx.Exec(ctx, `INSERT INTO patient (practice_id, id, mrn, given_name, family_name, birth_date, sex, created_at)
			VALUES ($1, gen_random_uuid(), 'x', 'a', 'b', '1980-01-01', 'male', now())`, two.Practice.ID)
		if err == nil {
			t.Error("a row was added to another practice")
		}
	})
	asApp(t, db, one.Practice.ID, func(ctx context.Context, tx pgx.Tx) {
		_, err := tx.Exec(ctx, `UPDATE patient SET practice_id = $1 WHERE id = $2`, two.Practice.ID, one.Patient.ID)
		if err == nil {
			t.Error("a row was moved to another practice")
		}
	})
	// A row that names another practice's patient: keys hold the practice.
	asApp(t, db, one.Practice.ID, func(ctx context.Context, tx pgx.Tx) {
		_, err := tx.Exec(ctx, `INSERT INTO visit (practice_id, id, patient_id, clinician_id, date_of_service, state, created_at)
			VALUES ($1, gen_random_uuid(), $2, $3, '2026-01-02', 'open', now())`, one.Practice.ID, two.Patient.ID, one.Clinician.User)
		if err == nil {
			t.Error("a visit of another practice's patient was opened")
		}
	})
}

// The store's own methods, asked by one practice for the other's things.
func TestAnothersThingsAreNotFound(t *testing.T) {
	db := pgtest.New(t)
	one, two := fullClinic(t, db, "1"), fullClinic(t, db, "2")
	asks := map[string]func(ctx context.Context, tx *store.Tx) error{
		"patient":    func(ctx context.Context, tx *store.Tx) error { _, err := tx.Patient(ctx, two.Patient.ID); return err },
		"chart":      func(ctx context.Context, tx *store.Tx) error { _, err := tx.Chart(ctx, two.Patient.ID); return err },
		"visit":      func(ctx context.Context, tx *store.Tx) error { _, err := tx.Visit(ctx, two.Visit.ID); return err },
		"transcript": func(ctx context.Context, tx *store.Tx) error { _, err := tx.Transcript(ctx, two.Visit.ID); return err },
		"note":       func(ctx context.Context, tx *store.Tx) error { _, err := tx.Note(ctx, two.Visit.ID); return err },
		"appointment": func(ctx context.Context, tx *store.Tx) error {
			_, err := tx.Appointment(ctx, two.Appointment.ID)
			return err
		},
		"problem": func(ctx context.Context, tx *store.Tx) error {
			return tx.VoidEntry(ctx, ehr.ChartRef{Kind: "problem", ID: string(two.Problem.ID)}, two.Patient.ID, "x")
		},
		"coverage": func(ctx context.Context, tx *store.Tx) error { _, err := tx.Coverage(ctx, two.Patient.ID); return err },
		"add coverage": func(ctx context.Context, tx *store.Tx) error {
			_, err := tx.AddCoverage(ctx, ehr.Coverage{Patient: two.Patient.ID, Place: 1, Payer: "x", Member: "x", Relationship: ehr.Self})
			return err
		},
		"add problem": func(ctx context.Context, tx *store.Tx) error {
			_, err := tx.AddProblem(ctx, ehr.Problem{Patient: two.Patient.ID, Code: ehr.Coded{Display: "x"}, Status: ehr.ProblemActive})
			return err
		},
	}
	for name, ask := range asks {
		before := refusals(t, db, one)
		wantKind(t, try(t, db.Store, one.Clinician, ehr.ReadChart, ask), ehr.NotFound)
		if after := refusals(t, db, one); after != before+1 {
			t.Errorf("%s: %d refusals in the audit, want one more than %d", name, after, before)
		}
	}
}

func refusals(t *testing.T, db *pgtest.DB, c *visited) (n int) {
	t.Helper()
	asApp(t, db, c.Practice.ID, func(ctx context.Context, tx pgx.Tx) {
		if err := tx.QueryRow(ctx, `SELECT count(*) FROM audit WHERE NOT allowed`).Scan(&n); err != nil {
			t.Fatal(err)
		}
	})
	return n
}

func TestPracticeOf(t *testing.T) {
	db := pgtest.New(t)
	fullClinic(t, db, "1")
	two := fullClinic(t, db, "2")
	p, err := db.Store.PracticeOf(t.Context(), two.Visit.ID)
	if err != nil || p != two.Practice.ID {
		t.Fatalf("got %q, %v", p, err)
	}
	_, err = db.Store.PracticeOf(t.Context(), ehr.NewID[ehr.VisitID]())
	wantKind(t, err, ehr.NotFound)
}

// visited is a clinic with a patient whose visit has gone all the way, so that
// every table has rows.
type visited struct {
	*pgtest.Clinic
	Appointment ehr.Appointment
	Visit       ehr.Visit
	Problem     ehr.Problem
	Signature   ehr.Signature
}

func fullClinic(t *testing.T, db *pgtest.DB, suffix string) *visited {
	t.Helper()
	c := &visited{Clinic: pgtest.NewClinic(t, db, suffix)}
	if _, _, err := db.Store.SignIn(t.Context(), store.Credentials{Username: "nurse" + suffix, Password: pgtest.Password}); err != nil {
		t.Fatal(err)
	}
	in(t, db.Store, c.Clinician, ehr.RecordVisit, func(ctx context.Context, tx *store.Tx) (err error) {
		c.Appointment, err = tx.CreateAppointment(ctx, ehr.Appointment{Patient: c.Patient.ID, Clinician: c.Clinician.User, Start: tx.Now(), Minutes: 20, Reason: "cough"})
		if err != nil {
			return err
		}
		c.Visit, err = tx.CreateVisit(ctx, ehr.Visit{Patient: c.Patient.ID, Clinician: c.Clinician.User, Appointment: c.Appointment.ID, Reason: "cough", Template: "soap"})
		if err != nil {
			return err
		}
		fillChart(t, ctx, tx, c)
		if _, err := tx.Pgx().Exec(ctx, `INSERT INTO recovery_code (practice_id, user_id, digest, made_at)
			VALUES ($1, $2, decode(repeat('00', 32), 'hex'), now())`, c.Practice.ID, c.Nurse.User); err != nil {
			t.Fatal(err)
		}
		if _, err = tx.AddConsent(ctx, ehr.Consent{Visit: c.Visit.ID, Given: true, Method: "verbal", Present: "patient"}); err != nil {
			return err
		}
		_, err = tx.MoveVisit(ctx, c.Visit.ID, ehr.Recording)
		return err
	})
	in(t, db.Store, store.Service(c.Practice.ID), ehr.RecordVisit, func(ctx context.Context, tx *store.Tx) error {
		recordAndDraft(t, ctx, tx, c)
		return nil
	})
	in(t, db.Store, c.Administrator, ehr.ManageService, func(ctx context.Context, tx *store.Tx) error {
		if err := tx.ChooseSchedule(ctx, store.ScheduleChoice{Schedule: "aap-2026", Why: "our pediatricians"}); err != nil {
			return err
		}
		if _, err := tx.SaveTemplate(ctx, store.OwnTemplate{Name: "own-ours", Title: "Ours", Content: "title: Ours", Hash: "h"}, 0); err != nil {
			return err
		}
		if err := tx.SetTemplateDefault(ctx, "", "own-ours"); err != nil {
			return err
		}
		return tx.SetRule(ctx, store.RuleSetting{Rule: "r2", Shadow: true, Why: "tried out first"})
	})
	in(t, db.Store, store.Service(c.Practice.ID), ehr.EditNote, func(ctx context.Context, tx *store.Tx) error {
		if err := tx.SaveShadow(ctx, c.Visit.ID, []ehr.Alert{{Rule: "r2", Key: "r2@1:a", Tier: ehr.Inline}}); err != nil {
			return err
		}
		if err := tx.SaveOtherDraft(ctx, c.Visit.ID, nil, "the language model timed out"); err != nil {
			return err
		}
		return tx.SaveHookCall(ctx, ehr.NewID[string](), "order-sign", "a test", []store.HookCard{{ID: ehr.NewID[string](), Rule: "r", Indicator: "critical"}})
	})
	in(t, db.Store, c.Clinician, ehr.SignNote, func(ctx context.Context, tx *store.Tx) (err error) {
		if c.Signature, err = tx.Sign(ctx, c.Visit.ID, 1); err == nil {
			_, err = tx.AddAddendum(ctx, c.Visit.ID, "Result of the swab: negative.")
		}
		if err != nil {
			return err
		}
		own := ehr.Wording{Section: ehr.HPI, From: "presents", To: "comes in", On: true}
		if err := tx.SawWordings(ctx, c.Visit.ID, []ehr.Wording{own}, nil); err != nil {
			return err
		}
		return tx.ChooseWording(ctx, own)
	})
	in(t, db.Store, c.Coder, ehr.WorkCodes, func(ctx context.Context, tx *store.Tx) error {
		codes, err := tx.Codes(ctx, c.Visit.ID)
		if err != nil {
			return err
		}
		if _, err = tx.ClaimCase(ctx, c.Visit.ID, 0); err != nil {
			return err
		}
		if _, err = tx.DecideCode(ctx, store.CodeVerdict{Visit: c.Visit.ID, Version: 1, Code: codes[0].ID, Verdict: ehr.VerdictAccepted}); err != nil {
			return err
		}
		_, err = tx.AskClinician(ctx, 2, ehr.CodingQuestion{Visit: c.Visit.ID, CodeID: codes[0].ID, Text: "How long has it lasted?"})
		return err
	})
	in(t, db.Store, c.Administrator, ehr.ManageService, func(ctx context.Context, tx *store.Tx) error { return tx.SetRerank(ctx, true) })
	in(t, db.Store, c.Nurse, ehr.EditNote, func(ctx context.Context, tx *store.Tx) error {
		return tx.SaveTranslation(ctx, store.Translation{Visit: c.Visit.ID, Note: c.Signature.Note, Language: "es", Content: []byte(`{}`), Model: "first"})
	})
	return c
}

// fillChart puts one entry of each kind in the chart.
func fillChart(t *testing.T, ctx context.Context, tx *store.Tx, c *visited) {
	t.Helper()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	var err error
	c.Problem, err = tx.AddProblem(ctx, ehr.Problem{Patient: c.Patient.ID, Code: ehr.Coded{System: ehr.SNOMED, Code: "38341003", Display: "Hypertension"}, Status: ehr.ProblemActive})
	must(err)
	med, err := tx.AddMedication(ctx, ehr.Medication{Patient: c.Patient.ID, Code: ehr.Coded{Display: "lisinopril 10 mg oral tablet"}, Status: ehr.MedicationActive, Dose: "10 mg"})
	must(err)
	med.Dose = "20 mg"
	must(tx.UpdateMedication(ctx, med))
	_, err = tx.AddAllergy(ctx, ehr.Allergy{Patient: c.Patient.ID, Substance: ehr.Coded{Display: "penicillin"}, Active: true, Severity: ehr.Severe})
	must(err)
	_, err = tx.AddObservation(ctx, ehr.Observation{Patient: c.Patient.ID, Category: "vital-signs", Code: ehr.Coded{System: ehr.LOINC, Code: "8480-6", Display: "Systolic blood pressure"}, Value: 142, HasValue: true, Unit: "mm[Hg]", At: tx.Now()})
	must(err)
	_, err = tx.AddImmunization(ctx, ehr.Immunization{Patient: c.Patient.ID, CVX: "140", Name: "Influenza", Date: ehr.Date{Year: 2025, Month: 10, Day: 3}})
	must(err)
	_, err = tx.AddCoverage(ctx, ehr.Coverage{Patient: c.Patient.ID, Place: 1, Payer: "Harbor Health", Member: "1", Relationship: ehr.Self})
	must(err)
	_, err = tx.AddProcedure(ctx, ehr.Procedure{Patient: c.Patient.ID, Code: ehr.Coded{Display: "Appendectomy"}, Date: ehr.Date{Year: 1990, Month: 4, Day: 2}})
	must(err)
}

// recordAndDraft takes a visit from recording to review with everything answered.
func recordAndDraft(t *testing.T, ctx context.Context, tx *store.Tx, c *visited) {
	t.Helper()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(tx.SaveRecording(ctx, store.Recording{ID: ehr.NewID[string](), Visit: c.Visit.ID, Channels: 1, State: store.Receiving, Bytes: 32000,
		LengthMS: 4200, WrappedKey: []byte("wrapped"), KeyID: "k1", StartedAt: tx.Now(), Gaps: []store.RecordingGap{{AtMS: 100, LengthMS: 3200, Reason: "log_lost", Missing: true}}}))
	must(tx.AppendLive(ctx, c.Visit.ID, []ehr.Segment{{ID: "s1", EndMS: 900, Speaker: ehr.PatientVoice, Text: "i have a cough"}}))
	_, err := tx.MoveVisit(ctx, c.Visit.ID, ehr.Drafting)
	must(err)
	_, err = tx.ReplaceTranscript(ctx, c.Visit.ID, []ehr.Segment{{ID: "s1", EndMS: 900, Speaker: ehr.PatientVoice, Text: "I have a cough.", Confidence: 0.9}})
	must(err)
	_, err = tx.SaveDraft(ctx, c.Visit.ID, draft())
	must(err)
	must(tx.ReplaceCodes(ctx, c.Visit.ID, []ehr.Code{{System: ehr.ICD10CM, Code: "R05.9", Display: "Cough, unspecified", Release: "test", Confidence: 0.8, Rules: []string{"r1"}}}))
	must(tx.SaveLevel(ctx, c.Visit.ID, ehr.VisitLevel{Code: "99213", Level: "low", Basis: "medical decision making"}))
	must(tx.SaveChecks(ctx, c.Visit.ID, ehr.Checks{Alerts: []ehr.Alert{{Rule: "r", RuleVersion: "1", Tier: ehr.Inline, Summary: "s", Detail: "d", Source: "x", Key: "k"}}}))
	_, err = tx.MoveVisit(ctx, c.Visit.ID, ehr.Review)
	must(err)
}

func draft() ehr.Draft {
	return ehr.Draft{
		Note: ehr.Note{Template: "soap", TemplateVersion: 1, Drafter: ehr.Drafter{Name: "built-in", Version: "test", Seconds: 0.25},
			Sections: []ehr.Section{{Name: ehr.HPI, Title: "History of Present Illness", Sentences: []ehr.Sentence{
				{ID: "n1", Text: "She has a cough.", Kind: ehr.Statement, Segments: []ehr.SegmentID{"s1"}, Origin: ehr.ByDrafter}}}}},
		Omissions:       []ehr.Omission{{ID: "o1", Text: "Takes aspirin.", Section: ehr.MedicationList, Kind: "medication", Segments: []ehr.SegmentID{"s1"}}},
		Reconciliations: []ehr.Reconciliation{{ID: "r1", Kind: "medication", Heard: "aspirin", Relation: ehr.NotInChart, Segments: []ehr.SegmentID{"s1"}}},
		Orders:          []ehr.Order{{ID: "d1", Kind: ehr.TestOrder, Verb: ehr.StartOrder, Text: "Chest x-ray", Segments: []ehr.SegmentID{"s1"}}},
		NotClinical:     []ehr.SegmentID{"s2"},
	}
}

// What the policies show at sign-in is one row, not the table.
func TestSignInPolicyShowsOneUser(t *testing.T) {
	db := pgtest.New(t)
	c := pgtest.NewClinic(t, db, "")
	asApp(t, db, "", func(ctx context.Context, tx pgx.Tx) {
		if _, err := tx.Exec(ctx, `SELECT set_config('app.username', 'nurse', true)`); err != nil {
			t.Fatal(err)
		}
		var id ehr.UserID
		if err := tx.QueryRow(ctx, `SELECT id FROM users`).Scan(&id); err != nil || id != c.Nurse.User {
			t.Errorf("saw %s, %v", id, err)
		}
		if n := count(t, ctx, tx, "users"); n != 1 {
			t.Errorf("%d users are seen", n)
		}
	})
}

func TestClinicalRowsCannotBeDeletedByTheOwner(t *testing.T) {
	db := pgtest.New(t)
	fullClinic(t, db, "")
	conn, err := pgx.Connect(t.Context(), db.OwnerURL)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())
	for _, name := range tables(t, db) {
		if name == "sessions" { // not clinical
			continue
		}
		if _, err := conn.Exec(t.Context(), `DELETE FROM `+name); err == nil {
			t.Errorf("rows of %s can be deleted", name)
		}
	}
	for _, name := range []string{"audit", "note_version", "signature", "addendum", "consent", "segment", "former", "recording_gap", "code_decision", "coding_setting", "summary_translation", "template_version", "rule_setting", "schedule_choice", "template_default", "wording_seen", "wording_choice", "other_draft"} {
		if _, err := conn.Exec(t.Context(), fmt.Sprintf(`UPDATE %s SET practice_id = practice_id`, name)); err == nil {
			t.Errorf("rows of %s can be changed", name)
		}
		if _, err := conn.Exec(t.Context(), `TRUNCATE `+name+` CASCADE`); err == nil {
			t.Errorf("%s can be emptied", name)
		}
	}
}
