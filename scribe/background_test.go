package scribe

import (
	"strings"
	"testing"

	"github.com/visitwright/visitwright/ehr"
)

// What a patient says of old illnesses and of tobacco stands under its own
// heading, a likely cause does not become certain, and a bare yes to "any
// medicines?" names no allergy.
func TestRecognisedTalk(t *testing.T) {
	said := `D: What brings you in today, Mister Stone?
P: I have had a bad cough for about two weeks.
D: Are you coughing anything up?
P: Yes, some green mucus, mostly at night.
D: Do you have a history of asthma?
P: No, I never had asthma, I have high blood pressure.
D: And do you smoke?
P: I quit smoking six years ago before that I smoked one pack a day for ten years.
D: Are you allergic to any medicines?
P: Yes.
P: I am allergic to penicillin.
D: Let me have a look. Your throat is clear.
D: I think your cough is from bronchitis, I want to get a chest x ray today.
D: Please drink plenty of fluids.
D: Otherwise, I will see you again in three weeks.`
	segs, err := ReadTranscript(strings.NewReader(said))
	if err != nil {
		t.Fatal(err)
	}
	got := Text(Draft(segs, ehr.Chart{}, Options{}).Note)
	for _, want := range []string{"coughing up some green mucus", "MEDICAL HISTORY\n\nHe never had asthma.\nHypertension.", "SOCIAL HISTORY\n\nHe quit smoking 6 years ago.\nBefore that he smoked 1 pack a day for 10 years.", "allergic to penicillin", "1. Cough, likely bronchitis.", "His cough is likely from bronchitis.", "Obtain a chest X-ray today.", "Drink plenty of fluids.", "Follow up in 3 weeks."} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
	for _, never := range []string{"anything up", "I think", "allergic to medicines", "have a look", "Tobacco use"} {
		if strings.Contains(got, never) {
			t.Errorf("%q in\n%s", never, got)
		}
	}
}
