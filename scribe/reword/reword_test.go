package reword

import (
	"strings"
	"testing"

	"github.com/visitwright/visitwright/ehr"
)

func words(s string) []string { return strings.Fields(s) }

func TestStatementsTurnToTheThirdPerson(t *testing.T) {
	she := For(ehr.Female)
	for said, want := range map[string]string{
		"i have had a cough for 2 weeks":     "She has had a cough for 2 weeks.",
		"no fever":                           "She denies any fever.",
		"no fever , no chest pain":           "She denies any fever or chest pain.",
		"no fever , no chills and no sweats": "She denies any fever, chills, or sweats.",
		"no fever , no i had chills":         "She denies any fever, no she had chills.",
		"i do not have any chest pain":       "She denies any chest pain.",
		"my knee hurts when i go upstairs":   "Her knee hurts when she goes upstairs.",
		"i am taking lisinopril twice a day": "She is taking lisinopril twice daily.",
	} {
		if got := Sentence(Tidy(Statement(words(said), ehr.PatientVoice, she))); got != want {
			t.Errorf("%q: %q, want %q", said, got, want)
		}
	}
}

func TestPlansBecomeOrders(t *testing.T) {
	he := For(ehr.Male)
	for said, want := range map[string]string{
		"i am going to start you on lisinopril 10 mg a day":   "Start lisinopril 10 mg daily.",
		"let us continue the metformin 500 mg twice a day":    "Continue metformin 500 mg twice daily.",
		"i want to go ahead and increase your lasix to 80 mg": "Increase Lasix to 80 mg.",
		"we will get an x-ray of the left knee":               "Obtain an X-ray of the left knee.",
		"i am going to refer you to physical therapy":         "Refer to physical therapy.",
		"i want you to weigh yourself every day":              "He will weigh himself every day.",
		"i am not going to start you on anything":             "I am not going to start him on anything.",
	} {
		if got := Sentence(Tidy(Plan(words(said), he))); got != want {
			t.Errorf("%q: %q, want %q", said, got, want)
		}
	}
	split := Orders(words("order a lipid panel and start metformin 500 mg"))
	if len(split) != 2 || strings.Join(split[1], " ") != "start metformin 500 mg" {
		t.Errorf("%q", split)
	}
	if whole := Orders(words("start metformin and stop glipizide if it is too low")); len(whole) != 1 {
		t.Errorf("a condition was torn from its order: %q", whole)
	}
}

func TestFindingsKeepTheirNegation(t *testing.T) {
	for said, want := range map[string]string{
		"i do not see any fracture":                    "demonstrates no fracture",
		"it does not show any fluid":                   "demonstrates no fluid",
		"it is not elevated":                           "is not elevated",
		"there is no , everything looks good":          "looks good",
		"it looks like you have a fracture":            "demonstrates a fracture",
		"it shows that you have some arthritis , okay": "demonstrates some arthritis , okay",
	} {
		got, own := Finding(words(said), true, For(ehr.Male))
		if strings.Join(got, " ") != want || own {
			t.Errorf("%q: %q, want %q", said, got, want)
		}
	}
	if got, own := Finding(words("your white count is not elevated"), false, For(ehr.Male)); !own || strings.Join(got, " ") != "the white count is not elevated" {
		t.Errorf("%q %v", got, own)
	}
}

func TestSound(t *testing.T) {
	for s, want := range map[string]bool{
		"she has had a cough": true, "she denies any fever": true, "despite how active she is": false, "both her knees": false,
		"the results of the chest x-ray the": false, "is he taking it": false, "he went to the": false, "start lisinopril 10 mg": false,
	} {
		if Sound(words(s), false) != want {
			t.Errorf("%q: %v", s, !want)
		}
	}
	if !Sound(words("start lisinopril 10 mg daily"), true) {
		t.Error("an order is a telegram")
	}
}

func TestTalkAboutTheTalk(t *testing.T) {
	for s, want := range map[string]bool{
		"let me take a listen to your lungs": true, "i am going to do a quick exam": true, "good to see you": true,
		"let us continue your metformin": false, "let me check a hemoglobin a1c": false, "your lungs are clear": false,
	} {
		if Conducts(words(s)) != want {
			t.Errorf("%q: %v", s, !want)
		}
	}
}
