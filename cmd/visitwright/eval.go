package main

import "github.com/spf13/cobra"

func newEvalCmd() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "eval",
		Short: "Measure a stage against its data",
		Long: `Measures a stage and prints the numbers that stand in eval/REPORT.md. Most
measurements need data that is not part of the program: --data names its folder.`,
	}
	cmd.AddCommand(
		newEvalCaptureCmd(),
		newEvalSpeechCmd(),
		newEvalNoteCmd(),
		newEvalDraftsCmd(),
		newEvalCheckCmd(),
		newEvalHeaderCmd(),
		newEvalSummaryCmd(),
		newEvalCodeCmd(),
		newEvalAlertCmd(),
	)
	return cmd
}
