package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"github.com/visitwright/visitwright/cds"
	"github.com/visitwright/visitwright/cmd/visitwright/config"
	"github.com/visitwright/visitwright/cmd/visitwright/jobs"
	"github.com/visitwright/visitwright/cmd/visitwright/live"
	"github.com/visitwright/visitwright/cmd/visitwright/parts"
	"github.com/visitwright/visitwright/cmd/visitwright/server"
	"github.com/visitwright/visitwright/cmd/visitwright/steps"
	"github.com/visitwright/visitwright/cmd/visitwright/web"
	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/store"
	"github.com/visitwright/visitwright/ehr/store/privatepg"
	"github.com/visitwright/visitwright/prompts/llm"
	"github.com/visitwright/visitwright/scribe"
	"github.com/visitwright/visitwright/scribe/capture/vault"
	"github.com/visitwright/visitwright/scribe/speech"
)

// App is the running program.
type App struct {
	cfg      config.Config
	log      *slog.Logger
	parts    parts.Root
	keys     config.Keys
	database *privatepg.Server // nil: DATABASE_URL is used
	store    *store.Store
	vault    *vault.Store
	models   *models
	rec      *speech.Recogniser // nil: the models are not set up
	checker  *cds.Checker
	// draft is the language model's, which falls back to the built-in drafter; nil:
	// the built-in drafter alone.
	draft    func(context.Context, []ehr.Segment, ehr.Chart, scribe.Options) ehr.Draft
	model    *llm.Client // nil: none is configured
	steps    *steps.Steps
	noModel  atomic.Bool // the model for the meaning of codes could not be opened
	hub      *live.Hub
	listener *live.Listener
	runner   *jobs.Runner
	server   *server.Server
	metrics  *prometheus.Registry
	door     *door
	closers  []func() error // in the order of opening
}

// New opens everything and listens, but answers nobody yet. What was opened is
// closed again where something fails.
func New(ctx context.Context, cfg config.Config, log *slog.Logger) (*App, error) {
	a := &App{cfg: cfg, log: log, metrics: prometheus.NewRegistry()}
	a.metrics.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	for _, open := range []func(context.Context) error{
		a.openFolder, a.loadSpeech, a.openStages, a.openModel, a.openRecord, a.openAudio, a.openSpeech, a.openWork, a.openDoor,
	} {
		if err := open(ctx); err != nil {
			return nil, errors.Join(err, a.Close())
		}
	}
	return a, nil
}

func (a *App) later(close func() error) { a.closers = append(a.closers, close) }

func (a *App) openFolder(context.Context) (err error) {
	if err := os.MkdirAll(a.cfg.Data(), 0o700); err != nil {
		return fmt.Errorf("the data folder: %w", err)
	}
	if a.keys, err = a.cfg.LoadKeys(); err != nil {
		return err
	}
	a.parts, err = parts.Find(a.cfg.PartsDir)
	return err
}

// openRecord opens the record, in the private database or in the one that is
// configured, brought to this program's state first.
func (a *App) openRecord(ctx context.Context) (err error) {
	url, owner := a.cfg.DatabaseURL, a.cfg.DatabaseURL
	if url != "" {
		if _, err := store.Check(ctx, url); err != nil {
			return err
		}
	} else {
		a.database, err = privatepg.Start(ctx, privatepg.Config{
			Binaries: a.parts.Postgres(), Dir: filepath.Join(a.cfg.Data(), "postgres"), Log: a.log.With("part", "database"),
		})
		if err != nil {
			return err
		}
		a.later(a.database.Close)
		url, owner = a.database.URL(), a.database.AdminURL()
	}
	if err := store.Migrate(ctx, owner); err != nil {
		return err
	}
	a.store, err = store.Open(ctx, StoreOptions(a.cfg, a.keys, url, a.log))
	if err != nil {
		return err
	}
	a.later(a.store.Close)
	return nil
}

// StoreOptions are how the record is opened with this configuration, by the
// service and by commands alike.
func StoreOptions(cfg config.Config, keys config.Keys, url string, log *slog.Logger) store.Options {
	return store.Options{
		URL: url, AuditKey: keys.Audit, SecretKey: keys.Secret, HeadFile: filepath.Join(cfg.Data(), "audit.heads"),
		SessionIdle: cfg.SessionIdle, SessionAbsolute: cfg.SessionAbsolute, Log: log.With("part", "record"),
	}
}

