package main

import (
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/eval/note/visits"
	"github.com/visitwright/visitwright/eval/summary"
)

// newEvalSummaryCmd measures how hard the after-visit summary is to read.
func newEvalSummaryCmd() *cobra.Command {
	var data string
	cmd := &cobra.Command{
		Use:   "summary",
		Short: "Measure the reading grade of after-visit summaries",
		Long: `Drafts the visits of ACI-BENCH test1, summarises each draft for the patient and
prints the Flesch-Kincaid reading grade (at most 8 is the aim), beside that of the
note's own sentences.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			vs, err := visits.ACI(filepath.Join(data, "notes", "aci-bench", "clinicalnlp_taskB_test1.csv"))
			if err != nil {
				return err
			}
			r := summary.Measure(vs)
			if len(r.Grades) == 0 {
				return ehr.Errorf(ehr.NotFound, "no draft had anything for the patient")
			}
			w, k := cmd.OutOrStdout(), len(r.Grades)
			fmt.Fprintf(w, "visits %d, with nothing to take home %d, lines %d\n", r.Visits, r.Empty, r.Lines)
			fmt.Fprintf(w, "reading grade: median %.1f, highest %.1f, above 8: %d; of the note's own sentences: median %.1f, highest %.1f\n", r.Grades[k/2], r.Grades[k-1], r.Above, r.Before[k/2], r.Before[k-1])
			return nil
		},
	}
	cmd.Flags().StringVar(&data, "data", "../shared/data", "folder with the evaluation data")
	return cmd
}
