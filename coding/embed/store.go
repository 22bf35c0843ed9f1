package embed

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"github.com/x448/float16"

	"github.com/visitwright/visitwright/ehr"
)

// Model makes vectors of length one, in the order of the texts. Name changes
// whenever the vectors would.
type Model interface {
	Name() string
	Embed(ctx context.Context, texts []string) ([][]float32, error)
}

// Key names a text: the first half of its SHA-256.
type Key [16]byte

// KeyOf is the text's name.
func KeyOf(text string) Key {
	sum := sha256.Sum256([]byte(text))
	return Key(sum[:16])
}

// Store keeps vectors in a file, one after the other, each behind its text's key,
// in half precision, which loses less than 8-bit weights do. The file is only
// added to, so several programs may share it, and what a power cut leaves
// half-written at its end is passed over. It may be used by many at once.
type Store struct {
	path string
	long int // numbers in a vector
	mu   sync.RWMutex
	at   map[Key]int // place in data, in bytes
	data []byte
}

// OpenStore reads the vectors of one model kept in dir, which is made where it is
// missing.
func OpenStore(dir string, m Model, dimensions int) (*Store, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, ehr.Wrap(ehr.Unavailable, err, "the folder of kept vectors cannot be made")
	}
	s := &Store{path: filepath.Join(dir, m.Name()+".vectors"), long: dimensions, at: map[Key]int{}}
	b, err := os.ReadFile(s.path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, ehr.Wrap(ehr.Unavailable, err, "the kept vectors cannot be read")
	}
	s.take(b)
	return s, nil
}

func (s *Store) record() int { return len(Key{}) + 2*s.long }

// take enters whole records.
func (s *Store) take(b []byte) {
	base := len(s.data)
	b = b[:len(b)/s.record()*s.record()]
	s.data = append(s.data, b...)
	for i := 0; i < len(b); i += s.record() {
		s.at[Key(b[i:i+len(Key{})])] = base + i + len(Key{})
	}
}

// Len is how many texts are kept.
func (s *Store) Len() int {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return len(s.at)
}

// Vector gives the kept vector of a text.
func (s *Store) Vector(text string) ([]float32, bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	at, ok := s.at[KeyOf(text)]
	if !ok {
		return nil, false
	}
	v := make([]float32, s.long)
	for i := range v {
		v[i] = float16.Frombits(binary.LittleEndian.Uint16(s.data[at+2*i:])).Float32()
	}
	return v, true
}

// atATime is how many texts are embedded between two writes: a few seconds' work.
const atATime = 256

// Fill embeds the texts that are not kept yet. It tells after each some how many
// of all are there; stopped by ctx, it keeps what is done.
func (s *Store) Fill(ctx context.Context, m Model, texts []string, progress func(done, total int)) error {
	var missing []string
	seen := map[Key]bool{}
	s.mu.RLock()
	for _, t := range texts {
		k := KeyOf(t)
		if _, kept := s.at[k]; !kept && !seen[k] {
			missing = append(missing, t)
		}
		seen[k] = true
	}
	s.mu.RUnlock()
	done := len(seen) - len(missing)
	for {
		if progress != nil {
			progress(done, len(seen))
		}
		if len(missing) == 0 {
			return nil
		}
		some := missing[:min(atATime, len(missing))]
		missing = missing[len(some):]
		vectors, err := m.Embed(ctx, some)
		if err != nil {
			return err
		}
		if err := s.add(some, vectors); err != nil {
			return err
		}
		done += len(some)
	}
}

func (s *Store) add(texts []string, vectors [][]float32) error {
	var b []byte
	for i, t := range texts {
		if len(vectors[i]) != s.long {
			return ehr.Errorf(ehr.Invalid, "the embedder made %d numbers of a text, not %d", len(vectors[i]), s.long)
		}
		k := KeyOf(t)
		b = append(b, k[:]...)
		for _, x := range vectors[i] {
			b = binary.LittleEndian.AppendUint16(b, float16.Fromfloat32(x).Bits())
		}
	}
	if err := s.write(b); err != nil {
		return ehr.Wrap(ehr.Unavailable, err, "the vectors cannot be kept")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.take(b)
	return nil
}

// write adds records at the end, after cutting off what is no whole record.
func (s *Store) write(b []byte) error {
	f, err := os.OpenFile(s.path, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o644)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if over := info.Size() % int64(s.record()); over != 0 {
		if err := f.Truncate(info.Size() - over); err != nil {
			return err
		}
	}
	if _, err := f.Write(b); err != nil {
		return err
	}
	return f.Close()
}
