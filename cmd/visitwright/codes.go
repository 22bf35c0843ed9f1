package main

import (
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/visitwright/visitwright/cmd/visitwright/config"
	"github.com/visitwright/visitwright/cmd/visitwright/parts"
	"github.com/visitwright/visitwright/coding"
	"github.com/visitwright/visitwright/coding/icd10cm"
	"github.com/visitwright/visitwright/ehr"
)

func newCodesCmd() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "codes",
		Short: "List, search and check the code sets",
	}
	cmd.AddCommand(newCodesListCmd(), newCodesSearchCmd(), newCodesVerifyCmd(), newCodesDiffCmd())
	return cmd
}

// openCatalog opens the code sets that set-up fetched.
func openCatalog(onlyNewest bool) (*coding.Catalog, error) {
	cfg, err := config.Load()
	if err != nil {
		return nil, err
	}
	root, err := parts.Find(cfg.PartsDir)
	if err != nil {
		return nil, err
	}
	return coding.OpenCatalog(filepath.Join(root.Coding(), "icd10cm"), onlyNewest)
}

// dateFlag adds --date, the date of service, today where it is not given.
func dateFlag(cmd *cobra.Command, date *string) {
	cmd.Flags().StringVar(date, "date", "", "date of service, YYYY-MM-DD (default today)")
}

func parseDate(s string) (ehr.Date, error) {
	if s == "" {
		return ehr.DateOf(time.Now()), nil
	}
	return ehr.ParseDate(s)
}

func newCodesListCmd() *cobra.Command {
	return &cobra.Command{
		Use:   "list",
		Short: "List the loaded releases",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			c, err := openCatalog(false)
			if err != nil {
				return err
			}
			for _, r := range c.Releases() {
				nodes, billable := r.Len()
				fmt.Fprintf(cmd.OutOrStdout(), "%s\t%s to %s\t%d codes, %d complete\n", r.Name, r.From, r.To, nodes, billable)
			}
			return nil
		},
	}
}

func newCodesSearchCmd() *cobra.Command {
	var date, format string
	var limit int
	cmd := &cobra.Command{
		Use:   "search TEXT...",
		Short: "Find the codes that a text means",
		Args:  cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := checkFormat(format); err != nil {
				return err
			}
			service, err := parseDate(date)
			if err != nil {
				return err
			}
			c, err := openCatalog(date == "")
			if err != nil {
				return err
			}
			lx, notice := c.On(service)
			if notice != "" {
				fmt.Fprintln(cmd.ErrOrStderr(), "note:", notice)
			}
			return printHits(cmd.OutOrStdout(), lx.Search(strings.Join(args, " "), limit), format)
		},
	}
	addFormatFlag(cmd, &format)
	dateFlag(cmd, &date)
	cmd.Flags().IntVar(&limit, "limit", 20, "how many at most")
	return cmd
}

func printHits(w io.Writer, hits []coding.Hit, format string) error {
	if format == formatText {
		for _, h := range hits {
			fmt.Fprintf(w, "%-8s  %.2f  %s\n", h.Code.Code, h.Score, h.Code.Description)
		}
		return nil
	}
	type row struct {
		Code        string        `json:"code"`
		Description string        `json:"description"`
		Score       float64       `json:"score"`
		Source      coding.Source `json:"source"`
	}
	rows := make([]row, 0, len(hits))
	for _, h := range hits {
		rows = append(rows, row{h.Code.Code, h.Code.Description, h.Score, h.Source})
	}
	return json.NewEncoder(w).Encode(rows)
}

func newCodesVerifyCmd() *cobra.Command {
	return &cobra.Command{
		Use:   "verify [FILE...]",
		Short: "Read code set files as published and say whether they are whole",
		Long: `Reads CDC's or CMS's files (zip, XML, order file) and reports what they hold, or
names the file and line that is wrong. Without files it checks what is loaded,
and that every code of our own list of office phrases stands in it.`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				r, err := icd10cm.Load(ehr.Date{}, args...)
				if err != nil {
					return err
				}
				return describe(cmd.OutOrStdout(), r)
			}
			c, err := openCatalog(false)
			if err != nil {
				return err
			}
			for _, r := range c.Releases() {
				if err := describe(cmd.OutOrStdout(), r); err != nil {
					return err
				}
			}
			return nil
		},
	}
}

func describe(w io.Writer, r *icd10cm.Release) error {
	nodes, billable := r.Len()
	_, lost := coding.NewLexicon(r, coding.OfficePhrases())
	fmt.Fprintf(w, "%s: %d codes, %d complete, notes and inclusion terms: %v\n", r.Name, nodes, billable, r.Tabular)
	for _, p := range lost {
		fmt.Fprintf(w, "  office phrase without a code in this release: %s (%s)\n", p.Text, p.Code)
	}
	return nil
}

func newCodesDiffCmd() *cobra.Command {
	return &cobra.Command{
		Use:   "diff",
		Short: "Say what the newest release added, dropped and renamed against the one before it",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			c, err := openCatalog(false)
			if err != nil {
				return err
			}
			set := c.Releases()
			if len(set) < 2 {
				return ehr.Errorf(ehr.Invalid, "only one release is loaded; there is nothing to compare it with")
			}
			w := cmd.OutOrStdout()
			for _, ch := range icd10cm.Diff(set[len(set)-2], set[len(set)-1]) {
				fmt.Fprintf(w, "%s\t%s\t%s\n", ch.Kind, ch.Code, ch.Text)
			}
			return nil
		},
	}
}
