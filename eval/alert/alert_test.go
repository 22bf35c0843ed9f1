package alert

import (
	"testing"
	"time"

	"github.com/visitwright/visitwright/cds"
	"github.com/visitwright/visitwright/cds/immunization"
	"github.com/visitwright/visitwright/ehr"
)

var now = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

func TestChartsWithoutAProblemAreLeftInPeace(t *testing.T) {
	c, err := cds.New(cds.Options{})
	if err != nil {
		t.Fatal(err)
	}
	r := RunQuiet(c, 300, 7, now)
	if r.Interrupted > 15 {
		t.Errorf("%d of %d charts without a true problem were interrupted: %v", r.Interrupted, r.Charts, r.Rules)
	}
	if r.Tiers[ehr.Passive]+r.Tiers[ehr.Inline] == 0 {
		t.Error("no alert of any tier in 300 charts: the checks do not run")
	}
}

func BenchmarkCheck(b *testing.B) {
	c, err := cds.New(cds.Options{})
	if err != nil {
		b.Fatal(err)
	}
	chart := BigChart(now)
	for b.Loop() {
		c.Check(chart, ehr.Note{}, nil, now)
	}
}

// TestWhatHoldsForEverybody: made patients against the built-in schedule; CDC's
// data are held to the same by visitwright eval alert --data.
func TestWhatHoldsForEverybody(t *testing.T) {
	r, err := RunHistories(immunization.Routine(), 300, 11)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range r.Faults {
		t.Error(f)
	}
}

// TestFaultsAreSeen: the properties tell a wrong assessment from a right one.
func TestFaultsAreSeen(t *testing.T) {
	birth := ehr.Date{Year: 2020, Month: 1, Day: 1}
	p := immunization.Patient{Birth: birth, Doses: []immunization.Dose{{ID: "1", CVX: "20", Date: birth.Add(0, 2, 0)}}}
	f := immunization.Forecast{Group: "G", Status: immunization.NotComplete, Earliest: birth.Add(0, 3, 0), Recommended: birth.Add(0, 3, 0), PastDue: birth.Add(0, 4, 0)}
	given := immunization.DoseEvaluation{Group: "G", ID: "1", Date: birth.Add(0, 2, 0)}
	right := immunization.Assessment{Forecasts: []immunization.Forecast{f}, Doses: []immunization.DoseEvaluation{given}}
	if got := append(datesOf(right, p), dosesOf(right, p)...); len(got) > 0 {
		t.Errorf("a right assessment: %v", got)
	}
	for name, change := range map[string]func(*immunization.Forecast){
		"before birth":     func(f *immunization.Forecast) { f.Earliest = birth.Add(0, 0, -1) },
		"before last dose": func(f *immunization.Forecast) { f.Earliest = birth.Add(0, 1, 0) },
		"recommended":      func(f *immunization.Forecast) { f.Recommended = birth.Add(0, 2, 20) },
		"past due":         func(f *immunization.Forecast) { f.PastDue = birth.Add(0, 2, 25) },
		"complete":         func(f *immunization.Forecast) { f.Status = immunization.Complete },
	} {
		wrong := f
		change(&wrong)
		if len(datesOf(immunization.Assessment{Forecasts: []immunization.Forecast{wrong}, Doses: right.Doses}, p)) != 1 {
			t.Errorf("%s: not seen", name)
		}
	}
	if len(dosesOf(immunization.Assessment{Doses: []immunization.DoseEvaluation{given, given}}, p)) != 1 {
		t.Error("a dose judged twice is not seen")
	}
}
