package role

import "testing"

func TestShippedModelKnowsWhoAsks(t *testing.T) {
	m, err := Interviews()
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []string{"Do you have any allergies to medications?", "And what brings you in today?", "OK, and are you taking any medications?"} {
		if odds := m.Clinician(s); odds < 1 {
			t.Errorf("%q: %.2f, want a clinician", s, odds)
		}
	}
	for _, s := range []string{"No, I haven't noticed anything like that.", "My mom has diabetes, I think.", "It hurts when I walk up the stairs."} {
		if odds := m.Clinician(s); odds > -1 {
			t.Errorf("%q: %.2f, want a patient", s, odds)
		}
	}
}

func TestTrainLearns(t *testing.T) {
	m := Train([]Example{{"Where is the pain?", true}, {"In my knee.", false}, {"How long?", true}, {"My back, two days.", false}}, 20)
	if m.Clinician("Where?") <= m.Clinician("My knee.") {
		t.Error("a question is no likelier a clinician's than an answer")
	}
	again, err := Read(m.Bytes())
	if err != nil || *again != *m {
		t.Errorf("read back: %v", err)
	}
	if _, err := Read([]byte("short")); err == nil {
		t.Error("nonsense was read")
	}
}
