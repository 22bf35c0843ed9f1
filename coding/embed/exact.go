package embed

import (
	"cmp"
	"context"
	"slices"

	"golang.org/x/sync/errgroup"

	"github.com/visitwright/visitwright/coding"
	"github.com/visitwright/visitwright/coding/icd10cm"
	"github.com/visitwright/visitwright/ehr"
)

// Exact compares a query with every text of a release in memory: what commands
// use where no database runs, and what the database's index is measured against.
// It is not changed after Add and may then be used by many at once.
type Exact struct {
	model   Model
	threads int
	sets    map[string]*set
}

type set struct {
	rows []float32
	at   []coding.Neighbour // without a cosine, one for each row
}

// NewExact makes one without texts; threads is how many cores it may use.
func NewExact(m Model, threads int) *Exact {
	return &Exact{model: m, threads: max(1, threads), sets: map[string]*set{}}
}

// Add takes the texts of a lexicon with their kept vectors. It refuses a lexicon
// of which vectors are missing and says how many.
func (x *Exact) Add(lx *coding.Lexicon, kept *Store) error {
	made := &set{}
	missing := 0
	lx.Meanings(func(text string, code *icd10cm.Code, source coding.Source) {
		v, ok := kept.Vector(text)
		if !ok {
			missing++
			return
		}
		made.rows = append(made.rows, v...)
		made.at = append(made.at, coding.Neighbour{Code: code.Code, Source: source})
	})
	if missing > 0 {
		return ehr.Errorf(ehr.Unavailable, "%d of %d texts of %s have no vector yet", missing, missing+len(made.at), lx.Release.Name)
	}
	x.sets[lx.Release.Name] = made
	return nil
}

// Nearest is that of coding.Vectors.
func (x *Exact) Nearest(ctx context.Context, release string, queries []string, n int) ([][]coding.Neighbour, error) {
	in, ok := x.sets[release]
	if !ok {
		return nil, ehr.Errorf(ehr.Unavailable, "there are no vectors of %s", release)
	}
	vectors, err := x.model.Embed(ctx, queries)
	if err != nil {
		return nil, err
	}
	out := make([][]coding.Neighbour, len(queries))
	var work errgroup.Group
	work.SetLimit(x.threads)
	for i, v := range vectors {
		work.Go(func() error {
			out[i] = in.nearest(v, n)
			return ctx.Err()
		})
	}
	return out, work.Wait()
}

// nearest keeps, among all rows, those above the n-th best seen so far.
func (s *set) nearest(q []float32, n int) []coding.Neighbour {
	if n <= 0 {
		return nil
	}
	var top []coding.Neighbour
	least := -2.0
	best := func() {
		slices.SortStableFunc(top, func(a, b coding.Neighbour) int { return cmp.Compare(b.Cosine, a.Cosine) })
		top = top[:min(n, len(top))]
	}
	for i := range s.at {
		c := float64(dot(q, s.rows[i*len(q):(i+1)*len(q)]))
		if c <= least {
			continue
		}
		m := s.at[i]
		m.Cosine = c
		if top = append(top, m); len(top) >= 2*n {
			best()
			least = top[len(top)-1].Cosine
		}
	}
	best()
	return top
}

// dot adds up in four sums, which the processor works on side by side.
func dot(a, b []float32) float32 {
	var s0, s1, s2, s3 float32
	b = b[:len(a)]
	i := 0
	for ; i+4 <= len(a); i += 4 {
		s0 += a[i] * b[i]
		s1 += a[i+1] * b[i+1]
		s2 += a[i+2] * b[i+2]
		s3 += a[i+3] * b[i+3]
	}
	for ; i < len(a); i++ {
		s0 += a[i] * b[i]
	}
	return s0 + s1 + s2 + s3
}
