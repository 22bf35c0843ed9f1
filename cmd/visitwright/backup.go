package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"filippo.io/age"
	"github.com/spf13/cobra"

	"github.com/visitwright/visitwright/cmd/visitwright/backup"
	"github.com/visitwright/visitwright/cmd/visitwright/config"
	"github.com/visitwright/visitwright/ehr/store/privatepg"
)

func newBackupCmd() *cobra.Command {
	var format, to string
	cmd := &cobra.Command{
		Use:   "backup FILE",
		Short: "Write everything into one encrypted file",
		Long: `Writes the database, the recordings and the keys into one encrypted file, also while
the service runs. The file opens with the passphrase in VISITWRIGHT_BACKUP_PASSPHRASE,
or with the private key to the public one given by --to; keep either somewhere else
than the backups. The encryption is age's: "age -d FILE | tar xz" opens it as well.

Audio that is erased later lives on in earlier backups: keep them no longer than your
policy for erased audio allows. Keys given by environment variables are not in it.`,
		Example: `  VISITWRIGHT_BACKUP_PASSPHRASE=... visitwright backup /mnt/backup/monday.backup
  visitwright backup --to age1... /mnt/backup/monday.backup`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := checkFormat(format); err != nil {
				return err
			}
			cfg, err := config.Load()
			if err != nil {
				return err
			}
			sum, err := writeBackup(cmd.Context(), cfg, to, args[0])
			if err != nil {
				return err
			}
			if format == formatJSON {
				return json.NewEncoder(cmd.OutOrStdout()).Encode(sum)
			}
			fmt.Fprintf(cmd.OutOrStdout(), "%s: %.1f MB, %d recordings\n", args[0], float64(sum.Bytes)/1e6, sum.Recordings)
			if !sum.Keys {
				fmt.Fprintln(cmd.ErrOrStderr(), "The keys are given by environment variables and are not in it: keep them apart.")
			}
			return nil
		},
	}
	addFormatFlag(cmd, &format)
	cmd.Flags().StringVar(&to, "to", "", "public key (age1...) instead of the passphrase")
	return cmd
}

func writeBackup(ctx context.Context, cfg config.Config, to, file string) (backup.Summary, error) {
	recipient, err := recipientOf(cfg, to)
	if err != nil {
		return backup.Summary{}, err
	}
	db, err := openDatabase(ctx, cfg)
	if err != nil {
		return backup.Summary{}, err
	}
	src := backup.Source{DataDir: cfg.Data(), Program: version, Dump: func(ctx context.Context, w io.Writer) error {
		return privatepg.Dump(ctx, db.binaries, db.url, w)
	}}
	sum, err := backup.Write(ctx, src, recipient, file, time.Now())
	return sum, errors.Join(err, db.close())
}

var errNoPassphrase = errors.New("set VISITWRIGHT_BACKUP_PASSPHRASE, or name a key: see --help")

func recipientOf(cfg config.Config, publicKey string) (age.Recipient, error) {
	switch {
	case publicKey != "":
		r, err := age.ParseX25519Recipient(publicKey)
		if err != nil {
			return nil, errors.New("--to is no public key of age's (age1...)")
		}
		return r, nil
	case cfg.BackupPassphrase != "":
		return age.NewScryptRecipient(cfg.BackupPassphrase)
	default:
		return nil, errNoPassphrase
	}
}
