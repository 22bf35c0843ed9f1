package main

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/visitwright/visitwright/cmd/visitwright/config"
	"github.com/visitwright/visitwright/cmd/visitwright/content"
	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/fhir"
)

const (
	ana       = `{"resourceType":"Patient","id":"p","gender":"female","birthDate":"1950-03-14"}`
	child     = `{"resourceType":"Patient","id":"p","gender":"female","birthDate":"2020-05-01"}`
	young     = `{"resourceType":"Patient","id":"p","gender":"female","birthDate":"1996-01-01"}`
	warfarin  = `{"resourceType":"MedicationRequest","status":"active","intent":"order","subject":{"reference":"Patient/p"},"medicationCodeableConcept":{"text":"warfarin 5 mg"}}`
	advil     = `{"resourceType":"MedicationRequest","status":"active","intent":"order","subject":{"reference":"Patient/p"},"medicationCodeableConcept":{"text":"Advil 400 mg"}}`
	bleeding  = "Warfarin with ibuprofen"
	noAllergy = "Allergies: no allergies are recorded"
)

// drug is a prescription of an active drug with what else is said of it.
func drug(text, more string) string {
	return `{"resourceType":"MedicationRequest","status":"active","intent":"order","subject":{"reference":"Patient/p"},"medicationCodeableConcept":{"text":"` + text + `"}` + more + `}`
}

func dosed(text, dosage string) string {
	return drug(text, `,"dosageInstruction":[{"text":"`+dosage+`"}]`)
}

func allergy(text, more string) string {
	return `{"resourceType":"AllergyIntolerance","patient":{"reference":"Patient/p"},"code":{"text":"` + text + `"}` + more + `}`
}

func condition(code, more string) string {
	return `{"resourceType":"Condition","subject":{"reference":"Patient/p"},"code":` + code + more + `}`
}

func measured(loinc, value, unit string) string {
	return `{"resourceType":"Observation","status":"final","subject":{"reference":"Patient/p"},"code":{"coding":[{"system":"http://loinc.org","code":"` + loinc +
		`"}]},"effectiveDateTime":"2026-11-01","valueQuantity":{"value":` + value + `,"unit":"` + unit + `"}}`
}

