package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/visitwright/visitwright/cmd/visitwright/config"
	"github.com/visitwright/visitwright/coding"
	"github.com/visitwright/visitwright/coding/cpt"
	"github.com/visitwright/visitwright/coding/edits"
	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/prompts/llm"
)

// codeFlags are the options of "visitwright code".
type codeFlags struct {
	date, format                      string
	isNew, established, medicare      bool
	pairs, units, fees, hcc, hccModel string
	table, attest                     string
}

func newCodeCmd() *cobra.Command {
	var f codeFlags
	cmd := &cobra.Command{
		Use:   "code NOTE",
		Short: "Propose the codes of a note, each with the sentence that proves it",
		Long: `Reads a note, as text with headings or as the JSON that "visitwright draft" prints
("-" reads standard input), and proposes ICD-10-CM codes valid on the date of
service, the services that were done, and the level of the visit. It needs no
database. Selected codes would be ticked for the clinician; the others are offered.

The lists that "visitwright codes load" loaded are used; a file that is named here
takes the place of one. Without them the report says "not checked".`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return f.run(cmd.Context(), cmd.OutOrStdout(), cmd.ErrOrStderr(), args[0], cmd.InOrStdin())
		},
	}
	addFormatFlag(cmd, &f.format)
	dateFlag(cmd, &f.date)
	fl := cmd.Flags()
	fl.BoolVar(&f.isNew, "new", false, "the patient is new to the practice")
	fl.BoolVar(&f.established, "established", false, "the patient is known to the practice")
	fl.BoolVar(&f.medicare, "medicare", false, "Medicare pays: prolonged time by its rule")
	fl.StringVar(&f.pairs, "ncci-pairs", "", "NCCI procedure-to-procedure file")
	fl.StringVar(&f.units, "ncci-units", "", "NCCI medically unlikely edits file")
	fl.StringVar(&f.fees, "fees", "", "physician fee schedule relative value file (PPRRVU)")
	fl.StringVar(&f.hcc, "hcc", "", "HCC map of diagnosis codes")
	fl.StringVar(&f.hccModel, "hcc-model", "V28", "model of the HCC map")
	fl.StringVar(&f.table, "cpt", "", "the practice's licensed CPT table: LONGULT, MEDU or SHORTU")
	fl.StringVar(&f.attest, "cpt-licence", "", "who attests to the licence and its number, as NAME:NUMBER")
	cmd.MarkFlagsMutuallyExclusive("new", "established")
	return cmd
}

func (f codeFlags) run(ctx context.Context, w, progress io.Writer, path string, stdin io.Reader) error {
	if err := checkFormat(f.format); err != nil {
		return err
	}
	service, err := parseDate(f.date)
	if err != nil {
		return err
	}
	about, err := f.about(service)
	if err != nil {
		return err
	}
	note, err := readNote(path, stdin)
	if err != nil {
		return err
	}
	c, err := openCatalog(false)
	if err != nil {
		return err
	}
	if close, err := meaningInto(c); err != nil {
		fmt.Fprintln(progress, "note: titles are judged by their words alone:", ehr.SafeMessage(err))
	} else {
		defer close()
	}
	r := c.Suggest(note, ehr.Chart{}, service)
	if err := chooseByModel(ctx, progress, &r); err != nil {
		return err
	}
	return printCodes(w, coding.Visit(note, about, r), f.format)
}

// chooseByModel has the language model that is configured, if one is, choose among the
// retrieved codes, and says what came of it.
func chooseByModel(ctx context.Context, w io.Writer, r *coding.Result) error {
	cfg, err := config.Load()
	if err != nil || cfg.ModelURL == "" {
		return err
	}
	m, err := llm.New(llm.Config{BaseURL: cfg.ModelURL, Key: cfg.ModelKey, Model: cfg.ModelName})
	if err != nil {
		return ehr.Wrap(ehr.Invalid, err, "the language model cannot be used: set VISITWRIGHT_MODEL_URL and VISITWRIGHT_MODEL_NAME")
	}
	changed, dropped := r.Choose(ctx, coding.ByModel(m))
	fmt.Fprintf(w, "language model: %d codes changed to another retrieved one, %d answers dropped that were not among the retrieved\n", changed, dropped)
	return nil
}

