package main

import (
	"archive/zip"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/visitwright/visitwright/coding"
	"github.com/visitwright/visitwright/coding/icd10cm"
	"github.com/visitwright/visitwright/eval/code"
)

func newEvalCodeCmd() *cobra.Command {
	var data string
	cmd := &cobra.Command{
		Use:   "code",
		Short: "Measure code search and suggestions",
		Long: `Prints how often a disease's name finds its exact complete code (Disease Ontology
labels), with the default set alone and with CDC's alphabetic index; recall on
CodiEsp's cases; and that nothing outside the set comes out of any note.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return evalCode(cmd.OutOrStdout(), data)
		},
	}
	cmd.Flags().StringVar(&data, "data", "../shared/data", "folder with the evaluation data")
	cmd.AddCommand(newEvalVisitsCmd())
	return cmd
}

func evalCode(w io.Writer, data string) error {
	cat, err := openCatalog(true)
	if err != nil {
		return err
	}
	rel := cat.Releases()[0]
	lx, _ := coding.NewLexicon(rel, coding.OfficePhrases())
	fmt.Fprintln(w, "release:", rel.Name)
	labels, err := code.ReadLabels(filepath.Join(data, "coding", "terms", "doid_icd10cm.tsv"), lx)
	if err != nil {
		fmt.Fprintln(w, "skipped labels:", err)
	} else {
		printLabelHits(w, "default set", code.Search(lx, labels))
		if indexed, err := withIndex(rel, filepath.Join(data, "codes", "icd10cm", "fy2017-full-xml.zip")); err != nil {
			fmt.Fprintln(w, "skipped the alphabetic index:", err)
		} else {
			printLabelHits(w, "with alphabetic index", code.Search(indexed, labels))
		}
	}
	for _, split := range []string{"train", "dev"} {
		r, err := code.CodiEsp(lx, filepath.Join(data, "coding", "codiesp"), split)
		if err != nil {
			fmt.Fprintln(w, "skipped CodiEsp", split+":", err)
			continue
		}
		fmt.Fprintf(w, "CodiEsp %s: %d cases, recall at 50 %.3f (%d of %d codes)\n", split, r.Cases, float64(r.Found)/float64(r.Codes), r.Found, r.Codes)
	}
	if err := printVisits(w, data, lx, false); err != nil {
		fmt.Fprintln(w, "skipped visits:", err)
	}
	notes, err := code.Notes(data)
	if err != nil {
		fmt.Fprintln(w, "skipped notes:", err)
	}
	for _, set := range []struct {
		name  string
		notes []string
	}{{"notes of the data folder", notes}, {"adversarial notes", code.Adversarial(500)}} {
		s := code.Check(lx, set.notes)
		fmt.Fprintf(w, "%s: %d notes, %d suggestions, %d outside the set or not complete; p95 %v a note\n", set.name, s.Notes, s.Codes, s.Outside, s.P95)
		if s.Outside > 0 {
			return fmt.Errorf("%d suggestions stand in no official set", s.Outside)
		}
	}
	return nil
}

func printLabelHits(w io.Writer, name string, h code.Hits) {
	q := float64(h.Queries)
	fmt.Fprintf(w, "labels, %s: %d queries, hit@1 %.3f @5 %.3f @10 %.3f @50 %.3f; %v mean, %v p95 a query\n",
		name, h.Queries, float64(h.At1)/q, float64(h.At5)/q, float64(h.At10)/q, float64(h.At50)/q, h.Mean, h.P95)
}

// withIndex makes a lexicon that also holds the alphabetic index of a zip.
func withIndex(rel *icd10cm.Release, path string) (*coding.Lexicon, error) {
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
