package backup

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"filippo.io/age"
)

// Source is an installation to be written.
type Source struct {
	DataDir string
	// Dump writes the whole database as pg_dump does.
	Dump    func(ctx context.Context, w io.Writer) error
	Program string // version of this program
}

// Summary counts what a backup holds.
type Summary struct {
	Bytes      int64 `json:"bytes"`      // of the backup file
	Database   int64 `json:"database"`   // bytes of the database's part, before encryption
	Recordings int   `json:"recordings"` // files of audio
	Keys       bool  `json:"keys"`       // whether the installation's own keys are in it
}

// Write writes a backup to path, which must not exist yet. A backup that fails leaves no file.
func Write(ctx context.Context, src Source, to age.Recipient, path string, now time.Time) (Summary, error) {
	if _, err := os.Lstat(path); err == nil {
		return Summary{}, fmt.Errorf("%s exists already", path)
	}
	tmp, err := os.CreateTemp(filepath.Dir(path), ".visitwright-backup-")
	if err != nil {
		return Summary{}, fmt.Errorf("backup: %w", err)
	}
	defer os.Remove(tmp.Name())
	sum, err := writeTo(ctx, src, to, tmp, now)
	if err == nil {
		err = tmp.Sync()
	}
	if info, statErr := tmp.Stat(); statErr == nil {
		sum.Bytes = info.Size()
	}
	if err = errors.Join(err, tmp.Close()); err != nil {
		return Summary{}, fmt.Errorf("backup: %w", err)
	}
	if err := os.Link(tmp.Name(), path); err != nil { // unlike a rename, never over another file
		return Summary{}, fmt.Errorf("backup: %w", err)
	}
	return sum, nil
}

func writeTo(ctx context.Context, src Source, to age.Recipient, w io.Writer, now time.Time) (sum Summary, err error) {
	a, err := newArchiver(w, to)
	if err != nil {
		return sum, err
	}
	if err := a.manifest(Manifest{Format: formatVersion, Program: src.Program, Made: now.UTC()}); err != nil {
		return sum, err
	}
	keys, err := a.folder(src.DataDir, "keys")
	if err != nil {
		return sum, err
	}
	sum.Keys = keys > 0
	// The noted heads of the audit before the database: rows the notes do not know yet are no finding, but notes of
	// rows the database does not have would be one.
	if _, err := a.file(dataPrefix+"audit.heads", filepath.Join(src.DataDir, "audit.heads")); err != nil {
		return sum, err
	}
	if sum.Database, err = addDatabase(ctx, a, src); err != nil {
		return sum, err
	}
	if sum.Recordings, err = addAudio(a, src.DataDir); err != nil {
		return sum, err
	}
	return sum, a.Close()
}

// addDatabase goes by way of a file, because an archive wants to know the size first. The file lies where the
// database itself lies, and is gone even if the program is killed.
func addDatabase(ctx context.Context, a *archiver, src Source) (int64, error) {
	tmp, err := os.CreateTemp(src.DataDir, ".database-")
	if err != nil {
		return 0, err
	}
	defer tmp.Close()
	if err := os.Remove(tmp.Name()); err != nil {
		return 0, err
	}
	if err := src.Dump(ctx, tmp); err != nil {
		return 0, err
	}
	size, err := tmp.Seek(0, io.SeekCurrent)
	if err != nil {
		return 0, err
	}
	if _, err := tmp.Seek(0, io.SeekStart); err != nil {
		return 0, err
	}
	return a.stream(databaseName, tmp, size)
}

// addAudio takes the recordings as a crash would leave them, which the vault knows how to open: first the journal,
// then the recordings, which are then at least as long as the journal says, and last their keys.
func addAudio(a *archiver, dataDir string) (recordings int, err error) {
	if _, err := a.folder(dataDir, filepath.Join("audio", "journal")); err != nil {
		return 0, err
	}
	if recordings, err = a.folder(dataDir, filepath.Join("audio", "audio")); err != nil {
		return 0, err
	}
	_, err = a.folder(dataDir, filepath.Join("audio", "keys"))
	return recordings, err
}
