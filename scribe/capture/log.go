package capture

import (
	"crypto/sha256"
	"encoding"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"os"
	"path/filepath"
	"sort"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/visitwright/visitwright/scribe/capture/wire"
)

// NewRecording says what a recording is when its log is made.
type NewRecording struct {
	Channels int
	Started  time.Time
	// Unsynced leaves it to the system when what was appended reaches the disk: it then
	// survives a killed program but not a power cut.
	Unsynced bool
}

// Log is a client's own durable record of what it captured and the server has not yet
// acked. One folder holds the log of one recording, as plain files that only their
// owner may read. It is safe for concurrent use.
type Log struct {
	dir      string
	unsynced bool
	about    logAbout

	mu    sync.Mutex
	items []logItem // not yet acked
	next  uint64
	at    uint64
	tail  *logSegment
	segs  []*logSegment // oldest first, tail last
	acked logAcked
	sum   hash.Hash // of the acked audio
	saved uint64    // acked.Next as it was last saved
}

// logAbout is written once.
type logAbout struct {
	ID       uuid.UUID `json:"id"`
	Channels int       `json:"channels"`
	Started  time.Time `json:"started"`
}

// logAcked is saved now and then; what the log holds beyond it is acked again.
type logAcked struct {
	Next  uint64 `json:"next"`
	At    uint64 `json:"at"`
	Bytes uint64 `json:"bytes"`
	Known bool   `json:"known"` // whether Sum is the digest of what the server has
	Sum   []byte `json:"sum"`   // state of the running digest
	Ended bool   `json:"ended"` // Finish was called
}

// logItem is where an item lies.
type logItem struct {
	seq, next uint64
	at, end   uint64
	frame     bool
	seg       *logSegment
	off       int64
	size      int
}

// OpenLog opens the log in dir, or makes one for a new recording. The folder is made
// if need be.
func OpenLog(dir string, n NewRecording) (*Log, error) {
	l := &Log{dir: dir, unsynced: n.Unsynced, sum: sha256.New(), acked: logAcked{Known: true}}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("capture: log: %w", err)
	}
	text, err := os.ReadFile(filepath.Join(dir, "recording.json"))
	switch {
	case errors.Is(err, os.ErrNotExist):
		l.about = logAbout{uuid.New(), n.Channels, n.Started.UTC()}
		err = l.save("recording.json", l.about)
	case err == nil:
		if err = json.Unmarshal(text, &l.about); err == nil {
			err = l.load()
		}
	}
	if err == nil {
		err = l.roll()
	}
	if err != nil {
		return nil, fmt.Errorf("capture: log: %w", err)
	}
	return l, nil
}

