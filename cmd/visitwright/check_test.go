package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/visitwright/visitwright/ehr"
)

const checkBundle = `{"resourceType":"Bundle","type":"collection","entry":[
{"resource":{"resourceType":"Patient","id":"p","gender":"male","birthDate":"1956-03-01"}},
{"resource":{"resourceType":"MedicationRequest","id":"m1","status":"active","intent":"order","subject":{"reference":"Patient/p"},"medicationCodeableConcept":{"text":"warfarin 5 mg"}}},
{"resource":{"resourceType":"MedicationRequest","id":"m2","status":"active","intent":"order","subject":{"reference":"Patient/p"},"medicationCodeableConcept":{"text":"ibuprofen 400 mg"}}},
{"resource":{"resourceType":"Immunization","id":"i1","status":"completed","patient":{"reference":"Patient/p"},"occurrenceDateTime":"2026-09-01","vaccineCode":{"coding":[{"system":"http://hl7.org/fhir/sid/cvx","code":"187"}]}}}
]}`

func runCommand(t *testing.T, args ...string) (string, error) {
	t.Helper()
	root := newRootCmd()
	var out bytes.Buffer
	root.SetOut(&out)
	root.SetErr(&out)
	root.SetArgs(args)
	err := root.Execute()
	return out.String(), err
}

func TestCheckPrintsWhatTheIssueAsksFor(t *testing.T) {
	t.Setenv("VISITWRIGHT_DATA", t.TempDir())
	path := filepath.Join(t.TempDir(), "b.json")
	if err := os.WriteFile(path, []byte(checkBundle), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := runCommand(t, "check", path, "--date", "2026-11-22", "--format", "json")
	if err != nil {
		t.Fatal(err, out)
	}
	var got struct {
		Alerts       []struct{ Rule, Tier, Summary, Detail, Source string }
		CareGaps     []struct{ Rule, Status string } `json:"care_gaps"`
		Immunization []struct {
			Group, Status, Earliest, Recommended string
			PastDue                              string `json:"past_due"`
		}
		NotChecked []struct{ What, Why string } `json:"not_checked"`
	}
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		t.Fatal(err)
	}
	if len(got.Alerts) == 0 || got.Alerts[0].Rule != "ddi-warfarin-nsaid" || got.Alerts[0].Tier != "interruptive" || got.Alerts[0].Source == "" {
		t.Errorf("%+v", got.Alerts)
	}
	if len(got.CareGaps) == 0 || len(got.NotChecked) == 0 {
		t.Errorf("%s", out)
	}
	for _, v := range got.Immunization {
		if v.Group == "Zoster" && (v.Status != "Not Complete" || v.Earliest != "2026-10-27" || v.PastDue != "2027-03-31") {
			t.Errorf("%+v", v)
		}
	}
	if text, err := runCommand(t, "check", path, "--date", "2026-11-22"); err != nil || !strings.Contains(text, "NOT CHECKED") {
		t.Errorf("%v %s", err, text)
	}
}

