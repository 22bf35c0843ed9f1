package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/visitwright/visitwright/cds"
	"github.com/visitwright/visitwright/cds/immunization"
	"github.com/visitwright/visitwright/cmd/visitwright/config"
	"github.com/visitwright/visitwright/ehr"
)

func newContentCmd() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "content",
		Short: "Load and list what the checks stand on",
	}
	cmd.AddCommand(newContentLoadCmd(), newContentListCmd())
	return cmd
}

func newContentLoadCmd() *cobra.Command {
	return &cobra.Command{
		Use:   "load FILE",
		Short: "Load CDC's immunization schedule (the zip of CDSi supporting data)",
		Long: `Reads the zip of CDSi supporting data as CDC publishes it, checks that it is whole, and
keeps it for every check from now on, in place of the built-in routine schedule. A
file that is not whole is refused and what was loaded before stays.`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			cfg, err := config.Load()
			if err != nil {
				return err
			}
			s, err := loadSchedule(args[0], schedulePath(cfg))
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "loaded %s, released %s: %d antigens, %d series\n", s.Pack(), s.Released, s.Antigens(), s.Series())
			return err
		},
	}
}

func newContentListCmd() *cobra.Command {
	return &cobra.Command{
		Use:   "list",
		Short: "List the content in use, its version and its age",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			cfg, err := config.Load()
			if err != nil {
				return err
			}
			c, err := openChecker(cfg)
			if err != nil {
				return err
			}
			return printContents(cmd.OutOrStdout(), c.Contents(ehr.DateOf(time.Now())))
		},
	}
}

func printContents(w io.Writer, contents []cds.Content) error {
	t := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
	for _, c := range contents {
		state := "in use"
		switch {
		case c.Problem != "":
			state = "NOT IN USE: " + c.Problem
		case c.Stale:
			state = "in use, too old"
		}
		if _, err := fmt.Fprintf(t, "%s\t%s\t%s\t%d days\t%s\n", c.Name, c.Version, c.Released, c.AgeDays, state); err != nil {
			return err
		}
	}
	return t.Flush()
}

// schedulePath is where the loaded immunization schedule is kept.
func schedulePath(cfg config.Config) string { return filepath.Join(cfg.Data(), "content", "cdsi.zip") }

// loadSchedule checks a zip of supporting data and puts it in place whole or not
// at all.
func loadSchedule(from, to string) (*immunization.Schedule, error) {
	s, err := readSchedule(from)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return nil, err
	}
	b, err := os.ReadFile(from)
	if err != nil {
		return nil, err
	}
	if err := os.WriteFile(to+".new", b, 0o600); err != nil {
		return nil, err
	}
	return s, os.Rename(to+".new", to)
}

func readSchedule(path string) (*immunization.Schedule, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	s, err := immunization.ReadSupportingData(f, info.Size())
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return s, nil
}

// openChecker makes the checker of this installation: the built-in drug content,
// and CDC's schedule where it was loaded. A loaded schedule that cannot be read
// is reported with every check, never passed over.
func openChecker(cfg config.Config) (*cds.Checker, error) {
	var o cds.Options
	s, err := readSchedule(schedulePath(cfg))
	switch {
	case err == nil:
		o.Vaccines = s
	case !errors.Is(err, fs.ErrNotExist):
		o.Problems = append(o.Problems, ehr.Unchecked{What: "CDC's immunization schedule", Why: "the loaded file cannot be read; load it again"})
	}
	return cds.New(o)
}
