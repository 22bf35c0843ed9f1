package cds

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/visitwright/visitwright/cds/preventive"
	"github.com/visitwright/visitwright/ehr"
)

// The day on which every scenario takes place.
var today = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// scenario is a patient in words and what is expected; see testdata/README.md.
type scenario struct {
	name   string
	file   string
	chart  ehr.Chart
	orders []ehr.Order
	expect []string
}

var heading = regexp.MustCompile(`(?m)^-- (.+) --$`)

func readScenarios(t *testing.T) []scenario {
	t.Helper()
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no scenarios", err)
	}
	var out []scenario
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		at := heading.FindAllStringSubmatchIndex(string(b), -1)
		for i, m := range at {
			end := len(b)
			if i+1 < len(at) {
				end = at[i+1][0]
			}
			s, err := parseScenario(string(b[m[2]:m[3]]), string(b[m[1]:end]))
			if err != nil {
				t.Fatalf("%s: %s: %v", f, s.name, err)
			}
			s.file = f
			out = append(out, s)
		}
	}
	return out
}

func parseScenario(name, body string) (scenario, error) {
	s := scenario{name: name, chart: ehr.Chart{Patient: ehr.Patient{AllergyStatus: ehr.NoKnownAllergies}}}
	for _, line := range strings.Split(body, "\n") {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		key, value, ok := strings.Cut(line, ":")
		if !ok {
			return s, fmt.Errorf("%q has no colon", line)
		}
		if err := s.line(strings.ToLower(key), strings.TrimSpace(value)); err != nil {
			return s, err
		}
	}
	return s, nil
}

func (s *scenario) line(key, value string) error {
	c := &s.chart
	id := fmt.Sprint(len(c.Problems) + len(c.Medications) + len(c.Observations) + len(s.orders))
	switch key {
	case "patient":
		return s.patient(value)
	case "problem":
		code, text, _ := strings.Cut(value, " ")
		p := ehr.Problem{ID: ehr.ProblemID("p" + id), Status: ehr.ProblemActive, Code: ehr.Coded{Display: value}}
		if regexp.MustCompile(`^[A-Z][0-9]`).MatchString(code) {
			p.Code = ehr.Coded{System: ehr.ICD10CM, Code: code, Display: text}
		}
		c.Problems = append(c.Problems, p)
	case "takes":
		c.Medications = append(c.Medications, ehr.Medication{ID: ehr.MedicationID("m" + id), Code: ehr.Coded{Display: value}, Frequency: value, Status: ehr.MedicationActive})
	case "orders", "stops":
		verb := ehr.StartOrder
		if key == "stops" {
			verb = ehr.StopOrder
		}
		s.orders = append(s.orders, ehr.Order{ID: ehr.OrderID("o" + id), Kind: ehr.MedicationOrder, Verb: verb, Text: value, Status: ehr.OrderStaged})
	case "allergy":
		p := append(strings.Split(value, ";"), "", "")
		c.Allergies = append(c.Allergies, ehr.Allergy{ID: ehr.AllergyID("a" + id), Active: true, Substance: ehr.Coded{Display: strings.TrimSpace(p[0])}, Reaction: strings.TrimSpace(p[1]), Severity: ehr.Severity(strings.TrimSpace(p[2]))})
		c.Patient.AllergyStatus = ehr.AllergiesListed
	case "result":
		return s.result(value, id)
	case "procedure":
		c.Procedures = append(c.Procedures, ehr.Procedure{ID: ehr.ProcedureID("r" + id), Code: ehr.Coded{Display: value}, Date: ehr.DateOf(today).Add(0, -5, 0)})
	case "care":
		at := ehr.DateOf(today).Add(0, -2, 0)
		c.Care = append(c.Care, ehr.Care{ID: "c" + id, Code: ehr.Coded{Display: value}, From: at, To: at})
	case "not done":
		what, why, _ := strings.Cut(value, ";")
		c.NotDone = append(c.NotDone, ehr.NotDone{ID: "n" + id, Code: ehr.Coded{System: ehr.LOINC, Code: testCodes[what], Display: what}, Reason: strings.TrimSpace(why), Date: ehr.DateOf(today).Add(0, -1, 0)})
	case "allergies":
		c.Patient.AllergyStatus = ehr.AllergiesNotAsked
	case "expect":
		s.expect = append(s.expect, value)
	default:
		return fmt.Errorf("%q is not a word of scenarios", key)
	}
	return nil
}

func (s *scenario) patient(value string) error {
	f := strings.Fields(strings.ReplaceAll(value, ",", ""))
	if len(f) < 3 {
		return fmt.Errorf("patient %q", value)
	}
	s.chart.Patient.Sex = map[string]ehr.Sex{"woman": ehr.Female, "girl": ehr.Female, "man": ehr.Male, "boy": ehr.Male}[f[0]]
	n, err := strconv.Atoi(f[1])
	if err != nil || s.chart.Patient.Sex == "" {
		return fmt.Errorf("patient %q", value)
	}
	d := ehr.DateOf(today)
	switch f[2] {
	case "years":
		d = d.Add(-n, 0, -40)
	case "months":
		d = d.Add(0, -n, -3)
	case "days":
		d = d.Add(0, 0, -n)
	}
	s.chart.Patient.BirthDate = d
	return nil
}

