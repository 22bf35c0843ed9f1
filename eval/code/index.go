package code

import (
	"archive/zip"
	"os"
	"strings"

	"github.com/visitwright/visitwright/coding"
	"github.com/visitwright/visitwright/coding/icd10cm"
)

// WithIndex makes a lexicon that also holds the alphabetic index of a zip.
func WithIndex(rel *icd10cm.Release, path string) (*coding.Lexicon, error) {
	z, err := zip.OpenReader(path)
	if err != nil {
		return nil, err
	}
	defer z.Close()
	for _, f := range z.File {
		if !strings.Contains(f.Name, "_index_") {
			continue
		}
		rc, err := f.Open()
		if err != nil {
			return nil, err
		}
		defer rc.Close()
		entries, err := icd10cm.ReadIndex(rc)
		if err != nil {
			return nil, err
		}
		phrases := coding.OfficePhrases()
		for _, e := range entries {
			phrases = append(phrases, coding.Phrase{Text: e.Text, Code: e.Code, Source: coding.FromIndex})
		}
		lx, _ := coding.NewLexicon(rel, phrases)
		return lx, nil
	}
	return nil, os.ErrNotExist
}
