package main

import (
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/eval/note"
	"github.com/visitwright/visitwright/prompts/llm"
	"github.com/visitwright/visitwright/scribe"
)

// newEvalNoteCmd measures drafting.
func newEvalNoteCmd() *cobra.Command {
	var s note.Settings
	var minimum, tolerance float64
	var against, with, modelURL, model string
	cmd := &cobra.Command{
		Use:   "note",
		Short: "Measure drafted notes against notes people wrote",
		Long: `Drafts the visits of ACI-BENCH from their dialogue alone and prints, for the
built-in drafter and for the published systems whose outputs are there, under one
ruler: ROUGE-1/2/Lsum as rouge-score gives them without a stemmer, support by the
segments, polarity, recall of facts, well-formed sentences, the results division;
then the same from raw recogniser text, PriMock57 with the brief template, and
seconds. It fails where ROUGE-1 is below --minimum, so that a change can be gated.

With --against two systems draft the same visits and stand side by side: quality,
support, polarity, omission (recall), seconds and tokens. A system is a template
("soap"), a template with the record's name, age and sex ("soap+chart"), a
language model ("model/soap", with --model-url and --model), or notes in a CSV
file ("file/NOTES.csv", with encounter_id and note). It fails where the one named
by --with (else --template) is worse than the one named by --against.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if against != "" {
				if with == "" {
					with = s.Template
				}
				return compareNotes(cmd.OutOrStdout(), s, against, with, modelURL, model, tolerance)
			}
			r1, err := note.Report(cmd.OutOrStdout(), s)
			if err != nil {
				return err
			}
			if r1 < minimum {
				return ehr.Errorf(ehr.Conflict, "ROUGE-1 %.2f is below %.2f", r1, minimum)
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&s.Data, "data", "../shared/data", "folder with the evaluation data")
	cmd.Flags().StringVar(&s.Split, "split", "test1", "test1, valid or train")
	cmd.Flags().StringVar(&s.Template, "template", "soap", "template to draft with")
	cmd.Flags().Float64Var(&minimum, "minimum", 0, "fail where ROUGE-1 is lower")
	cmd.Flags().StringVar(&against, "against", "", "the system to compare with")
	cmd.Flags().StringVar(&with, "with", "", "the system compared; the template where empty")
	cmd.Flags().Float64Var(&tolerance, "tolerance", 1, "how many times the usual tolerance a measure may be worse; lost negations never")
	cmd.Flags().StringVar(&modelURL, "model-url", "", "base URL of an OpenAI-compatible endpoint; its key is read from VISITWRIGHT_MODEL_KEY")
	cmd.Flags().StringVar(&model, "model", "", "the endpoint's name for the model")
	return cmd
}

func compareNotes(w io.Writer, s note.Settings, against, with, url, model string, times float64) error {
	var m scribe.Model
	if url != "" {
		c, err := llm.New(llm.Config{BaseURL: url, Model: model, Key: os.Getenv("VISITWRIGHT_MODEL_KEY")})
		if err != nil {
			return err
		}
		m = c
	}
	u := note.Usual
	t := note.Tolerance{Rouge: times * u.Rouge, Support: times * u.Support, Recall: times * u.Recall, Opposite: times * u.Opposite, WellFormed: times * u.WellFormed}
	worse, err := note.Against(w, s, against, with, m, t)
	if err != nil {
		return err
	}
	if len(worse) > 0 {
		return ehr.Errorf(ehr.Conflict, "%s is worse than %s in %d measures", with, against, len(worse))
	}
	fmt.Fprintln(w, "no measure is worse")
	return nil
}
