package scribe

import (
	"testing"

	"github.com/visitwright/visitwright/ehr"
)

// Every part of a visit must have a place in every full template, or what was
// said would vanish with the choice of a template.
func TestFullTemplatesHoldEverything(t *testing.T) {
	if len(Templates()) < 11 {
		t.Fatalf("%d templates", len(Templates()))
	}
	for _, tpl := range Templates() {
		have := map[ehr.SectionName]bool{}
		for _, s := range tpl.Sections {
			have[s.Name] = true
			for _, n := range s.Include {
				have[n] = true
			}
		}
		for _, n := range []ehr.SectionName{ehr.HPI, ehr.PastMedical, ehr.MedicationList, ehr.AllergyList, ehr.VitalSigns, ehr.Exam, ehr.ResultList, ehr.AssessmentPlan} {
			if !have[n] {
				t.Errorf("%s has no place for %s", tpl.Name, n)
			}
		}
	}
}

func TestParseTemplateRefuses(t *testing.T) {
	for name, in := range map[string]string{
		"not JSON":      "name: soap",
		"no version":    `{"name":"x","title":"X","sections":[{"name":"results","title":"R"}]}`,
		"no sections":   `{"name":"x","title":"X","version":1}`,
		"unknown":       `{"name":"x","title":"X","version":1,"sections":[{"name":"nonsense","title":"R"}]}`,
		"twice":         `{"name":"x","title":"X","version":1,"sections":[{"name":"results","title":"R"},{"name":"results","title":"R"}]}`,
		"unknown style": `{"name":"x","title":"X","version":1,"style":"poem","sections":[{"name":"results","title":"R"}]}`,
	} {
		if _, err := ParseTemplate([]byte(in)); ehr.KindOf(err) != ehr.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := TemplateNamed("no such"); ehr.KindOf(err) != ehr.NotFound {
		t.Errorf("unknown name: %v", err)
	}
}