// about reads the files that were named.
func (f codeFlags) about(service ehr.Date) (coding.About, error) {
	loaded, err := openLists()
	if err != nil {
		return coding.About{}, err
	}
	a := coding.About{Service: service, Medicare: f.medicare, Files: loaded.Files, Words: loaded.Words, HCPCS: loaded.HCPCS}
	if f.isNew || f.established {
		a.New = &f.isNew
	}
	err = firstOf(
		with(f.pairs, func(r io.Reader) (err error) { a.Files.Pairs, err = edits.ReadPairs(f.pairs, r); return }),
		with(f.units, func(r io.Reader) (err error) { a.Files.Units, err = edits.ReadUnits(f.units, r); return }),
		with(f.fees, func(r io.Reader) (err error) {
			a.Files.FeesYear = ""
			a.Files.Fees, err = edits.ReadFees(f.fees, r)
			return
		}),
		with(f.hcc, func(r io.Reader) (err error) {
			a.Files.Conditions, err = edits.ReadConditions(f.hcc, r, f.hccModel)
			return
		}),
		with(f.table, func(r io.Reader) (err error) {
			a.Words, err = cpt.ReadTable(f.table, r, attestation(f.attest))
			return
		}),
	)
	return a, err
}

// with opens a file that was named and hands it on.
func with(path string, read func(io.Reader) error) error {
	if path == "" {
		return nil
	}
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	return read(file)
}

func firstOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// readNote reads a note in either of its forms.
func readNote(path string, stdin io.Reader) (ehr.Note, error) {
	var b []byte
	var err error
	if path == "-" {
		b, err = io.ReadAll(stdin)
	} else {
		b, err = os.ReadFile(path)
	}
	if err != nil {
		return ehr.Note{}, fmt.Errorf("cannot read the note: %w", err)
	}
	var note ehr.Note
	if json.Valid(b) {
		if err := json.Unmarshal(b, &note); err != nil {
			return ehr.Note{}, fmt.Errorf("the JSON is not a note: %w", err)
		}
		return note, nil
	}
	return coding.ReadText(string(b)), nil
}

func printCodes(w io.Writer, c coding.Coded, format string) error {
	if format == formatJSON {
		enc := json.NewEncoder(w)
		enc.SetIndent("", "  ")
		return enc.Encode(c)
	}
	fmt.Fprintln(w, c.Release)
	if c.Notice != "" {
		fmt.Fprintln(w, "Note:", c.Notice)
	}
	for _, d := range c.Diagnoses {
		fmt.Fprintf(w, "[%s] %-8s %.2f  %s\n      %s\n", mark(d.Selected), d.Code, d.Confidence, d.Description, d.Sentence)
		if d.Ask != "" {
			fmt.Fprintf(w, "      %s\n", d.Ask)
		}
	}
	for _, p := range c.Procedures {
		fmt.Fprintf(w, "[%s] %-8s %.2f  %s\n      %s\n", mark(p.Selected), p.Code, p.Confidence, p.Description, p.Sentence)
	}
	printLevel(w, c)
	for _, x := range c.Edits.Findings {
		fmt.Fprintf(w, "edit: %s (%s)\n", x.What, x.Source)
	}
	for _, x := range c.Edits.NotChecked {
		fmt.Fprintln(w, "not checked:", x)
	}
	return nil
}

func mark(selected bool) string {
	if selected {
		return "x"
	}
	return " "
}

// printLevel prints the table behind the level.
func printLevel(w io.Writer, c coding.Coded) {
	l := c.Level
	if p := l.Preventive; p != nil {
		fmt.Fprintf(w, "preventive visit %s: %s\n      %s\n", p.Code, p.Why, p.Sentence)
	}
	if l.Code != "" {
		fmt.Fprintf(w, "visit level %s: %s, by %s; patient: %s\n", l.Code, l.Level, l.Basis, l.Patient)
	}
	for _, cell := range l.Table {
		fmt.Fprintf(w, "   %s: %s\n", cell.Column, cell.Level)
		for _, it := range cell.Items {
			why := ""
			if it.NotCounted != "" {
				why = " [not counted: " + it.NotCounted + "]"
			}
			fmt.Fprintf(w, "      %s%s\n         %s\n", it.What, why, it.Sentence)
		}
	}
	if l.Below != nil {
		fmt.Fprintf(w, "   below: %s is documented\n", l.Below.Code)
	}
	if l.Above != nil {
		fmt.Fprintf(w, "   above: %s would need %s\n", l.Above.Code, strings.Join(l.Above.Missing, "; "))
	}
	if m := l.Modifier25; m != nil {
		fmt.Fprintf(w, "   modifier 25: %s\n         %s\n", m.Reason, m.Sentence)
	}
	for _, n := range l.Notes {
		fmt.Fprintln(w, "   note:", n)
	}
}
