package vault

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/google/uuid"
)

// replay brings every recording's file to its last durable byte and empties the
// journal. It may be cut off at any point and run again.
func (s *Store) replay() (next uint64, err error) {
	numbers, err := segments(s.journalDir())
	if err != nil {
		return 0, err
	}
	ends := map[uuid.UUID]*replayed{}
	defer func() {
		for _, f := range ends {
			err = errors.Join(err, f.close())
		}
	}()
	for _, n := range numbers {
		next = n
		err := replaySegment(segmentPath(s.journalDir(), n), func(rec uuid.UUID, off int64, data []byte) error {
			return s.replayEntry(ends, rec, off, data)
		})
		if err != nil {
			return 0, fmt.Errorf("vault: replay journal %d: %w", n, diskError(err))
		}
	}
	for _, f := range ends {
		if err := f.finish(); err != nil {
			return 0, diskError(err)
		}
	}
	for _, n := range numbers {
		if err := os.Remove(segmentPath(s.journalDir(), n)); err != nil {
			return 0, err
		}
	}
	return next + 1, syncDir(s.journalDir())
}

// replayed is a recording's file during replay. file is nil if it was erased.
type replayed struct {
	file *os.File
	end  int64
}

func (f *replayed) finish() error {
	if f.file == nil {
		return nil
	}
	if err := f.file.Truncate(f.end); err != nil {
		return err
	}
	return fdatasync(f.file)
}

func (f *replayed) close() error {
	if f.file == nil {
		return nil
	}
	return f.file.Close()
}

func (s *Store) replayEntry(ends map[uuid.UUID]*replayed, rec uuid.UUID, off int64, data []byte) error {
	f := ends[rec]
	if f == nil {
		f = &replayed{}
		ends[rec] = f
		if path, ok := s.paths[rec]; ok {
			file, err := os.OpenFile(path, os.O_RDWR, 0)
			if err != nil {
				return err
			}
			f.file = file
		}
	}
	if f.file == nil {
		return nil
	}
	f.end = off + int64(len(data))
	_, err := f.file.WriteAt(data, off)
	return err
}

// findRecordings fills paths and erased from what lies on disk.
func (s *Store) findRecordings() error {
	files, err := filepath.Glob(filepath.Join(s.opt.Dir, "audio", "*", "*"))
	if err != nil {
		return err
	}
	for _, path := range files {
		id, err := uuid.Parse(filepath.Base(path))
		if err != nil { // a file that was being made when the server was killed
			if err := os.Remove(path); err != nil {
				return err
			}
			continue
		}
		st, err := os.Stat(path)
		if err != nil {
			return err
		}
		s.paths[id] = path
		s.used.Add(st.Size())
	}
	gone, err := filepath.Glob(filepath.Join(s.opt.Dir, "keys", "*.erased"))
	if err != nil {
		return err
	}
	for _, path := range gone {
		base := filepath.Base(path)
		if id, err := uuid.Parse(base[:len(base)-len(".erased")]); err == nil {
			s.gone[id] = true
		}
	}
	return nil
}
