package backup

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"filippo.io/age"
)

// Target is where an installation is made of a backup: a data folder without recordings and keys, and an empty
// database.
type Target struct {
	DataDir string
	// Load fills the empty database from what Source.Dump wrote, all of it or nothing.
	Load func(ctx context.Context, r io.Reader) error
}

// parts of the data folder a backup brings.
var restored = []string{"keys", "audio", "audit.heads"}

// Restore makes an installation of the backup r. It refuses to write over another one, and leaves nothing half
// done: the files are put in place only after the whole backup was read and the database is filled.
func Restore(ctx context.Context, r io.Reader, from age.Identity, target Target) (Manifest, error) {
	for _, name := range restored {
		if !empty(filepath.Join(target.DataDir, name)) {
			return Manifest{}, fmt.Errorf("%s holds %s already; restore needs an empty data folder", target.DataDir, name)
		}
	}
	fresh := filepath.Join(target.DataDir, ".restoring")
	if err := os.RemoveAll(fresh); err != nil {
		return Manifest{}, fmt.Errorf("restore: %w", err)
	}
	if err := os.MkdirAll(fresh, 0o700); err != nil {
		return Manifest{}, fmt.Errorf("restore: %w", err)
	}
	defer os.RemoveAll(fresh)
	dump, err := os.CreateTemp(fresh, ".database-")
	if err != nil {
		return Manifest{}, fmt.Errorf("restore: %w", err)
	}
	defer dump.Close()
	if err := os.Remove(dump.Name()); err != nil {
		return Manifest{}, fmt.Errorf("restore: %w", err)
	}
	m, err := extract(r, from, fresh, dump)
	if err != nil {
		return m, fmt.Errorf("restore: %w", err)
	}
	if _, err := dump.Seek(0, io.SeekStart); err != nil {
		return m, fmt.Errorf("restore: %w", err)
	}
	if err := target.Load(ctx, dump); err != nil {
		return m, fmt.Errorf("restore: %w", err)
	}
	return m, putInPlace(fresh, target.DataDir)
}

func putInPlace(fresh, dataDir string) error {
	for _, name := range restored {
		to := filepath.Join(dataDir, name)
		if _, err := os.Lstat(filepath.Join(fresh, name)); errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err := os.RemoveAll(to); err != nil { // empty, as was checked
			return fmt.Errorf("restore: %w", err)
		}
		if err := os.Rename(filepath.Join(fresh, name), to); err != nil {
			return fmt.Errorf("restore: %w", err)
		}
	}
	return nil
}

// empty says whether there is no such file, or a folder with no file anywhere below it.
func empty(path string) bool {
	found := errors.New("found")
	err := filepath.WalkDir(path, func(_ string, entry fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil {
			return err
		}
		if !entry.IsDir() {
			return found
		}
		return nil
	})
	return err == nil
}
