package main

import (
	"encoding/json"
	"fmt"
	"runtime"

	"github.com/spf13/cobra"
)

// version is the release this source is or leads to; CHANGELOG.md tells what is in it.
const version = "0.1.0"

// revision is the commit this was built from; the Makefile sets it.
var revision string

// build is what "visitwright version --format json" prints.
type build struct {
	Version  string `json:"version"`
	Revision string `json:"revision"` // the commit, empty where it was built without git
	Go       string `json:"go"`
}

func newVersionCmd() *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "version",
		Short: "Print the version",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := checkFormat(format); err != nil {
				return err
			}
			b := build{Version: version, Revision: revision, Go: runtime.Version()}
			if format == formatJSON {
				return json.NewEncoder(cmd.OutOrStdout()).Encode(b)
			}
			line := "visitwright " + b.Version
			if b.Revision != "" {
				line += " (" + b.Revision[:min(12, len(b.Revision))] + ")"
			}
			_, err := fmt.Fprintf(cmd.OutOrStdout(), "%s, %s\n", line, b.Go)
			return err
		},
	}
	addFormatFlag(cmd, &format)
	return cmd
}
