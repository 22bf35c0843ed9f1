package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/visitwright/visitwright/cds"
	"github.com/visitwright/visitwright/cmd/visitwright/steps"
	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/store"
)

// monthReport is a practice's month of alerts, without anything of its patients.
type monthReport struct {
	Practice  string    `json:"practice"`
	Month     string    `json:"month"`
	Visits    int       `json:"visits"`
	Rules     []cds.Use `json:"rules"`
	HookCalls int       `json:"hook_calls"`
	HookRules []cds.Use `json:"hook_rules"`
}

func newContentReportCmd() *cobra.Command {
	var month, format string
	cmd := &cobra.Command{
		Use:   "report",
		Short: "A month of alerts: how often each rule fired and was overridden, and why",
		Long: `Prints for each practice how often each rule of the checks spoke in a month, interrupted,
would have spoken in shadow mode, and was overridden, with the reasons. Reasons in a
person's own words count as "other" and are not printed. It works beside a running
service.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := checkFormat(format); err != nil {
				return err
			}
			return withRecord(cmd.Context(), func(st *store.Store) error {
				reports, err := monthReports(cmd.Context(), st, month, time.Now())
				if err != nil {
					return err
				}
				return printMonth(cmd.OutOrStdout(), reports, format)
			})
		},
	}
	cmd.Flags().StringVar(&month, "month", "", "month, e.g. 2026-11 (default: this one)")
	addFormatFlag(cmd, &format)
	return cmd
}

// monthReports makes the report of every practice, in its own time.
func monthReports(ctx context.Context, st *store.Store, month string, now time.Time) ([]monthReport, error) {
	practices, err := st.Practices(ctx)
	if err != nil {
		return nil, err
	}
	out := []monthReport{}
	for _, p := range practices {
		zone, err := time.LoadLocation(p.TimeZone)
		if err != nil {
			zone = time.UTC
		}
		name := month
		if name == "" {
			name = now.In(zone).Format("2006-01")
		}
		from, err := time.ParseInLocation("2006-01", name, zone)
		if err != nil {
			return nil, ehr.Errorf(ehr.Invalid, "a month looks like 2026-11")
		}
		r := monthReport{Practice: p.Name, Month: name}
		why := store.Why{Action: ehr.ManageService, Kind: "rule", Detail: "report of alerts"}
		err = st.InTx(ctx, store.Service(p.ID), why, func(tx *store.Tx) error {
			fired, visits, err := tx.FiredRules(ctx, from, from.AddDate(0, 1, 0))
			if err != nil {
				return err
			}
			cards, calls, err := tx.HookCards(ctx, from, from.AddDate(0, 1, 0))
			r.Visits, r.HookCalls = visits, calls
			r.Rules, r.HookRules = cds.Tally(steps.Counts(fired), visits), cds.Tally(steps.Counts(cards), calls)
			return err
		})
		if err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, nil
}

func printMonth(w io.Writer, reports []monthReport, format string) error {
	if format == formatJSON {
		return json.NewEncoder(w).Encode(reports)
	}
	c, err := cds.New(cds.Options{}) // for the rules' words
	if err != nil {
		return err
	}
	t := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
	for _, r := range reports {
		fmt.Fprintf(t, "%s, %s: %d visits checked, %d calls of other record systems\n", r.Practice, r.Month, r.Visits, r.HookCalls)
		fmt.Fprintln(t, "rule\tfired\tinterrupted\tin shadow\tanswered\toverridden\treasons")
		for _, u := range append(r.Rules, r.HookRules...) {
			fmt.Fprintf(t, "%s\t%d\t%d\t%d\t%d\t%d\t%v\n", c.TitleOf(u.Rule), u.Fired, u.Interruptive, u.Shadow, u.Answered, u.Overridden, u.Reasons)
		}
	}
	return t.Flush()
}
