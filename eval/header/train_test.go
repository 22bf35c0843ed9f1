package header

import (
	"testing"

	"github.com/visitwright/visitwright/eval/note/visits"
)

func TestTrainLearnsWhatItIsShown(t *testing.T) {
	items := []visits.Item{
		{Header: "ALLERGY", Dialogue: "Doctor: Any allergies?\nPatient: Penicillin."}, {Header: "ALLERGY", Dialogue: "Doctor: Are you allergic to anything?\nPatient: Peanuts, I get hives."},
		{Header: "MEDICATIONS", Dialogue: "Doctor: What do you take?\nPatient: Metformin."}, {Header: "MEDICATIONS", Dialogue: "Doctor: Which pills do you take?\nPatient: Aspirin every day."},
	}
	m := Train(items, Default)
	if n := Accuracy(m, items); n != len(items) {
		t.Errorf("%d of %d", n, len(items))
	}
	if h, _ := m.Of(Segments("Doctor: Allergic to peanuts?\nPatient: Yes, hives.")); h != "ALLERGY" {
		t.Errorf("a new one: %s", h)
	}
}

func TestSegmentsKnowWhoSpoke(t *testing.T) {
	s := Segments("Doctor: Hello?\nPatient: Hi: it hurts.\nGuest_family: He fell.\n\nGuest_clinician: Yes.")
	if len(s) != 4 || s[0].Speaker != "clinician" || s[1].Text != "Hi: it hurts." || s[1].Speaker != "patient" || s[2].Speaker != "patient" || s[3].Speaker != "clinician" {
		t.Errorf("%+v", s)
	}
}
