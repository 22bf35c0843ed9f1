package vault

import (
	"errors"
	"fmt"
	"os"
	"sync"
	"time"

	"github.com/google/uuid"
)

// syncer syncs the recordings' files of closed journal segments and then removes the
// segments, strictly in order.
type syncer struct {
	store *Store
	mu    sync.Mutex
	jobs  []segmentJob
	wake  chan struct{}
	stop  chan struct{}
	done  chan struct{}
	err   error // of the last round
}

type segmentJob struct {
	journal *journal
	dirty   map[uuid.UUID]string
}

func startSyncer(s *Store) *syncer {
	y := &syncer{store: s, wake: make(chan struct{}, 1), stop: make(chan struct{}), done: make(chan struct{})}
	go y.run()
	return y
}

func (y *syncer) add(j *journal, dirty map[uuid.UUID]string) {
	y.mu.Lock()
	y.jobs = append(y.jobs, segmentJob{j, dirty})
	y.mu.Unlock()
	select {
	case y.wake <- struct{}{}:
	default:
	}
}

func (y *syncer) run() {
	defer close(y.done)
	for {
		select {
		case <-y.wake:
			y.round()
		case <-time.After(5 * time.Second): // what failed is tried again
			y.round()
		case <-y.stop:
			y.round()
			return
		}
	}
}

// close works off what is left. Segments that could not be retired stay for the next
// opening.
func (y *syncer) close() error {
	close(y.stop)
	<-y.done
	return y.err
}

// round retires segments until none is left or one fails.
func (y *syncer) round() {
	for {
		y.mu.Lock()
		if len(y.jobs) == 0 {
			y.mu.Unlock()
			y.err = nil
			return
		}
		job := y.jobs[0]
		y.mu.Unlock()
		if y.err = y.retire(job); y.err != nil {
			y.store.opt.Log.Error("audio journal: retire segment", "error", y.err)
			return
		}
		y.mu.Lock()
		y.jobs = y.jobs[1:]
		y.mu.Unlock()
	}
}

func (y *syncer) retire(job segmentJob) error {
	for _, path := range job.dirty {
		f, err := os.Open(path)
		if errors.Is(err, os.ErrNotExist) {
			continue // erased
		}
		if err != nil {
			return fmt.Errorf("vault: %w", err)
		}
		if err := errors.Join(fdatasync(f), f.Close()); err != nil {
			return fmt.Errorf("vault: %w", err)
		}
	}
	if err := os.Remove(job.journal.file.Name()); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("vault: %w", err)
	}
	y.store.used.Add(-job.journal.size)
	return errors.Join(job.journal.file.Close(), syncDir(job.journal.dir))
}
