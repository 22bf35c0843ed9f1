package main

import (
	"context"
	"fmt"
	"io"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/visitwright/visitwright/coding"
	"github.com/visitwright/visitwright/eval/code"
)

func newEvalCodeCmd() *cobra.Command {
	var data string
	var inDatabase bool
	cmd := &cobra.Command{
		Use:   "code",
		Short: "Measure code search and suggestions",
		Long: `Prints how often a disease's name finds its exact complete code (Disease Ontology
labels), by words, by meaning, by both and by the ranker, the default set alone and
with CDC's alphabetic index; recall on CodiEsp's cases; and that nothing outside the
set comes out of any note. The first run makes the vectors, which takes minutes.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return evalCode(cmd.Context(), cmd.OutOrStdout(), cmd.ErrOrStderr(), data, inDatabase)
		},
	}
	cmd.Flags().StringVar(&data, "data", "../shared/data", "folder with the evaluation data")
	cmd.AddCommand(newEvalVisitsCmd())
	cmd.Flags().BoolVar(&inDatabase, "database", false, "also measure the database's index: recall against every vector, and time")
	return cmd
}

func evalCode(ctx context.Context, w, progress io.Writer, data string, inDatabase bool) error {
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
		sets := []labelled{{"default set", lx}}
		if indexed, err := code.WithIndex(rel, filepath.Join(data, "codes", "icd10cm", "fy2017-full-xml.zip")); err != nil {
			fmt.Fprintln(w, "skipped the alphabetic index:", err)
		} else {
			sets = append(sets, labelled{"with alphabetic index", indexed})
		}
		if err := evalLabels(ctx, w, progress, labels, sets, inDatabase); err != nil {
			return err
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
	if err := printVisits(w, data, lx, ""); err != nil {
		fmt.Fprintln(w, "skipped visits:", err)
	}
	return printSafety(w, data, lx)
}

// printSafety codes every note of the data folder and made-up ones that try to bring in what is no code, counts what stands in
// no official set, and says how long a note takes. A suggestion outside the set is an error.
func printSafety(w io.Writer, data string, lx *coding.Lexicon) error {
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
