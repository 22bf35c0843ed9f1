package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/visitwright/visitwright/cmd/visitwright/config"
	"github.com/visitwright/visitwright/cmd/visitwright/meaning"
	"github.com/visitwright/visitwright/cmd/visitwright/parts"
	"github.com/visitwright/visitwright/coding"
	"github.com/visitwright/visitwright/coding/embed"
	"github.com/visitwright/visitwright/coding/index"
	"github.com/visitwright/visitwright/ehr/store"
	"github.com/visitwright/visitwright/ehr/store/privatepg"
	"github.com/visitwright/visitwright/eval/code"
)

// labelled is a lexicon with its name in the report.
type labelled struct {
	name string
	lx   *coding.Lexicon
}

// evalLabels measures each way of looking a disease's name up.
func evalLabels(ctx context.Context, w, progress io.Writer, labels []code.Label, sets []labelled, inDatabase bool) error {
	for _, s := range sets {
		printLabelHits(w, s.name+", words", code.Search(labels, s.lx.Search))
	}
	model, err := openMeaning()
	if err != nil {
		fmt.Fprintln(w, "skipped meaning:", err)
		return nil
	}
	defer func() { _ = model.Close() }()
	var pool *pgxpool.Pool
	if inDatabase {
		var stop func()
		if pool, stop, err = startIndexDatabase(ctx); err != nil {
			return err
		}
		defer stop()
	}
	var warm []*coding.Lexicon
	for _, s := range sets {
		x, err := inMemory(ctx, progress, model, s.lx)
		if err != nil {
			return err
		}
		near, err := s.lx.Near(ctx, code.Texts(labels))
		if err != nil {
			return err
		}
		warm = append(warm, near)
		printLabelHits(w, s.name+", vectors", code.Search(labels, code.By(near, func(h coding.Hit) float64 { return h.Cosine })))
		printLabelHits(w, s.name+", words and vectors", code.Search(labels, near.Search))
		if err := evalLookups(ctx, w, s); err != nil {
			return err
		}
		if inDatabase {
			if err := evalIndex(ctx, w, pool, model, x, s, code.Texts(labels)); err != nil {
				return err
			}
		}
	}
	for i, h := range code.Learnt(labels, warm...) {
		printLabelHits(w, sets[i].name+", ranker learnt from other codes (5 parts)", h)
	}
	return nil
}

// openMeaning opens the embedder for commands, on every core.
func openMeaning() (*meaning.Model, error) {
	cfg, err := config.Load()
	if err != nil {
		return nil, err
	}
	root, err := parts.Find(cfg.PartsDir)
	if err != nil {
		return nil, err
	}
	return meaning.Open(cfg, root, runtime.NumCPU())
}

// inMemory makes the vectors that are missing and has the lexicon use them.
func inMemory(ctx context.Context, progress io.Writer, model *meaning.Model, lx *coding.Lexicon) (*embed.Exact, error) {
	begun, last := time.Now(), -1
	err := model.Fill(ctx, lx, func(done, total int) {
		if percent := 100 * done / max(1, total); percent != last {
			last = percent
			fmt.Fprintf(progress, "\rvectors: %d of %d", done, total)
		}
	})
	fmt.Fprintf(progress, " (%s)\n", time.Since(begun).Round(time.Second))
	if err != nil {
		return nil, err
	}
	x, err := model.InMemory(lx, runtime.NumCPU())
	if err != nil {
		return nil, err
	}
	lx.UseVectors(x)
	return x, nil
}

// evalLookups looks up what coders type, as codes search does and as the desk does.
func evalLookups(ctx context.Context, w io.Writer, s labelled) error {
	read, fresh := code.Lookups()
	warm, err := s.lx.Near(ctx, code.Texts(append(slices.Clone(read), fresh...)))
	if err != nil {
		return err
	}
	typed := func(text string, n int) []coding.Hit { return s.lx.Typed(ctx, text, n) }
	for _, part := range []struct {
		name  string
		texts []code.Label
	}{{"first part", read}, {"second part", fresh}} {
		printLabelHits(w, s.name+", typed by a coder, "+part.name+", codes search", code.Search(part.texts, warm.Lookup))
		printLabelHits(w, s.name+", typed by a coder, "+part.name+", the desk", code.Search(part.texts, typed))
	}
	return nil
}

// startIndexDatabase starts a private database with the service's settings, for this measurement alone: the service's
// own keeps what it has.
func startIndexDatabase(ctx context.Context) (*pgxpool.Pool, func(), error) {
	binaries, err := privatepg.FindBinaries()
	if err != nil {
		return nil, nil, err
	}
	dir, err := os.MkdirTemp("/tmp", "vwindex") // short, for the database's socket
	if err != nil {
		return nil, nil, err
	}
	srv, err := privatepg.Start(ctx, privatepg.Config{Binaries: binaries, Dir: filepath.Join(dir, "postgres"), Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		_ = os.RemoveAll(dir)
		return nil, nil, err
	}
	var pool *pgxpool.Pool
	stop := func() {
		if pool != nil {
			pool.Close()
		}
		_ = srv.Close()
		_ = os.RemoveAll(dir)
	}
	if err = store.Migrate(ctx, srv.AdminURL()); err == nil {
		pool, err = pgxpool.New(ctx, srv.AdminURL())
	}
	if err != nil {
		stop()
		return nil, nil, err
	}
	return pool, stop, nil
}

// evalIndex measures the database's index with the labels as queries.
func evalIndex(ctx context.Context, w io.Writer, pool *pgxpool.Pool, model *meaning.Model, exact *embed.Exact, s labelled, texts []string) error {
	x := index.New(pool, model)
	begun := time.Now()
	if err := x.Fill(ctx, s.lx, model.Kept, model, time.Now()); err != nil {
		return err
	}
	fmt.Fprintf(w, "index, %s: filled from kept vectors in %s\n", s.name, time.Since(begun).Round(100*time.Millisecond))
	r, err := code.IndexRecall(ctx, s.lx, x, exact, texts)
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "index, %s: %d queries, recall at 20 against every vector %.4f; whole query (embedding, index, words, ranking), one at a time: %v mean, %v p95\n",
		s.name, r.Queries, r.Recall, r.Mean, r.P95)
	fmt.Fprintf(w, "index, %s: while typing, at each key: %v mean, %v p95\n", s.name, r.TypedMean, r.TypedP95)
	return nil
}

func printLabelHits(w io.Writer, name string, h code.Hits) {
	q := float64(h.Queries)
	fmt.Fprintf(w, "labels, %s: %d queries, hit@1 %.3f @5 %.3f @10 %.3f @50 %.3f",
		name, h.Queries, float64(h.At1)/q, float64(h.At5)/q, float64(h.At10)/q, float64(h.At50)/q)
	if h.P95 > 0 {
		fmt.Fprintf(w, "; %v mean, %v p95 a query", h.Mean, h.P95)
	}
	fmt.Fprintln(w)
}
