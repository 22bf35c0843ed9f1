package main

import (
	"encoding/json"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/visitwright/visitwright/ehr/store"
)

func newAuditCmd() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "audit",
		Short: "The record of who read and changed what",
	}
	cmd.AddCommand(newAuditVerifyCmd())
	return cmd
}

func newAuditVerifyCmd() *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "verify",
		Short: "Prove that the audit stands as it was written",
		Long: `Reads every row of the audit and holds it against its chain, whose key the database
never sees, against the heads of the chain noted outside the database, and against
the signed notes. It finds a row that was changed, removed or cut off, also by
somebody with all rights on the database. The exit status is 1 where it found something.

It works beside a running service.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := checkFormat(format); err != nil {
				return err
			}
			return withRecord(cmd.Context(), func(st *store.Store) error {
				report, err := st.VerifyAudit(cmd.Context())
				if err != nil {
					return err
				}
				if err := writeAuditReport(cmd.OutOrStdout(), report, format); err != nil {
					return err
				}
				if n := len(report.Findings); n > 0 {
					return fmt.Errorf("the audit does not stand as it was written: %d findings", n)
				}
				return nil
			})
		},
	}
	addFormatFlag(cmd, &format)
	return cmd
}

func writeAuditReport(w io.Writer, report store.AuditReport, format string) error {
	if format == formatJSON {
		return json.NewEncoder(w).Encode(report)
	}
	for _, f := range report.Findings {
		if _, err := fmt.Fprintf(w, "practice %s, row %d: %s: %s\n", f.Practice, f.Seq, f.Kind, f.Words); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(w, "%d rows of %d practices and %d signed notes read, %d findings\n",
		report.Rows, report.Practices, report.Signed, len(report.Findings))
	return err
}