func (l *Log) load() error {
	text, err := os.ReadFile(filepath.Join(l.dir, "acked.json"))
	if err == nil {
		if err = json.Unmarshal(text, &l.acked); err == nil && len(l.acked.Sum) > 0 {
			err = l.sum.(encoding.BinaryUnmarshaler).UnmarshalBinary(l.acked.Sum)
		}
	}
	if err != nil && !errors.Is(err, os.ErrNotExist) { // the digest is lost, the audio is not
		l.acked = logAcked{Next: l.acked.Next, At: l.acked.At, Bytes: l.acked.Bytes, Ended: l.acked.Ended}
	}
	l.next, l.at, l.saved = l.acked.Next, l.acked.At, l.acked.Next
	names, err := filepath.Glob(filepath.Join(l.dir, "*.items"))
	if err != nil {
		return err
	}
	sort.Strings(names)
	for _, name := range names {
		seg, err := openLogSegment(name)
		if err != nil {
			return err
		}
		l.segs = append(l.segs, seg)
		err = seg.walk(func(it logItem) {
			if it.next > l.acked.Next && it.seq >= l.next {
				l.items = append(l.items, it)
				l.next, l.at = it.next, it.end
			}
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// save replaces a small file whole.
func (l *Log) save(name string, v any) error {
	text, err := json.Marshal(v)
	if err != nil {
		return err
	}
	path := filepath.Join(l.dir, name)
	f, err := os.OpenFile(path+".new", os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	if err == nil && !l.unsynced {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	return os.Rename(path+".new", path)
}

// roll starts a new segment.
func (l *Log) roll() error {
	name := filepath.Join(l.dir, fmt.Sprintf("%020d.items", l.next))
	if n := len(l.segs); n > 0 && l.segs[n-1].file.Name() == name { // nothing was added since
		l.tail = l.segs[n-1]
		return l.tail.reset()
	}
	seg, err := openLogSegment(name)
	if err != nil {
		return err
	}
	l.segs = append(l.segs, seg)
	l.tail = seg
	return nil
}

// ID is the recording's.
func (l *Log) ID() uuid.UUID { return l.about.ID }

// Position is the time line's length so far. A program that was restarted goes on
// recording from here, after a gap for the time in between.
func (l *Log) Position() time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	return time.Duration(l.at) * time.Second / wire.SampleRate
}

// Ended says whether the recording was finished by its program, so that only sending
// is left.
func (l *Log) Ended() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.acked.Ended
}

// frame appends audio, at most one frame.
func (l *Log) frame(pcm []byte) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	n := len(pcm) / l.about.Channels / wire.SampleBytes
	m := wire.Frame{Seq: l.next, At: l.at, Samples: uint16(n), PCM: pcm}
	return l.add(m.Append(nil), logItem{seq: l.next, next: l.next + 1, at: l.at, end: l.at + uint64(n), frame: true})
}

// gap appends a hole.
func (l *Log) gap(samples uint64, reason wire.Reason) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	m := wire.Gap{Seq: l.next, Count: 1, At: l.at, Samples: samples, Reason: reason}
	return l.add(m.Append(nil), logItem{seq: l.next, next: l.next + 1, at: l.at, end: l.at + samples})
}

// segmentSize is when a new segment is started. Acked ones are deleted whole.
const segmentSize = 4 << 20

func (l *Log) add(m []byte, it logItem) error {
	if l.acked.Ended {
		return errors.New("capture: the recording is finished")
	}
	if l.tail.size > segmentSize {
		if err := l.roll(); err != nil {
			return err
		}
	}
	it.seg, it.size = l.tail, len(m)
	var err error
	if it.off, err = l.tail.append(m, !l.unsynced); err != nil {
		return fmt.Errorf("capture: log: %w", err)
	}
	l.items = append(l.items, it)
	l.next, l.at = it.next, it.end
	return nil
}

// from gives the first item not before seq. ok is false when there is none.
func (l *Log) from(seq uint64) (it logItem, message []byte, ok bool, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	i := sort.Search(len(l.items), func(i int) bool { return l.items[i].seq >= seq })
	if i == len(l.items) {
		return it, nil, false, nil
	}
	message, err = l.items[i].read()
	return l.items[i], message, true, err
}

// forget drops what is acked, after taking it into the digest.
func (l *Log) forget(next uint64) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	for len(l.items) > 0 && l.items[0].next <= next {
		it := l.items[0]
		if it.frame {
			m, err := it.read()
			if err != nil {
				l.acked.Known = false
			} else if f, err := wire.Parse(m); err == nil {
				pcm := f.(wire.Frame).PCM
				l.sum.Write(pcm)
				l.acked.Bytes += uint64(len(pcm))
			}
		}
		l.acked.Next, l.acked.At = it.next, it.end
		l.items = l.items[1:]
	}
	if next > l.acked.Next {
		l.acked.Next = next
	}
	if l.acked.Next-l.saved < 64 && len(l.items) > 0 {
		return nil
	}
	return l.saveAcked()
}

func (l *Log) saveAcked() error {
	state, err := l.sum.(encoding.BinaryMarshaler).MarshalBinary()
	if err != nil {
		return err
	}
	l.acked.Sum = state
	if err := l.save("acked.json", l.acked); err != nil {
		return fmt.Errorf("capture: log: %w", err)
	}
	l.saved = l.acked.Next
	for len(l.segs) > 1 && (len(l.items) == 0 || l.items[0].seg != l.segs[0]) && l.segs[0] != l.tail {
		if err := l.segs[0].remove(); err != nil {
			return fmt.Errorf("capture: log: %w", err)
		}
		l.segs = l.segs[1:]
	}
	return nil
}

// meet takes note of where the server stands.
func (l *Log) meet(next, at uint64) error {
	if err := l.forget(min(next, l.end())); err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if next < l.acked.Next { // it lost what it had acked
		l.acked.Known = false
	}
	if next > l.next { // we lost what it has
		l.acked.Known = false
		l.next, l.at, l.acked.Next, l.acked.At = next, at, next, at
	}
	return nil
}

func (l *Log) end() uint64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.next
}

// first is the oldest item held, or the number the next will have.
func (l *Log) first() uint64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.items) > 0 {
		return l.items[0].seq
	}
	return l.next
}

// finish marks that nothing will be added.
func (l *Log) finish() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.acked.Ended = true
	return l.saveAcked()
}

// totals gives END's content, once everything is acked.
func (l *Log) totals() wire.End {
	l.mu.Lock()
	defer l.mu.Unlock()
	m := wire.End{Seq: l.next, At: l.at, Bytes: l.acked.Bytes, Known: l.acked.Known}
	if m.Known {
		copy(m.SHA256[:], l.sum.Sum(nil))
	}
	return m
}

// unacked is how much of the time line the server has not acked.
func (l *Log) unacked() time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.items) == 0 {
		return 0
	}
	return time.Duration(l.at-l.items[0].at) * time.Second / wire.SampleRate
}

// Close closes the files and leaves the log for later.
func (l *Log) Close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	err := l.saveAcked()
	for _, s := range l.segs {
		err = errors.Join(err, s.file.Close())
	}
	return err
}

// Remove deletes the log.
func (l *Log) Remove() error { return errors.Join(l.Close(), os.RemoveAll(l.dir)) }
