package store_test

import (
	"context"
	"reflect"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/store"
	"github.com/visitwright/visitwright/ehr/store/pgtest"
)

func day(y, m, d int) ehr.Date { return ehr.Date{Year: y, Month: time.Month(m), Day: d} }

// fullChart has every field of every entry set at least once.
func fullChart() ehr.Chart {
	from := ehr.Provenance{Source: "fhir"}
	low, high := 3.5, 5.0
	return ehr.Chart{
		Patient: ehr.Patient{ID: ehr.NewID[ehr.PatientID](), MRN: "X-1", GivenName: "Ann", FamilyName: "Lee", BirthDate: day(1950, 2, 3), DeathDate: day(2026, 1, 1),
			Sex: ehr.Female, Phone: "555", Address: "1 Main St", Language: "en", AllergyStatus: ehr.AllergiesListed, AllergyAsOf: day(2025, 1, 1)},
		Problems: []ehr.Problem{
			{ID: ehr.NewID[ehr.ProblemID](), Code: ehr.Coded{System: ehr.ICD10CM, Code: "I10", Display: "Hypertension"}, Also: []ehr.Coded{{System: ehr.SNOMED, Code: "1"}},
				Status: ehr.ProblemResolved, Onset: day(2020, 1, 2), Abated: day(2021, 1, 2), Provenance: from},
			{ID: ehr.NewID[ehr.ProblemID](), Code: ehr.Coded{Display: "Cough"}, Status: ehr.ProblemActive, Provenance: from}},
		Medications: []ehr.Medication{{ID: ehr.NewID[ehr.MedicationID](), Code: ehr.Coded{System: ehr.RxNorm, Code: "1", Display: "x"}, Dose: "10 mg", Route: "oral",
			Frequency: "daily", Reason: "r", Status: ehr.MedicationOnHold, Start: day(2020, 5, 5), Stop: day(2021, 5, 5), Provenance: from}},
		Allergies: []ehr.Allergy{{ID: ehr.NewID[ehr.AllergyID](), Substance: ehr.Coded{Display: "latex"}, Reaction: "hives", Severity: ehr.Mild, Active: true, Onset: day(2000, 1, 1), Provenance: from}},
		Observations: []ehr.Observation{
			{ID: ehr.NewID[ehr.ObservationID](), Category: "laboratory", Code: ehr.Coded{System: ehr.LOINC, Code: "2823-3", Display: "Potassium"}, Value: 0, HasValue: true,
				Unit: "mmol/L", Low: &low, High: &high, At: time.Date(2026, 2, 2, 3, 4, 5, 0, time.UTC), Provenance: from},
			{ID: ehr.NewID[ehr.ObservationID](), Category: "survey", Code: ehr.Coded{Display: "Smoking"}, Text: "never", ValueCode: ehr.Coded{System: ehr.SNOMED, Code: "2", Display: "d"},
				At: time.Date(2025, 2, 2, 3, 4, 5, 0, time.UTC), Provenance: from}},
		Immunizations: []ehr.Immunization{{ID: ehr.NewID[ehr.ImmunizationID](), CVX: "140", MVX: "SKB", Name: "Influenza", Date: day(2025, 10, 1), Lot: "L", NotDone: true, Reason: "refused", Provenance: from}},
		Procedures:    []ehr.Procedure{{ID: ehr.NewID[ehr.ProcedureID](), Code: ehr.Coded{Display: "Appendectomy"}, Date: day(1990, 1, 1), Provenance: from}},
		Orders:        []ehr.Order{},
		Coverage: []ehr.Coverage{{ID: ehr.NewID[ehr.CoverageID](), Place: 2, Payer: "Harbor Health", PayerID: "HH001", Plan: "PPO", Member: "H1", Group: "G7",
			Relationship: ehr.Spouse, Subscriber: "Bo Lee", Start: day(2026, 1, 1), End: day(2026, 12, 31), Provenance: from}},
	}
}

