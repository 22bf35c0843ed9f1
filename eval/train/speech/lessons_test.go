package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/visitwright/visitwright/scribe/speech/wordlm"
)

// What recognition is measured on must never be learnt from.
func TestHeldOutInterviewsAreNotLearnt(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "speech", "osce", "transcripts")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"CAR0001.txt": "D: Zanzibar.\n", "MSK0001.txt": "P: Zanzibar.\n", "msk0001.txt": "P: Zanzibar.\n",
		"RES0001.txt": "D: How long have you had the cough?\nP: Um, two weeks.\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	interviews, err := lessons(strings.TrimSuffix(dir, filepath.Join("speech", "osce", "transcripts")))
	if err != nil {
		t.Fatal(err)
	}
	if len(interviews) != 1 || interviews[0].Name != "RES0001" {
		t.Fatalf("learnt from %+v", interviews)
	}
	text := words(interviews[0].Turns)
	if want := strings.Fields("how long have you had the cough two weeks"); !slices.Equal(text, want) {
		t.Errorf("words %q", text)
	}
	m := wordlm.Train([][]string{text}, 1)
	if seen, held := m.LogProb([]string{"had", "the"}, "cough"), m.LogProb(nil, "Zanzibar"); seen < held+3 {
		t.Errorf("log p of a learnt word %.1f, of a held-out one %.1f", seen, held)
	}
	if e := examples(interviews[0].Turns); len(e) != 2 || !e[0].Clinician || e[1].Clinician {
		t.Errorf("examples %+v", e)
	}
}

func TestHeldOutNamesTheRecordings(t *testing.T) {
	if !slices.Equal(heldOut, []string{"CAR0001", "MSK0001"}) {
		t.Errorf("held out: %q", heldOut)
	}
}
