package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/spf13/cobra"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/scribe/previsit"
	"github.com/visitwright/visitwright/scribe/summary"
)

// newSummaryCmd writes what the patient takes home.
func newSummaryCmd() *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "summary NOTE.json",
		Short: "Write the after-visit summary of a note, in plain words",
		Long: `Writes what the patient takes home from a note's plan and instructions, in plain
words, with its Flesch-Kincaid reading grade (the aim is 8 or less). NOTE.json (or -
for standard input) is what "visitwright draft --format json" prints, or a note as
the server's API gives it. Sentences that the check doubts are left out.

As JSON every line names the note's sentences and the segments it rests on.`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := checkFormat(format); err != nil {
				return err
			}
			return summarise(cmd.OutOrStdout(), args[0], format)
		},
	}
	addFormatFlag(cmd, &format)
	return cmd
}

func summarise(w io.Writer, path, format string) error {
	n, err := readNote(path, os.Stdin)
	if err != nil {
		return err
	}
	s := summary.Of(n)
	if format == formatJSON {
		return printJSON(w, s)
	}
	if len(s.Parts) == 0 {
		_, err = fmt.Fprintln(w, "The note holds no plan and no instructions.")
		return err
	}
	_, err = fmt.Fprintf(w, "%s\nReading grade %.1f (Flesch-Kincaid).\n", s.Text(), s.Grade)
	return err
}

func printJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(v)
}

// newPrevisitCmd makes the page to read before a visit.
func newPrevisitCmd() *cobra.Command {
	var format, reason, since string
	cmd := &cobra.Command{
		Use:   "previsit BUNDLE.json",
		Short: "Make the page to read before a visit, from the chart",
		Long: `Makes one page from a patient's FHIR R4 bundle: what is new since the last visit,
open orders, results, problems, medications, allergies. On the server it also holds
the care that is due.`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := checkFormat(format); err != nil {
				return err
			}
			in := previsit.Input{Reason: reason, Now: time.Now()}
			if since != "" {
				last, err := time.Parse(time.DateOnly, since)
				if err != nil {
					return ehr.Wrap(ehr.Invalid, err, "--since is a day such as 2026-08-20")
				}
				in.Last = last
			}
			var err error
			if in.Chart, err = readPatientChart(args[0]); err != nil {
				return err
			}
			p := previsit.Of(in)
			if format == formatJSON {
				return printJSON(cmd.OutOrStdout(), p)
			}
			_, err = io.WriteString(cmd.OutOrStdout(), p.Text())
			return err
		},
	}
	addFormatFlag(cmd, &format)
	cmd.Flags().StringVar(&reason, "reason", "", "why the patient comes")
	cmd.Flags().StringVar(&since, "since", "", "day of the last visit")
	return cmd
}
