package fhir

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/visitwright/visitwright/ehr"
)

func read(t *testing.T, s string) Record {
	t.Helper()
	records, err := Read(strings.NewReader(s))
	if err != nil {
		t.Fatal(err)
	}
	if len(records) != 1 {
		t.Fatalf("%d records", len(records))
	}
	return records[0]
}

func sample(t *testing.T) string {
	t.Helper()
	b, err := os.ReadFile("testdata/visit.json")
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestReadPatient(t *testing.T) {
	p := read(t, sample(t)).Chart.Patient
	want := ehr.Patient{ID: "3b3c2f8e-0f6d-4c1a-9a3b-0c5f7c1d0001", MRN: "MRN-17", GivenName: "Rosa Maria", FamilyName: "Diaz",
		BirthDate: ehr.Date{Year: 1960, Month: 5, Day: 17}, Sex: ehr.Female, Phone: "555-0100", Address: "1 Main St, Springfield, IL 62701",
		Language: "es-US", AllergyStatus: ehr.AllergiesListed}
	if p != want {
		t.Errorf("got  %+v\nwant %+v", p, want)
	}
}

func TestReadConditions(t *testing.T) {
	r := read(t, sample(t))
	c := r.Chart.Problems
	if len(c) != 2 {
		t.Fatalf("%d problems", len(c))
	}
	if c[0].Code != (ehr.Coded{System: ehr.ICD10CM, Code: "I10", Display: "High blood pressure"}) || len(c[0].Also) != 1 || c[0].Also[0].Code != "38341003" {
		t.Errorf("%+v", c[0])
	}
	if c[0].Onset.String() != "2015-09-16" || c[0].Status != ehr.ProblemActive {
		t.Errorf("the day in the time's own zone: %s, %s", c[0].Onset, c[0].Status)
	}
	if c[1].Status != ehr.ProblemResolved || c[1].Onset.String() != "1971-01-01" || c[1].Abated.String() != "1971-08-01" {
		t.Errorf("%+v", c[1])
	}
	if r.Skipped["Condition refuted"] != 1 || r.Skipped["Claim"] != 1 {
		t.Errorf("%v", r.Skipped)
	}
}

func TestReadMedications(t *testing.T) {
	r := read(t, sample(t))
	m := r.Chart.Medications
	if len(m) != 2 || r.Skipped["MedicationRequest draft"] != 1 {
		t.Fatalf("%+v, %v", m, r.Skipped)
	}
	a := m[0]
	if a.Code != (ehr.Coded{System: ehr.RxNorm, Code: "314076", Display: "lisinopril 10 mg oral tablet"}) || a.Dose != "10 mg" ||
		a.Route != "by mouth" || a.Reason != "High blood pressure" || a.Status != ehr.MedicationActive || a.Start.String() != "2025-01-02" {
		t.Errorf("%+v", a)
	}
	if a.Frequency != "twice daily as needed" {
		t.Errorf("%q", a.Frequency)
	}
	if b := m[1]; b.Code.Display != "ibuprofen" || b.Status != ehr.MedicationStopped || b.Stop.String() != "2024-02-10" {
		t.Errorf("%+v", b)
	}
}

func TestReadAllergies(t *testing.T) {
	a := read(t, sample(t)).Chart.Allergies
	if len(a) != 1 || a[0].Substance.Code != "7980" || a[0].Severity != ehr.Severe || !a[0].Active || a[0].Reaction != "hives, swelling of the throat" {
		t.Errorf("%+v", a)
	}
}

func TestReadObservations(t *testing.T) {
	r := read(t, sample(t))
	o := r.Chart.Observations
	if len(o) != 5 || r.Skipped["Observation cancelled"] != 1 {
		t.Fatalf("%d: %+v, %v", len(o), o, r.Skipped)
	}
	found := map[string]ehr.Observation{}
	for _, x := range o {
		found[x.Code.Code+x.Code.Display] = x
	}
	at := time.Date(2026, 11, 20, 15, 30, 0, 0, time.UTC)
	sys, dia := found["8480-6Systolic blood pressure"], found["8462-4Diastolic blood pressure"]
	if sys.Value != 142 || !sys.HasValue || sys.Unit != "mm[Hg]" || !sys.At.Equal(at) || sys.Category != "vital-signs" || dia.Value != 88.5 || sys.ID == dia.ID {
		t.Errorf("%+v\n%+v", sys, dia)
	}
	if c := found["CRP"]; c.HasValue || c.Text != "<5 mg/L" || c.Unit != "" {
		t.Errorf("a comparator is no number: %+v", c)
	}
	if k := found["Potassium"]; k.Low == nil || *k.Low != 3.5 || *k.High != 5 || k.Unit != "mmol/L" {
		t.Errorf("%+v", k)
	}
	if s := found["Smoking status"]; s.Text != "Never smoked" || s.ValueCode.Code != "266919005" {
		t.Errorf("%+v", s)
	}
}

func TestReadTheRest(t *testing.T) {
	r := read(t, sample(t))
	if i := r.Chart.Immunizations; len(i) != 1 || i[0].CVX != "140" || i[0].MVX != "SKB" || i[0].Lot != "L1" || i[0].Date.String() != "2025-10-03" {
		t.Errorf("%+v", i)
	}
	if p := r.Chart.Procedures; len(p) != 1 || p[0].Code.Display != "Appendectomy" || p[0].Date.String() != "1990-04-02" {
		t.Errorf("%+v", p)
	}
	if e := r.Encounters; len(e) != 1 || e[0].Class != "AMB" || e[0].Reason != "Cough" || e[0].Start.Hour() != 15 {
		t.Errorf("%+v", e)
	}
}

// Identifiers are the same at every reading, and UUIDs also where the resource's
// are not.
func TestIdentifiersAreSteady(t *testing.T) {
	one, two := read(t, sample(t)), read(t, sample(t))
	if !reflect.DeepEqual(one, two) {
		t.Error("two readings differ")
	}
	for _, m := range one.Chart.Medications {
		if _, err := ehr.ParseID[ehr.MedicationID](string(m.ID)); err != nil {
			t.Errorf("%q is no UUID", m.ID)
		}
	}
	other := read(t, strings.ReplaceAll(sample(t), "0c5f7c1d0001", "0c5f7c1d0055"))
	if other.Chart.Medications[0].ID == one.Chart.Medications[0].ID {
		t.Error("the id 1 of two patients is one")
	}
}

func TestReadGzip(t *testing.T) {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	z.Write([]byte(sample(t)))
	z.Close()
	if records, err := Read(&b); err != nil || len(records) != 1 {
		t.Errorf("%d, %v", len(records), err)
	}
}

func TestRoundTrip(t *testing.T) {
	first := read(t, sample(t)).Chart
	var b bytes.Buffer
	if err := Write(&b, first); err != nil {
		t.Fatal(err)
	}
	again := read(t, b.String()).Chart
	if !reflect.DeepEqual(first, again) {
		x, _ := json.MarshalIndent(first, "", " ")
		y, _ := json.MarshalIndent(again, "", " ")
		t.Errorf("wrote\n%s\nread\n%s", x, y)
	}
	none := ehr.Chart{Patient: first.Patient}
	none.Patient.AllergyStatus, none.Patient.AllergyAsOf = ehr.NoKnownAllergies, ehr.Date{Year: 2026, Month: 1, Day: 2}
	b.Reset()
	if err := Write(&b, none); err != nil {
		t.Fatal(err)
	}
	if p := read(t, b.String()).Chart.Patient; p != none.Patient {
		t.Errorf("%+v", p)
	}
}

// Every mistake is named by its path, none of the values is told, and nothing is
// given.
func TestMistakesAreNamed(t *testing.T) {
	for path, change := range map[string][2]string{
		"Bundle.entry[0].resource.birthDate":            {`"1960-05-17"`, `"17.5.1960"`},
		"Bundle.entry[0].resource.gender":               {`"female"`, `"lady"`},
		"Bundle.entry[0].resource.name":                 {`{"family": "Diaz"`, `{"fmily": "Diaz"`},
		"Bundle.entry[1].resource.clinicalStatus":       {`{"coding": [{"code": "active"}]}, "ver`, `{"coding": [{"code": "sick"}]}, "ver`},
		"Bundle.entry[2].resource.subject":              {`"code": {"text": "Diabetes"}, "subject": {"reference": "Patient/`, `"code": {"text": "Diabetes"}, "subject": {"reference": "Patient/x`},
		"Bundle.entry[3].resource.code":                 {`"code": {"text": "Broken wrist"}`, `"code": {}`},
		"Bundle.entry[3].resource.onsetPeriod.start":    {`"1971"}`, `"long ago"}`},
		"Bundle.entry[5].resource.medicationReference":  {`{"reference": "http://example.org/fhir/Medication/m1"}`, `{"reference": "Medication/none"}`},
		"Bundle.entry[8].resource.reaction.severity":    {`"severity": "severe"`, `"severity": "awful"`},
		"Bundle.entry[9].resource.component[1].code":    {`{"coding": [{"system": "http://loinc.org", "code": "8462-4", "display": "Diastolic blood pressure"}]}`, `{}`},
		"Bundle.entry[9].resource.effectiveDateTime":    {`"2026-11-20T09:30:00-06:00"`, `"yesterday"`},
		"Bundle.entry[12].resource.issued":              {`"2026-11-03T10:00:00Z"`, `"then"`},
		"Bundle.entry[11].resource.valueQuantity.value": {`"value": 4.1`, `"value": "high"`},
		"Bundle.entry[14].resource.occurrenceDateTime":  {`"2025-10-03T08:00:00-05:00"`, `"autumn"`},
		"Bundle.entry[16].resource.period.start":        {`{"start": "2026-11-20T09:00:00-06:00"}`, `{"start": "nine"}`},
		"Bundle.entry[17].resource.resourceType":        {`{"resourceType": "Claim"`, `{"kind": "Claim"`},
	} {
		s := strings.Replace(sample(t), change[0], change[1], 1)
		if path == "Bundle.entry[0].resource.name" {
			s = strings.Replace(sample(t), `"family": "Diaz", `, ``, 1)
		}
		if s == sample(t) {
			t.Fatalf("%s: the test changes nothing", path)
		}
		records, err := Read(strings.NewReader(s))
		if records != nil || ehr.KindOf(err) != ehr.Invalid || err == nil {
			t.Errorf("%s: %d records, %v", path, len(records), err)
			continue
		}
		if msg := ehr.SafeMessage(err); !strings.Contains(msg, path+": ") {
			t.Errorf("want %s in\n%s", path, msg)
		}
		for _, told := range []string{"Diaz", "1960", "17.5", "Diabetes", "yesterday", "lady", "awful", "high"} {
			if strings.Contains(ehr.SafeMessage(err), told) {
				t.Errorf("%s: the message tells %q", path, told)
			}
		}
		var p Problem
		if !errors.As(err, &p) {
			t.Errorf("%s: no Problem in %v", path, err)
		}
	}
}

func TestWhatIsNoChart(t *testing.T) {
	for name, s := range map[string]string{
		"empty":           ``,
		"no json":         `hello`,
		"cut short":       sample(t)[:3000],
		"other resource":  `{"resourceType":"Patient"}`,
		"other bundle":    `{"resourceType":"Bundle","type":"subscription-notification","entry":[]}`,
		"no patient":      `{"resourceType":"Bundle","type":"collection","entry":[{"resource":{"resourceType":"Practitioner"}}]}`,
		"an array":        `[]`,
		"entry no object": `{"resourceType":"Bundle","type":"collection","entry":[{"resource":3}]}`,
		"broken gzip":     "\x1f\x8bxx",
	} {
		if records, err := Read(strings.NewReader(s)); records != nil || err == nil || ehr.KindOf(err) != ehr.Invalid {
			t.Errorf("%s: %v, %v", name, records, err)
		}
	}
}

func TestManyMistakesAreCounted(t *testing.T) {
	var b strings.Builder
	b.WriteString(`{"resourceType":"Bundle","type":"collection","entry":[{"resource":{"resourceType":"Patient","id":"1","name":[{"family":"A"}],"birthDate":"1980-01-01"}}`)
	for range 30 {
		b.WriteString(`,{"resource":{"resourceType":"Condition","code":{},"subject":{"reference":"Patient/1"}}}`)
	}
	b.WriteString(`]}`)
	_, err := Read(strings.NewReader(b.String()))
	if err == nil || !strings.HasSuffix(ehr.SafeMessage(err), "and 10 more") {
		t.Errorf("%v", err)
	}
}

func TestFrequencyWords(t *testing.T) {
	for in, want := range map[[3]any]string{
		{1, "1", "d"}: "once daily", {3, "1", "d"}: "3 times daily", {1, "8", "h"}: "every 8 hours", {1, "1", "wk"}: "once every week",
		{2, "3", "d"}: "twice every 3 days", {1, "1", "?"}: "",
	} {
		if got := (repeat{in[0].(int), num(in[1].(string)), in[2].(string)}).words(); got != want {
			t.Errorf("%v: %q, want %q", in, got, want)
		}
	}
}

func FuzzRead(f *testing.F) {
	b, err := os.ReadFile("testdata/visit.json")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(b))
	f.Add(`{"resourceType":"Bundle","type":"collection","entry":[{"resource":{"resourceType":"Patient","name":[{"text":" "}]}}]}`)
	f.Fuzz(func(t *testing.T, s string) {
		records, err := Read(strings.NewReader(s))
		if (err == nil) == (records == nil) {
			t.Errorf("%d records and %v", len(records), err)
		}
	})
}
