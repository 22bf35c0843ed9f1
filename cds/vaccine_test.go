package cds

import (
	"slices"
	"strings"
	"testing"

	"github.com/visitwright/visitwright/cds/facts"
	"github.com/visitwright/visitwright/ehr"
)

// TestAnObservationThatSaysNoIsNoFact: a code with the answer "no" is not taken for
// what it names.
func TestAnObservationThatSaysNoIsNoFact(t *testing.T) {
	c, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	has := func(o ehr.Observation) bool {
		o.Code = ehr.Coded{System: "urn:cdc:cdsi", Code: "160"}
		chart := ehr.Chart{Patient: ehr.Patient{BirthDate: ehr.DateOf(today).Add(-30, 0, 0)}, Observations: []ehr.Observation{o}}
		return len(c.vaccinePatient(facts.From(chart, today), nil).Facts) > 0
	}
	if has(ehr.Observation{Text: "no"}) || has(ehr.Observation{ValueCode: ehr.Coded{Display: "Not detected"}}) {
		t.Error("an answer of no was taken for the fact")
	}
	if !has(ehr.Observation{}) || !has(ehr.Observation{Text: "yes"}) {
		t.Error("the fact was lost")
	}
}

// TestAPregnancyThatIsOverIsNoFact: an entry nobody closed does not bar vaccines
// for ever.
func TestAPregnancyThatIsOverIsNoFact(t *testing.T) {
	c, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	status := func(onset ehr.Date) string {
		chart := ehr.Chart{
			Patient:      ehr.Patient{Sex: ehr.Female, BirthDate: ehr.DateOf(today).Add(-30, 0, 0)},
			Observations: []ehr.Observation{{Code: ehr.Coded{System: "urn:cdc:cdsi", Code: "007"}, At: onset.Time()}},
		}
		for _, v := range c.Check(chart, ehr.Note{}, nil, today).Immunization {
			if v.Group == "MMR" {
				return v.Status
			}
		}
		return ""
	}
	if got := status(ehr.DateOf(today).Add(0, -3, 0)); got != "Contraindicated" {
		t.Errorf("pregnant since three months: MMR is %q", got)
	}
	if got := status(ehr.DateOf(today).Add(-2, 0, 0)); got != "Not Complete" {
		t.Errorf("pregnant two years ago: MMR is %q", got)
	}
}

// TestADoseOfTomorrowIsNotCheckedAndSaidSo: left out in silence, it would look judged.
func TestADoseOfTomorrowIsNotCheckedAndSaidSo(t *testing.T) {
	c, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	said := func(on ehr.Date) bool {
		chart := ehr.Chart{
			Patient:       ehr.Patient{BirthDate: ehr.DateOf(today).Add(-30, 0, 0)},
			Immunizations: []ehr.Immunization{{CVX: "115", Name: "Tdap", Date: on}},
		}
		return slices.ContainsFunc(c.Check(chart, ehr.Note{}, nil, today).NotChecked, func(u ehr.Unchecked) bool {
			return u.Why == "it is dated after the day of the check" && strings.Contains(u.What, "Tdap")
		})
	}
	if !said(ehr.DateOf(today).Add(0, 0, 1)) || said(ehr.DateOf(today)) {
		t.Error("tomorrow's dose is said not to be checked, today's is checked")
	}
}
