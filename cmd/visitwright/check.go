package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/visitwright/visitwright/cmd/visitwright/config"
	"github.com/visitwright/visitwright/cmd/visitwright/content"
	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/fhir"
)

func newCheckCmd() *cobra.Command {
	var date, format string
	cmd := &cobra.Command{
		Use:   "check BUNDLE.json",
		Short: "Check a chart: drugs, preventive care, immunization",
		Long: `Reads a patient's chart as a FHIR R4 bundle (patient, conditions, medications,
allergies, immunizations, observations, procedures; "-" reads standard input) and
prints alerts, care gaps and vaccine forecasts as of a day. What could not be
checked is listed with its reason.`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := checkFormat(format); err != nil {
				return err
			}
			day, err := parseDate(date)
			if err != nil {
				return err
			}
			chart, not, err := readChart(args[0], cmd.InOrStdin())
			if err != nil {
				return err
			}
			cfg, err := config.Load()
			if err != nil {
				return err
			}
			c, err := content.Checker(cfg)
			if err != nil {
				return err
			}
			now := day.Time().Add(24*time.Hour - time.Second) // what happened on the day counts
			checks := c.Check(chart, ehr.Note{}, nil, now)
			checks.NotChecked = append(checks.NotChecked, not...)
			return printChecks(cmd.OutOrStdout(), checks, day, format)
		},
	}
	cmd.Flags().StringVar(&date, "date", "", "day to check as of, YYYY-MM-DD (default: today)")
	addFormatFlag(cmd, &format)
	return cmd
}

// readChart reads the one patient of a bundle, and what of it is not understood.
func readChart(path string, stdin io.Reader) (ehr.Chart, []ehr.Unchecked, error) {
	in := stdin
	if path != "-" {
		f, err := os.Open(path)
		if err != nil {
			return ehr.Chart{}, nil, err
		}
		defer f.Close()
		in = f
	}
	return fhir.ReadChart(in)
}

// dueWords says when a dose is due, as of a day. A date long past, such as an
// adult's for a childhood vaccine, says no more than that it is due.
func dueWords(v ehr.VaccineForecast, on ehr.Date) string {
	switch {
	case v.Recommended.IsZero():
		return ""
	case on.Before(v.Recommended):
		s := ", recommended " + v.Recommended.String()
		if v.Earliest.Before(v.Recommended) {
			s += ", not before " + v.Earliest.String()
		}
		return s
	case v.PastDue.IsZero():
		return ", due now"
	case on.Before(v.PastDue):
		return ", due now, late after " + v.PastDue.String()
	case v.PastDue.Before(on.Add(-1, 0, 0)):
		return ", overdue"
	}
	return ", overdue since " + v.PastDue.String()
}

func printChecks(w io.Writer, c ehr.Checks, on ehr.Date, format string) error {
	if format == formatJSON {
		e := json.NewEncoder(w)
		e.SetIndent("", "  ")
		e.SetEscapeHTML(false)
		return e.Encode(c)
	}
	var b strings.Builder
	for _, a := range c.Alerts {
		fmt.Fprintf(&b, "%-13s %s\n              %s\n              %s\n", a.Tier, a.Summary, strings.ReplaceAll(a.Detail, "\n", "\n              "), a.Source)
	}
	for _, g := range c.CareGaps {
		fmt.Fprintf(&b, "care gap      %s: %s\n", g.Status, g.Summary)
	}
	for _, v := range c.Immunization {
		fmt.Fprintf(&b, "immunization  %s: %s", v.Group, v.Status)
		fmt.Fprintf(&b, "%s (%s)\n", dueWords(v, on), v.Pack)
	}
	for _, n := range c.NotChecked {
		fmt.Fprintf(&b, "NOT CHECKED   %s: %s\n", n.What, n.Why)
	}
	_, err := io.WriteString(w, b.String())
	return err
}
