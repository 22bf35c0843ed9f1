package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/fhir"
	"github.com/visitwright/visitwright/ehr/store"
)

// imported is what the import of one patient's chart says of itself.
type imported struct {
	File          string         `json:"file"`
	Patient       ehr.PatientID  `json:"patient_id"`
	MRN           string         `json:"mrn"`
	Problems      int            `json:"problems"`
	Medications   int            `json:"medications"`
	Allergies     int            `json:"allergies"`
	Observations  int            `json:"observations"`
	Immunizations int            `json:"immunizations"`
	Procedures    int            `json:"procedures"`
	Coverage      int            `json:"coverage"`
	Encounters    int            `json:"encounters_elsewhere"` // read, not kept
	Skipped       map[string]int `json:"skipped"`
}

func newImportCmd() *cobra.Command {
	var format, practice string
	cmd := &cobra.Command{
		Use:   "import FILE...",
		Short: "Take charts in from FHIR R4 bundles",
		Long: `Reads FHIR R4 bundles (JSON, packed with gzip or not) and adds each patient in them to
the record, with problems, medications, allergies, vital signs and results,
immunizations, procedures and coverage. All files are read before anything is written, and all
of them are taken in, or none: a mistake in one, or a patient whose record number is
here already, leaves the record as it was. What a chart has no place for is counted.`,
		Example: `  visitwright import rosa.json
  visitwright import --practice "Main Street" charts/*.json.gz`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := checkFormat(format); err != nil {
				return err
			}
			done, err := importFiles(cmd.Context(), practice, args)
			if err != nil {
				return err
			}
			return printImported(cmd.OutOrStdout(), format, done)
		},
	}
	addFormatFlag(cmd, &format)
	cmd.Flags().StringVar(&practice, "practice", "", "name of the practice, where there are several")
	return cmd
}

// importFiles reads every file, then writes every chart in one transaction.
func importFiles(ctx context.Context, practice string, files []string) ([]imported, error) {
	var done []imported
	var charts []ehr.Chart
	for _, name := range files {
		records, err := readBundle(name)
		if err != nil {
			return nil, err
		}
		for _, r := range records {
			c := r.Chart
			charts = append(charts, c)
			done = append(done, imported{File: name, MRN: c.Patient.MRN, Problems: len(c.Problems), Medications: len(c.Medications),
				Allergies: len(c.Allergies), Observations: len(c.Observations), Immunizations: len(c.Immunizations),
				Procedures: len(c.Procedures), Coverage: len(c.Coverage), Encounters: len(r.Encounters), Skipped: r.Skipped})
		}
	}
	err := inPractice(ctx, practice, func(tx *store.Tx) error {
		for i, c := range charts {
			id, err := tx.ImportChart(ctx, c)
			if err != nil {
				return fmt.Errorf("%s: %w", done[i].File, err)
			}
			done[i].Patient = id
		}
		return nil
	})
	return done, err
}

func readBundle(name string) ([]fhir.Record, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	records, err := fhir.Read(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %s", name, ehr.SafeMessage(err))
	}
	return records, nil
}

func printImported(w io.Writer, format string, done []imported) error {
	if format == formatJSON {
		enc := json.NewEncoder(w)
		enc.SetIndent("", "  ")
		return enc.Encode(done)
	}
	for _, d := range done {
		skipped := 0
		for _, n := range d.Skipped {
			skipped += n
		}
		fmt.Fprintf(w, "%s: patient %s: %d problems, %d medications, %d allergies, %d observations, %d immunizations, %d procedures, %d coverages; %d encounters elsewhere and %d other entries not kept\n",
			d.File, d.Patient, d.Problems, d.Medications, d.Allergies, d.Observations, d.Immunizations, d.Procedures, d.Coverage, d.Encounters, skipped)
	}
	return nil
}
