package main

import (
	"context"
	"errors"
	"log/slog"

	"github.com/visitwright/visitwright/cmd/visitwright/app"
	"github.com/visitwright/visitwright/cmd/visitwright/config"
	"github.com/visitwright/visitwright/ehr/store"
)

// withRecord opens the record beside a running service, or without one, for a
// command that works on it.
func withRecord(ctx context.Context, do func(*store.Store) error) (err error) {
	cfg, err := config.Load()
	if err != nil {
		return err
	}
	keys, err := cfg.LoadKeys()
	if err != nil {
		return err
	}
	db, err := openDatabase(ctx, cfg)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.close()) }()
	if err := store.Migrate(ctx, db.url); err != nil {
		return err
	}
	options := app.StoreOptions(cfg, keys, db.url, slog.New(slog.DiscardHandler))
	options.MaxConns = 4
	st, err := store.Open(ctx, options)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	return do(st)
}
