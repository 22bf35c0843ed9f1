package main

import (
	"encoding/json"
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"
)

// version is the release this source is or leads to; CHANGELOG.md tells what is in it.
const version = "0.1.0"

// build is what "visitwright version --format json" prints.
type build struct {
	Version  string `json:"version"`
	Revision string `json:"revision"` // of the source, empty where it was built without git
	Modified bool   `json:"modified"` // built from a changed work tree
	Go       string `json:"go"`
}

func thisBuild() build {
	b := build{Version: version, Go: runtime.Version()}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return b
	}
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			b.Revision = s.Value
		case "vcs.modified":
			b.Modified = s.Value == "true"
		}
	}
	return b
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
			b := thisBuild()
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
