package moonshine

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"github.com/visitwright/visitwright/scribe/speech/onnx"
	"github.com/visitwright/visitwright/scribe/speech/speechtest"
)

func TestReadingsOfTinyModel(t *testing.T) {
	parts := speechtest.Parts(t)
	if err := onnx.Start(filepath.Join(parts, "onnxruntime", "libonnxruntime.so")); err != nil {
		t.Fatal(err)
	}
	v, err := ReadVocabulary(filepath.Join(parts, "speech", "tokenizer.json"))
	if err != nil {
		t.Fatal(err)
	}
	m, err := Load("tiny", filepath.Join(parts, "speech", "moonshine-tiny"), v)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = m.Close() }()
	var sound []float32
	for _, x := range speechtest.Say(t, speechtest.Man, "My left knee hurts when I climb the stairs.") {
		sound = append(sound, float32(x)/32768)
	}
	s, err := m.Encode(sound)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	greedy, err := m.Greedy(t.Context(), s)
	if err != nil || !strings.Contains(v.Text(greedy.Tokens), "knee hurts when I climb the stairs") {
		t.Errorf("greedy: %q, %v", v.Text(greedy.Tokens), err)
	}
	beam, err := Beam{Width: 3}.Decode(t.Context(), m, s)
	if err != nil || !strings.Contains(v.Text(beam.Tokens), "knee hurts when I climb the stairs") {
		t.Errorf("beam: %q, %v", v.Text(beam.Tokens), err)
	}
	if words := m.Words(greedy); len(words) < 8 || words[len(words)-1].Text != "stairs." || words[0].Prob >= 0 {
		t.Errorf("words: %+v", words)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := m.Greedy(ctx, s); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

func TestRepeatsTellsALoop(t *testing.T) {
	if !repeats([]int{9, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2}) || repeats([]int{5, 5, 5, 5, 5, 6}) {
		t.Error("a loop of two tokens six times is a loop, five times one is none")
	}
}

func TestTopGivesTheBestInOrder(t *testing.T) {
	if got := top([]float32{1, 5, 3, 9, 2}, 3); len(got) != 3 || got[0] != 3 || got[1] != 1 || got[2] != 2 {
		t.Errorf("got %v", got)
	}
}
