package role

import (
	_ "embed"
	"errors"
	"hash/fnv"
	"math"
	"strings"
	"sync"

	"github.com/visitwright/visitwright/scribe/speech/align"
)

// buckets is the number of weights; features share them by hash.
const buckets = 1 << 15

// grain is what one step of a stored weight is worth.
const grain = 1.0 / 32

// Model is a logistic regression over the words, pairs and triples of a sentence and the letters within its words.
type Model struct {
	weights [buckets]int8
	bias    int8
}

//go:embed interviews.bin
var interviews []byte

// ErrFormat means weights of another version.
var ErrFormat = errors.New("not a role model")

// Interviews is the model that ships.
var Interviews = sync.OnceValues(func() (*Model, error) { return Read(interviews) })

// Read loads weights as Bytes gives them.
func Read(data []byte) (*Model, error) {
	if len(data) != buckets+1 {
		return nil, ErrFormat
	}
	m := &Model{bias: int8(data[buckets])}
	for i := range m.weights {
		m.weights[i] = int8(data[i])
	}
	return m, nil
}

// Bytes is the model as it is stored.
func (m *Model) Bytes() []byte {
	out := make([]byte, buckets+1)
	for i, w := range m.weights {
		out[i] = byte(w)
	}
	out[buckets] = byte(m.bias)
	return out
}

// Clinician is the logarithm of the odds that a clinician says this: above 0 more likely than a patient.
func (m *Model) Clinician(text string) float64 {
	sum := float64(m.bias)
	for _, f := range features(text) {
		sum += float64(m.weights[f])
	}
	return sum * grain
}

// features are the hashed places of a text's features, each once.
func features(text string) []uint32 {
	var words []string
	for _, w := range strings.Fields(text) {
		if strings.HasSuffix(w, "?") {
			w += " ?"
		}
		for _, part := range strings.Fields(w) {
			if p := align.Plain(part); p != "" {
				words = append(words, p)
			} else if part == "?" {
				words = append(words, "?")
			}
		}
	}
	seen := map[uint32]bool{}
	var out []uint32
	add := func(kind, s string) {
		h := fnv.New32a()
		_, _ = h.Write([]byte(kind + s))
		if f := h.Sum32() % buckets; !seen[f] {
			seen[f] = true
			out = append(out, f)
		}
	}
	framed := append(append([]string{"^"}, words...), "$")
	for i := range framed {
		for n := 1; n <= 3 && i+n <= len(framed); n++ {
			add("w", strings.Join(framed[i:i+n], " "))
		}
	}
	for _, w := range words {
		padded := " " + w + " "
		for n := 3; n <= 5; n++ {
			for i := 0; i+n <= len(padded); i++ {
				add("c", padded[i:i+n])
			}
		}
	}
	return out
}

// Example is a sentence with its speaker.
type Example struct {
	Text      string
	Clinician bool
}

// Train learns weights by passes of stochastic gradient descent in the examples' order, so that the same examples give
// the same weights.
func Train(examples []Example, passes int) *Model {
	weights, bias := make([]float64, buckets), 0.0
	feats := make([][]uint32, len(examples))
	for i, e := range examples {
		feats[i] = features(e.Text)
	}
	for pass := range passes {
		rate := 0.08 / float64(1+pass)
		for k := range examples {
			i := k * 7919 % len(examples) // mixes the interviews
			sum := bias
			for _, f := range feats[i] {
				sum += weights[f]
			}
			want := 0.0
			if examples[i].Clinician {
				want = 1
			}
			off := (want - 1/(1+math.Exp(-sum))) * rate
			bias += off
			for _, f := range feats[i] {
				weights[f] += off - 1e-6*weights[f]
			}
		}
	}
	m := &Model{bias: quantise(bias)}
	for i, w := range weights {
		m.weights[i] = quantise(w)
	}
	return m
}

func quantise(w float64) int8 { return int8(max(-127, min(127, math.Round(w/grain)))) }
