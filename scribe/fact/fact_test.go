package fact

import (
	"strings"
	"testing"
)

func show(text string) string {
	var out []string
	for _, f := range Of(text) {
		s := f.Name
		if f.Negated {
			s = "-" + s
		}
		if f.Side != "" {
			s = f.Side + " " + s
		}
		if f.Kin != "" {
			s += "@" + f.Kin
		}
		if f.Unit != "" {
			s += " " + f.Unit
		}
		out = append(out, s)
	}
	return strings.Join(out, "; ")
}

func TestFacts(t *testing.T) {
	for text, want := range map[string]string{
		"He denies fever, chills, or chest pain but has a cough.": "-fever; -chills; -chest pain; -chest; cough",
		"There is no edema.":                                     "-edema",
		"No change in the cough.":                                "cough",
		"Take lisinopril 40 mg twice daily.":                     "lisinopril; 40 mg",
		"My mother had diabetes but I have asthma.":              "Diabetes mellitus@mother; Asthma",
		"left knee pain for two weeks":                           "left knee pain; left knee; 2 week",
		"Blood pressure 127/80, temperature 98.20":               "127; 80; 98.2",
		"It hurts right now":                                     "pain",
		"Family history of breast cancer in his aunt.":           "Breast cancer@aunt; breast@aunt",
		"She was not ever told in the past that she has asthma.": "-Asthma",
		"He was told that he has asthma.":                        "Asthma",
		"Has not been around anyone unwell, with diarrhea.":      "-malaise; -diarrhea",
		"Effusion is not present.":                               "-effusion",
		"a 50-year-old in March of 2018":                         "50 year; 3; 2018",
	} {
		if got := show(text); got != want {
			t.Errorf("%q:\n got %s\nwant %s", text, got, want)
		}
	}
}
