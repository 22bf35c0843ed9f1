package app

import (
	"context"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/visitwright/visitwright/cds"
	"github.com/visitwright/visitwright/cmd/visitwright/content"
	"github.com/visitwright/visitwright/cmd/visitwright/meaning"
	"github.com/visitwright/visitwright/cmd/visitwright/steps"
	"github.com/visitwright/visitwright/coding"
	"github.com/visitwright/visitwright/ehr"
)

// canaryEvery is how often the drug checks prove that they work.
const canaryEvery = time.Hour

// openStages opens what notes are coded and checked with. The code sets take
// seconds to read; who needs them first waits.
func (a *App) openStages(ctx context.Context) error {
	checker, err := content.Checker(a.cfg)
	if err != nil {
		return err
	}
	a.checker = checker
	a.steps = &steps.Steps{Checker: checker, Meaning: a.meaningOf, Catalog: a.loadCatalog(filepath.Join(a.parts.Coding(), "icd10cm"), meaning.Loaded(a.cfg)), Lists: a.loadLists(meaning.Lists(a.cfg))}
	watching, stop := context.WithCancel(context.WithoutCancel(ctx))
	a.later(func() error { stop(); return nil })
	go a.watchChecks(watching, checker)
	return nil
}

// loadCatalog reads the code sets in the background, and again when the practice has
// loaded others; until those are read, the former ones are given.
func (a *App) loadCatalog(dir, own string) func(context.Context) (*coding.Catalog, error) {
	var (
		mu      sync.Mutex
		catalog *coding.Catalog
		failed  error
		stamp   time.Time
		reading bool
	)
	ready := make(chan struct{})
	read := func(first bool) {
		fresh, err := coding.OpenCatalog(dir, false, own)
		if err == nil {
			fresh.On(ehr.DateOf(time.Now())) // prepares today's release
		}
		mu.Lock()
		defer mu.Unlock()
		reading = false
		switch {
		case err == nil:
			catalog, failed = fresh, nil
		case catalog == nil:
			failed = err
		default:
			a.log.Error("the code sets that were loaded cannot be read; the former ones stay in use", "error", err)
		}
		if first {
			close(ready)
		}
	}
	stamp, reading = modified(own), true
	go read(true)
	return func(ctx context.Context) (*coding.Catalog, error) {
		select {
		case <-ready:
		case <-ctx.Done():
			return nil, ehr.Wrap(ehr.Unavailable, ctx.Err(), "the code sets are still being read")
		}
		mu.Lock()
		defer mu.Unlock()
		if now := modified(own); !now.Equal(stamp) && !reading {
			stamp, reading = now, true
			go read(false)
		}
		return catalog, failed
	}
}

// modified is when a folder's list of files changed last, zero where there is none.
func modified(dir string) time.Time {
	info, err := os.Stat(dir)
	if err != nil {
		return time.Time{}
	}
	return info.ModTime()
}

// watchChecks proves now and every hour that the drug checks find what they must.
// Where they do not, each check says so on the page; the log tells who runs it.
func (a *App) watchChecks(ctx context.Context, checker *cds.Checker) {
	tick := time.NewTicker(canaryEvery)
	defer tick.Stop()
	for {
		if err := checker.Canary(); err != nil {
			a.log.ErrorContext(ctx, "interaction checking is off", "error", err)
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return
		}
	}
}
