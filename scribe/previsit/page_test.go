package previsit

import (
	"strings"
	"testing"
	"time"

	"github.com/visitwright/visitwright/ehr"
)

var (
	now  = time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	last = now.AddDate(0, -3, 0)
)

func coded(s string) ehr.Coded { return ehr.Coded{Display: s} }

func chart() ehr.Chart {
	high := 5.6
	after, before := ehr.Provenance{RecordedAt: last.AddDate(0, 1, 0)}, ehr.Provenance{RecordedAt: last.AddDate(-1, 0, 0)}
	return ehr.Chart{
		Patient:     ehr.Patient{Sex: "female", BirthDate: ehr.Date{Year: 1974, Month: 3, Day: 2}},
		Problems:    []ehr.Problem{{ID: "p1", Code: coded("Hypertension"), Status: ehr.ProblemActive, Provenance: before}, {ID: "p2", Code: coded("Gout"), Status: ehr.ProblemActive, Provenance: after}, {ID: "p3", Code: coded("Cold"), Status: ehr.ProblemResolved, Provenance: before}},
		Medications: []ehr.Medication{{ID: "m1", Code: coded("lisinopril"), Dose: "10 mg", Frequency: "once daily", Status: ehr.MedicationActive, Provenance: before}},
		Allergies:   []ehr.Allergy{{ID: "a1", Substance: coded("penicillin"), Reaction: "hives", Active: true, Provenance: before}},
		Observations: []ehr.Observation{
			{ID: "o1", Category: "laboratory", Code: coded("Potassium"), Value: 4.1, HasValue: true, Unit: "mmol/L", At: last.AddDate(0, 1, 0)},
			{ID: "o2", Category: "laboratory", Code: coded("Hemoglobin A1c"), Value: 7.1, HasValue: true, Unit: "%", High: &high, At: last.AddDate(0, 1, 0)},
			{ID: "o3", Category: "laboratory", Code: coded("Hemoglobin A1c"), Value: 6.8, HasValue: true, Unit: "%", High: &high, At: last.AddDate(-1, 0, 0)},
		},
		Orders: []ehr.Order{{ID: "r1", Kind: ehr.ReferralOrder, Text: "Referral to cardiology", Status: ehr.OrderPlaced, At: last}, {ID: "r2", Kind: ehr.TestOrder, Text: "Lipid panel", Status: ehr.OrderDone, At: last}},
	}
}

func TestPage(t *testing.T) {
	p := Of(Input{Chart: chart(), Reason: "Follow-up.", Last: last, Now: now,
		LastPlan: []ehr.Sentence{{Text: "We will repeat the A1c in 3 months.", Kind: ehr.PlanTest}, {Text: "He is stable.", Kind: ehr.Reasoning}},
		Gaps:     []ehr.CareGap{{Summary: "Mammogram", Status: "due"}, {Summary: "Colorectal cancer screening", Status: "overdue"}, {Summary: "HIV test", Status: "done"}},
		Vaccines: []ehr.VaccineForecast{{Group: "Influenza", Status: "Not Complete", Dose: "1", Recommended: ehr.Date{Year: 2026, Month: 9, Day: 1}}, {Group: "Zoster", Status: "Not Complete", Dose: "1", Recommended: ehr.Date{Year: 2030, Month: 1, Day: 1}}}})
	want := `52-year-old female. Follow-up.

ALLERGIES
- penicillin: hives

SINCE LAST TIME
- Problem: Gout

PLANNED LAST TIME
- We will repeat the A1c in 3 months.

OPEN ORDERS
- Referral to cardiology (sent 2026-08-20, 92 days ago)

RESULTS
- Hemoglobin A1c 7.1 %, 2026-09-20 (before: 6.8, 2025-08-20) [high]
- Potassium 4.1 mmol/L, 2026-09-20

DUE CARE
- Colorectal cancer screening [overdue]
- Mammogram
- Vaccine: Influenza dose 1, recommended from 2026-09-01

PROBLEMS
- Hypertension
- Gout

MEDICATIONS
- lisinopril 10 mg once daily
`
	if got := p.Text(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestFirstVisitCallsNothingNew(t *testing.T) {
	p := Of(Input{Chart: chart(), Now: now})
	text := p.Text()
	if strings.Contains(text, "SINCE LAST TIME") || strings.Contains(text, "6.8 %,") || !strings.Contains(text, "Hemoglobin A1c 7.1") {
		t.Error(text)
	}
	if empty := Of(Input{Now: now}); len(empty.Topics) != 0 || len(empty.Empty) != 8 {
		t.Errorf("an empty chart: %+v", empty)
	}
}

func TestOnePageHoldsNoMore(t *testing.T) {
	c := ehr.Chart{}
	for range 60 {
		c.Problems = append(c.Problems, ehr.Problem{Code: coded("Problem"), Status: ehr.ProblemActive})
	}
	p := Of(Input{Chart: c, Now: now})
	if n := len(p.Topics[0].Entries); n != mostLines+1 || p.Topics[0].Entries[n-1].Text != "and 40 more in the chart" {
		t.Errorf("%d lines", n)
	}
}
