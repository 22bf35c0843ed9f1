package facts

import (
	"math"
	"testing"
	"time"

	"github.com/visitwright/visitwright/ehr"
)

var now = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)

func date(y, m, d int) ehr.Date { return ehr.Date{Year: y, Month: time.Month(m), Day: d} }

func problem(code, text string) ehr.Problem {
	c := ehr.Coded{Display: text, Code: code}
	if code != "" {
		c.System = ehr.ICD10CM
	}
	return ehr.Problem{Code: c, Status: ehr.ProblemActive}
}

func TestConditions(t *testing.T) {
	for _, c := range []struct {
		code, text, name string
		want             bool
	}{
		{"I50.9", "Heart failure, unspecified", "heart_failure", true},
		{"", "chronic systolic heart failure", "heart_failure", true},
		{"", "Pulmonary hypertension", "hypertension", false},
		{"I10", "Essential hypertension", "hypertension", true},
		{"", "family history of diabetes", "diabetes", false},
		{"Z12.31", "screening mammogram for breast cancer", "breast_cancer", false}, // the code speaks, not the words
		{"J45.40", "", "asthma", true},
	} {
		f := From(ehr.Chart{Problems: []ehr.Problem{problem(c.code, c.text)}}, now)
		if got := f.Has(c.name); got != c.want {
			t.Errorf("%s %q is %s: %v", c.code, c.text, c.name, got)
		}
	}
}

func TestResolvedIsHadNotHas(t *testing.T) {
	p := problem("K25.9", "")
	p.Status = ehr.ProblemResolved
	f := From(ehr.Chart{Problems: []ehr.Problem{p}}, now)
	if f.Has("peptic_ulcer") || !f.Had("peptic_ulcer") {
		t.Error("a resolved ulcer is past, not active")
	}
}

func TestPregnancyIsNeverGuessed(t *testing.T) {
	woman := ehr.Patient{Sex: ehr.Female, BirthDate: date(1996, 1, 1)}
	old := problem("Z33.1", "")
	old.Onset = date(2024, 1, 1)
	for _, c := range []struct {
		name    string
		patient ehr.Patient
		problem []ehr.Problem
		want    Known
	}{
		{"woman of 30, nothing recorded", woman, nil, Unknown},
		{"pregnant", woman, []ehr.Problem{problem("Z33.1", "")}, Yes},
		{"an entry of two years ago", woman, []ehr.Problem{old}, Unknown},
		{"woman of 70", ehr.Patient{Sex: ehr.Female, BirthDate: date(1956, 1, 1)}, nil, No},
		{"man", ehr.Patient{Sex: ehr.Male, BirthDate: date(1996, 1, 1)}, nil, No},
	} {
		if got := From(ehr.Chart{Patient: c.patient, Problems: c.problem}, now).Pregnant(); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

// Values worked out by hand from the published equations.
func TestKidney(t *testing.T) {
	for _, c := range []struct {
		got, want float64
	}{
		{CKDEPI2021(1.0, 50, false), 92},
		{CKDEPI2021(1.0, 50, true), 69},
		{CKDEPI2021(2.0, 70, false), 35},
		{CockcroftGault(1.0, 72, 40, false), 100},
		{CockcroftGault(1.0, 72, 40, true), 85},
	} {
		if math.Abs(c.got-c.want) > 1 {
			t.Errorf("got %.1f, want %.0f", c.got, c.want)
		}
	}
	f := From(ehr.Chart{Patient: ehr.Patient{Sex: ehr.Male, BirthDate: date(1956, 1, 1)}}, now)
	if _, ok := f.EGFR(); ok {
		t.Error("kidney function known without a creatinine")
	}
}

func TestResultsAreConvertedAndDated(t *testing.T) {
	obs := func(code, unit string, v float64, at time.Time) ehr.Observation {
		return ehr.Observation{Code: ehr.Coded{System: ehr.LOINC, Code: code}, Unit: unit, Value: v, HasValue: true, At: at}
	}
	f := From(ehr.Chart{Observations: []ehr.Observation{
		obs("2160-0", "umol/L", 88.4, now.AddDate(0, -1, 0)),
		obs("2160-0", "mg/dL", 3, now.AddDate(-2, 0, 0)),
		obs("2823-3", "furlong", 4, now),
		obs("6301-6", "", 2.5, now.AddDate(0, 0, 1)),
	}}, now)
	if r, ok := f.Latest("creatinine"); !ok || math.Abs(r.Value-1) > 0.01 {
		t.Errorf("creatinine %+v", r)
	}
	if r, _ := f.Latest("potassium"); r.HasValue {
		t.Error("a value in an unknown unit was believed")
	}
	if _, ok := f.Latest("inr"); ok {
		t.Error("a result of tomorrow was believed")
	}
}
