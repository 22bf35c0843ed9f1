package main

import (
	"fmt"
	"io"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/visitwright/visitwright/eval/header"
	"github.com/visitwright/visitwright/eval/note/visits"
)

// newEvalHeaderCmd measures the section headers of short dialogues.
func newEvalHeaderCmd() *cobra.Command {
	var data string
	var verbose bool
	cmd := &cobra.Command{
		Use:   "header",
		Short: "Measure which section a short dialogue is given to",
		Long: `Names the section header, of MTS-Dialog's twenty, for each dialogue of its test set 1
and prints how often it is the one a person chose. The model was learnt from the
train and valid splits (go run ./eval/train/header).`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return evalHeader(cmd.OutOrStdout(), data, verbose) },
	}
	cmd.Flags().StringVar(&data, "data", "../shared/data", "folder with the evaluation data")
	cmd.Flags().BoolVar(&verbose, "misses", false, "count the confusions")
	return cmd
}

func evalHeader(w io.Writer, data string, verbose bool) error {
	items, err := visits.MTS(filepath.Join(data, "notes", "mts-dialog", "MTS-Dialog-TestSet-1-MEDIQA-Chat-2023.csv"))
	if err != nil {
		return err
	}
	r := header.Measure(items)
	fmt.Fprintf(w, "MTS-Dialog test1: %d of %d headers right (accuracy %.3f); always the commonest header of train would give %.3f\n", r.Right, r.All, float64(r.Right)/float64(r.All), float64(r.Commonest)/float64(r.All))
	if verbose {
		for _, c := range r.Confused {
			fmt.Fprintf(w, "  %s taken for %s: %d\n", c.Was, c.Named, c.Times)
		}
	}
	return nil
}
