package fhir

import (
	"strings"
	"testing"

	"github.com/visitwright/visitwright/ehr"
)

// sparse lacks most of what Read asks for; two entries cannot be read at all.
const sparse = `{"resourceType":"Bundle","entry":[
{"resource":{"resourceType":"Patient","id":"p","birthDate":"1956"}},
{"resource":{"resourceType":"MedicationRequest","medicationCodeableConcept":{"text":"warfarin 5 mg"}}},
{"resource":{"resourceType":"MedicationDispense","id":"d"}},
{"resource":{"resourceType":"Condition","code":{"text":"Gout"},"onsetDateTime":"last year"}},
{"resource":{"resourceType":"Condition","code":{"text":"Gout"},"subject":{"reference":"Patient/other"}}},
{"resource":{"resourceType":"Observation","code":{"text":"Pulse"},"valueQuantity":{"value":70}}},
{"resource":{"resourceType":"Immunization","vaccineCode":{"text":"flu"},"occurrenceDateTime":"2025-10-01"}}
]}`

func TestReadChartTakesWhatItCanAndNamesTheRest(t *testing.T) {
	c, not, err := ReadChart(strings.NewReader("\ufeff" + sparse)) // as Windows programs begin a file
	if err != nil {
		t.Fatal(err)
	}
	if c.Patient.BirthDate.String() != "1956-01-01" || len(c.Medications) != 1 || c.Medications[0].Status != ehr.MedicationActive ||
		len(c.Problems) != 1 || len(c.Immunizations) != 1 || !c.Problems[0].Onset.IsZero() {
		t.Errorf("%+v", c)
	}
	words := ""
	for _, n := range not {
		words += n.What + ": " + n.Why + "\n"
	}
	for _, want := range []string{"entry[3].resource.onsetDateTime", "entry[4].resource.subject", "1 MedicationDispense: not read", "Ages: the date of birth is known only to the month or year", "1 Observation: without a time"} {
		if !strings.Contains(words, want) {
			t.Errorf("%q is not named in\n%s", want, words)
		}
	}
	if strings.Contains(words, "last year") {
		t.Errorf("a value is given away: %s", words)
	}
}

func TestReadChartFailsWithoutExactlyOnePatient(t *testing.T) {
	for _, b := range []string{
		`{"resourceType":"Patient","id":"p"}`, `{"resourceType":"Bundle"}`, `no JSON`,
		`{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Patient","id":"a"}},{"resource":{"resourceType":"Patient","id":"b"}}]}`,
	} {
		if _, _, err := ReadChart(strings.NewReader(b)); ehr.KindOf(err) != ehr.Invalid {
			t.Errorf("%s: %v", b, err)
		}
	}
	if _, err := Read(strings.NewReader(sparse)); ehr.KindOf(err) != ehr.Invalid {
		t.Error("Read, which is for keeping, took a chart that is not whole")
	}
}

// TestAFindingWithoutAValueIsTaken: a code that states what is so needs no value; a
// measurement without one is still left out.
func TestAFindingWithoutAValueIsTaken(t *testing.T) {
	chart, not, err := ReadChart(strings.NewReader(`{"resourceType":"Bundle","type":"collection","entry":[
		{"resource":{"resourceType":"Patient","id":"p","birthDate":"1980-01-01"}},
		{"resource":{"resourceType":"Observation","id":"a","status":"final","subject":{"reference":"Patient/p"},"code":{"coding":[{"system":"urn:cdc:cdsi","code":"160"}]}}},
		{"resource":{"resourceType":"Observation","id":"b","status":"final","subject":{"reference":"Patient/p"},"effectiveDateTime":"2026-01-01","code":{"coding":[{"system":"http://loinc.org","code":"2160-0"}]}}},
		{"resource":{"resourceType":"Observation","id":"c","status":"final","subject":{"reference":"Patient/p"},"dataAbsentReason":{"text":"refused"},"code":{"coding":[{"system":"urn:cdc:cdsi","code":"007"}]}}}]}`))
	if err != nil || len(chart.Observations) != 1 || chart.Observations[0].Code.Code != "160" || !chart.Observations[0].At.IsZero() {
		t.Fatalf("%+v, %v", chart.Observations, err)
	}
	if len(not) == 0 {
		t.Error("what was left out is not told")
	}
}