// result reads "potassium 5.8, 10 days ago"; the name is one of facts/tests.yaml.
func (s *scenario) result(value, id string) error {
	what, when, _ := strings.Cut(value, ",")
	f := strings.Fields(what)
	days := 10
	if w := strings.Fields(when); len(w) > 0 {
		days, _ = strconv.Atoi(w[0])
	}
	o := ehr.Observation{ID: ehr.ObservationID("b" + id), At: today.AddDate(0, 0, -days)}
	if v, err := strconv.ParseFloat(f[len(f)-1], 64); err == nil {
		o.Value, o.HasValue = v, true
	} else {
		o.Text = f[len(f)-1]
	}
	name := strings.Join(f[:len(f)-1], " ")
	o.Code = ehr.Coded{System: ehr.LOINC, Code: testCodes[name]}
	if o.Code.Code == "" { // it goes by its name
		o.Code = ehr.Coded{Display: name}
	}
	s.chart.Observations = append(s.chart.Observations, o)
	return nil
}

var testCodes = map[string]string{
	"creatinine": "2160-0", "potassium": "2823-3", "sodium": "2951-2", "INR": "6301-6", "HbA1c": "4548-4", "TSH": "3016-3",
	"ALT": "1742-6", "platelets": "777-3", "neutrophils": "751-8", "white cells": "6690-2", "CK": "2157-6", "digoxin level": "10535-3",
	"lithium level": "14334-7", "QTc": "8634-8", "weight": "29463-7", "BMI": "39156-5", "blood pressure": "8480-6", "mammogram": "24606-6",
	"HPV test": "21440-3", "FIT": "57905-2", "chest CT": "79086-5", "aorta ultrasound": "43762-4", "HIV test": "75622-1",
	"hepatitis C antibody": "13955-0", "HBsAg": "5195-3", "syphilis test": "20507-0", "chlamydia test": "43304-5", "bone density": "38263-0",
	"PHQ-9": "44261-6", "GAD-7": "70274-6", "AUDIT-C": "75626-2", "smoking status": "72166-2", "pack years": "8664-5", "glucose": "2345-7",
	"TB test": "71774-4", "urine culture": "630-4", "Rh type": "10331-7", "DAST-10": "82667-7",
}

func TestScenarios(t *testing.T) {
	c := checker(t, Options{})
	for _, s := range readScenarios(t) {
		t.Run(filepath.Base(s.file)+"/"+s.name, func(t *testing.T) {
			got := c.Check(s.chart, ehr.Note{}, s.orders, today)
			if len(s.expect) == 0 {
				t.Fatal("it expects nothing")
			}
			for _, e := range s.expect {
				if !meets(got, e) {
					t.Errorf("expected %q, got %s", e, words(got))
				}
			}
		})
	}
}

// meets decides one expectation.
func meets(got ehr.Checks, expect string) bool {
	first, rest, _ := strings.Cut(expect, " ")
	switch {
	case expect == "nothing interruptive":
		return !slices.ContainsFunc(got.Alerts, func(a ehr.Alert) bool { return a.Tier == ehr.Interruptive })
	case first == "no":
		return !slices.ContainsFunc(got.Alerts, func(a ehr.Alert) bool { return a.Rule == rest }) &&
			!slices.ContainsFunc(got.CareGaps, func(g ehr.CareGap) bool { return g.Rule == rest && (g.Status == "due" || g.Status == "overdue") })
	case first == "gap":
		status, rule, _ := strings.Cut(rest, " ")
		return slices.ContainsFunc(got.CareGaps, func(g ehr.CareGap) bool { return g.Rule == rule && g.Status == status })
	case strings.HasPrefix(expect, "not checked "):
		return slices.ContainsFunc(got.NotChecked, func(u ehr.Unchecked) bool {
			return strings.Contains(u.What+": "+u.Why, strings.TrimPrefix(expect, "not checked "))
		})
	}
	return slices.ContainsFunc(got.Alerts, func(a ehr.Alert) bool { return string(a.Tier) == first && a.Rule == rest })
}

func words(c ehr.Checks) string {
	var out []string
	for _, a := range c.Alerts {
		out = append(out, string(a.Tier)+" "+a.Rule)
	}
	for _, g := range c.CareGaps {
		out = append(out, "gap "+g.Status+" "+g.Rule)
	}
	for _, n := range c.NotChecked {
		out = append(out, "not checked "+n.What+": "+n.Why)
	}
	return strings.Join(out, "; ")
}

// Every rule has a scenario that fires it and one that must not.
func TestEveryRuleHasItsScenarios(t *testing.T) {
	c := checker(t, Options{})
	fires, silent := map[string]bool{}, map[string]bool{}
	for _, s := range readScenarios(t) {
		for _, e := range s.expect {
			f := strings.Fields(e)
			switch {
			case f[0] == "no":
				silent[f[1]] = true
			case f[0] == "gap" && f[1] != "done" && f[1] != "excluded":
				fires[f[2]] = true
			case f[0] == "interruptive" || f[0] == "inline" || f[0] == "passive":
				fires[f[1]] = true
			}
		}
	}
	var ids []string
	for _, r := range c.drugs.Rules() {
		ids = append(ids, r.ID)
	}
	for _, r := range preventive.Recommendations() {
		ids = append(ids, r.ID)
	}
	for _, id := range ids {
		if !fires[id] || !silent[id] {
			t.Errorf("%s: a scenario that fires it: %v, one that must not: %v", id, fires[id], silent[id])
		}
	}
}
