package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/visitwright/visitwright/cmd/visitwright/config"
	"github.com/visitwright/visitwright/cmd/visitwright/meaning"
	"github.com/visitwright/visitwright/coding/icd10cm"
	"github.com/visitwright/visitwright/ehr"
)

func newCodesLoadCmd() *cobra.Command {
	var effective, onto, licence string
	cmd := &cobra.Command{
		Use:   "load FILE...",
		Short: "Load ICD-10-CM and the other official lists from the files as published",
		Long: `Reads files as published, whatever their names, and tells by their content what they
are: ICD-10-CM (CDC's or CMS's zip, XML and order files of one release), HCPCS Level II,
CPT (LONGULT, MEDU or SHORTU, with --cpt-licence), NCCI's pairs and units, the fee
schedule's relative values (PPRRVU) and the HCC map. A release of ICD-10-CM is put
beside those that are loaded, or in the place of one of the same month; any other list in
the place of its former edition. Where anything is wrong the command names file and line
and changes nothing. A running service takes the lists up within minutes.

CDC's full zip also holds the alphabetic index, which finds most by far. With --onto an
index of another year is laid onto a release that is loaded already.`,
		Example: `  visitwright codes load icd10cm-table-and-index-2027.zip icd10cm-code-descriptions-2027.zip
  visitwright codes load --effective 2027-04-01 april-update.zip
  visitwright codes load --onto 2026-04 icd10cm_index_2026.xml
  visitwright codes load ccipra-v323r0-f1.zip ccipra-v323r0-f2.zip ccipra-v323r0-f3.zip ccipra-v323r0-f4.zip
  visitwright codes load --cpt-licence "Jo Doe:12345" LONGULT.txt`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			cfg, err := config.Load()
			if err != nil {
				return err
			}
			others, args, err := sortOut(args)
			if err != nil {
				return err
			}
			if len(others) > 0 {
				if effective != "" || onto != "" {
					return ehr.Errorf(ehr.Invalid, "--effective and --onto are of ICD-10-CM alone; %s is another list", filepath.Base(others[0]))
				}
				if err := loadLists(cmd.OutOrStdout(), meaning.Lists(cfg), others, attestation(licence)); err != nil || len(args) == 0 {
					return err
				}
			}
			var from ehr.Date
			if effective != "" {
				if from, err = ehr.ParseDate(effective); err != nil {
					return err
				}
			}
			if onto != "" {
				if args, err = withLoaded(onto, args); err != nil {
					return err
				}
			}
			return loadCodes(cmd.OutOrStdout(), meaning.Loaded(cfg), from, args)
		},
	}
	cmd.Flags().StringVar(&effective, "effective", "", "first date of service, YYYY-MM-DD, where the files do not say it")
	cmd.Flags().StringVar(&onto, "onto", "", "month of the loaded release that the files are added to, YYYY-MM")
	cmd.Flags().StringVar(&licence, "cpt-licence", "", "who attests that the practice holds the AMA's licence, and its number, as NAME:NUMBER")
	cmd.MarkFlagsMutuallyExclusive("effective", "onto")
	return cmd
}

// withLoaded puts the folder of a loaded release before the files.
func withLoaded(month string, files []string) ([]string, error) {
	folders, err := codeFolders()
	if err != nil {
		return nil, err
	}
	for i := len(folders) - 1; i >= 0; i-- { // the practice's own before set-up's
		dir := filepath.Join(folders[i], filepath.Base(month))
		if info, err := os.Stat(dir); err == nil && info.IsDir() {
			return append([]string{dir}, files...), nil
		}
	}
	return nil, ehr.Errorf(ehr.NotFound, "no release of %s is loaded; codes list says which are", month)
}

// loadCodes checks the files and, where they are a whole release, swaps a folder
// with copies of them in.
func loadCodes(w io.Writer, home string, effective ehr.Date, files []string) error {
	rel, err := icd10cm.Load(effective, files...)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(home, 0o755); err != nil {
		return ehr.Wrap(ehr.Unavailable, err, "the folder of code sets cannot be made")
	}
	staging, err := os.MkdirTemp(home, ".loading-")
	if err != nil {
		return ehr.Wrap(ehr.Unavailable, err, "the folder of code sets cannot be written to")
	}
	defer os.RemoveAll(staging)
	month := fmt.Sprintf("%04d-%02d", rel.From.Year, int(rel.From.Month))
	fresh := filepath.Join(staging, month)
	if err := copyAll(fresh, files); err != nil {
		return ehr.Wrap(ehr.Unavailable, err, "the files cannot be copied into the data folder")
	}
	// As the service will read it.
	if rel, err = icd10cm.Load(ehr.Date{}, fresh); err != nil {
		return err
	}
	place, former := filepath.Join(home, month), filepath.Join(staging, "former")
	if err := os.Rename(place, former); err != nil && !os.IsNotExist(err) {
		return ehr.Wrap(ehr.Unavailable, err, "the release in use cannot be replaced")
	}
	if err := os.Rename(fresh, place); err != nil {
		_ = os.Rename(former, place)
		return ehr.Wrap(ehr.Unavailable, err, "the release cannot be put in its place")
	}
	fmt.Fprintf(w, "loaded, for dates of service from %s to %s\n", rel.From, rel.To)
	return describe(w, rel)
}

// copyAll copies files, and what lies in folders, under names that cannot meet.
func copyAll(to string, files []string) error {
	if err := os.MkdirAll(to, 0o755); err != nil {
		return err
	}
	for _, f := range files {
		info, err := os.Stat(f)
		if err != nil {
			return err
		}
		inside := []string{f}
		if info.IsDir() {
			if inside, err = filepath.Glob(filepath.Join(f, "*")); err != nil {
				return err
			}
		}
		for _, name := range inside {
			if err := copyInto(to, name); err != nil {
				return err
			}
		}
	}
	return nil
}

func copyInto(dir, file string) error {
	src, err := os.Open(file)
	if err != nil {
		return err
	}
	defer src.Close()
	have, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	dst, err := os.Create(filepath.Join(dir, fmt.Sprintf("%02d-%s", len(have), filepath.Base(file))))
	if err != nil {
		return err
	}
	defer dst.Close()
	if _, err := io.Copy(dst, src); err != nil {
		return err
	}
	return dst.Sync()
}
