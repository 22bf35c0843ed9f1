package main

import (
	"errors"

	"github.com/spf13/cobra"

	"github.com/visitwright/visitwright/cmd/visitwright/app"
	"github.com/visitwright/visitwright/cmd/visitwright/config"
)

func newServeCmd() *cobra.Command {
	return &cobra.Command{
		Use:   "serve",
		Short: "Run the service",
		Long: `Runs the service until Ctrl-C or SIGTERM: the pages, the recordings, the notes and
the record. Without DATABASE_URL it starts and supervises a PostgreSQL of its own in
the data folder. It listens on 127.0.0.1 unless VISITWRIGHT_LISTEN says otherwise, and
says plainly where.

On stopping it tells recorders to wait, brings what they sent safely to disk, and goes
on with unfinished work after the next start. A service that is killed loses nothing.`,
		Example: `  visitwright serve
  VISITWRIGHT_LISTEN=0.0.0.0:8320 VISITWRIGHT_TLS=local visitwright serve`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) (err error) {
			cfg, err := config.Load()
			if err != nil {
				return err
			}
			ctx := cmd.Context()
			a, err := app.New(ctx, cfg, app.NewLog(cfg, cmd.ErrOrStderr()))
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, a.Close()) }()
			if err := a.Announce(ctx, cmd.OutOrStdout()); err != nil {
				return err
			}
			return a.Run(ctx)
		},
	}
}
