package demo

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func TestScriptIsAVisitOfTwo(t *testing.T) {
	turns, err := Script()
	if err != nil {
		t.Fatal(err)
	}
	said := map[Speaker]int{}
	for i, turn := range turns {
		said[turn.Speaker]++
		if i > 0 && turns[i-1].Speaker == turn.Speaker {
			t.Errorf("turn %d: the same speaker twice", i+1)
		}
	}
	if said[Doctor] < 10 || said[Patient] < 10 {
		t.Errorf("turns: %v", said)
	}
	for _, wrong := range []string{"[nurse] hello", "hello", "[doctor]"} {
		if _, err := parseScript(wrong); err == nil {
			t.Errorf("%q was taken", wrong)
		}
	}
}

func TestSpeakWritesBothVoices(t *testing.T) {
	if _, err := exec.LookPath("flite"); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("flite is not installed: run make test")
		}
		t.Skip("flite is not installed")
	}
	say := func(who Speaker) []byte {
		path := filepath.Join(t.TempDir(), "sub", "visit.wav")
		if err := Speak(t.Context(), []Turn{{who, "Good morning."}}, path); err != nil {
			t.Fatal(err)
		}
		wav, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		samples, err := samplesOf(wav)
		if err != nil {
			t.Fatal(err)
		}
		loud := 0
		for i := 1; i < len(samples); i += 2 {
			if high := int8(samples[i]); high > 4 || high < -4 {
				loud++
			}
		}
		if loud < sampleRate/20 {
			t.Errorf("%s: nothing to be heard", who)
		}
		return samples
	}
	if string(say(Doctor)) == string(say(Patient)) {
		t.Error("both have one voice")
	}
}

func TestSpeakSaysWhatIsMissing(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	err := Speak(context.Background(), nil, filepath.Join(t.TempDir(), "visit.wav"))
	if !errors.Is(err, ErrNoSynthesizer) || !strings.Contains(err.Error(), "flite") {
		t.Fatalf("err = %v", err)
	}
}
