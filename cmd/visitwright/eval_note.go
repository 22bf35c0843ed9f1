package main

import (

	"github.com/spf13/cobra"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/eval/note"
)

// newEvalNoteCmd measures drafting.
func newEvalNoteCmd() *cobra.Command {
	var data, split, template string
	var minimum float64
	cmd := &cobra.Command{
		Use:   "note",
		Short: "Measure drafted notes against notes people wrote",
		Long: `Drafts the visits of ACI-BENCH from their dialogue alone and prints, for the
built-in drafter and for the published systems whose outputs are there, under one
ruler: ROUGE-1/2/Lsum as rouge-score gives them without a stemmer, support by the
segments, polarity, recall of facts, well-formed sentences, the results division;
then the same from raw recogniser text, PriMock57 with the brief template, and
seconds. It fails where ROUGE-1 is below --minimum, so that a change can be gated.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			r1, err := note.Report(cmd.OutOrStdout(), note.Settings{Data: data, Split: split, Template: template})
			if err != nil {
				return err
			}
			if r1 < minimum {
				return ehr.Errorf(ehr.Conflict, "ROUGE-1 %.2f is below %.2f", r1, minimum)
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&data, "data", "../shared/data", "folder with the evaluation data")
	cmd.Flags().StringVar(&split, "split", "test1", "test1, valid or train")
	cmd.Flags().StringVar(&template, "template", "soap", "template to draft with")
	cmd.Flags().Float64Var(&minimum, "minimum", 0, "fail where ROUGE-1 is lower")
	return cmd
}

