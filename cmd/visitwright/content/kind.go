package content

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/visitwright/visitwright/cds"
	"github.com/visitwright/visitwright/cds/immunization"
	"github.com/visitwright/visitwright/cds/interactions"
	"github.com/visitwright/visitwright/cmd/visitwright/config"
)

// kind is a sort of file that can be loaded beside the built-in content.
type kind struct {
	ext  string // ending of the file's name in small letters, which tells what it is
	name string // under which it is kept
	what string // for people
	// add takes the file into the options of a checker and says what it holds.
	add func(o *cds.Options, path string) (string, error)
}

var kinds = []kind{
	{".zip", "cdsi.zip", "CDC's immunization schedule", addSchedule},
	{"rxnconso.rrf", "rxnconso.rrf", "RxNorm", addRxNorm},
	{"rxnrel.rrf", "rxnrel.rrf", "RxNorm's relations", addRelations}, // after the names
	{"rxnsat.rrf", "rxnsat.rrf", "RxNorm's attributes", addAttributes},
	{".tsv", "pairs.tsv", "the list of drug pairs", addPairs},
	{".xml", "medrt.xml", "MED-RT", addMEDRT},
}

func addSchedule(o *cds.Options, path string) (string, error) {
	s, err := ReadSchedule(path)
	if err != nil {
		return "", err
	}
	o.Vaccines = s
	return fmt.Sprintf("%s, released %s: %d antigens, %d series", s.Pack(), s.Released, s.Antigens(), s.Series()), nil
}

func addRxNorm(o *cds.Options, path string) (string, error) {
	var n int
	err := reading(path, func(r io.Reader) (err error) {
		n, err = o.Drugs.AddRxNorm(r)
		return err
	})
	return fmt.Sprintf("RxNorm: %d codes lead to drugs", n), err
}

func addRelations(o *cds.Options, path string) (string, error) {
	var n int
	err := reading(path, func(r io.Reader) (err error) {
		n, err = o.Drugs.AddRxNormRelations(r)
		return err
	})
	return fmt.Sprintf("RxNorm's relations: %d more codes lead to drugs", n), err
}

func addAttributes(o *cds.Options, path string) (string, error) {
	var n int
	err := reading(path, func(r io.Reader) (err error) {
		n, err = o.Drugs.AddRxNormAttributes(r)
		return err
	})
	return fmt.Sprintf("RxNorm's attributes: %d National Drug Codes lead to drugs", n), err
}

func addPairs(o *cds.Options, path string) (string, error) {
	var c interactions.Candidates
	err := reading(path, func(r io.Reader) (err error) {
		c, err = interactions.ReadPairList(strings.TrimSuffix(filepath.Base(path), ".tsv"), r)
		return err
	})
	if err == nil {
		o.Drugs.AddCandidates(c)
	}
	return fmt.Sprintf("%s: %d pairs", c.Name, c.Len()), err
}

func addMEDRT(o *cds.Options, path string) (string, error) {
	var c interactions.Candidates
	err := reading(path, func(r io.Reader) (err error) {
		c, err = interactions.ReadMEDRT(r)
		return err
	})
	if err == nil {
		o.Drugs.AddCandidates(c)
	}
	return fmt.Sprintf("MED-RT: %d pairs", c.Len()), err
}

func reading(path string, read func(io.Reader) error) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := read(f); err != nil {
		return fmt.Errorf("%s: %w", filepath.Base(path), err)
	}
	return nil
}

// Load checks a file and keeps it for every checker made from now on; it says what
// the file holds. A file that is not whole is refused, and what was loaded before
// stays.
func Load(cfg config.Config, path string) (string, error) {
	for _, k := range kinds {
		if !strings.HasSuffix(strings.ToLower(filepath.Base(path)), k.ext) {
			continue
		}
		words, err := try(cfg, k, path)
		if err != nil {
			return "", err
		}
		return words, keep(path, filepath.Join(folder(cfg), k.name))
	}
	return "", fmt.Errorf("%s: a file of this kind holds nothing the checks use", filepath.Base(path))
}

// try takes a file up on top of what is loaded of the kinds before it, which it
// may rest on.
func try(cfg config.Config, k kind, path string) (string, error) {
	drugs, err := interactions.Load()
	if err != nil {
		return "", err
	}
	o := cds.Options{Drugs: drugs}
	for _, before := range kinds {
		if before.name == k.name {
			break
		}
		if _, err := before.add(&o, filepath.Join(folder(cfg), before.name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return "", err
		}
	}
	return k.add(&o, path)
}

// packFile holds the name of the schedule the practice chose.
const packFile = "pack"

// Use chooses one of immunization.Packs for every checker made from now on; an
// empty name goes back to the schedule as it is.
func Use(cfg config.Config, pack string) error {
	if pack != "" {
		if _, err := immunization.Routine().With(pack); err != nil {
			return err
		}
	}
	if err := os.MkdirAll(folder(cfg), 0o700); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(folder(cfg), packFile), []byte(pack+"\n"), 0o600)
}

// choose takes the chosen schedule into the options of a checker.
func choose(o *cds.Options, cfg config.Config) error {
	b, err := os.ReadFile(filepath.Join(folder(cfg), packFile))
	if errors.Is(err, fs.ErrNotExist) || strings.TrimSpace(string(b)) == "" && err == nil {
		return nil
	}
	if err != nil {
		return err
	}
	s := o.Vaccines
	if s == nil {
		s = immunization.Routine()
	}
	o.Vaccines, err = s.With(strings.TrimSpace(string(b)))
	return err
}

func folder(cfg config.Config) string { return filepath.Join(cfg.Data(), "content") }

// keep puts a copy of a file in place, whole or not at all.
func keep(from, to string) error {
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return err
	}
	b, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	if err := os.WriteFile(to+".new", b, 0o600); err != nil {
		return err
	}
	return os.Rename(to+".new", to)
}
