package scribe

import (
	"strings"
	"testing"

	"github.com/visitwright/visitwright/ehr"
)

// What a clinician tells of a study is written under its name and place, whatever
// words it was told in; a test that is only ordered is no result.
func TestResultsAreRead(t *testing.T) {
	start := "P: My right ankle hurts, I twisted it.\nD: On your exam the right ankle is swollen.\n"
	for said, want := range map[string]string{
		"D: I reviewed your x-ray and there's no fracture.":                                                 "X-ray of the right ankle demonstrates no fracture.",
		"D: So let's look at your x-ray. This looks really good.":                                           "X-ray of the right ankle is unremarkable.",
		"D: Let me show you the x-ray. It shows a small avulsion fracture, okay?":                           "X-ray of the right ankle demonstrates a small avulsion fracture.",
		"D: We got a chest x-ray before you came in, and it does look like you have a little bit of fluid.": "X-ray of the chest demonstrates some fluid.",
		"D: Your hemoglobin A1c came back at 8.1, which is pretty high.":                                    "Hemoglobin A1c came back at 8.1",
		"D: I looked at your EKG. It's completely normal, so that's good.":                                  "EKG is completely normal.",
		"D: I'm going to order an x-ray of the ankle to rule out a fracture.":                               "",
	} {
		segs, err := ReadTranscript(strings.NewReader(start + said))
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, s := range Draft(segs, ehr.Chart{}, Options{}).Note.Sections {
			if s.Name == ehr.ResultList {
				for _, x := range s.Sentences {
					got += x.Text + " "
				}
			}
		}
		if want == "" && got != "" || !strings.Contains(got, want) {
			t.Errorf("%s\n got %q\nwant %q", said, got, want)
		}
	}
}

func TestVitalSignsAreMeasured(t *testing.T) {
	for said, want := range map[string]string{
		"your blood pressure is 127/80 and your heart rate is 72":    "Blood pressure: 127/80|Heart rate: 72",
		"your oxygen saturation is 97% on room air":                  "Oxygen saturation: 97% on room air",
		"your temperature is 98.2 and you weigh 180 pounds":          "Temperature: 98.2|Weight: 180 pounds",
		"your blood pressure at home was 150/90":                     "",
		"let us get your blood pressure below 130/80":                "",
		"your strength is 5/5 and your blood pressure looks fine":    "",
		"your respirations are 18 and your blood pressure is 118/76": "Blood pressure: 118/76|Respiratory rate: 18",
	} {
		if got := strings.Join(measured(strings.Fields(said)), "|"); got != want {
			t.Errorf("%s: %q, want %q", said, got, want)
		}
	}
}

// A plan said under another problem finds its own; a precaution goes to what the
// patient takes home.
func TestPlanFindsItsProblem(t *testing.T) {
	segs, err := ReadTranscript(strings.NewReader(`D: So for your first problem, your hypertension, it is not controlled. I want to increase your lisinopril to 40 milligrams a day.
D: For your diabetes, your sugars look good. Let's continue the metformin 500 milligrams twice a day, and I'm going to order a hemoglobin A1c. And continue the amlodipine 5 milligrams a day. Call me if you feel dizzy.`))
	if err != nil {
		t.Fatal(err)
	}
	n := Draft(segs, ehr.Chart{}, Options{}).Note
	group := map[string]string{}
	where := map[string]ehr.SectionName{}
	for _, s := range n.Sections {
		for _, x := range s.Sentences {
			group[x.Text], where[x.Text] = x.Group, s.Name
		}
	}
	for text, want := range map[string]string{"Increase lisinopril to 40 mg daily.": "Hypertension", "Continue amlodipine 5 mg daily.": "Hypertension", "Continue metformin 500 mg twice daily.": "Diabetes mellitus"} {
		if group[text] != want {
			t.Errorf("%q stands under %q, want %q in\n%s", text, group[text], want, Text(n))
		}
	}
	if where["Call us if you feel dizzy."] != ehr.Instructions {
		t.Errorf("the precaution is not among the instructions:\n%s", Text(n))
	}
}
