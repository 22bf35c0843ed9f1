package backup

import (
	"archive/tar"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"

	"filippo.io/age"
)

// formatVersion is that of the archive's layout. A newer one is refused.
const formatVersion = 1

// Names in the archive. The manifest comes first, the end mark last: an archive without it was cut off.
const (
	manifestName = "manifest.json"
	databaseName = "database.dump"
	dataPrefix   = "data/"
	endName      = "end"
)

// Manifest says what a backup is of.
type Manifest struct {
	Format  int       `json:"format"`
	Program string    `json:"program"` // version of the visitwright that wrote it
	Made    time.Time `json:"made"`
}

// ErrNotABackup says that a file is no backup, is cut off, or was changed.
var ErrNotABackup = errors.New("this is no complete visitwright backup")

// archiver writes the archive; Close must be called and its error counts.
type archiver struct {
	tar  *tar.Writer
	gzip *gzip.Writer
	age  io.WriteCloser
}

func newArchiver(w io.Writer, to age.Recipient) (*archiver, error) {
	sealed, err := age.Encrypt(w, to)
	if err != nil {
		return nil, fmt.Errorf("encrypting: %w", err)
	}
	// Audio is encrypted and does not shrink; the fastest compression is for the database's sake.
	zipped, err := gzip.NewWriterLevel(sealed, gzip.BestSpeed)
	if err != nil {
		return nil, err
	}
	return &archiver{tar: tar.NewWriter(zipped), gzip: zipped, age: sealed}, nil
}

func (a *archiver) Close() error {
	return errors.Join(a.bytes(endName, nil), a.tar.Close(), a.gzip.Close(), a.age.Close())
}

func (a *archiver) bytes(name string, content []byte) error {
	if err := a.tar.WriteHeader(&tar.Header{Name: name, Mode: 0o600, Size: int64(len(content))}); err != nil {
		return err
	}
	_, err := a.tar.Write(content)
	return err
}

func (a *archiver) manifest(m Manifest) error {
	text, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return err
	}
	return a.bytes(manifestName, text)
}

// file adds the file as long as it is now; what is appended meanwhile is left out. A file that is gone is skipped.
func (a *archiver) file(name, path string) (size int64, err error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	err = a.tar.WriteHeader(&tar.Header{Name: name, Mode: 0o600, Size: info.Size(), ModTime: info.ModTime()})
	if err != nil {
		return 0, err
	}
	return io.CopyN(a.tar, f, info.Size())
}

// folder adds every plain file below dir/sub.
func (a *archiver) folder(dir, sub string) (files int, err error) {
	err = filepath.WalkDir(filepath.Join(dir, sub), func(file string, entry fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil // never there, or gone since its folder was read
		}
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		inside, err := filepath.Rel(dir, file)
		if err != nil {
			return err
		}
		files++
		_, err = a.file(dataPrefix+filepath.ToSlash(inside), file)
		return err
	})
	return files, err
}

// extract reads an archive: the database's part goes to database, the files below into. It returns only when the
// end mark was read, else with ErrNotABackup.
func extract(r io.Reader, from age.Identity, into string, database io.Writer) (Manifest, error) {
	var m Manifest
	opened, err := age.Decrypt(r, from)
	if err != nil {
		var wrong *age.NoIdentityMatchError
		if errors.As(err, &wrong) {
			return m, errors.New("the passphrase or key does not open this backup")
		}
		return m, fmt.Errorf("%w: %w", ErrNotABackup, err)
	}
	zipped, err := gzip.NewReader(opened)
	if err != nil {
		return m, fmt.Errorf("%w: %w", ErrNotABackup, err)
	}
	archive := tar.NewReader(zipped)
	for first := true; ; first = false {
		header, err := archive.Next()
		if err != nil {
			return m, fmt.Errorf("%w: %w", ErrNotABackup, err)
		}
		switch name := header.Name; {
		case first != (name == manifestName):
			return m, fmt.Errorf("%w: the manifest is not in its place", ErrNotABackup)
		case name == manifestName:
			err = readManifest(archive, &m)
		case name == databaseName:
			_, err = io.Copy(database, archive)
		case strings.HasPrefix(name, dataPrefix):
			err = extractFile(archive, into, strings.TrimPrefix(name, dataPrefix))
		case name == endName:
			return m, drain(zipped)
		}
		if err != nil {
			return m, err
		}
	}
}

// drain reads to the end, where the checksums are compared.
func drain(r io.Reader) error {
	if _, err := io.Copy(io.Discard, r); err != nil {
		return fmt.Errorf("%w: %w", ErrNotABackup, err)
	}
	return nil
}

func readManifest(r io.Reader, m *Manifest) error {
	if err := json.NewDecoder(r).Decode(m); err != nil {
		return fmt.Errorf("%w: %w", ErrNotABackup, err)
	}
	if m.Format > formatVersion {
		return fmt.Errorf("this backup was written by a newer visitwright (%s); use that one", m.Program)
	}
	return nil
}

func extractFile(r io.Reader, into, name string) error {
	if !fs.ValidPath(name) || path.Clean(name) != name {
		return fmt.Errorf("%w: it holds a file named %q", ErrNotABackup, name)
	}
	file := filepath.Join(into, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(file, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(f, r)
	return errors.Join(err, f.Sync(), f.Close())
}

// stream adds size bytes of r.
func (a *archiver) stream(name string, r io.Reader, size int64) (int64, error) {
	if err := a.tar.WriteHeader(&tar.Header{Name: name, Mode: 0o600, Size: size}); err != nil {
		return 0, err
	}
	return io.CopyN(a.tar, r, size)
}
