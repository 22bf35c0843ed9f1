package app

import (
	"context"
	"sync"
	"time"

	"github.com/visitwright/visitwright/cmd/visitwright/meaning"
	"github.com/visitwright/visitwright/coding"
	"github.com/visitwright/visitwright/coding/embed"
	"github.com/visitwright/visitwright/coding/index"
	"github.com/visitwright/visitwright/ehr"
)

// openMeaning gives what fills the index of codes in the background and then has
// them found by meaning. Until it has run, and without the embedder, they are
// found by their words.
func (a *App) openMeaning() func(context.Context) error {
	var opening sync.Mutex
	var model *meaning.Model
	open := func() (*meaning.Model, error) {
		opening.Lock()
		defer opening.Unlock()
		if model != nil {
			return model, nil
		}
		opened, err := meaning.Open(a.cfg, a.parts, threads(a.cfg.SpeechThreads))
		model = opened
		return model, err
	}
	a.later(func() error {
		opening.Lock()
		defer opening.Unlock()
		if model == nil {
			return nil
		}
		return model.Close()
	})
	var filling sync.Mutex
	var filled *coding.Catalog
	return func(ctx context.Context) error {
		filling.Lock()
		defer filling.Unlock()
		catalog, err := a.steps.Catalog(ctx)
		if err != nil {
			a.log.WarnContext(ctx, "there are no code sets", "error", err)
			return nil
		}
		model, err := open()
		a.noModel.Store(err != nil)
		if err != nil {
			a.log.WarnContext(ctx, "codes are found by their words alone", "error", err)
			return nil
		}
		if catalog == filled {
			return nil
		}
		catalog.JudgeBy(func(lx *coding.Lexicon) coding.Vectors { return embed.NewFew(model, model.Kept, lx) })
		if err := a.fillCodes(ctx, catalog, model); err != nil {
			return err
		}
		filled = catalog
		return nil
	}
}

// meaningOf tells how far the index of a release is; not ok where there is no model.
func (a *App) meaningOf(ctx context.Context, release string) (vectors, texts int, ok bool, err error) {
	if a.noModel.Load() {
		return 0, 0, false, nil
	}
	all, err := index.New(a.store.Pool(), nil).Progress(ctx)
	for _, p := range all {
		if p.Release == release {
			return p.Vectors, p.Texts, true, err
		}
	}
	return 0, 0, true, err
}

func (a *App) fillCodes(ctx context.Context, catalog *coding.Catalog, model *meaning.Model) error {
	x := index.New(a.store.Pool(), model)
	begun := time.Now()
	err := catalog.Each(func(lx *coding.Lexicon) error {
		if err := x.Fill(ctx, lx, model.Kept, model.Aside(), time.Now()); err != nil {
			return err
		}
		catalog.UseVectors(x) // each release as soon as it is in; one that is not refuses
		return nil
	})
	if err != nil {
		return ehr.Wrap(ehr.KindOf(err), err, "the index of codes is not complete; it goes on by itself")
	}
	a.log.InfoContext(ctx, "codes are found by meaning", "seconds", int(time.Since(begun).Seconds()))
	return nil
}
