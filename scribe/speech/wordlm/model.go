package wordlm

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"math"
	"slices"
	"sync"

	"github.com/visitwright/visitwright/scribe/speech/align"
)

// Orders of n-grams: single words, pairs, triples.
const orders = 3

// step is the grain of the stored logarithms.
const step = 1.0 / 16

// Model holds, per order, sorted hashes with the logarithm of the interpolated probability and of the weight that is left
// for shorter histories.
type Model struct {
	hash   [orders][]uint32
	prob   [orders][]uint8 // -log p / step
	rest   [orders][]uint8 // -log of the back-off weight of this n-gram as a history / step; none for triples
	chance float64         // log p of a word never seen, before the back-off weights
}

//go:embed interviews.bin.gz
var interviews []byte

// Interviews is the model that ships.
var Interviews = sync.OnceValues(func() (*Model, error) { return Read(bytes.NewReader(interviews)) })

// LogProb is the natural logarithm of the probability of word after history. It implements moonshine.WordModel: words
// come as written and are compared in plain form; fillers do not count.
func (m *Model) LogProb(history []string, word string) float64 {
	w := align.Plain(word)
	if w == "" {
		return 0
	}
	var before []string
	for i := len(history) - 1; i >= 0 && len(before) < orders-1; i-- {
		if h := align.Plain(history[i]); h != "" && !Skip(h) {
			before = append([]string{h}, before...)
		}
	}
	return m.after(before, w)
}

// Skip is true for sounds of hesitation, which the model neither learns nor sees.
func Skip(plain string) bool {
	switch plain {
	case "um", "uh", "ah", "er", "uhm", "umm", "mm", "hmm":
		return true
	}
	return false
}

func (m *Model) after(before []string, word string) float64 {
	var left float64
	for n := len(before); n >= 0; n-- {
		history := before[len(before)-n:]
		if p, ok := m.find(n, m.prob[n], append(slices.Clone(history), word)); ok {
			return left + p
		}
		if n > 0 {
			if rest, ok := m.find(n-1, m.rest[n-1], history); ok {
				left += rest
			}
		}
	}
	return left + m.chance
}

func (m *Model) find(order int, in []uint8, words []string) (float64, bool) {
	at, ok := slices.BinarySearch(m.hash[order], key(words))
	if !ok {
		return 0, false
	}
	return -step * float64(in[at]), true
}

// key is the 32-bit FNV-1a hash of the words with a space between.
func key(words []string) uint32 {
	h := fnv.New32a()
	for i, w := range words {
		if i > 0 {
			_, _ = h.Write([]byte{' '})
		}
		_, _ = h.Write([]byte(w))
	}
	return h.Sum32()
}

// magic begins the file; the number after it is the format's version.
var magic = [8]byte{'V', 'W', 'W', 'O', 'R', 'D', 'S', 1}

// ErrFormat means a file that is not a word model of this version.
var ErrFormat = errors.New("not a word model")

// Write stores the model: header, then per order the hashes, probabilities and back-off weights, gzipped.
func (m *Model) Write(w io.Writer) error {
	z := gzip.NewWriter(w)
	parts := []any{magic, math.Float64bits(m.chance)}
	for n := range orders {
		parts = append(parts, uint32(len(m.hash[n])), m.hash[n], m.prob[n], m.rest[n])
	}
	for _, p := range parts {
		if err := binary.Write(z, binary.LittleEndian, p); err != nil {
			return err
		}
	}
	return z.Close()
}

// Read loads what Write stored.
func Read(r io.Reader) (*Model, error) {
	z, err := gzip.NewReader(r)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrFormat, err)
	}
	var head struct {
		Magic  [8]byte
		Chance uint64
	}
	if err := binary.Read(z, binary.LittleEndian, &head); err != nil || head.Magic != magic {
		return nil, ErrFormat
	}
	m := &Model{chance: math.Float64frombits(head.Chance)}
	for n := range orders {
		var count uint32
		if err := binary.Read(z, binary.LittleEndian, &count); err != nil || count > 1<<24 {
			return nil, ErrFormat
		}
		m.hash[n], m.prob[n], m.rest[n] = make([]uint32, count), make([]uint8, count), make([]uint8, count)
		for _, p := range []any{m.hash[n], m.prob[n], m.rest[n]} {
			if err := binary.Read(z, binary.LittleEndian, p); err != nil {
				return nil, fmt.Errorf("%w: %w", ErrFormat, err)
			}
		}
	}
	return m, nil
}
