package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/visitwright/visitwright/coding"
	"github.com/visitwright/visitwright/ehr"
)

func newCodeCmd() *cobra.Command {
	var date, format string
	cmd := &cobra.Command{
		Use:   "code NOTE",
		Short: "Propose the diagnosis codes of a note, each with the sentence that proves it",
		Long: `Reads a note, as text with headings or as the JSON that "visitwright draft" prints
("-" reads standard input), and proposes ICD-10-CM codes valid on the date of
service. Selected codes would be ticked for the clinician; the others are offered.`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := checkFormat(format); err != nil {
				return err
			}
			service, err := parseDate(date)
			if err != nil {
				return err
			}
			note, err := readNote(args[0], cmd.InOrStdin())
			if err != nil {
				return err
			}
			c, err := openCatalog(false)
			if err != nil {
				return err
			}
			return printCodes(cmd.OutOrStdout(), c.Suggest(note, ehr.Chart{}, service), format)
		},
	}
	addFormatFlag(cmd, &format)
	dateFlag(cmd, &date)
	return cmd
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

// codesJSON is what "visitwright code --format json" prints. Procedures and the
// visit level are not proposed yet and are absent, not empty.
type codesJSON struct {
	coding.Result
}

func printCodes(w io.Writer, r coding.Result, format string) error {
	if format == formatJSON {
		enc := json.NewEncoder(w)
		enc.SetIndent("", "  ")
		return enc.Encode(codesJSON{r})
	}
	fmt.Fprintln(w, r.Release)
	if r.Notice != "" {
		fmt.Fprintln(w, "Note:", r.Notice)
	}
	for _, d := range r.Diagnoses {
		mark := " "
		if d.Selected {
			mark = "x"
		}
		fmt.Fprintf(w, "[%s] %-8s %.2f  %s\n      %s\n", mark, d.Code, d.Confidence, d.Description, d.Sentence)
		if d.Ask != "" {
			fmt.Fprintf(w, "      %s\n", d.Ask)
		}
	}
	return nil
}
