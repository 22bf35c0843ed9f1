package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/visitwright/visitwright/cmd/visitwright/config"
	"github.com/visitwright/visitwright/cmd/visitwright/meaning"
	"github.com/visitwright/visitwright/coding/cpt"
	"github.com/visitwright/visitwright/coding/lists"
	"github.com/visitwright/visitwright/ehr"
)

// sortOut parts the files of other lists from those of ICD-10-CM, which may be
// folders too.
func sortOut(files []string) (others, icd []string, err error) {
	for _, f := range files {
		info, err := os.Stat(f)
		if err != nil {
			return nil, nil, ehr.Wrap(ehr.Invalid, err, "cannot read %s", f)
		}
		if info.IsDir() {
			icd = append(icd, f)
			continue
		}
		b, err := os.ReadFile(f)
		if err != nil {
			return nil, nil, ehr.Wrap(ehr.Invalid, err, "cannot read %s", f)
		}
		if lists.Ours(f, b) {
			others = append(others, f)
		} else {
			icd = append(icd, f)
		}
	}
	return others, icd, nil
}

// attestation reads NAME:NUMBER.
func attestation(licence string) cpt.Attestation {
	by, number, _ := strings.Cut(licence, ":")
	return cpt.Attestation{By: by, Licence: number}
}

func loadLists(w io.Writer, home string, files []string, by cpt.Attestation) error {
	loaded, err := lists.Load(home, files, by, time.Now())
	if err != nil {
		return err
	}
	for _, a := range loaded {
		fmt.Fprintln(w, "loaded", a)
	}
	return nil
}

// openLists opens the lists that the practice loaded.
func openLists() (*lists.Set, error) {
	cfg, err := config.Load()
	if err != nil {
		return nil, err
	}
	return lists.Open(meaning.Lists(cfg))
}

// tellLists prints what is loaded beside ICD-10-CM, and what is not.
func tellLists(w io.Writer) error {
	s, err := openLists()
	if err != nil {
		return err
	}
	for _, a := range s.About {
		fmt.Fprintln(w, a)
	}
	for _, k := range s.Missing() {
		fmt.Fprintf(w, "%s: not loaded\n", k.Title())
	}
	return nil
}
