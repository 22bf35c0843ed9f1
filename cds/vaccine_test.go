package cds

import (
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