// minFree is what stays free on the disk of the recordings.
const minFree = 256 << 20

func (a *App) openAudio(context.Context) error {
	keyring, err := vault.NewKeyring("k1", a.keys.Audio[:])
	if err != nil {
		return err
	}
	a.vault, err = vault.Open(vault.Options{
		Dir: filepath.Join(a.cfg.Data(), "audio"), Keys: keyring, Log: a.log.With("part", "audio"), MinFree: minFree,
		Erased: server.Erased(a.store),
	})
	if err != nil {
		return err
	}
	a.later(a.vault.Close)
	return nil
}

// openWork opens what happens while and after a visit.
func (a *App) openWork(ctx context.Context) error {
	a.hub = live.NewHub()
	a.listener = live.NewListener(live.Options{
		Store: a.store, Vault: a.vault, Recogniser: a.rec, Checker: a.checker, Hub: a.hub, Log: a.log.With("part", "live"),
	})
	a.later(func() error { a.listener.Close(); return nil })
	work := &jobs.Work{
		Store: a.store, Vault: a.vault, Listener: a.listener, Recogniser: a.rec, Hub: a.hub, Steps: a.steps, Draft: a.draft,
		FillCodes: a.openMeaning(),
		Retention: a.cfg.AudioRetention, Now: time.Now, Log: a.log.With("part", "jobs"),
	}
	queue, runner, err := jobs.New(a.store.Pool(), installation(a.cfg), work)
	if err != nil {
		return err
	}
	a.runner = runner
	a.metrics.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "visitwright_visits_listened", Help: "Visits being recorded and read along now.",
	}, func() float64 { return float64(a.listener.Listening()) }))
	callers, err := a.openHooks(ctx)
	if err != nil {
		return err
	}
	door := server.Options{
		Store: a.store, Vault: a.vault, Jobs: queue, Steps: a.steps, Hub: a.hub, Listener: a.listener, App: web.Handler(),
		Hooks: callers, PublicURL: a.cfg.PublicURL, Secure: a.cfg.TLS != tlsOff, Metrics: a.metrics, Log: a.log.With("part", "door"),
	}
	if a.model != nil { // else the interface would hold a nil
		door.Model = a.model
	}
	a.server = server.New(door)
	return nil
}

// installation names the data folder, in which only one program runs at a time.
func installation(cfg config.Config) string {
	host, err := os.Hostname()
	if err != nil {
		host = "localhost"
	}
	return host + ":" + cfg.Data()
}

// Store is the record, for the demonstration and for tests.
func (a *App) Store() *store.Store { return a.store }

// stopLimit is how long open requests and recordings get to come to a good end.
const stopLimit = 15 * time.Second

// Run works and answers until ctx ends, then stops in order: recorders are told,
// what they sent is on disk, running work comes to an end or is begun again after
// the next start.
func (a *App) Run(ctx context.Context) error {
	if err := a.runner.Start(context.WithoutCancel(ctx)); err != nil {
		return err
	}
	a.server.Resume(ctx, time.Now())
	web := &http.Server{
		Handler: a.server, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10,
		BaseContext: func(net.Listener) context.Context { return context.WithoutCancel(ctx) },
		ErrorLog:    slog.NewLogLogger(a.log.With("part", "door").Handler(), slog.LevelDebug),
	}
	ended := make(chan error, 1)
	go func() { ended <- web.Serve(a.door.listener) }()
	var failed error
	select {
	case <-ctx.Done():
	case failed = <-ended:
	}
	stopping, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopLimit)
	defer cancel()
	err := errors.Join(a.server.Shutdown(stopping), web.Shutdown(stopping), a.runner.Stop(stopping))
	if errors.Is(failed, http.ErrServerClosed) {
		failed = nil
	}
	return errors.Join(failed, err)
}

// Close lets go of everything, the last opened first.
func (a *App) Close() error {
	var errs []error
	for i := len(a.closers) - 1; i >= 0; i-- {
		errs = append(errs, a.closers[i]())
	}
	a.closers = nil
	return errors.Join(errs...)
}
