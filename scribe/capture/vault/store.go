package vault

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/google/uuid"
	"golang.org/x/sync/semaphore"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/scribe/capture/wire"
)

// Options says where a Store keeps its audio and how. Zero values mean the default.
type Options struct {
	Dir  string // made if it does not exist; its parent must
	Keys *Keyring
	Log  *slog.Logger
	// Erased is called before a recording's key is destroyed, to write the audit row.
	// An error leaves the recording as it is.
	Erased func(context.Context, Erasure) error

	Quota   int64 // most bytes of audio and journal together; 0: no limit
	MinFree int64 // bytes that must stay free on the disk; 0: no such limit
	// Linger is how long items are gathered before one sync. Default 10 ms.
	Linger time.Duration
	// A segment of the journal is closed at SegmentBytes (default 256 MiB) or
	// SegmentAge (default 30 s). Replaying them is what a restart after a kill costs.
	SegmentBytes int64
	SegmentAge   time.Duration
	// Pending is the most bytes not yet on disk, over all recordings. Default 128 MiB.
	Pending int64
	// Window is the most bytes not yet on disk of one recording. Default 512 KiB.
	Window int
	// MaxSamples is the longest recording in samples per channel. Default 6 hours.
	MaxSamples uint64
	// BeforeWrite, for tests, may fail the writing of n bytes.
	BeforeWrite func(n int) error
}

func (o *Options) fill() {
	setDefault(&o.Log, slog.Default())
	setDefault(&o.Linger, 10*time.Millisecond)
	setDefault(&o.SegmentBytes, 256<<20)
	setDefault(&o.SegmentAge, 30*time.Second)
	setDefault(&o.Pending, 128<<20)
	setDefault(&o.Window, 512<<10)
	setDefault(&o.MaxSamples, 6*3600*wire.SampleRate)
}

func setDefault[T comparable](v *T, d T) {
	var zero T
	if *v == zero {
		*v = d
	}
}

// Store keeps recordings. It is safe for concurrent use; one process at a time.
type Store struct {
	opt  Options
	lock *os.File

	mu    sync.Mutex
	paths map[uuid.UUID]string // every recording's file
	gone  map[uuid.UUID]bool   // erased
	recs  map[uuid.UUID]*recording

	making  sync.Mutex          // held while a recording is made
	room    *semaphore.Weighted // bytes not yet on disk
	used    atomic.Int64        // bytes of audio and journal on disk
	count   counters
	commits *committer
}

// Open opens the store in opt.Dir and brings it to its last durable state.
func Open(opt Options) (*Store, error) {
	opt.fill()
	s := &Store{opt: opt, paths: map[uuid.UUID]string{}, gone: map[uuid.UUID]bool{}, recs: map[uuid.UUID]*recording{}, room: semaphore.NewWeighted(opt.Pending)}
	for _, dir := range []string{opt.Dir, filepath.Join(opt.Dir, "audio"), filepath.Join(opt.Dir, "keys"), s.journalDir()} {
		if err := makeDir(dir); err != nil {
			return nil, fmt.Errorf("vault: %w", err)
		}
	}
	var err error
	if s.lock, err = lock(filepath.Join(opt.Dir, "LOCK")); err != nil {
		return nil, err
	}
	if err := s.start(); err != nil {
		return nil, errors.Join(err, s.lock.Close())
	}
	return s, nil
}

func (s *Store) start() error {
	if err := s.findRecordings(); err != nil {
		return err
	}
	if err := s.finishErasing(); err != nil {
		return err
	}
	next, err := s.replay()
	if err != nil {
		return err
	}
	s.commits, err = startCommitter(s, next)
	return diskError(err)
}

func (s *Store) journalDir() string { return filepath.Join(s.opt.Dir, "journal") }

// Close puts everything received on disk and gives the store up. Writers and
// followers that are still open get errors from then on.
func (s *Store) Close() error {
	err := s.commits.close()
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, r := range s.recs {
		err = errors.Join(err, r.shut())
	}
	return errors.Join(err, s.lock.Close())
}

