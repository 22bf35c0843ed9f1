package fhir

import (
	"fmt"
	"strings"
	"testing"

	"github.com/visitwright/visitwright/ehr"
)

func readOne(t *testing.T, resources ...string) ehr.Chart {
	t.Helper()
	all := append([]string{`{"resourceType":"Patient","id":"p","birthDate":"1950-01-02","gender":"female"}`}, resources...)
	for i, r := range all {
		all[i] = `{"resource":` + r + `}`
	}
	chart, left, err := ReadChart(strings.NewReader(`{"resourceType":"Bundle","type":"collection","entry":[` + strings.Join(all, ",") + `]}`))
	if err != nil || len(left) > 0 {
		t.Fatalf("%v, left out %v", err, left)
	}
	return chart
}

func TestCareOfElsewhere(t *testing.T) {
	const who = `"subject":{"reference":"Patient/p"}`
	chart := readOne(t,
		`{"resourceType":"Encounter","id":"e","status":"finished",`+who+`,"class":{"code":"IMP"},"type":[{"text":"Inpatient stay"}],"period":{"start":"2026-03-01","end":"2026-03-05"},"hospitalization":{"dischargeDisposition":{"text":"Home with hospice"}}}`,
		`{"resourceType":"Encounter","id":"f","status":"planned",`+who+`,"class":{"code":"IMP"},"type":[{"text":"Hospice"}]}`,
		`{"resourceType":"DeviceRequest","id":"d","status":"active","intent":"order",`+who+`,"codeCodeableConcept":{"text":"Wheelchair"},"authoredOn":"2026-04-01"}`,
		`{"resourceType":"ServiceRequest","id":"s","status":"revoked","intent":"order",`+who+`,"code":{"text":"Hospice care"},"authoredOn":"2026-04-02"}`,
		`{"resourceType":"ServiceRequest","id":"t","status":"active","intent":"proposal",`+who+`,"code":{"text":"Hospice care"},"authoredOn":"2026-04-02"}`)
	var got []string
	for _, c := range chart.Care {
		got = append(got, fmt.Sprintf("%s %s %s", c.Code.Display, c.From, c.To))
	}
	want := "Inpatient stay 2026-03-01 2026-03-05; Home with hospice 2026-03-05 2026-03-05; Wheelchair 2026-04-01 2026-04-01"
	if s := strings.Join(got, "; "); s != want {
		t.Errorf("care: %s, want %s", s, want)
	}
}

func TestWhatWasNotDone(t *testing.T) {
	const who = `"subject":{"reference":"Patient/p"}`
	chart := readOne(t,
		`{"resourceType":"Observation","status":"cancelled",`+who+`,"code":{"text":"Depression screen"},"issued":"2026-05-01T08:00:00Z","extension":[{"url":"http://hl7.org/fhir/us/qicore/StructureDefinition/qicore-notDoneReason","valueCodeableConcept":{"text":"Declined"}}]}`,
		`{"resourceType":"Observation","status":"cancelled",`+who+`,"code":{"text":"No reason given"},"issued":"2026-05-01T08:00:00Z"}`,
		`{"resourceType":"Procedure","status":"not-done",`+who+`,"code":{"text":"Colonoscopy"},"performedDateTime":"2026-05-02","statusReason":{"text":"Patient refused"}}`,
		`{"resourceType":"ServiceRequest","status":"active","intent":"order","doNotPerform":true,`+who+`,"code":{"text":"Mammography"},"authoredOn":"2026-05-03","reasonCode":[{"text":"Contraindicated"}]}`)
	var got []string
	for _, n := range chart.NotDone {
		got = append(got, fmt.Sprintf("%s %s %s", n.Code.Display, n.Reason, n.Date))
	}
	want := "Depression screen Declined 2026-05-01; Colonoscopy Patient refused 2026-05-02; Mammography Contraindicated 2026-05-03"
	if s := strings.Join(got, "; "); s != want {
		t.Errorf("not done: %s, want %s", s, want)
	}
	if len(chart.Care)+len(chart.Procedures)+len(chart.Observations) > 0 {
		t.Error("what was not done stands in the chart as done")
	}
}

func TestTheSideOfAProblemIsRead(t *testing.T) {
	chart := readOne(t, `{"resourceType":"Condition","subject":{"reference":"Patient/p"},"code":{"text":"Absence of breast"},"bodySite":[{"text":"Left"}]}`)
	if p := chart.Problems[0]; len(p.Also) != 1 || p.Also[0].Display != "Absence of breast, Left" {
		t.Errorf("problem: %+v", p)
	}
}
