package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/visitwright/visitwright/cds"
	"github.com/visitwright/visitwright/cds/interactions"
	"github.com/visitwright/visitwright/cmd/visitwright/content"
	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/eval/alert"
)

func newEvalAlertCmd() *cobra.Command {
	var e alertEval
	cmd := &cobra.Command{
		Use:   "alert",
		Short: "Do the right alerts fire, and only those?",
		Long: `Measures the checks: ONC's high-priority pairs (all must interrupt) and non-interruptive
pairs (none may), the VA's critical pairs, CDC's immunization cases, quality-measure
patients, made charts without a true problem, and speed. --data names the folder of
the published lists and cases; a set that is not there is skipped with a line.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return e.run(cmd.OutOrStdout()) },
	}
	cmd.Flags().StringVar(&e.data, "data", "", "folder of the data (with cds/ in it)")
	cmd.Flags().StringVar(&e.schedule, "schedule", "", "zip of CDSi supporting data (default: the one in --data)")
	cmd.Flags().BoolVar(&e.verbose, "verbose", false, "list every miss")
	return cmd
}

type alertEval struct {
	data, schedule string
	verbose        bool
}

func (e alertEval) run(w io.Writer) error {
	k, err := interactions.Load()
	if err != nil {
		return err
	}
	drugs, brands, combos := k.Size()
	fmt.Fprintf(w, "content: %d ingredients, %d brand names, %d combinations, %d rules, version %s\n", drugs, brands, combos, len(k.Rules()), k.Version)
	o := cds.Options{Drugs: k}
	if e.data != "" {
		if err := e.pairs(w, k); err != nil {
			return err
		}
		if err := e.cdsi(w, &o); err != nil {
			return err
		}
	}
	c := cds.With(o)
	if e.data != "" {
		if err := e.measures(w, c); err != nil {
			return err
		}
	}
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	q := alert.RunQuiet(c, 300, 2026, now)
	fmt.Fprintf(w, "charts without a true problem: %d of %d interrupted (%.1f %%), alerts by tier %v\n", q.Interrupted, q.Charts, 100*float64(q.Interrupted)/float64(q.Charts), q.Tiers)
	if e.verbose {
		fmt.Fprintf(w, "  by rule %v\n", q.Rules)
	}
	return speed(w, c, now)
}

func (e alertEval) pairs(w io.Writer, k *interactions.Knowledge) error {
	dir := filepath.Join(e.data, "cds", "interactions")
	for _, l := range []struct{ file, a, b, group, only, name string }{
		{"onc_high_priority_pairs.tsv", "drug_a", "drug_b", "", "", "ONC high-priority pairs"},
		{"onc_noninterruptive_pairs.tsv", "object_drug", "precipitant_drug", "rule_no", "", "ONC non-interruptive pairs"},
		{"va_ndfrt_ddi_2014.tsv", "name1", "name2", "severity", "Critical", "VA NDF-RT critical pairs"},
	} {
		ps, err := alert.ReadPairs(filepath.Join(dir, l.file), l.a, l.b, l.group)
		if errors.Is(err, fs.ErrNotExist) {
			fmt.Fprintf(w, "%s: skipped, %s is not there\n", l.name, l.file)
			continue
		}
		if err != nil {
			return err
		}
		if l.only != "" {
			ps = slices.DeleteFunc(ps, func(p alert.Pair) bool { return p.Group != l.only })
		}
		r := alert.RunPairs(k, ps)
		fmt.Fprintf(w, "%s: %d listed, %d with both drugs known, %d fire (%.1f %%), %d interrupt\n", l.name, r.Listed, r.Known, r.Fired, 100*float64(r.Fired)/float64(max(r.Known, 1)), r.Loud)
		if e.verbose {
			fmt.Fprintf(w, "  unknown %v\n  silent %v\n", r.Unknown, r.Silent)
		}
	}
	return nil
}

func (e alertEval) cdsi(w io.Writer, o *cds.Options) error {
	dir := filepath.Join(e.data, "cds", "cdsi")
	if e.schedule == "" {
		if found, _ := filepath.Glob(filepath.Join(dir, "supporting-data-*.zip")); len(found) > 0 {
			e.schedule = found[len(found)-1]
		}
	}
	s, err := content.ReadSchedule(e.schedule)
	if errors.Is(err, fs.ErrNotExist) {
		fmt.Fprintln(w, "CDSi: skipped, no supporting data")
		return nil
	}
	if err != nil {
		return err
	}
	o.Vaccines = s
	h, err := alert.RunHistories(s, 2000, 2026)
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "CDSi, made patients (%s): %d, %d faults\n", s.Pack(), h.Patients, len(h.Faults))
	for _, f := range h.Faults[:min(len(h.Faults), 20)] {
		fmt.Fprintf(w, "  %s\n", f)
	}
	for _, name := range []string{"healthy", "conditions"} {
		cases, err := alert.ReadCDSi(filepath.Join(dir, name+"_cases.tsv"))
		if errors.Is(err, fs.ErrNotExist) {
			fmt.Fprintf(w, "CDSi %s: skipped, no cases\n", name)
			continue
		}
		if err != nil {
			return err
		}
		e.cdsiResult(w, fmt.Sprintf("CDSi %s (%s)", name, s.Pack()), alert.RunCDSi(s, cases))
		ways := []string{alert.AsObservation, alert.AsSNOMED, alert.AsWords}
		if name == "healthy" {
			ways = ways[:1]
		}
		for _, way := range ways {
			r, err := alert.RunCDSiCharts(cds.With(*o), s, cases, way)
			if err != nil {
				return err
			}
			e.cdsiResult(w, fmt.Sprintf("CDSi %s as FHIR bundles, %s (status and dates)", name, way), r)
		}
	}
	return nil
}

func (e alertEval) cdsiResult(w io.Writer, title string, r alert.CDSiResult) {
	fmt.Fprintf(w, "%s: %d of %d values (%.2f %%), %d of %d cases agree in everything (%.1f %%)\n", title, r.Right, r.Checks,
		100*float64(r.Right)/float64(max(r.Checks, 1)), r.Passed, r.Cases, 100*float64(r.Passed)/float64(max(r.Cases, 1)))
	for _, m := range r.Misses {
		if e.verbose {
			fmt.Fprintf(w, "  %s %s: %s want %q got %q\n", m.Case.ID, m.Case.Group, m.Field, m.Want, m.Got)
		}
	}
}

func (e alertEval) measures(w io.Writer, c *cds.Checker) error {
	rs, err := alert.RunECQM(c, filepath.Join(e.data, "cds", "ecqm"))
	if err != nil {
		return err
	}
	for _, r := range rs {
		if r.Rule == "" {
			fmt.Fprintf(w, "%s: no rule of ours asks this\n", r.Measure)
			continue
		}
		fmt.Fprintf(w, "%s (%s): %d of %d patients agree, %d bundles not read, otherwise %v\n", r.Measure, r.Rule, r.Agree, r.Patients, r.Unread, r.Confusion)
	}
	return nil
}

// speed times all checks of a chart of 30 problems, 25 drugs and 60 immunizations.
func speed(w io.Writer, c *cds.Checker, now time.Time) error {
	chart := alert.BigChart(now)
	var took []time.Duration
	for range 300 {
		t := time.Now()
		c.Check(chart, ehr.Note{}, nil, now)
		took = append(took, time.Since(t))
	}
	slices.Sort(took)
	fmt.Fprintf(w, "30 problems, 25 drugs, 60 immunizations, all checks: median %.2f ms, p95 %.2f ms\n", ms(took[150]), ms(took[285]))
	calls, err := alert.HookCalls(c, chart, 300, now)
	if err != nil {
		return err
	}
	slices.Sort(calls)
	fmt.Fprintf(w, "the same chart as a CDS Hooks call: median %.2f ms, p95 %.2f ms\n", ms(calls[150]), ms(calls[285]))
	return nil
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
