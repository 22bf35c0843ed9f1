package code

import (
	"context"
	"time"

	"github.com/visitwright/visitwright/coding"
)

// IndexResult says how well an approximate index does against every vector.
type IndexResult struct {
	Queries int
	// Recall is the share of the 20 nearest that the index also names among its 20:
	// what is as near as the exact twentieth counts.
	Recall    float64
	Mean, P95 time.Duration // of a whole query, one at a time
	// TypedMean and TypedP95 are of a search while typing: every beginning of a text of
	// two letters or more.
	TypedMean, TypedP95 time.Duration
}

// nearest is how many are compared.
const nearest = 20

// timed is how many queries are timed one by one, after as many to warm up.
const timed = 300

// IndexRecall compares an index with the exact vectors over the texts.
func IndexRecall(ctx context.Context, lx *coding.Lexicon, approximate, exact coding.Vectors, texts []string) (IndexResult, error) {
	a := IndexResult{Queries: len(texts)}
	name := lx.Release.Name
	got, err := approximate.Nearest(ctx, name, texts, nearest)
	if err != nil {
		return a, err
	}
	want, err := exact.Nearest(ctx, name, texts, nearest)
	if err != nil {
		return a, err
	}
	var hit, all int
	for i := range texts {
		least := want[i][len(want[i])-1].Cosine - 1e-3 // half precision
		all += len(want[i])
		for _, n := range got[i][:min(nearest, len(got[i]))] {
			hit += btoi(n.Cosine >= least)
		}
	}
	a.Recall = float64(hit) / float64(all)
	with := *lx
	with.UseVectors(approximate)
	var times []time.Duration
	for i, t := range texts[:min(2*timed, len(texts))] {
		begin := time.Now()
		warm, err := with.Near(ctx, []string{t})
		if err != nil {
			return a, err
		}
		warm.Lookup(t, nearest)
		if i >= timed {
			times = append(times, time.Since(begin))
		}
	}
	a.Mean, a.P95 = meanP95(times)
	a.TypedMean, a.TypedP95 = typing(ctx, &with, texts)
	return a, nil
}

// typing times the desk's search at every key of some texts.
func typing(ctx context.Context, lx *coding.Lexicon, texts []string) (mean, p95 time.Duration) {
	var times []time.Duration
	for i := 0; i < len(texts); i += max(1, len(texts)/typedTexts) {
		for n := 2; n <= len(texts[i]); n++ {
			begin := time.Now()
			lx.Typed(ctx, texts[i][:n], 12)
			times = append(times, time.Since(begin))
		}
	}
	return meanP95(times)
}

// typedTexts is how many texts are typed.
const typedTexts = 30
