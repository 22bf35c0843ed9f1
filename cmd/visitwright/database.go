package main

import (
	"context"
	"path/filepath"

	"github.com/visitwright/visitwright/cmd/visitwright/config"
	"github.com/visitwright/visitwright/cmd/visitwright/parts"
	"github.com/visitwright/visitwright/ehr/store/privatepg"
)

// database is the one the configuration names, as its owner, and PostgreSQL's own programs.
type database struct {
	url      string
	binaries string
	close    func() error
}

// openDatabase starts the private database or attaches to the one the service runs; with DATABASE_URL it uses that
// and starts nothing.
func openDatabase(ctx context.Context, cfg config.Config) (database, error) {
	root, err := parts.Find(cfg.PartsDir)
	if err != nil {
		return database{}, err
	}
	if cfg.DatabaseURL != "" {
		return database{cfg.DatabaseURL, root.Postgres(), func() error { return nil }}, nil
	}
	server, err := privatepg.StartOrAttach(ctx, privatepg.Config{
		Binaries: root.Postgres(),
		Dir:      filepath.Join(cfg.Data(), "postgres"),
	})
	if err != nil {
		return database{}, err
	}
	return database{server.AdminURL(), root.Postgres(), server.Close}, nil
}
