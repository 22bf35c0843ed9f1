package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/spf13/cobra"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/fhir"
	"github.com/visitwright/visitwright/scribe"
)

// newDraftCmd drafts a note from a transcript on the command line.
func newDraftCmd() *cobra.Command {
	var format, template, chartFile string
	var section bool
	cmd := &cobra.Command{
		Use:   "draft FILE",
		Short: "Draft a note from a transcript",
		Long: `Draft a note from a transcript, without a language model and without a network.

FILE (or - for standard input) is JSON as "visitwright transcribe --format json" prints it,
{"segments":[{"speaker","text",...}]}, or lines such as "[doctor] ..." and
"[patient] ...", "D: ..." and "P: ...".

As text the note is printed with its headings and one sentence a line. As JSON
it is {"sections":[{"name","sentences":[{"text","segments":[...]}]}],...}: every
sentence names the segments it rests on, and whatever the check doubts about it.`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := checkFormat(format); err != nil {
				return err
			}
			if section {
				return sectionOf(cmd.OutOrStdout(), args[0], format)
			}
			return draftFile(cmd.OutOrStdout(), args[0], format, template, chartFile, time.Now())
		},
	}
	addFormatFlag(cmd, &format)
	cmd.Flags().StringVar(&chartFile, "chart", "", "FHIR R4 bundle with the patient's chart: name, age and sex, and what to reconcile")
	cmd.Flags().BoolVar(&section, "header", false, "draft nothing: say which section of a note a short piece of talk belongs to")
	cmd.Flags().StringVar(&template, "template", "soap", "template of the note")
	return cmd
}

func draftFile(w io.Writer, path, format, template, chartFile string, now time.Time) error {
	segments, err := readTranscript(path)
	if err != nil {
		return err
	}
	t, err := scribe.TemplateNamed(template)
	if err != nil {
		return err
	}
	var chart ehr.Chart
	if chartFile != "" {
		if chart, err = readPatientChart(chartFile); err != nil {
			return err
		}
	}
	d := scribe.Draft(segments, chart, scribe.Options{Template: t, Now: now})
	if format == formatJSON {
		return encodeDraft(w, d)
	}
	return printDraft(w, d)
}

// readPatientChart reads the one patient's chart of a FHIR bundle.
func readPatientChart(path string) (ehr.Chart, error) {
	f, err := os.Open(path)
	if err != nil {
		return ehr.Chart{}, err
	}
	defer f.Close()
	records, err := fhir.Read(f)
	if err != nil {
		return ehr.Chart{}, err
	}
	if len(records) != 1 {
		return ehr.Chart{}, ehr.Errorf(ehr.Invalid, "the bundle must hold one patient, and holds %d", len(records))
	}
	return records[0].Chart, nil
}

func readTranscript(path string) ([]ehr.Segment, error) {
	if path == "-" {
		return scribe.ReadTranscript(os.Stdin)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return scribe.ReadTranscript(f)
}

func printDraft(w io.Writer, d ehr.Draft) error {
	if d.Statement != "" {
		_, err := fmt.Fprintln(w, d.Statement)
		return err
	}
	_, err := io.WriteString(w, scribe.Text(d.Note))
	return err
}

// drafted is the JSON a draft is printed as: the note's fields, with what wants
// an answer beside them.
type drafted struct {
	Sections        []ehr.Section        `json:"sections"`
	Statement       string               `json:"statement,omitempty"`
	Template        string               `json:"template"`
	TemplateVersion int                  `json:"template_version"`
	Drafter         ehr.Drafter          `json:"drafter"`
	Omissions       []ehr.Omission       `json:"omissions"`
	Reconciliations []ehr.Reconciliation `json:"reconciliations"`
	Orders          []ehr.Order          `json:"orders"`
	NotClinical     []ehr.SegmentID      `json:"not_clinical"`
}

func encodeDraft(w io.Writer, d ehr.Draft) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(drafted{
		Sections: list(d.Note.Sections), Statement: d.Statement, Template: d.Note.Template, TemplateVersion: d.Note.TemplateVersion,
		Drafter: d.Note.Drafter, Omissions: list(d.Omissions), Reconciliations: list(d.Reconciliations), Orders: list(d.Orders), NotClinical: list(d.NotClinical),
	})
}

// list makes an empty list print as [], not null.
func list[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}
