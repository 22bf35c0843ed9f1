package main

import (
	"github.com/spf13/cobra"

	"github.com/visitwright/visitwright/cmd/visitwright/config"
)

func newConfigCmd() *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "config",
		Short: "Print every setting: meaning, default, current value",
		Long: `Prints every setting with its meaning, its default and its current value. Settings
are environment variables and nothing else. Secrets are shown as set or not set.
All mistakes in the configuration are listed at once, and the exit status is then 1.`,
		Example: `  visitwright config
  VISITWRIGHT_LISTEN=0.0.0.0:8320 VISITWRIGHT_TLS=local visitwright config`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := checkFormat(format); err != nil {
				return err
			}
			cfg, mistakes := config.Load()
			write := cfg.Print
			if format == formatJSON {
				write = cfg.PrintJSON
			}
			if err := write(cmd.OutOrStdout()); err != nil {
				return err
			}
			return mistakes
		},
	}
	addFormatFlag(cmd, &format)
	return cmd
}
