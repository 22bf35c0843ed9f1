package main

import (
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/visitwright/visitwright/eval/note"
)

// newEvalDraftsCmd counts what a reader stumbles over in drafts of spontaneous talk.
func newEvalDraftsCmd() *cobra.Command {
	var data string
	var sample int
	var seed uint64
	cmd := &cobra.Command{
		Use:   "drafts",
		Short: "Count faults in drafts of spontaneous talk, or print some to read",
		Long: `Drafts the interviews in speech/osce/transcripts of --data, for which no notes by
people exist, and counts what a reader stumbles over: sentences unfinished, fillers,
first person, questions, doubled words, two subjects, sentences said twice. With
--sample N the drafts of N of them, chosen by --seed, are printed to be read.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return note.Spoken(cmd.OutOrStdout(), filepath.Join(data, "speech", "osce", "transcripts"), sample, seed)
		},
	}
	cmd.Flags().StringVar(&data, "data", "../shared/data", "folder with the evaluation data")
	cmd.Flags().IntVar(&sample, "sample", 0, "print the drafts of so many interviews; 0: all are counted and none printed")
	cmd.Flags().Uint64Var(&seed, "seed", 1, "which interviews the sample holds")
	return cmd
}
