package sense

import (
	"bytes"
	"strings"
	"testing"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/scribe/clause"
)

// A model learns what separates its examples, and is the same after writing and
// reading; training twice gives the same bytes.
func TestTrainWriteRead(t *testing.T) {
	var ex []Example
	for i := range 40 {
		y := float64(i % 2)
		word := []string{"cough", "plan"}[i%2]
		ex = append(ex, Example{Features: []Feature{Hash("w", word), Hash("i", string(rune('a'+i%20)))}, Targets: []float64{y}})
	}
	plan := Plan{Bits: 10, Epochs: 5, Rate: 0.3, Seed: 7}
	m := Train([]string{"plan"}, ex, plan)
	if a, b := m.Score([]Feature{Hash("w", "plan")})[0], m.Score([]Feature{Hash("w", "cough")})[0]; a < 0.7 || b > 0.3 {
		t.Errorf("plan %.2f, cough %.2f", a, b)
	}
	var one, two bytes.Buffer
	if err := m.Write(&one); err != nil {
		t.Fatal(err)
	}
	if err := Train([]string{"plan"}, ex, plan).Write(&two); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(one.Bytes(), two.Bytes()) {
		t.Error("two trainings of one seed differ")
	}
	back, err := Read(one.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if a, b := m.Score(ex[3].Features)[0], back.Score(ex[3].Features)[0]; a != b {
		t.Errorf("%v before writing, %v after", a, b)
	}
	if _, err := Read([]byte("no model")); err == nil {
		t.Error("nonsense was read as a model")
	}
}

// The embedded weights know a clinician's words, a sentence's end and where a
// plan stands.
func TestEmbeddedWeights(t *testing.T) {
	if c, p := Clinician(strings.Fields("i am going to order an x-ray of your knee")), Clinician(strings.Fields("my knee has been hurting me for weeks")); c < 0.7 || p > 0.3 {
		t.Errorf("clinician's words %.2f, patient's %.2f", c, p)
	}
	w := strings.Fields("my knee has been hurting for weeks i took some ibuprofen")
	if in, at := Boundary(w, 3), Boundary(w, 7); at < 0.3 || in > 0.1 {
		t.Errorf("a sentence ends before i: %.2f, within: %.2f", at, in)
	}
	v := Prepare([]clause.Clause{
		{Segment: "a", Speaker: ehr.PatientVoice, Words: strings.Fields("i have had a cough for 2 weeks")},
		{Segment: "b", Turn: 1, Speaker: ehr.ClinicianVoice, Words: strings.Fields("on your exam your lungs are clear bilaterally")},
		{Segment: "c", Turn: 1, Speaker: ehr.ClinicianVoice, Words: strings.Fields("i am going to prescribe amoxicillin 500 mg")},
	})
	for i, want := range []string{"hpi", "exam", "ap"} {
		best, score := "", 0.0
		for l, p := range v.Section(i) {
			if w := p / Threshold[Sections[l]]; w > score {
				best, score = Sections[l], w
			}
		}
		if best != want {
			t.Errorf("clause %d goes to %s, want %s", i, best, want)
		}
	}
}
