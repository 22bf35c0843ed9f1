package scribe

import (
	"os"
	"strings"
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
		"not JSON":                      "name: soap",
		"no version":                    `{"name":"x","title":"X","sections":[{"name":"results","title":"R"}]}`,
		"no sections":                   `{"name":"x","title":"X","version":1}`,
		"unknown":                       `{"name":"x","title":"X","version":1,"sections":[{"name":"nonsense","title":"R"}]}`,
		"twice":                         `{"name":"x","title":"X","version":1,"sections":[{"name":"results","title":"R"},{"name":"results","title":"R"}]}`,
		"unknown field":                 `{"name":"x","title":"X","version":1,"colour":"red","sections":[{"name":"results","title":"R"}]}`,
		"unknown system":                `{"name":"x","title":"X","version":1,"systems":["Aura"],"sections":[{"name":"results","title":"R"}]}`,
		"wording that drops a negation": `{"name":"x","title":"X","version":1,"wording":[{"from":"no fever","to":"fever"}],"sections":[{"name":"results","title":"R"}]}`,
		"wording that changes a side":   `{"name":"x","title":"X","version":1,"wording":[{"from":"the left knee","to":"the right knee"}],"sections":[{"name":"results","title":"R"}]}`,
		"a macro without a name":        `{"name":"x","title":"X","version":1,"macros":[{"name":"No Name","text":"x"}],"sections":[{"name":"results","title":"R"}]}`,
		"unknown style":                 `{"name":"x","title":"X","version":1,"style":"poem","sections":[{"name":"results","title":"R"}]}`,
	} {
		if _, err := ParseTemplate([]byte(in)); ehr.KindOf(err) != ehr.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := TemplateNamed("no such"); ehr.KindOf(err) != ehr.NotFound {
		t.Errorf("unknown name: %v", err)
	}
}

func TestTemplateOfAClinicianInYAML(t *testing.T) {
	tpl, err := ParseTemplate([]byte(`
name: mine
title: My note
version: 2
wording:
  - {from: denies any, to: denies}
macros:
  - {name: heart, text: Regular rate and rhythm.}
sections:
  - {name: assessment_and_plan, title: PLAN}
  - {name: history_of_present_illness, title: STORY}
`))
	if err != nil {
		t.Fatal(err)
	}
	segs, err := ReadTranscript(strings.NewReader("D: What brings you in?\nP: A cough for 2 weeks.\nD: Any fever?\nP: No.\nD: I'm going to order a chest x-ray."))
	if err != nil {
		t.Fatal(err)
	}
	d := Draft(segs, ehr.Chart{}, Options{Template: tpl})
	text := Text(d.Note)
	if !strings.HasPrefix(text, "PLAN") || !strings.Contains(text, "STORY") || !strings.Contains(text, "denies fever") || strings.Contains(text, "denies any") {
		t.Errorf("order, titles and wording are the template's:\n%s", text)
	}
	if got := tpl.Expand("On exam: .heart No edema. .unknown"); got != "On exam: Regular rate and rhythm. No edema. .unknown" {
		t.Errorf("macro: %q", got)
	}
	other := tpl
	other.Title = "Another"
	if tpl.Hash() == other.Hash() || len(tpl.Hash()) != 16 {
		t.Errorf("hashes %s, %s", tpl.Hash(), other.Hash())
	}
}

// Every template and every specialty's way of it gives a note of a whole visit,
// with the plan in it and no sentence in doubt.
func TestEveryTemplateDrafts(t *testing.T) {
	f, err := os.Open("../eval/examples/09-chest.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	segs, err := ReadTranscript(f)
	if err != nil {
		t.Fatal(err)
	}
	names := []string{"soap.psychiatry", "consult.cardiology", "soap.orthopaedics", "procedure.dermatology", "well-child.paediatrics", "soap.obstetrics-gynecology", "soap.family-medicine", "hp.internal-medicine"}
	for _, tpl := range Templates() {
		names = append(names, tpl.Name)
	}
	if len(Specialties()) != 8 {
		t.Errorf("%d specialties", len(Specialties()))
	}
	for _, name := range names {
		tpl, err := TemplateNamed(name)
		if err != nil {
			t.Fatal(err)
		}
		d := Draft(segs, ehr.Chart{}, Options{Template: tpl})
		text := strings.ToLower(Text(d.Note))
		if d.Note.Template != name || !strings.Contains(text, "stress test") || !strings.Contains(text, "138/84") || !strings.Contains(text, "chest pain") {
			t.Errorf("%s:\n%s", name, text)
		}
		for _, s := range d.Note.Sections {
			for _, x := range s.Sentences {
				if len(x.Doubts) > 0 {
					t.Errorf("%s: %+v", name, x)
				}
			}
		}
	}
	ortho, _ := TemplateNamed("soap.orthopaedics")
	if systemsOf(ortho)[0] != "Musculoskeletal" || len(systemsOf(ortho)) != len(systemsOf(Template{})) {
		t.Errorf("systems %v", systemsOf(ortho))
	}
}