// Charts as other systems really write them: a hazard in them is found, and what
// cannot be read is said not to be checked. Neither ever passes for clear.
func TestOddChartsNeverPassForClear(t *testing.T) {
	t.Setenv("VISITWRIGHT_DATA", t.TempDir())
	cfg, err := config.Load()
	if err != nil {
		t.Fatal(err)
	}
	c, err := content.Checker(cfg)
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 11, 22, 23, 59, 59, 0, time.UTC)
	for _, odd := range []struct {
		name    string
		entries []string
		fires   string // begins an alert's summary
		silent  string // begins none
		not     string // begins what was not checked
	}{
		{"no birth date", []string{`{"resourceType":"Patient","id":"p","gender":"female"}`, warfarin, advil}, bleeding, "", "Preventive care: the date of birth"},
		{"a year of birth alone", []string{`{"resourceType":"Patient","id":"p","gender":"female","birthDate":"1950"}`, warfarin, advil}, bleeding, "", "Ages: the date of birth is known only"},
		{"a patient nobody can name", []string{`{"resourceType":"Patient"}`, warfarin, advil}, "", "", "Bundle.entry[1].resource.subject"},
		{"upper case and a brand", []string{ana, drug("WARFARIN SODIUM 5 MG TAB", ""), advil}, bleeding, "", noAllergy},
		{"misspelt", []string{ana, drug("warfarine 5mg", ""), drug("ibuprofin", "")}, bleeding, "", noAllergy},
		{"entered in error", []string{ana, strings.Replace(warfarin, `"active"`, `"entered-in-error"`, 1), advil}, "", bleeding, noAllergy},
		{"stopped", []string{ana, strings.Replace(warfarin, `"active"`, `"stopped"`, 1), advil}, "", bleeding, noAllergy},
		{"on hold", []string{ana, strings.Replace(warfarin, `"active"`, `"on-hold"`, 1), advil}, bleeding, "", noAllergy},
		{"no status", []string{ana, strings.Replace(warfarin, `"status":"active",`, "", 1), advil}, bleeding, "", noAllergy},
		{"no subject", []string{ana, strings.Replace(warfarin, `"subject":{"reference":"Patient/p"},`, "", 1), advil}, bleeding, "", noAllergy},
		{"written in the future", []string{ana, drug("warfarin 5 mg", `,"authoredOn":"2031-01-01"`), advil}, bleeding, "", noAllergy},
		{"a contained drug", []string{ana, advil, `{"resourceType":"MedicationRequest","status":"active","intent":"order","contained":[{"resourceType":"Medication","id":"w","code":{"text":"warfarin 5 mg"}}],"medicationReference":{"reference":"#w"}}`}, bleeding, "", noAllergy},
		{"a drug elsewhere in the bundle", []string{ana, advil, `{"resourceType":"Medication","id":"wf","code":{"text":"warfarin 5 mg"}}`, `{"resourceType":"MedicationStatement","status":"active","medicationReference":{"reference":"Medication/wf"}}`}, bleeding, "", noAllergy},
		{"a reference to nowhere with words", []string{ana, advil, `{"resourceType":"MedicationRequest","status":"active","intent":"order","medicationReference":{"reference":"Medication/x","display":"Coumadin 5 mg"}}`}, bleeding, "", noAllergy},
		{"a reference to nowhere", []string{ana, advil, `{"resourceType":"MedicationRequest","status":"active","intent":"order","medicationReference":{"reference":"Medication/x"}}`}, "", bleeding, "Bundle.entry[2].resource.medicationReference"},
		{"a drug nobody knows", []string{ana, warfarin, drug("zzyzxamab 12 mg", "")}, "", "", "Drug checks for zzyzxamab"},
		{"a code without words", []string{ana, warfarin, `{"resourceType":"MedicationRequest","status":"active","intent":"order","medicationCodeableConcept":{"coding":[{"system":"http://www.nlm.nih.gov/research/umls/rxnorm","code":"5640"}]}}`}, "", bleeding, "Drug checks for the drug with code 5640"},
		{"given in a hospital", []string{ana, advil, `{"resourceType":"MedicationAdministration","status":"in-progress","medicationCodeableConcept":{"text":"warfarin 5 mg"},"effectiveDateTime":"2026-11-20"}`}, "", "", "1 MedicationAdministration: not read"},
		{"refuted allergy", []string{ana, drug("amoxicillin 500 mg", ""), allergy("penicillin", `,"verificationStatus":{"coding":[{"code":"refuted"}]}`)}, "", "Amoxicillin is a penicillin", noAllergy},
		{"allergy as a SNOMED finding", []string{ana, drug("amoxicillin 500 mg", ""), allergy("Allergy to penicillin (disorder)", "")}, "Amoxicillin is a penicillin", "", ""},
		{"allergy in short", []string{ana, drug("Augmentin 875-125 mg", ""), allergy("PCN", "")}, "Amoxicillin is a penicillin", "", ""},
		{"sulfa", []string{ana, drug("Bactrim DS", ""), allergy("sulfa drugs", "")}, "Sulfamethoxazole is a sulfonamide", "", ""},
		{"allergy without words", []string{ana, drug("amoxicillin", ""), `{"resourceType":"AllergyIntolerance"}`}, "", "", "Bundle.entry[2].resource"},
		{"an allergy nobody knows", []string{ana, drug("amoxicillin", ""), allergy("qwertyin", "")}, "", "", "Allergy to qwertyin"},
		{"resolved condition", []string{ana, advil, condition(`{"text":"Congestive heart failure"}`, `,"clinicalStatus":{"coding":[{"code":"resolved"}]}`)}, "", "Ibuprofen with heart failure", noAllergy},
		{"refuted condition", []string{ana, advil, condition(`{"text":"Congestive heart failure"}`, `,"verificationStatus":{"coding":[{"code":"refuted"}]}`)}, "", "Ibuprofen with heart failure", noAllergy},
		{"condition by its ICD-10 code alone", []string{ana, advil, condition(`{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"I50.9"}]}`, "")}, "Ibuprofen with heart failure", "", noAllergy},
		{"condition without anything", []string{ana, advil, condition(`{}`, "")}, "", "", "Bundle.entry[2].resource"},
		{"pounds", []string{child, dosed("amoxicillin 875 mg", "875 mg three times a day"), measured("29463-7", "35", "lb")}, "Amoxicillin: 165 mg/kg", "", noAllergy},
		{"a child without a weight", []string{child, dosed("amoxicillin 875 mg", "875 mg three times a day")}, "", "", "Dose by weight"},
		{"creatinine in µmol/L", []string{ana, dosed("metformin 1000 mg", "1000 mg twice daily"), measured("2160-0", "250", "umol/L")}, "Metformin with eGFR 17", "", noAllergy},
		{"creatinine in a unit nobody knows", []string{ana, dosed("metformin 1000 mg", "1000 mg twice daily"), measured("2160-0", "3", "stones")}, "", "Metformin with eGFR", "Dose for the kidneys"},
		{"tablets every four hours", []string{ana, dosed("acetaminophen 500 mg tablet", "take 3 tablets every 4 hours")}, "Acetaminophen: 9000 mg a day", "", noAllergy},
		{"a dose nobody can read", []string{ana, dosed("acetaminophen 500 mg tablet", "use as told")}, "", "Acetaminophen:", "Highest daily dose (acetaminophen)"},
		{"pregnant in words", []string{young, drug("lisinopril 10 mg", ""), condition(`{"text":"Pregnancy, 12 weeks"}`, "")}, "Lisinopril in pregnancy", "", noAllergy},
		{"a dose not given", []string{child, `{"resourceType":"Immunization","status":"not-done","vaccineCode":{"coding":[{"system":"http://hl7.org/fhir/sid/cvx","code":"03"}]},"occurrenceDateTime":"2021-06-10"}`}, "", "", ""},
		{"a vaccine in words nobody knows", []string{child, `{"resourceType":"Immunization","status":"completed","vaccineCode":{"text":"a shot"},"occurrenceDateTime":"2021-06-10"}`}, "", "", "Vaccine dose of 2021-06-10 (a shot)"},
		{"a resource of another kind", []string{ana, warfarin, advil, `{"resourceType":"CarePlan","status":"active"}`}, bleeding, "", ""},
	} {
		chart, left, err := fhir.ReadChart(strings.NewReader(`{"resourceType":"Bundle","type":"collection","entry":[{"resource":` + strings.Join(odd.entries, `},{"resource":`) + `}]}`))
		if err != nil {
			t.Errorf("%s: %v", odd.name, err)
			continue
		}
		got := c.Check(chart, ehr.Note{}, nil, now)
		var said, not []string
		for _, a := range got.Alerts {
			said = append(said, a.Summary)
		}
		for _, n := range append(got.NotChecked, left...) {
			not = append(not, n.What+": "+n.Why)
		}
		begins := func(list []string, with string) bool {
			return slices.ContainsFunc(list, func(s string) bool { return strings.HasPrefix(s, with) })
		}
		if odd.fires != "" && !begins(said, odd.fires) {
			t.Errorf("%s: no %q in %q", odd.name, odd.fires, said)
		}
		if odd.silent != "" && begins(said, odd.silent) {
			t.Errorf("%s: %q in %q", odd.name, odd.silent, said)
		}
		if odd.not != "" && !begins(not, odd.not) {
			t.Errorf("%s: %q is not said to be unchecked: %q", odd.name, odd.not, not)
		}
	}
}

func TestWhatIsNoChartIsRefused(t *testing.T) {
	for name, body := range map[string]string{
		"two patients": `{"resourceType":"Bundle","entry":[{"resource":` + ana + `},{"resource":` + strings.Replace(ana, `"p"`, `"q"`, 1) + `}]}`,
		"no patient":   `{"resourceType":"Bundle","entry":[{"resource":` + warfarin + `}]}`,
		"empty":        `{"resourceType":"Bundle","type":"collection"}`,
		"no bundle":    ana,
		"cut off":      `{"resourceType":"Bundle","entry":[{"resource":` + ana,
		"nothing":      "",
	} {
		if _, _, err := fhir.ReadChart(strings.NewReader(body)); ehr.KindOf(err) != ehr.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}
