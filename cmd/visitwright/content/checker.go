package content

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/visitwright/visitwright/cds"
	"github.com/visitwright/visitwright/cds/immunization"
	"github.com/visitwright/visitwright/cds/interactions"
	"github.com/visitwright/visitwright/cmd/visitwright/config"
	"github.com/visitwright/visitwright/ehr"
)

// ReadSchedule reads a zip of CDSi supporting data.
func ReadSchedule(path string) (*immunization.Schedule, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	s, err := immunization.ReadSupportingData(f, info.Size())
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return s, nil
}

// Checker makes the checker of this installation: the built-in drug content, and
// what was loaded beside it. A loaded file that cannot be read is reported with
// every check, never passed over.
func Checker(cfg config.Config) (*cds.Checker, error) {
	drugs, err := interactions.Load()
	if err != nil {
		return nil, err
	}
	o := cds.Options{Drugs: drugs}
	for _, k := range kinds {
		if _, err := k.add(&o, filepath.Join(folder(cfg), k.name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			o.Problems = append(o.Problems, ehr.Unchecked{What: "What rests on " + k.what, Why: "the loaded file cannot be read; load it again"})
		}
	}
	if err := choose(&o, cfg); err != nil {
		o.Problems = append(o.Problems, ehr.Unchecked{What: "The chosen immunization schedule", Why: "it cannot be used; choose again with visitwright content use"})
	}
	return cds.With(o), nil
}
