package reword

import (
	"strings"
	"testing"

	"github.com/visitwright/visitwright/ehr"
)

func TestPlanWithoutFirstPerson(t *testing.T) {
	for said, want := range map[string]string{
		"i think your cough is from bronchitis":               "His cough is likely from bronchitis.",
		"i think you have a lumbar strain":                    "He likely has a lumbar strain.",
		"i do not think you need an antibiotic":               "He likely does not need an antibiotic.",
		"i do not think that this is a stroke":                "This is likely not a stroke.",
		"i think it could be a virus":                         "It could be a virus.",
		"i think you are doing really well":                   "He is doing really well.",
		"otherwise , i will see you again in 2 weeks":         "Follow up in 2 weeks.",
		"i would really like you to stop smoking":             "Stop smoking.",
		"i think if you rest it will heal":                    "I think if he rests it will heal.",
		"i want to get a chest x-ray today":                   "Obtain a chest X-ray today.",
		"i think we should check your thyroid":                "We should check his thyroid.",
		"i would like to increase your losartan to 50 mg":     "Increase losartan to 50 mg.",
		"i do not believe it is well controlled at this time": "It is likely not well controlled at this time.",
	} {
		if got := Sentence(Tidy(Plan(strings.Fields(said), For(ehr.Male)))); got != want {
			t.Errorf("%q: %q, want %q", said, got, want)
		}
	}
}

func TestFill(t *testing.T) {
	for _, c := range []struct{ asked, added, want string }{
		{"are you coughing anything up", "some yellow mucus , mostly in the morning", "He is coughing up some yellow mucus, mostly in the morning."},
		{"do you take anything for the pain", "some ibuprofen", "He takes some ibuprofen for the pain."},
		{"are you allergic to any medications", "penicillin", "He is allergic to penicillin."},
		{"are you coughing anything up", "sometimes", ""},
		{"do you take anything else", "some ibuprofen", ""},
	} {
		w, _ := Fill(strings.Fields(c.asked), strings.Fields(c.added), For(ehr.Male))
		if got := Sentence(w); got != c.want {
			t.Errorf("%q, %q: %q, want %q", c.asked, c.added, got, c.want)
		}
	}
}
