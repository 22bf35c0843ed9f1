package app

import (
	"context"
	"path/filepath"
	"time"

	"github.com/visitwright/visitwright/cds"
	"github.com/visitwright/visitwright/cmd/visitwright/content"
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
	a.steps = &steps.Steps{Checker: checker, Catalog: loadCatalog(filepath.Join(a.parts.Coding(), "icd10cm"))}
	watching, stop := context.WithCancel(context.WithoutCancel(ctx))
	a.later(func() error { stop(); return nil })
	go a.watchChecks(watching, checker)
	return nil
}

// loadCatalog reads the code sets in the background.
func loadCatalog(dir string) func(context.Context) (*coding.Catalog, error) {
	var catalog *coding.Catalog
	var failed error
	ready := make(chan struct{})
	go func() {
		defer close(ready)
		if catalog, failed = coding.OpenCatalog(dir, false); failed == nil {
			catalog.On(ehr.DateOf(time.Now())) // prepares today's release
		}
	}()
	return func(ctx context.Context) (*coding.Catalog, error) {
		select {
		case <-ready:
			return catalog, failed
		case <-ctx.Done():
			return nil, ehr.Wrap(ehr.Unavailable, ctx.Err(), "the code sets are still being read")
		}
	}
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
