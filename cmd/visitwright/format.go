package main

import (
	"fmt"

	"github.com/spf13/cobra"
)

// What --format takes: text for people, JSON for programs.
const (
	formatText = "text"
	formatJSON = "json"
)

func addFormatFlag(cmd *cobra.Command, format *string) {
	cmd.Flags().StringVar(format, "format", formatText, "text or json")
}

func checkFormat(format string) error {
	if format != formatText && format != formatJSON {
		return fmt.Errorf("--format is %q; it must be %s or %s", format, formatText, formatJSON)
	}
	return nil
}
