package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"filippo.io/age"
	"github.com/jackc/pgx/v5"
	"github.com/spf13/cobra"

	"github.com/visitwright/visitwright/cmd/visitwright/backup"
	"github.com/visitwright/visitwright/cmd/visitwright/config"
	"github.com/visitwright/visitwright/cmd/visitwright/parts"
	"github.com/visitwright/visitwright/ehr/store/privatepg"
)

func newRestoreCmd() *cobra.Command {
	var identity string
	cmd := &cobra.Command{
		Use:   "restore FILE",
		Short: "Make an installation of a backup",
		Long: `Makes an installation of a backup: into an empty data folder and an empty database,
never over another installation, and not while the service runs. A backup that is
damaged or cut off changes nothing.`,
		Example: `  VISITWRIGHT_DATA=/srv/visitwright VISITWRIGHT_BACKUP_PASSPHRASE=... visitwright restore monday.backup
  visitwright restore --identity key.txt monday.backup`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			cfg, err := config.Load()
			if err != nil {
				return err
			}
			m, err := readBackup(cmd.Context(), cfg, identity, args[0])
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "Restored the backup of %s, written by visitwright %s, into %s.\n",
				m.Made.Local().Format("Jan 2, 2006, 03:04 PM"), m.Program, cfg.Data())
			return err
		},
	}
	cmd.Flags().StringVar(&identity, "identity", "", "file with the private key to the public one the backup was made for")
	return cmd
}

func readBackup(ctx context.Context, cfg config.Config, identityFile, file string) (backup.Manifest, error) {
	identity, err := identityOf(cfg, identityFile)
	if err != nil {
		return backup.Manifest{}, err
	}
	f, err := os.Open(file)
	if err != nil {
		return backup.Manifest{}, err
	}
	defer f.Close()
	db, err := openEmptyDatabase(ctx, cfg)
	if err != nil {
		return backup.Manifest{}, err
	}
	target := backup.Target{DataDir: cfg.Data(), Load: func(ctx context.Context, r io.Reader) error {
		return privatepg.Restore(ctx, db.binaries, db.url, r)
	}}
	m, err := backup.Restore(ctx, f, identity, target)
	return m, errors.Join(err, db.close())
}

// openEmptyDatabase is openDatabase, but no service may use it and there must be nothing in it.
func openEmptyDatabase(ctx context.Context, cfg config.Config) (database, error) {
	root, err := parts.Find(cfg.PartsDir)
	if err != nil {
		return database{}, err
	}
	db := database{cfg.DatabaseURL, root.Postgres(), func() error { return nil }}
	if cfg.DatabaseURL == "" {
		server, err := privatepg.Start(ctx, privatepg.Config{
			Binaries: root.Postgres(),
			Dir:      filepath.Join(cfg.Data(), "postgres"),
		})
		if err != nil {
			return database{}, err
		}
		db.url, db.close = server.AdminURL(), server.Close
	}
	if err := checkEmpty(ctx, db.url); err != nil {
		return database{}, errors.Join(err, db.close())
	}
	return db, nil
}

func checkEmpty(ctx context.Context, url string) error {
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		return fmt.Errorf("the database does not answer: %w", err)
	}
	defer conn.Close(context.WithoutCancel(ctx))
	var tables int
	err = conn.QueryRow(ctx, `select count(*) from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`).
		Scan(&tables)
	if err != nil {
		return fmt.Errorf("asking the database: %w", err)
	}
	if tables > 0 {
		return fmt.Errorf("the database holds %d tables already; restore needs an empty one", tables)
	}
	return nil
}

func identityOf(cfg config.Config, file string) (age.Identity, error) {
	switch {
	case file != "":
		f, err := os.Open(file)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		identities, err := age.ParseIdentities(f)
		if err != nil || len(identities) != 1 {
			return nil, fmt.Errorf("%s holds not one private key of age's", file)
		}
		return identities[0], nil
	case cfg.BackupPassphrase != "":
		return age.NewScryptIdentity(cfg.BackupPassphrase)
	default:
		return nil, errNoPassphrase
	}
}
