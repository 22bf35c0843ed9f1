package main

import (
	"github.com/spf13/cobra"

	"github.com/visitwright/visitwright/cmd/visitwright/server"
)

func newOpenAPICmd() *cobra.Command {
	return &cobra.Command{
		Use:   "openapi",
		Short: "Print the description of the HTTP API (OpenAPI 3.1)",
		Long: `Prints the description of the HTTP API, OpenAPI 3.1 as JSON. It is made from the
program's own types; the browser app's types are made from it. A running service
gives the same at /openapi.json.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			b, err := server.OpenAPI()
			if err != nil {
				return err
			}
			_, err = cmd.OutOrStdout().Write(b)
			return err
		},
	}
}
