package vault

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/google/uuid"

	"github.com/visitwright/visitwright/ehr"
)

// Erasure says which recording is erased, when, by whom and why. It is all that is
// kept of it.
type Erasure struct {
	Recording uuid.UUID   `json:"recording"`
	Visit     ehr.VisitID `json:"visit"`
	At        time.Time   `json:"at"`
	By        string      `json:"by"`  // a user's id, or the name of the job
	Why       string      `json:"why"` // no health data
}

func (s *Store) keyPath(id uuid.UUID) string {
	return filepath.Join(s.opt.Dir, "keys", id.String()+".key")
}

func (s *Store) erasedPath(id uuid.UUID) string {
	return filepath.Join(s.opt.Dir, "keys", id.String()+".erased")
}

// Erase destroys a recording's key and then its audio. A line that is recording it
// ends. Erasing what is erased does nothing.
func (s *Store) Erase(ctx context.Context, id uuid.UUID, by, why string, now time.Time) error {
	s.mu.Lock()
	path, gone := s.paths[id], s.gone[id]
	s.mu.Unlock()
	if gone {
		return nil
	}
	if path == "" {
		return ehr.Errorf(ehr.NotFound, "no such recording")
	}
	e := Erasure{Recording: id, Visit: ehr.VisitID(filepath.Base(filepath.Dir(path))), At: now.UTC(), By: by, Why: why}
	if s.opt.Erased != nil {
		if err := s.opt.Erased(ctx, e); err != nil {
			return fmt.Errorf("vault: erase: %w", err)
		}
	}
	text, err := json.Marshal(e)
	if err != nil {
		return err
	}
	if err := writeDurably(s.erasedPath(id), text); err != nil {
		return err
	}
	s.mu.Lock()
	s.gone[id] = true
	r := s.recs[id]
	delete(s.recs, id)
	s.mu.Unlock()
	if r != nil {
		r.mu.Lock()
		r.erased = true
		r.notify()
		r.mu.Unlock()
	}
	return s.destroy(id, path)
}

// EraseVisit erases all recordings of a visit.
func (s *Store) EraseVisit(ctx context.Context, visit ehr.VisitID, by, why string, now time.Time) error {
	var errs []error
	s.mu.Lock()
	var ids []uuid.UUID
	for id, path := range s.paths {
		if filepath.Base(filepath.Dir(path)) == string(visit) {
			ids = append(ids, id)
		}
	}
	s.mu.Unlock()
	for _, id := range ids {
		errs = append(errs, s.Erase(ctx, id, by, why, now))
	}
	return errors.Join(errs...)
}

// destroy overwrites and removes the key, then removes the audio.
func (s *Store) destroy(id uuid.UUID, path string) error {
	key := s.keyPath(id)
	if st, err := os.Stat(key); err == nil {
		noise := make([]byte, st.Size())
		rand.Read(noise)
		if err := overwrite(key, noise); err != nil {
			return fmt.Errorf("vault: destroy key: %w", err)
		}
	} else if !errors.Is(err, os.ErrNotExist) {
		return err
	}
	st, err := os.Stat(path)
	if err != nil {
		return err
	}
	if err := os.Remove(path); err != nil {
		return err
	}
	s.used.Add(-st.Size())
	s.mu.Lock()
	delete(s.paths, id)
	s.mu.Unlock()
	return syncDir(filepath.Dir(path))
}

func overwrite(path string, data []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	_, err = f.WriteAt(data, 0)
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Remove(path); err != nil {
		return err
	}
	return syncDir(filepath.Dir(path))
}

// finishErasing ends what was cut off between the tombstone and the last file.
func (s *Store) finishErasing() error {
	for id := range s.gone {
		if path, ok := s.paths[id]; ok {
			if err := s.destroy(id, path); err != nil {
				return err
			}
		}
	}
	return nil
}
