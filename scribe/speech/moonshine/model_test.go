package moonshine

import (
	"context"
	"errors"
	"math"
	"path/filepath"
	"slices"
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
	greedy, err := m.Greedy(t.Context(), s, nil)
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
	draftsChangeNothing(t, m, s, greedy)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := m.Greedy(ctx, s, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

// draftsChangeNothing but the cost and, in the last digits, the probabilities: the model rounds what it is given by the largest
// number in it. It reads with drafts that are right, that end early, that miss or have words, and that are about something else.
func draftsChangeNothing(t *testing.T, m *Model, s *Sound, want Reading) {
	t.Helper()
	right := want.Tokens
	for name, draft := range map[string][]int{
		"right": right, "first half": right[:len(right)/2], "second half": right[len(right)/2:],
		"a word more": slices.Concat(right[:3], []int{500, 501}, right[3:]), "a word less": slices.Concat(right[:4], right[6:]),
		"other words": slices.Concat(right[:5], []int{7, 8, 9}, right[8:]), "too long": slices.Concat(right, right), "wrong": {900, 901, 902, 903},
	} {
		steps := 0
		s.Turn = func(step func()) { steps++; step() }
		got, err := m.Greedy(t.Context(), s, draft)
		if err != nil || !slices.Equal(got.Tokens, want.Tokens) || math.Abs(got.Score-want.Score) > 1 {
			t.Errorf("draft %s: %v (%g), want %v (%g), %v", name, got.Tokens, got.Score, want.Tokens, want.Score, err)
		}
		if most := map[string]int{"right": 2, "first half": len(right) - len(right)/2 + 2}[name]; most > 0 && steps > most {
			t.Errorf("draft %s: %d steps, want at most %d", name, steps, most)
		}
	}
	s.Turn = nil
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

func TestNamesAreWrittenInTokensAndLookedFor(t *testing.T) {
	v, err := ReadVocabulary(filepath.Join(speechtest.Parts(t), "speech", "tokenizer.json"))
	if err != nil {
		t.Fatal(err)
	}
	tokens := v.Tokens("lisinopril")
	if v.Text(tokens) != "lisinopril" || len(tokens) < 2 || len(tokens) > 5 || v.Tokens("\x00") != nil {
		t.Fatalf("tokens %v: %q", tokens, v.Text(tokens))
	}
	names := NewNames(v, []string{"lisinopril", "lisinoprol"})
	spell := func(word string, more ...int) (sum float64) {
		at := naming{}
		for _, token := range append(v.Tokens(word), more...) {
			var change float64
			at, change = names.follow(at, token, v.Piece(token), 1)
			sum += change
		}
		return sum
	}
	space, comma := v.Tokens("so")[0], v.Tokens("a,")
	for _, c := range []struct {
		what      string
		got, want float64
	}{
		{"a whole name", spell("lisinopril", space), float64(len(tokens))},
		{"with a capital", spell("Lisinopril", space), float64(len(v.Tokens("Lisinopril")))},
		{"with a comma", spell("lisinopril", comma[len(comma)-1]), float64(len(tokens))},
		{"a beginning alone", spell("lisin", space), 0},
		{"a longer word", spell("lisinopril", v.Tokens("aly")[1]), 0},
		{"another word", spell("listening", space), 0},
	} {
		if c.got != c.want {
			t.Errorf("%s: a bonus of %g, want %g", c.what, c.got, c.want)
		}
	}
}
