package header

import (
	"bytes"
	"errors"
	"math"
	"testing"

	"github.com/visitwright/visitwright/ehr"
)

func talk(lines ...string) []ehr.Segment {
	var out []ehr.Segment
	for i, l := range lines {
		s := ehr.Segment{Speaker: ehr.ClinicianVoice, Text: l}
		if i%2 == 1 {
			s.Speaker = ehr.PatientVoice
		}
		out = append(out, s)
	}
	return out
}

func TestPlainTalkFindsItsSection(t *testing.T) {
	for _, c := range []struct {
		want  Header
		lines []string
	}{
		{"ALLERGY", []string{"Are you allergic to any medicines?", "No, no drug allergies at all."}},
		{"FAM/SOCHX", []string{"Do you smoke or drink alcohol?", "I never smoked, and I have a glass of wine on weekends. I am married with two children."}},
		{"PASTSURGICAL", []string{"Have you had any surgeries?", "I had my gallbladder taken out and a hysterectomy."}},
		{"MEDICATIONS", []string{"What medications do you take?", "I take metformin, lisinopril and a baby aspirin every day."}},
	} {
		if got, lead := Of(talk(c.lines...)); got != c.want || lead <= 0 {
			t.Errorf("%q: %s by %.2f, want %s", c.lines, got, lead, c.want)
		}
	}
	if got, _ := Of(nil); got != "" {
		t.Errorf("nothing said: %s", got)
	}
}

func TestEveryHeaderHasASection(t *testing.T) {
	for _, h := range All {
		if h.Section() == "" {
			t.Errorf("%s has no section", h)
		}
	}
}

func TestModelComesBackAsItWasWritten(t *testing.T) {
	m := embedded()
	var b bytes.Buffer
	if err := m.Write(&b); err != nil {
		t.Fatal(err)
	}
	back, err := Read(b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	x := Weigh(Count(talk("Any allergies?", "Penicillin gives me hives.")), m.Rarity)
	for k, v := range m.Scores(x) {
		if w := back.Scores(x)[k]; math.Abs(v-w) > 1e-9 {
			t.Errorf("%s: %f and %f", All[k], v, w)
		}
	}
	for _, broken := range [][]byte{nil, []byte("x"), b.Bytes()[:1000]} {
		if _, err := Read(broken); !errors.Is(err, errFormat) {
			t.Errorf("%d bytes: %v", len(broken), err)
		}
	}
}
