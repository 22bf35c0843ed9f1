package drugs

import (
	"bytes"
	_ "embed"
	"encoding/binary"
	"errors"
	"hash/fnv"
	"slices"
	"strings"
	"sync"
	"unicode"
)

//go:embed english.bin
var stored []byte

// English holds the hashes of English words, sorted: common ones, and names of people and places.
type English struct{ words, proper []uint32 }

// ErrFormat means a list of another version.
var ErrFormat = errors.New("not a list of English words")

// Shipped is the list that ships.
var Shipped = sync.OnceValues(func() (*English, error) { return Read(stored) })

// NewEnglish makes a list of words; those with a capital are names.
func NewEnglish(list []string) *English {
	var words, proper []uint32
	for _, w := range list {
		w = strings.TrimSuffix(w, "'s")
		k := key(strings.ToLower(w))
		if strings.ContainsFunc(w, unicode.IsUpper) {
			proper = append(proper, k)
		} else {
			words = append(words, k)
		}
	}
	slices.Sort(words)
	slices.Sort(proper)
	return &English{slices.Compact(words), slices.Compact(proper)}
}

func key(word string) uint32 {
	h := fnv.New32a()
	_, _ = h.Write([]byte(word))
	return h.Sum32()
}

// Bytes is the list as it is stored: two counts, then the hashes.
func (e *English) Bytes() []byte {
	var b bytes.Buffer
	for _, part := range []any{uint32(len(e.words)), uint32(len(e.proper)), e.words, e.proper} {
		_ = binary.Write(&b, binary.LittleEndian, part) // a buffer does not fail
	}
	return b.Bytes()
}

// Read loads what Bytes gave.
func Read(data []byte) (*English, error) {
	if len(data) < 8 {
		return nil, ErrFormat
	}
	words, proper := binary.LittleEndian.Uint32(data), binary.LittleEndian.Uint32(data[4:])
	if uint64(len(data)) != 8+4*(uint64(words)+uint64(proper)) {
		return nil, ErrFormat
	}
	all := make([]uint32, words+proper)
	for i := range all {
		all[i] = binary.LittleEndian.Uint32(data[8+4*i:])
	}
	return &English{all[:words], all[words:]}, nil
}

// Word is true for an English word in lower case, also with a genitive or plural s.
func (e *English) Word(word string) bool { return has(e.words, word) }

// Proper is true for the name of a person or place, in lower case.
func (e *English) Proper(word string) bool { return has(e.proper, word) }

func has(list []uint32, word string) bool {
	for _, form := range []string{word, strings.TrimSuffix(word, "'s"), strings.TrimSuffix(word, "s")} {
		if _, ok := slices.BinarySearch(list, key(form)); ok {
			return true
		}
	}
	return false
}
