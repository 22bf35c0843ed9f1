package check

import (
	"math/rand/v2"
	"slices"
	"testing"
)

func TestEachKindOfChange(t *testing.T) {
	for _, c := range []struct{ kind, text, want string }{
		{"unit", "Takes lisinopril 10 mg daily.", "Takes lisinopril 10 mcg daily."},
		{"side", "Right knee pain.", "Left knee pain."},
		{"side", "Right knee pain.", "Bilateral knee pain."},
		{"negation", "He denies any fever.", "He reports fever."},
		{"negation", "There is edema.", "There is no edema."},
		{"time", "Return in 2 weeks.", "Return in 2 years."},
		{"time", "It began 2 weeks ago.", "It began 2 weeks from now."},
		{"plan", "We will order an MRI.", "We already obtained an MRI."},
		{"person", "His mother had diabetes.", "the patient had diabetes."},
	} {
		if got := changes(c.kind, c.text, rand.New(rand.NewPCG(1, 1))); !slices.Contains(got, c.want) {
			t.Errorf("%s of %q: %q lacks %q", c.kind, c.text, got, c.want)
		}
	}
}

func TestChangesDifferFromTheSentence(t *testing.T) {
	text := "2. She takes metformin 500 mg for 3 weeks for her diabetes, and denies pain in the left foot."
	for _, k := range Kinds {
		for _, s := range changes(k, text, rand.New(rand.NewPCG(1, 1))) {
			if s == text || s == "" || s[:3] != "2. " {
				t.Errorf("%s: %q", k, s)
			}
		}
	}
	if got := changes("side", "Pain in the left and right knee.", rand.New(rand.NewPCG(1, 1))); len(got) > 0 {
		t.Errorf("both sides are named: %q", got)
	}
}
