package main

import (
	"fmt"
	"io"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/visitwright/visitwright/cmd/visitwright/config"
	"github.com/visitwright/visitwright/cmd/visitwright/content"
	"github.com/visitwright/visitwright/ehr"
)

func newContentCmd() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "content",
		Short: "Load and list what the checks stand on",
	}
	cmd.AddCommand(newContentLoadCmd(), newContentListCmd(), newContentUseCmd(), newContentReportCmd())
	return cmd
}

func newContentLoadCmd() *cobra.Command {
	return &cobra.Command{
		Use:   "load FILE",
		Short: "Load CDC's immunization schedule, RxNorm names or a list of drug pairs",
		Long: `Checks a file, says what it holds and keeps it for every check from now on:

  *.zip          CDC's CDSi supporting data, in place of the built-in routine schedule
  RXNCONSO.RRF   RxNorm, so that its codes lead to the drugs the rules know; after it
  RXNREL.RRF     its relations, for codes whose names say little (packs, brands)
  RXNSAT.RRF     its attributes, for National Drug Codes
  *.tsv          drug pairs (severity, name1, name2), e.g. the VA's NDF-RT list: shown
                 passively where no rule of ours speaks
  *.xml          MED-RT's contraindications between drugs: the same

A file that is not whole is refused and what was loaded before stays.`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			cfg, err := config.Load()
			if err != nil {
				return err
			}
			words, err := content.Load(cfg, args[0])
			if err != nil {
				return err
			}
			_, err = fmt.Fprintln(cmd.OutOrStdout(), "loaded "+words)
			return err
		},
	}
}

func newContentUseCmd() *cobra.Command {
	return &cobra.Command{
		Use:   "use SCHEDULE",
		Short: "Choose whose immunization schedule is used",
		Long: `Chooses where published schedules differ (CDC's and AAP's do since January 2026). The
choice stands on CDC's loaded files, or on the built-in schedule, and is named on every
recommendation:

  aap-2026    American Academy of Pediatrics, 26 January 2026
  cdc-2026    CDC, 5 January 2026: fewer vaccines for every child, more by shared decision
  plain       the schedule as it was loaded or built in`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			cfg, err := config.Load()
			if err != nil {
				return err
			}
			pack := args[0]
			if pack == "plain" {
				pack = ""
			}
			if err := content.Use(cfg, pack); err != nil {
				return err
			}
			_, err = fmt.Fprintln(cmd.OutOrStdout(), "from now on (a running service: after its next start): "+args[0])
			return err
		},
	}
}

func newContentListCmd() *cobra.Command {
	return &cobra.Command{
		Use:   "list",
		Short: "List the content in use, its version and its age",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			cfg, err := config.Load()
			if err != nil {
				return err
			}
			c, err := content.Checker(cfg)
			if err != nil {
				return err
			}
			return printContents(cmd.OutOrStdout(), c.Contents(ehr.DateOf(time.Now())))
		},
	}
}

func printContents(w io.Writer, contents []ehr.Content) error {
	t := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
	for _, c := range contents {
		state := "in use"
		switch {
		case c.Problem != "":
			state = "NOT IN USE: " + c.Problem
		case c.Stale:
			state = "in use, too old"
		}
		if _, err := fmt.Fprintf(t, "%s\t%s\t%s\t%d days\t%s\n", c.Name, c.Version, c.Released, c.AgeDays, state); err != nil {
			return err
		}
	}
	return t.Flush()
}