// Room reports the bytes left until the disk or the quota is full, whichever is
// first, after MinFree was set aside. It is negative when there is too little.
func (s *Store) Room() (int64, error) {
	left, err := free(s.opt.Dir)
	if err != nil {
		return 0, err
	}
	left -= s.opt.MinFree
	if s.opt.Quota > 0 {
		left = min(left, s.opt.Quota-s.used.Load())
	}
	return left, nil
}

// Info gives what is known of a recording.
func (s *Store) Info(id uuid.UUID) (Info, error) {
	r, err := s.recording(id)
	if err != nil {
		return Info{}, err
	}
	return r.info(), nil
}

// List gives all recordings that are not erased, oldest first. Those that cannot be
// read are left out and logged.
func (s *Store) List() []Info {
	s.mu.Lock()
	ids := make([]uuid.UUID, 0, len(s.paths))
	for id := range s.paths {
		ids = append(ids, id)
	}
	s.mu.Unlock()
	return s.infos(ids)
}

// Visit gives a visit's recordings, oldest first.
func (s *Store) Visit(visit ehr.VisitID) []Info {
	s.mu.Lock()
	var ids []uuid.UUID
	for id, path := range s.paths {
		if filepath.Base(filepath.Dir(path)) == string(visit) {
			ids = append(ids, id)
		}
	}
	s.mu.Unlock()
	return s.infos(ids)
}

func (s *Store) infos(ids []uuid.UUID) []Info {
	list := make([]Info, 0, len(ids))
	for _, id := range ids {
		in, err := s.Info(id)
		if err != nil {
			s.opt.Log.Error("recording cannot be read", "recording", id, "error", err)
			continue
		}
		list = append(list, in)
	}
	slices.SortFunc(list, func(a, b Info) int {
		if c := a.FirstSeen.Compare(b.FirstSeen); c != 0 {
			return c
		}
		return slices.Compare(a.ID[:], b.ID[:])
	})
	return list
}

// recording gives a recording, loading it if need be.
func (s *Store) recording(id uuid.UUID) (*recording, error) {
	s.mu.Lock()
	if s.gone[id] {
		s.mu.Unlock()
		return nil, ErrErased
	}
	r, path := s.recs[id], s.paths[id]
	if r == nil && path == "" {
		s.mu.Unlock()
		return nil, ehr.Errorf(ehr.NotFound, "no such recording")
	}
	if r == nil {
		s.makeSpace()
		r = newRecording(s, id, path)
		s.recs[id] = r
	}
	s.mu.Unlock()
	r.once.Do(func() { r.loadErr = r.load() })
	if r.loadErr != nil {
		s.mu.Lock()
		if s.recs[id] == r { // try again next time
			delete(s.recs, id)
		}
		s.mu.Unlock()
		return nil, r.loadErr
	}
	return r, nil
}

// maxLoaded is how many recordings are remembered; each takes some 15 kB.
const maxLoaded = 1024

// makeSpace forgets finished recordings when there are many.
func (s *Store) makeSpace() {
	if len(s.recs) < maxLoaded {
		return
	}
	for id, r := range s.recs {
		if r.finished() {
			delete(s.recs, id)
		}
	}
}

// Stats are counters since Open, and sizes.
type Stats struct {
	Items, Bytes int64 // durable items and their sealed bytes
	Syncs        int64 // of the journal
	Failures     int64 // items dropped because they could not be written
	Used         int64 // bytes of audio and journal on disk
}

type counters struct{ items, bytes, syncs, failures atomic.Int64 }

// Stats gives the counters.
func (s *Store) Stats() Stats {
	return Stats{Items: s.count.items.Load(), Bytes: s.count.bytes.Load(), Syncs: s.count.syncs.Load(), Failures: s.count.failures.Load(), Used: s.used.Load()}
}

// Window is the most bytes of one recording that may wait for the disk.
func (s *Store) Window() int { return s.opt.Window }

// MaxSamples is the longest recording in samples per channel.
func (s *Store) MaxSamples() uint64 { return s.opt.MaxSamples }
