package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/visitwright/visitwright/eval/check"
)

// newEvalCheckCmd measures the check that no draft escapes.
func newEvalCheckCmd() *cobra.Command {
	var data string
	var want int
	var seed uint64
	var verbose bool
	cmd := &cobra.Command{
		Use:   "check",
		Short: "Measure the check of sentences against what was said",
		Long: `Takes the notes people wrote in ACI-BENCH and PriMock57, changes one fact of a
sentence at a time (dose, drug, side, negation, number, person, time) and prints
how many changes the check catches, and how many unchanged sentences it flags.

Human notes name no segments: the segments that match a sentence best are looked
up first, and a changed sentence keeps those of the sentence it was made from.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return evalCheck(cmd.OutOrStdout(), data, want, seed, verbose)
		},
	}
	cmd.Flags().StringVar(&data, "data", "../shared/data", "folder with the evaluation data")
	cmd.Flags().IntVar(&want, "changes", 1000, "changes of each kind at least")
	cmd.Flags().Uint64Var(&seed, "seed", 20261122, "seed of the changes")
	cmd.Flags().BoolVar(&verbose, "misses", false, "print changes that were missed and unchanged sentences flagged")
	return cmd
}

func evalCheck(w io.Writer, data string, want int, seed uint64, verbose bool) error {
	vs, err := check.Visits(data)
	if err != nil {
		return err
	}
	r := check.Measure(vs, want, seed)
	share := func(a, b int) float64 { return 100 * float64(a) / float64(max(b, 1)) }
	fmt.Fprintf(w, "visits %d, sentences %d\n", len(vs), r.Sentences)
	fmt.Fprintf(w, "unchanged sentences flagged: %.1f %% (%d of %d)\n", share(r.Flagged, r.Sentences), r.Flagged, r.Sentences)
	fmt.Fprintf(w, "  of those whose facts were all said in the visit: %.1f %% (%d of %d)\n", share(r.SaidFlagged, r.Said), r.SaidFlagged, r.Said)
	fmt.Fprintln(w, "  by first doubt:", r.ByDoubt)
	fmt.Fprintf(w, "%-10s %7s %8s   %s\n", "change", "made", "caught", "caught, of sentences not flagged unchanged")
	for _, k := range check.Kinds {
		c := r.Changes[k]
		fmt.Fprintf(w, "%-10s %7d %7.1f%%   %.1f%% of %d\n", k, c.Made, share(c.Caught, c.Made), share(c.CleanCaught, c.Clean), c.Clean)
	}
	found, all := check.Planted(vs, seed)
	fmt.Fprintf(w, "planted facts found among the omissions: %.1f %% (%d of %d)\n", share(found, all), found, all)
	if verbose {
		for _, k := range check.Kinds {
			for _, m := range r.Misses[k] {
				fmt.Fprintln(w, "MISS", k, m)
			}
		}
		for _, m := range r.FalseAlarms {
			fmt.Fprintln(w, "FALSE", m)
		}
	}
	return nil
}
