package vault

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/google/uuid"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/scribe/capture/wire"
)

// Errors of a Writer.
var (
	ErrTakenOver = errors.New("vault: another writer took the recording over")
	ErrSequence  = errors.New("vault: not the expected item")
	ErrJump      = errors.New("vault: a jump in time without a gap")
	ErrTooLong   = errors.New("vault: recording has its longest length")
	ErrEnded     = errors.New("vault: recording has ended")
	ErrOther     = errors.New("vault: recording belongs to another visit or has other channels")
	ErrErased    = errors.New("vault: recording was erased")
	ErrClosed    = errors.New("vault: store is closed")
)

// New says what a recording is when it begins.
type New struct {
	ID       uuid.UUID
	Visit    ehr.VisitID
	Channels int
	Started  time.Time // by the client's clock
	Client   string
}

// Writer adds items to one recording. A recording has one writer at a time; a new
// one takes it over from the former. Its methods but Changed are for one goroutine.
type Writer struct{ rec *recording }

// Record opens a recording for writing, making it if it is new. What a former
// writer handed in is settled, on disk or dropped, before Record returns.
func (s *Store) Record(ctx context.Context, n New, now time.Time) (*Writer, error) {
	r, err := s.recording(n.ID)
	if ehr.KindOf(err) == ehr.NotFound {
		r, err = s.create(n, now)
	}
	if err != nil {
		return nil, err
	}
	if r.head.Visit != n.Visit || r.head.Channels != n.Channels {
		return nil, ErrOther
	}
	w := &Writer{r}
	if err := w.claim(ctx); err != nil {
		w.Close()
		return nil, err
	}
	return w, nil
}

// claim makes w the recording's writer.
func (w *Writer) claim(ctx context.Context) error {
	r := w.rec
	r.mu.Lock()
	defer r.mu.Unlock()
	r.writer = w
	r.notify()
	if err := r.drain(ctx, w); err != nil || r.end != nil {
		return err
	}
	if err := r.reopen(); err != nil {
		return diskError(err)
	}
	// The journal learns where the file ends before anything is added to it, so that
	// a torn write can be cut off exactly.
	if err := r.hand(entry{rec: r, after: r.tail}); err != nil {
		return err
	}
	return r.settle(ctx, w)
}

// settle waits until all that was handed in is on disk.
func (r *recording) settle(ctx context.Context, w *Writer) error {
	if err := r.drain(ctx, w); err != nil {
		return err
	}
	return r.broken
}

// drain waits until the committer holds nothing of the recording. The caller holds
// mu, which is given up while waiting.
func (r *recording) drain(ctx context.Context, w *Writer) error {
	for {
		switch {
		case r.erased:
			return ErrErased
		case r.writer != w:
			return ErrTakenOver
		case r.pending == 0:
			return nil
		}
		changed := r.changed
		r.mu.Unlock()
		var err error
		select {
		case <-changed:
		case <-ctx.Done():
			err = ctx.Err()
		}
		r.mu.Lock()
		if err != nil {
			return err
		}
	}
}

// reopen makes the file ready to be added to, without what was dropped.
func (r *recording) reopen() (err error) {
	if r.file == nil {
		if r.file, err = os.OpenFile(r.path, os.O_RDWR, 0); err != nil {
			return err
		}
	}
	r.tail, r.broken = r.durable, nil
	return r.file.Truncate(r.durable.off)
}

// create makes a recording's key and file.
func (s *Store) create(n New, now time.Time) (*recording, error) {
	if _, err := ehr.ParseID[ehr.VisitID](string(n.Visit)); err != nil {
		return nil, err
	}
	if n.Channels != 1 && n.Channels != 2 {
		return nil, ErrOther
	}
	if err := s.guard(0); err != nil {
		return nil, err
	}
	aead, key, err := s.opt.Keys.newKey(n.ID)
	if err != nil {
		return nil, err
	}
	first, err := sealJSON(aead, n.ID, place{kind: kindHead}, head{n.Visit, n.Channels, wire.SampleRate, n.Started.UTC(), now.UTC(), n.Client})
	if err != nil {
		return nil, err
	}
	s.making.Lock()
	defer s.making.Unlock()
	if r, err := s.recording(n.ID); ehr.KindOf(err) != ehr.NotFound {
		return r, err // another line was faster
	}
	path := filepath.Join(s.opt.Dir, "audio", string(n.Visit), n.ID.String())
	if err := writeDurably(s.keyPath(n.ID), key); err != nil {
		return nil, err
	}
	if err := makeDir(filepath.Dir(path)); err != nil {
		return nil, err
	}
	if err := writeDurably(path, first); err != nil {
		return nil, err
	}
	s.used.Add(int64(len(first)))
	s.mu.Lock()
	s.paths[n.ID] = path
	s.mu.Unlock()
	return s.recording(n.ID)
}

// Frame adds audio. It may wait while much is not yet on disk. The caller must not
// change f.PCM afterwards. The errors are those of this package, or ctx's.
func (w *Writer) Frame(ctx context.Context, f wire.Frame) error {
	if len(f.PCM) != int(f.Samples)*w.rec.frameBytes() {
		return ErrOther
	}
	after := mark{next: 1, at: uint64(f.Samples), bytes: uint64(len(f.PCM))}
	return w.add(ctx, place{kind: kindFrame, seq: f.Seq, at: f.At, samples: uint64(f.Samples)}, after, f.PCM, entry{pcm: f.PCM})
}