// stripped takes away what the record gives by itself.
func stripped(c ehr.Chart) ehr.Chart {
	c.Patient.Practice, c.Patient.CreatedAt = "", time.Time{}
	for i := range c.Problems {
		c.Problems[i].Patient, c.Problems[i].Provenance = "", ehr.Provenance{}
	}
	for i := range c.Medications {
		c.Medications[i].Patient, c.Medications[i].Provenance = "", ehr.Provenance{}
	}
	for i := range c.Allergies {
		c.Allergies[i].Patient, c.Allergies[i].Provenance = "", ehr.Provenance{}
	}
	for i := range c.Observations {
		c.Observations[i].Patient, c.Observations[i].Provenance = "", ehr.Provenance{}
	}
	for i := range c.Immunizations {
		c.Immunizations[i].Patient, c.Immunizations[i].Provenance = "", ehr.Provenance{}
	}
	for i := range c.Procedures {
		c.Procedures[i].Patient, c.Procedures[i].Provenance = "", ehr.Provenance{}
	}
	for i := range c.Coverage {
		c.Coverage[i].Patient, c.Coverage[i].Provenance = "", ehr.Provenance{}
	}
	return c
}

func TestImportedChartComesBackWhole(t *testing.T) {
	db := pgtest.New(t)
	c := pgtest.NewClinic(t, db, "")
	want := fullChart()
	take := func(chart ehr.Chart) error {
		return try(t, db.Store, store.Service(c.Practice.ID), ehr.WriteChart, func(ctx context.Context, tx *store.Tx) error {
			_, err := tx.ImportChart(ctx, chart)
			return err
		})
	}
	if err := take(want); err != nil {
		t.Fatal(err)
	}
	in(t, db.Store, c.Clinician, ehr.ReadChart, func(ctx context.Context, tx *store.Tx) error {
		got, err := tx.Chart(ctx, want.Patient.ID)
		if got.Problems[0].Provenance.Source != "fhir" || got.Problems[0].Patient != want.Patient.ID || got.Patient.Practice != c.Practice.ID {
			t.Errorf("%+v", got.Problems[0])
		}
		if got = stripped(got); !reflect.DeepEqual(got, stripped(want)) {
			t.Errorf("got  %+v\nwant %+v", got, stripped(want))
		}
		return err
	})
	// The same again, and one with a mistake at its end: nothing of it is written.
	wantKind(t, take(fullChart()), ehr.Conflict)
	bad := fullChart()
	bad.Patient.MRN = "X-2"
	bad.Procedures[0].Code.Display = ""
	wantKind(t, take(bad), ehr.Invalid)
	in(t, db.Store, c.FrontDesk, ehr.ReadPatient, func(ctx context.Context, tx *store.Tx) error {
		found, err := tx.SearchPatients(ctx, "", 0)
		if len(found) != 2 { // the clinic's own, and one import
			t.Errorf("%d patients", len(found))
		}
		return err
	})
}

