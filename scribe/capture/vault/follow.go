package vault

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"sort"
	"time"

	"github.com/google/uuid"
)

// Piece is one item as a reader gets it: audio, or a gap.
type Piece struct {
	At  time.Duration // from the recording's start
	PCM []byte        // 16-bit little-endian, interleaved; valid until the next piece is asked for
	Gap *Gap
}

// Follower reads a recording as it grows. It reads what is on disk, at its own pace,
// so it can neither see a byte that may still be lost nor hold up an ack.
type Follower struct {
	rec  *recording
	file *os.File
	pos  landmark // of the next record
	buf  []byte
}

// Follow starts reading at the item that holds the given place in time.
func (s *Store) Follow(id uuid.UUID, from time.Duration) (*Follower, error) {
	r, err := s.recording(id)
	if err != nil {
		return nil, err
	}
	file, err := os.Open(r.path)
	if err != nil {
		return nil, fmt.Errorf("vault: %w", err)
	}
	f := &Follower{rec: r, file: file}
	f.pos, err = f.seek(samplesIn(from))
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return f, nil
}

// Next gives the next piece, waiting for it if need be. It returns io.EOF when the
// recording has ended and all of it was read.
func (f *Follower) Next(ctx context.Context) (Piece, error) {
	for {
		f.rec.mu.Lock()
		next, ended, erased, changed := f.rec.durable.next, f.rec.end != nil, f.rec.erased, f.rec.changed
		f.rec.mu.Unlock()
		switch {
		case erased || f.rec.store.isGone(f.rec.id):
			return Piece{}, ErrErased
		case f.pos.Seq < next:
			p, body, err := f.record()
			if err != nil {
				return Piece{}, err
			}
			return piece(p, body)
		case ended:
			return Piece{}, io.EOF
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return Piece{}, ctx.Err()
		}
	}
}

// Close gives the file back.
func (f *Follower) Close() error { return f.file.Close() }

// record reads the record at pos, which must be durable, and moves pos.
func (f *Follower) record() (place, []byte, error) {
	p, body, err := readRecord(f.file, f.pos.Off, f.rec.aead, f.rec.id, f.buf)
	if errors.Is(err, io.EOF) || (err == nil && (p.seq != f.pos.Seq || p.at != f.pos.At)) {
		err = readErr(nil, f.pos.Off)
	}
	if err != nil {
		return p, nil, err
	}
	f.buf = body[:0]
	n := uint64(1)
	if p.kind == kindGap {
		var g gapBody
		if err := json.Unmarshal(body, &g); err != nil {
			return p, nil, readErr(nil, f.pos.Off)
		}
		n = uint64(g.Count)
	}
	f.pos = landmark{At: p.at + p.samples, Off: f.pos.Off + recordHead + int64(p.size), Seq: p.seq + n}
	return p, body, nil
}

// seek finds the record that holds sample position at.
func (f *Follower) seek(at uint64) (landmark, error) {
	durable, _, marks := f.rec.snapshot()
	i := sort.Search(len(marks), func(i int) bool { return marks[i].At > at })
	if i == 0 {
		if len(marks) == 0 {
			return landmark{Off: durable.off}, nil
		}
		return marks[0], nil
	}
	f.pos = marks[i-1]
	for f.pos.Seq < durable.next {
		here := f.pos
		if _, _, err := f.record(); err != nil {
			return here, err
		}
		if f.pos.At > at {
			return here, nil
		}
	}
	return f.pos, nil
}

func piece(p place, body []byte) (Piece, error) {
	out := Piece{At: span(p.at)}
	switch p.kind {
	case kindFrame:
		out.PCM = body
	case kindGap:
		var g gapBody
		if err := json.Unmarshal(body, &g); err != nil {
			return out, ErrDamaged
		}
		out.Gap = &Gap{At: out.At, Length: span(p.at+p.samples) - out.At, Reason: g.Reason}
	default:
		return out, ErrDamaged
	}
	return out, nil
}

func (s *Store) isGone(id uuid.UUID) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.gone[id]
}
