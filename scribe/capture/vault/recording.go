package vault

import (
	"crypto/cipher"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"github.com/google/uuid"

	"github.com/visitwright/visitwright/scribe/capture/wire"
)

// mark is a point in a recording: everything before it.
type mark struct {
	next  uint64 // sequence number
	at    uint64 // sample position
	bytes uint64 // of audio
	off   int64  // in the file
}

// recording is one recording in memory.
type recording struct {
	store *Store
	id    uuid.UUID
	path  string

	once    sync.Once
	loadErr error
	head    head
	aead    cipher.AEAD

	mu      sync.Mutex
	ready   bool     // loaded
	file    *os.File // open while there is a writer or something pending
	durable mark
	tail    mark // durable, and what the committer was given since
	pending int  // entries the committer holds
	held    int  // their bytes
	broken  error
	writer  *Writer
	changed chan struct{} // closed and replaced whenever something below or above changes

	sum       hash.Hash // of the durable audio
	gaps      []ledgerGap
	landmarks []landmark
	end       *endBody
	erased    bool
}

func newRecording(s *Store, id uuid.UUID, path string) *recording {
	return &recording{store: s, id: id, path: path, changed: make(chan struct{}), sum: sha256.New()}
}

// landmarkEvery is how many records lie between two landmarks.
const landmarkEvery = 64

// load reads a recording from disk: the last record if it is finished, otherwise all.
func (r *recording) load() error {
	text, err := os.ReadFile(r.store.keyPath(r.id))
	if err != nil {
		return fmt.Errorf("%w: %w", ErrKey, err)
	}
	if r.aead, err = r.store.opt.Keys.open(r.id, text); err != nil {
		return err
	}
	f, err := os.Open(r.path)
	if err != nil {
		return fmt.Errorf("vault: %w", err)
	}
	defer f.Close()
	p, body, err := readRecord(f, 0, r.aead, r.id, nil)
	if err != nil || p.kind != kindHead || json.Unmarshal(body, &r.head) != nil || string(r.head.Visit) != filepath.Base(filepath.Dir(r.path)) {
		return errors.Join(ErrDamaged, err)
	}
	r.durable.off = recordHead + int64(p.size)
	if err := r.loadEnd(f); err != nil {
		return err
	}
	if r.end == nil {
		err = r.scan(f)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.tail, r.ready = r.durable, err == nil
	return err
}

// scan walks all records after the head, checking each.
func (r *recording) scan(f io.ReaderAt) error {
	var buf []byte
	for {
		p, body, err := readRecord(f, r.durable.off, r.aead, r.id, buf)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if p.seq != r.durable.next || p.at != r.durable.at {
			return readErr(nil, r.durable.off)
		}
		e := entry{rec: r, after: r.durable}
		e.after.off += recordHead + int64(p.size)
		e.after.at += p.samples
		switch p.kind {
		case kindFrame:
			e.pcm = body
			e.after.next++
			e.after.bytes += uint64(len(body))
		case kindGap:
			var g gapBody
			if err := json.Unmarshal(body, &g); err != nil {
				return readErr(nil, r.durable.off)
			}
			e.gap = &ledgerGap{At: p.at, Samples: p.samples, Reason: g.Reason}
			e.after.next += uint64(g.Count)
		default: // an end that loadEnd did not find has lost its trailer
			return readErr(nil, r.durable.off)
		}
		r.absorb(e)
		buf = body[:0]
	}
}

// absorb moves the durable mark over one item.
func (r *recording) absorb(e entry) {
	n := len(r.landmarks)
	if e.end == nil && (n == 0 || e.after.next-r.landmarks[n-1].Seq > landmarkEvery) {
		r.landmarks = append(r.landmarks, landmark{At: r.durable.at, Off: r.durable.off, Seq: r.durable.next})
	}
	if e.gap != nil {
		r.gaps = append(r.gaps, *e.gap)
	}
	r.sum.Write(e.pcm) // a hash never fails
	r.end = e.end
	r.durable = e.after
}

// endTrailer follows the end record, so that it can be found from the file's end:
// four letters and the record's length.
const (
	endTrailer = 8
	endMagic   = 0x5657454E // "VWEN"
)

// loadEnd reads the end record if there is one.
func (r *recording) loadEnd(f *os.File) error {
	st, err := f.Stat()
	if err != nil {
		return err
	}
	var b [endTrailer]byte
	if st.Size() < r.durable.off+endTrailer+recordExtra {
		return nil
	}
	if _, err := f.ReadAt(b[:], st.Size()-endTrailer); err != nil {
		return fmt.Errorf("vault: %w", err)
	}
	off := st.Size() - endTrailer - int64(be.Uint32(b[4:]))
	if be.Uint32(b[:]) != endMagic || off < r.durable.off {
		return nil
	}
	p, body, err := readRecord(f, off, r.aead, r.id, nil)
	if errors.Is(err, ErrDamaged) || (err == nil && p.kind != kindEnd) {
		return nil // audio that looks like a trailer, or damage that scan will meet
	}
	var end endBody
	if err != nil || json.Unmarshal(body, &end) != nil {
		return errors.Join(ErrDamaged, err)
	}
	r.end, r.gaps, r.landmarks = &end, end.Gaps, end.Landmarks
	r.durable = mark{next: p.seq, at: p.at, bytes: end.Bytes, off: off}
	return nil
}

func (r *recording) finished() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.end != nil && r.pending == 0 && r.writer == nil
}

// notify wakes everybody who waits for a change. The caller holds mu.
func (r *recording) notify() {
	close(r.changed)
	r.changed = make(chan struct{})
}

// shut closes the file.
func (r *recording) shut() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.file == nil {
		return nil
	}
	err := r.file.Close()
	r.file = nil
	return err
}

// rest closes the file when nobody needs it. The caller holds mu.
func (r *recording) rest() {
	if r.file != nil && r.writer == nil && r.pending == 0 {
		if err := r.file.Close(); err != nil {
			r.store.opt.Log.Error("close recording", "recording", r.id, "error", err)
		}
		r.file = nil
	}
}

func (r *recording) info() Info {
	r.mu.Lock()
	defer r.mu.Unlock()
	in := Info{
		ID: r.id, Visit: r.head.Visit, Channels: r.head.Channels, Started: r.head.Started, FirstSeen: r.head.FirstSeen, Client: r.head.Client,
		Items: r.durable.next, Length: span(r.durable.at), Bytes: int64(r.durable.bytes),
	}
	for _, g := range r.gaps {
		in.Gaps = append(in.Gaps, Gap{At: span(g.At), Length: span(g.At+g.Samples) - span(g.At), Reason: g.Reason})
	}
	if r.end != nil {
		in.Ended, in.EndedAt, in.Verdict = true, r.end.EndedAt, r.end.Verdict
		copy(in.SHA256[:], r.end.SHA256)
	}
	return in
}

// snapshot gives what a reader needs: the durable end and the way to it.
func (r *recording) snapshot() (durable mark, gaps []ledgerGap, landmarks []landmark) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.durable, slices.Clone(r.gaps), slices.Clone(r.landmarks)
}

// frameBytes is the size of one sample of all channels.
func (r *recording) frameBytes() int { return r.head.Channels * wire.SampleBytes }