func TestVoidEntry(t *testing.T) {
	db := pgtest.New(t)
	c := pgtest.NewClinic(t, db, "")
	chart := fullChart()
	in(t, db.Store, store.Service(c.Practice.ID), ehr.WriteChart, func(ctx context.Context, tx *store.Tx) error {
		_, err := tx.ImportChart(ctx, chart)
		return err
	})
	refs := []ehr.ChartRef{{Kind: "problem", ID: string(chart.Problems[0].ID)}, {Kind: "medication", ID: string(chart.Medications[0].ID)},
		{Kind: "allergy", ID: string(chart.Allergies[0].ID)}, {Kind: "observation", ID: string(chart.Observations[0].ID)},
		{Kind: "immunization", ID: string(chart.Immunizations[0].ID)}, {Kind: "procedure", ID: string(chart.Procedures[0].ID)}}
	void := func(ref ehr.ChartRef, p ehr.PatientID, reason string) error {
		return try(t, db.Store, c.Nurse, ehr.WriteChart, func(ctx context.Context, tx *store.Tx) error { return tx.VoidEntry(ctx, ref, p, reason) })
	}
	wantKind(t, void(refs[0], chart.Patient.ID, ""), ehr.Invalid)
	wantKind(t, void(refs[0], c.Patient.ID, "another patient's"), ehr.NotFound)
	wantKind(t, void(ehr.ChartRef{Kind: "patient", ID: refs[0].ID}, chart.Patient.ID, "x"), ehr.Invalid)
	for _, ref := range refs {
		if err := void(ref, chart.Patient.ID, "entered in error"); err != nil {
			t.Errorf("%s: %v", ref.Kind, err)
		}
		wantKind(t, void(ref, chart.Patient.ID, "again"), ehr.NotFound)
	}
	in(t, db.Store, c.Clinician, ehr.ReadChart, func(ctx context.Context, tx *store.Tx) error {
		got, err := tx.Chart(ctx, chart.Patient.ID)
		if len(got.Problems) != 1 || len(got.Medications) != 0 || len(got.Allergies) != 0 || len(got.Observations) != 1 || len(got.Immunizations) != 0 || len(got.Procedures) != 0 {
			t.Errorf("%+v", got)
		}
		return err
	})
	asApp(t, db, c.Practice.ID, func(ctx context.Context, tx pgx.Tx) {
		var reason string
		if err := tx.QueryRow(ctx, `SELECT void_reason FROM allergy WHERE id = $1`, chart.Allergies[0].ID).Scan(&reason); err != nil || reason != "entered in error" {
			t.Errorf("%q, %v", reason, err)
		}
	})
}

func TestFormerWordsAreKept(t *testing.T) {
	db := pgtest.New(t)
	c := pgtest.NewClinic(t, db, "")
	in(t, db.Store, c.FrontDesk, ehr.WritePatient, func(ctx context.Context, tx *store.Tx) error {
		p := c.Patient
		p.FamilyName = "Diaz-Smith"
		return tx.UpdatePatient(ctx, p)
	})
	asApp(t, db, c.Practice.ID, func(ctx context.Context, tx pgx.Tx) {
		var was string
		if err := tx.QueryRow(ctx, `SELECT was ->> 'family_name' FROM former WHERE noun = 'patient'`).Scan(&was); err != nil || was != "Diaz" {
			t.Errorf("%q, %v", was, err)
		}
	})
}

func TestSearchPatients(t *testing.T) {
	db := pgtest.New(t)
	c := pgtest.NewClinic(t, db, "")
	in(t, db.Store, c.Nurse, ehr.WritePatient, func(ctx context.Context, tx *store.Tx) error {
		for _, p := range [][2]string{{"Ana María", "Núñez"}, {"Bob", "100%_done"}, {"Rosalind", "Adams"}} {
			if _, err := tx.CreatePatient(ctx, ehr.Patient{GivenName: p[0], FamilyName: p[1], BirthDate: day(1980, 1, 1)}); err != nil {
				return err
			}
		}
		return tx.SetAllergyStatus(ctx, c.Patient.ID, ehr.NoKnownAllergies, day(2026, 1, 1))
	})
	for q, want := range map[string][]string{
		"": {"100%_done", "Adams", "Diaz", "Núñez"}, "ros": {"Adams", "Diaz"}, "diaz ROSA": {"Diaz"}, "núñ": {"Núñez"},
		"%": {"100%_done"}, "_": {"100%_done"}, "0000002": {"Núñez"}, "nobody": nil, `\`: nil,
	} {
		in(t, db.Store, c.Nurse, ehr.ReadPatient, func(ctx context.Context, tx *store.Tx) error {
			found, err := tx.SearchPatients(ctx, q, 0)
			var got []string
			for _, p := range found {
				got = append(got, p.FamilyName)
			}
			if !reflect.DeepEqual(got, want) {
				t.Errorf("%q: %v, want %v", q, got, want)
			}
			return err
		})
	}
}
