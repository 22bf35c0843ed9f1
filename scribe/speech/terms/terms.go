package terms

import (
	"bytes"
	_ "embed"
	"encoding/binary"
	"errors"
	"hash/fnv"
	"slices"
	"strings"
	"sync"

	"github.com/visitwright/visitwright/scribe/speech/align"
)

// Kind says why a word matters.
type Kind string

// Kinds of words, most weighty first.
const (
	Drug     Kind = "drug"
	Number   Kind = "number"
	Negation Kind = "negation"
	Side     Kind = "side"
	Term     Kind = "term"
	None     Kind = ""
)

//go:embed words.bin
var stored []byte

// Set holds the hashes of drugs and of clinical terms, sorted.
type Set struct{ drugs, terms []uint32 }

// ErrFormat means a list of another version.
var ErrFormat = errors.New("not a list of terms")

// Shipped is the list that ships.
var Shipped = sync.OnceValues(func() (*Set, error) { return Read(stored) })

// NewSet makes a list of plain words.
func NewSet(drugs, terms []string) *Set { return &Set{drugs: hashes(drugs), terms: hashes(terms)} }

func hashes(words []string) []uint32 {
	out := make([]uint32, len(words))
	for i, w := range words {
		out[i] = key(w)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func key(word string) uint32 {
	h := fnv.New32a()
	_, _ = h.Write([]byte(word))
	return h.Sum32()
}

// Bytes is the list as it is stored: two counts, then the hashes.
func (s *Set) Bytes() []byte {
	var b bytes.Buffer
	for _, part := range []any{uint32(len(s.drugs)), uint32(len(s.terms)), s.drugs, s.terms} {
		_ = binary.Write(&b, binary.LittleEndian, part) // a buffer does not fail
	}
	return b.Bytes()
}

// Read loads what Bytes gave.
func Read(data []byte) (*Set, error) {
	if len(data) < 8 {
		return nil, ErrFormat
	}
	drugs, terms := binary.LittleEndian.Uint32(data), binary.LittleEndian.Uint32(data[4:])
	if uint64(len(data)) != 8+4*(uint64(drugs)+uint64(terms)) {
		return nil, ErrFormat
	}
	all := make([]uint32, drugs+terms)
	for i := range all {
		all[i] = binary.LittleEndian.Uint32(data[8+4*i:])
	}
	return &Set{drugs: all[:drugs], terms: all[drugs:]}, nil
}

// Known is true for a drug or a clinical term.
func (s *Set) Known(word string) bool {
	k := s.Kind(word)
	return k == Drug || k == Term
}

// Kind says why a word, as written, matters; None if it does not.
func (s *Set) Kind(word string) Kind {
	w := align.Plain(word)
	switch {
	case w == "":
		return None
	case isNumber(word):
		return Number
	case negations[w] || strings.HasSuffix(w, "n't"):
		return Negation
	case w == "left" || w == "right" || w == "both" || w == "bilateral":
		return Side
	}
	for _, form := range []string{w, strings.TrimSuffix(w, "s"), strings.TrimSuffix(w, "'s")} {
		if _, ok := slices.BinarySearch(s.drugs, key(form)); ok {
			return Drug
		}
	}
	for _, form := range []string{w, strings.TrimSuffix(w, "s"), strings.TrimSuffix(w, "'s")} {
		if _, ok := slices.BinarySearch(s.terms, key(form)); ok {
			return Term
		}
	}
	return None
}

var negations = map[string]bool{"no": true, "not": true, "never": true, "none": true, "without": true, "denies": true,
	"deny": true, "nothing": true, "neither": true, "nor": true, "nope": true, "cannot": true}

// numbers are number words; "one" is left out, it is mostly a pronoun in speech.
var numbers = func() map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(`zero two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
		sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand half once
		twice`) {
		m[w] = true
	}
	return m
}()

func isNumber(word string) bool {
	if strings.ContainsAny(word, "0123456789") {
		return true
	}
	for part := range strings.SplitSeq(word, "-") {
		if numbers[align.Plain(part)] {
			return true
		}
	}
	return false
}
