package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/visitwright/visitwright/cmd/visitwright/config"
	"github.com/visitwright/visitwright/cmd/visitwright/meaning"
	"github.com/visitwright/visitwright/cmd/visitwright/parts"
	"github.com/visitwright/visitwright/coding"
	"github.com/visitwright/visitwright/coding/embed"
	"github.com/visitwright/visitwright/coding/icd10cm"
	"github.com/visitwright/visitwright/coding/lists"
	"github.com/visitwright/visitwright/ehr"
)

func newCodesCmd() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "codes",
		Short: "List, search and check the code sets",
	}
	cmd.AddCommand(newCodesLoadCmd(), newCodesListCmd(), newCodesSearchCmd(), newCodesVerifyCmd(), newCodesDiffCmd())
	return cmd
}

// openCatalog opens the code sets that set-up fetched and those the practice
// loaded.
func openCatalog(onlyNewest bool) (*coding.Catalog, error) {
	folders, err := codeFolders()
	if err != nil {
		return nil, err
	}
	return coding.OpenCatalog(folders[0], onlyNewest, folders[1:]...)
}

// codeFolders are where code sets lie; a later one's release stands before an
// earlier one's of the same month.
func codeFolders() ([]string, error) {
	cfg, err := config.Load()
	if err != nil {
		return nil, err
	}
	root, err := parts.Find(cfg.PartsDir)
	if err != nil {
		return nil, err
	}
	return []string{filepath.Join(root.Coding(), "icd10cm"), meaning.Loaded(cfg)}, nil
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
				fmt.Fprintf(cmd.OutOrStdout(), "%s\t%s to %s\t%d codes, %d complete\t%s\n", r.Name, r.From, r.To, nodes, billable, indexed(r))
			}
			if err := tellLists(cmd.OutOrStdout()); err != nil {
				return err
			}
			return tellVectors(cmd.OutOrStdout(), c)
		},
	}
}

func indexed(r *icd10cm.Release) string {
	if len(r.Index) == 0 {
		return "no alphabetic index"
	}
	return fmt.Sprintf("alphabetic index of %d entries", len(r.Index))
}

// tellVectors says how far each release can be searched by meaning.
func tellVectors(w io.Writer, c *coding.Catalog) error {
	model, err := openMeaning()
	if err != nil {
		fmt.Fprintln(w, "codes are found by their words alone:", ehr.SafeMessage(err))
		return nil
	}
	defer func() { _ = model.Close() }()
	return c.Each(func(lx *coding.Lexicon) error {
		there, total := model.Have(lx)
		fmt.Fprintf(w, "%s\tvectors of %d of %d texts\n", lx.Release.Name, there, total)
		return nil
	})
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
			text := strings.Join(args, " ")
			if hits := lx.Beginning(text, limit); len(hits) > 0 {
				return printHits(cmd.OutOrStdout(), hits, format)
			}
			lx, why := near(cmd.Context(), lx, text)
			if why != "" {
				fmt.Fprintln(cmd.ErrOrStderr(), "note: found by words alone:", why)
			}
			return printHits(cmd.OutOrStdout(), lx.Lookup(text, limit), format)
		},
	}
	addFormatFlag(cmd, &format)
	dateFlag(cmd, &date)
	cmd.Flags().IntVar(&limit, "limit", 20, "how many at most")
	return cmd
}

// near has the lexicon find a text by meaning too, or says why not.
func near(ctx context.Context, lx *coding.Lexicon, text string) (*coding.Lexicon, string) {
	model, err := openMeaning()
	if err != nil {
		return lx, ehr.SafeMessage(err)
	}
	defer func() { _ = model.Close() }()
	x, err := model.InMemory(lx, runtime.NumCPU())
	if err != nil {
		return lx, ehr.SafeMessage(err) + "; the running service makes them"
	}
	with := *lx
	with.UseVectors(x)
	warm, err := with.Near(ctx, []string{text})
	if err != nil {
		return lx, ehr.SafeMessage(err)
	}
	return warm, ""
}

// meaningInto has the catalog judge titles by their meaning: against the
// texts of the codes that their words find.
func meaningInto(cat *coding.Catalog) (close func(), err error) {
	model, err := openMeaning()
	if err != nil {
		return nil, err
	}
	cat.JudgeBy(func(lx *coding.Lexicon) coding.Vectors { return embed.NewFew(model, model.Kept, lx) })
	return func() { _ = model.Close() }, nil
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
	var licence string
	cmd := &cobra.Command{
		Use:   "verify [FILE...]",
		Short: "Read code set files as published and say whether they are whole",
		Long: `Reads CDC's or CMS's files (zip, XML, order file) and reports what they hold, or
names the file and line that is wrong; the other lists that codes load takes, too.
Without files it checks what is loaded, and that every code of our own list of office
phrases stands in it.`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				others, args, err := sortOut(args)
				if err != nil {
					return err
				}
				if len(others) > 0 {
					s, err := lists.Read(others, attestation(licence))
					if err != nil {
						return err
					}
					for _, a := range s.About {
						fmt.Fprintln(cmd.OutOrStdout(), a)
					}
				}
				if len(args) == 0 {
					return nil
				}
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
			return tellLists(cmd.OutOrStdout())
		},
	}
	cmd.Flags().StringVar(&licence, "cpt-licence", "", "who attests that the practice holds the AMA's licence, and its number, as NAME:NUMBER")
	return cmd
}

func describe(w io.Writer, r *icd10cm.Release) error {
	nodes, billable := r.Len()
	_, lost := coding.NewLexicon(r, coding.OfficePhrases())
	fmt.Fprintf(w, "%s: %d codes, %d complete, notes and inclusion terms: %v, %s\n", r.Name, nodes, billable, r.Tabular, indexed(r))
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
