package lists

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/visitwright/visitwright/coding/cpt"
	"github.com/visitwright/visitwright/ehr"
)

// Read reads files to their end without loading them. NCCI's pairs come in parts,
// which belong together. by is needed for a CPT table alone.
func Read(files []string, by cpt.Attestation) (*Set, error) {
	s, _, err := read(files, by)
	return s, err
}

func read(files []string, by cpt.Attestation) (*Set, map[Kind][]string, error) {
	s, of := &Set{}, map[Kind][]string{}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			return nil, nil, ehr.Wrap(ehr.Invalid, err, "cannot read %s", f)
		}
		found, err := s.take(filepath.Base(f), b, by)
		if err != nil {
			return nil, nil, err
		}
		if found[0] != found[len(found)-1] {
			return nil, nil, ehr.Errorf(ehr.Invalid, "%s holds lists of several kinds: load its files one by one", filepath.Base(f))
		}
		of[found[0]] = append(of[found[0]], f)
	}
	return s, of, nil
}

// Load reads the files, and where every one is whole puts copies of them in the
// place of the former lists of their kinds.
func Load(home string, files []string, by cpt.Attestation, now time.Time) ([]About, error) {
	by.At = now
	fresh, of, err := read(files, by)
	if err != nil {
		return nil, err
	}
	for _, a := range fresh.About {
		if err := swap(home, a.Kind, of[a.Kind], by); err != nil {
			return nil, err
		}
	}
	return fresh.About, nil
}

// swap puts copies of the files in the place of the list in use.
func swap(home string, k Kind, files []string, by cpt.Attestation) error {
	const words = "the lists cannot be written to the data folder"
	if err := os.MkdirAll(home, 0o755); err != nil {
		return ehr.Wrap(ehr.Unavailable, err, words)
	}
	staging, err := os.MkdirTemp(home, ".loading-")
	if err != nil {
		return ehr.Wrap(ehr.Unavailable, err, words)
	}
	defer os.RemoveAll(staging)
	fresh, former, place := filepath.Join(staging, "fresh"), filepath.Join(staging, "former"), filepath.Join(home, string(k))
	err = os.Mkdir(fresh, 0o755)
	for i, f := range files {
		if err == nil {
			err = copyFile(filepath.Join(fresh, fmt.Sprintf("%02d-%s", i, filepath.Base(f))), f)
		}
	}
	if k == CPT && err == nil {
		err = writeAttestation(filepath.Join(fresh, attested), by)
	}
	if err == nil {
		err = os.Rename(place, former)
		if errors.Is(err, os.ErrNotExist) {
			err = nil
		}
	}
	if err == nil {
		if err = os.Rename(fresh, place); err != nil {
			_ = os.Rename(former, place)
		}
	}
	if err != nil {
		return ehr.Wrap(ehr.Unavailable, err, words)
	}
	return nil
}

func copyFile(to, from string) error {
	b, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	f, err := os.Create(to)
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := f.Write(b); err != nil {
		return err
	}
	return f.Sync()
}

func writeAttestation(path string, by cpt.Attestation) error {
	b, err := json.Marshal(by)
	if err != nil {
		return err
	}
	return os.WriteFile(path, b, 0o600)
}

func readAttestation(path string) (by cpt.Attestation, err error) {
	b, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return by, nil
	}
	if err == nil {
		err = json.Unmarshal(b, &by)
	}
	if err != nil {
		return by, ehr.Wrap(ehr.Unavailable, err, "the attestation of the CPT table cannot be read")
	}
	return by, nil
}