// Gap adds a hole.
func (w *Writer) Gap(ctx context.Context, g wire.Gap) error {
	body := fmt.Appendf(nil, `{"reason":%d,"count":%d}`, g.Reason, g.Count)
	after := mark{next: uint64(g.Count), at: g.Samples}
	e := entry{gap: &ledgerGap{At: g.At, Samples: g.Samples, Reason: g.Reason}}
	return w.add(ctx, place{kind: kindGap, seq: g.Seq, at: g.At, samples: g.Samples}, after, body, e)
}

// add seals one item and hands it to the committer; step is what it moves.
func (w *Writer) add(ctx context.Context, p place, step mark, body []byte, e entry) error {
	r := w.rec
	if err := r.store.room.Acquire(ctx, int64(len(body)+recordExtra)); err != nil {
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for r.held > r.store.opt.Window && w.stands() == nil {
		changed := r.changed
		r.mu.Unlock()
		select {
		case <-changed:
		case <-ctx.Done():
		}
		r.mu.Lock()
		if ctx.Err() != nil {
			break
		}
	}
	err := ctx.Err()
	if err == nil {
		err = w.may(p)
	}
	if err != nil {
		r.store.room.Release(int64(len(body) + recordExtra))
		return err
	}
	e.rec, e.data = r, seal(r.aead, r.id, p, body)
	e.after = mark{r.tail.next + step.next, r.tail.at + step.at, r.tail.bytes + step.bytes, r.tail.off + int64(len(e.data))}
	return r.hand(e)
}

// stands says whether the writer may still add. The caller holds mu.
func (w *Writer) stands() error {
	r := w.rec
	switch {
	case r.erased:
		return ErrErased
	case r.writer != w:
		return ErrTakenOver
	}
	return r.broken
}

// may says whether the item at p may come next. The caller holds mu.
func (w *Writer) may(p place) error {
	r := w.rec
	if err := w.stands(); err != nil {
		return err
	}
	switch {
	case r.end != nil:
		return ErrEnded
	case p.seq != r.tail.next:
		return ErrSequence
	case p.at != r.tail.at:
		return ErrJump
	case p.samples > r.store.opt.MaxSamples || p.at+p.samples > r.store.opt.MaxSamples:
		return ErrTooLong
	}
	return nil
}

// hand gives an entry to the committer. The caller holds mu and, but for an entry
// without data, has acquired room for it.
func (r *recording) hand(e entry) error {
	r.tail = e.after
	r.pending++
	r.held += len(e.data)
	if err := r.store.commits.take(e); err != nil {
		r.pending--
		r.held -= len(e.data)
		r.store.room.Release(int64(len(e.data)))
		r.broken = err
		r.notify()
		return err
	}
	return nil
}

// End closes the recording once everything before is on disk. Ending it again gives
// the first outcome again.
func (w *Writer) End(ctx context.Context, m wire.End, now time.Time) (Info, error) {
	r := w.rec
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := r.settle(ctx, w); err != nil {
		return Info{}, err
	}
	if r.end == nil {
		if err := r.writeEnd(ctx, w, m, now); err != nil {
			return Info{}, err
		}
	}
	r.mu.Unlock()
	defer r.mu.Lock()
	return r.info(), nil
}

func (r *recording) writeEnd(ctx context.Context, w *Writer, m wire.End, now time.Time) error {
	if m.Seq != r.tail.next {
		return ErrSequence
	}
	if m.At != r.tail.at {
		return ErrJump
	}
	end := &endBody{Verdict: wire.NotCompared, SHA256: r.sum.Sum(nil), Bytes: r.tail.bytes, EndedAt: now.UTC(), Gaps: r.gaps, Landmarks: r.landmarks}
	if m.Known {
		end.Client, end.Verdict = m.SHA256[:], wire.Different
		if m.Bytes == end.Bytes && bytes.Equal(end.Client, end.SHA256) {
			end.Verdict = wire.Equal
		}
	}
	data, err := sealJSON(r.aead, r.id, place{kind: kindEnd, seq: m.Seq, at: m.At}, end)
	if err != nil {
		return err
	}
	data = be.AppendUint32(be.AppendUint32(data, endMagic), uint32(len(data)))
	if !r.store.room.TryAcquire(int64(len(data))) { // waiting here would hold mu
		return ErrDiskFull
	}
	after := r.tail
	after.off += int64(len(data))
	if err := r.hand(entry{rec: r, data: data, after: after, end: end}); err != nil {
		return err
	}
	return r.settle(ctx, w)
}

// Durable says up to where everything is on disk, and why nothing further will be,
// if so.
func (w *Writer) Durable() (next, at uint64, err error) {
	w.rec.mu.Lock()
	defer w.rec.mu.Unlock()
	return w.rec.durable.next, w.rec.durable.at, w.stands()
}

// Changed gives a channel that is closed at the next change of what Durable says.
// It may be called from any goroutine, before Durable.
func (w *Writer) Changed() <-chan struct{} {
	w.rec.mu.Lock()
	defer w.rec.mu.Unlock()
	return w.rec.changed
}

// Info gives what is on disk of the recording.
func (w *Writer) Info() Info { return w.rec.info() }

// Close gives the recording up. What was added is still put on disk.
func (w *Writer) Close() {
	r := w.rec
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.writer == w {
		r.writer = nil
		r.rest()
	}
}