func TestCheckOfASparseBundleSaysWhatItCouldNotCheck(t *testing.T) {
	t.Setenv("VISITWRIGHT_DATA", t.TempDir())
	path := filepath.Join(t.TempDir(), "b.json")
	body := `{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Patient"}},
{"resource":{"resourceType":"MedicationStatement","medicationCodeableConcept":{"text":"zorblaxin 5 mg"}}},
{"resource":{"resourceType":"Condition","code":{"coding":[{"system":"http://snomed.info/sct","code":"1"}]}}},
{"resource":{"resourceType":"Immunization","vaccineCode":{"text":"a shot"},"occurrenceDateTime":"2020-01-01"}}]}`
	if err := os.WriteFile(path, []byte(body), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := runCommand(t, "check", path, "--date", "2026-11-22")
	if err != nil {
		t.Fatal(err, out)
	}
	for _, want := range []string{"Drug checks for zorblaxin", "Condition 1:", "Preventive care: the date of birth", "Immunization: the date of birth"} {
		if !strings.Contains(out, "NOT CHECKED   "+want) {
			t.Errorf("%q is missing in\n%s", want, out)
		}
	}
}

func TestContentLoadRefusesAndKeeps(t *testing.T) {
	data := t.TempDir()
	t.Setenv("VISITWRIGHT_DATA", data)
	file := func(name, body string) string {
		p := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(p, []byte(body), 0o600); err != nil {
			t.Fatal(err)
		}
		return p
	}
	for _, bad := range []string{file("x.zip", "no zip"), file("x.tsv", "a\tb\n"), file("x.doc", "")} {
		if out, err := runCommand(t, "content", "load", bad); err == nil {
			t.Errorf("%s was taken: %s", bad, out)
		}
	}
	if out, err := runCommand(t, "content", "load", file("p.tsv", "severity\tname1\tname2\nCritical\tloratadine\tfinasteride\n")); err != nil || !strings.Contains(out, "1 pairs") {
		t.Fatal(out, err)
	}
	if err := os.WriteFile(filepath.Join(data, "content", "cdsi.zip"), []byte("damaged"), 0o600); err != nil {
		t.Fatal(err)
	}
	path := file("b.json", checkBundle)
	out, err := runCommand(t, "check", path, "--date", "2026-11-22")
	if err != nil || !strings.Contains(out, "NOT CHECKED   What rests on CDC's immunization schedule") {
		t.Errorf("a damaged schedule is passed over: %v %s", err, out)
	}
	if out, err := runCommand(t, "content", "list"); err != nil || !strings.Contains(out, "Drug rules") {
		t.Errorf("%v %s", err, out)
	}
}

func TestTheChosenScheduleIsNamedOnEveryForecast(t *testing.T) {
	t.Setenv("VISITWRIGHT_DATA", t.TempDir())
	path := filepath.Join(t.TempDir(), "b.json")
	if err := os.WriteFile(path, []byte(strings.Replace(checkBundle, "1956-03-01", "2025-03-01", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := runCommand(t, "content", "use", "who-1990"); err == nil {
		t.Errorf("a schedule that nobody has was chosen: %s", out)
	}
	for choice, want := range map[string]string{"cdc-2026": "HepA: Not Recommended (CDC January 2026", "aap-2026": "(AAP 2026 (on ", "plain": "(Visitwright routine schedule"} {
		if out, err := runCommand(t, "content", "use", choice); err != nil {
			t.Fatal(out, err)
		}
		if out, err := runCommand(t, "check", path, "--date", "2026-11-22"); err != nil || !strings.Contains(out, want) {
			t.Errorf("%s: %v\n%s", choice, err, out)
		}
	}
}

// TestWhenAVaccineIsDue: a date decades ago says nothing to an adult.
func TestWhenAVaccineIsDue(t *testing.T) {
	day := func(y int) ehr.Date { return ehr.Date{Year: y, Month: 6, Day: 1} }
	for want, v := range map[string]ehr.VaccineForecast{
		"": {},
		", recommended 2028-06-01, not before 2027-06-01": {Earliest: day(2027), Recommended: day(2028), PastDue: day(2029)},
		", due now":                        {Earliest: day(2025), Recommended: day(2025)},
		", due now, late after 2027-06-01": {Earliest: day(2025), Recommended: day(2025), PastDue: day(2027)},
		", overdue":                        {Earliest: day(1961), Recommended: day(1961), PastDue: day(1962)},
		", overdue since 2026-06-01":       {Earliest: day(2025), Recommended: day(2025), PastDue: day(2026)},
	} {
		if got := dueWords(v, ehr.Date{Year: 2026, Month: 11, Day: 23}); got != want {
			t.Errorf("%+v: %q, want %q", v, got, want)
		}
	}
}
