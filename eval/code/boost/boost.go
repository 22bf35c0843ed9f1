// Package boost learns to put the right code first: gradient-boosted trees over
// pairs of a right and a wrong candidate. The same material gives the same trees.
package boost

import (
	"math"
	"slices"
	"sort"

	"github.com/visitwright/visitwright/coding"
)

// Query is one name with the features of what was found for it, and which of that
// is right.
type Query struct {
	Rows  [][]float64
	Right []bool
}

// Boosting as LambdaMART does it (Burges, MSR-TR-2010-82): each tree fits, over
// pairs of a right and a wrong code, how much swapping them would gain.
const (
	trees     = 120
	rate      = 0.08
	leaves    = 12
	leastRows = 60
	ridge     = 5.0
	bins      = 48
	depth     = 50 // candidates of a query that are learnt from
)

type sample struct {
	x         []uint8 // binned features
	score     float64
	grad, hes float64
}

// sum adds up the rows of one bin.
type sum struct {
	g, h float64
	n    int
}

type histogram [][bins + 1]sum

// Learn makes a forest of the queries.
func Learn(queries []Query) *coding.Forest {
	var rows [][]float64
	learnt := make([]Query, 0, len(queries))
	for _, q := range queries {
		// A query without a right code among its first teaches nothing.
		q.Rows, q.Right = q.Rows[:min(depth, len(q.Rows))], q.Right[:min(depth, len(q.Right))]
		if slices.Contains(q.Right, true) {
			learnt = append(learnt, q)
			rows = append(rows, q.Rows...)
		}
	}
	queries = learnt
	cuts := cutpoints(rows)
	all := make([]sample, len(rows))
	for i, r := range rows {
		all[i].x = binned(r, cuts)
	}
	forest := &coding.Forest{}
	index := make([]int, len(all))
	for range trees {
		at := 0
		for _, q := range queries {
			lambdas(all[at:at+len(q.Rows)], q.Right)
			at += len(q.Rows)
		}
		for i := range index {
			index[i] = i
		}
		forest.Trees = append(forest.Trees, grow(all, index, cuts))
	}
	return forest
}

// lambdas sets gradient and curvature of one query's rows for reciprocal rank,
// which rewards the right code in the first place most.
func lambdas(rows []sample, right []bool) {
	order := make([]int, len(rows))
	for i := range rows {
		rows[i].grad, rows[i].hes, order[i] = 0, 0, i
	}
	sort.SliceStable(order, func(a, b int) bool { return rows[order[a]].score > rows[order[b]].score })
	rank := make([]int, len(rows))
	for r, i := range order {
		rank[i] = r
	}
	for i := range rows {
		if !right[i] {
			continue
		}
		for j := range rows {
			if right[j] {
				continue
			}
			gain := math.Abs(1/math.Log2(2+float64(rank[i])) - 1/math.Log2(2+float64(rank[j])))
			p := 1 / (1 + math.Exp(rows[i].score-rows[j].score))
			rows[i].grad += gain * p
			rows[j].grad -= gain * p
			rows[i].hes += gain * p * (1 - p)
			rows[j].hes += gain * p * (1 - p)
		}
	}
}

type leaf struct {
	node    int
	rows    []int
	hist    histogram
	grad, h float64
	gain    float64
	feature int
	bin     int
}

// grow makes one tree, always splitting the leaf that gains most, and moves the
// scores by it.
func grow(all []sample, index []int, cuts [][]float64) coding.Tree {
	t := coding.Tree{}
	node := func() int {
		t.Feature, t.Cut = append(t.Feature, -1), append(t.Cut, 0)
		t.Left, t.Right = append(t.Left, 0), append(t.Right, 0)
		return len(t.Feature) - 1
	}
	root := &leaf{node: node(), rows: index, hist: count(all, index, len(cuts))}
	root.split()
	open := []*leaf{root}
	for len(open) < leaves {
		best := 0
		for i, l := range open {
			if l.gain > open[best].gain {
				best = i
			}
		}
		l := open[best]
		if l.gain <= 0 {
			break
		}
		a, b := l.part(all)
		a.node, b.node = node(), node()
		t.Feature[l.node], t.Cut[l.node], t.Left[l.node], t.Right[l.node] = l.feature, cuts[l.feature][l.bin], a.node, b.node
		a.split()
		b.split()
		open[best] = a
		open = append(open, b)
	}
	for _, l := range open {
		value := math.Round(rate*l.grad/(l.h+ridge)*1e5) / 1e5
		t.Cut[l.node] = value
		for _, r := range l.rows {
			all[r].score += value
		}
	}
	return t
}

// part divides a leaf's rows; the larger side's histogram is what the smaller
// leaves of the whole.
func (l *leaf) part(all []sample) (a, b *leaf) {
	a, b = &leaf{}, &leaf{}
	for _, r := range l.rows {
		if int(all[r].x[l.feature]) <= l.bin {
			a.rows = append(a.rows, r)
		} else {
			b.rows = append(b.rows, r)
		}
	}
	small, large := a, b
	if len(b.rows) < len(a.rows) {
		small, large = b, a
	}
	small.hist = count(all, small.rows, len(l.hist))
	large.hist = l.hist
	for f := range large.hist {
		for i, s := range small.hist[f] {
			w := &large.hist[f][i]
			w.g, w.h, w.n = w.g-s.g, w.h-s.h, w.n-s.n
		}
	}
	l.hist = nil
	return a, b
}

func count(all []sample, rows []int, features int) histogram {
	hist := make(histogram, features)
	for _, r := range rows {
		row := &all[r]
		for f, b := range row.x {
			s := &hist[f][b]
			s.g += row.grad
			s.h += row.hes
			s.n++
		}
	}
	return hist
}

// split finds where a leaf is best cut in two.
func (l *leaf) split() {
	for _, s := range l.hist[0] {
		l.grad, l.h = l.grad+s.g, l.h+s.h
	}
	if len(l.rows) < 2*leastRows {
		return
	}
	own := l.grad * l.grad / (l.h + ridge)
	for f := range l.hist {
		var left sum
		for b, s := range l.hist[f][:bins] {
			left.g, left.h, left.n = left.g+s.g, left.h+s.h, left.n+s.n
			if left.n < leastRows || len(l.rows)-left.n < leastRows {
				continue
			}
			g, h := l.grad-left.g, l.h-left.h
			if gain := left.g*left.g/(left.h+ridge) + g*g/(h+ridge) - own; gain > l.gain+1e-9 {
				l.gain, l.feature, l.bin = gain, f, b
			}
		}
	}
}

// cutpoints gives for each feature up to bins values that part the rows evenly.
func cutpoints(rows [][]float64) [][]float64 {
	cuts := make([][]float64, len(rows[0]))
	for f := range cuts {
		values := make([]float64, len(rows))
		for i, r := range rows {
			values[i] = r[f]
		}
		sort.Float64s(values)
		for b := 1; b <= bins; b++ {
			v := math.Round(values[min(len(values)-1, b*len(values)/bins)]*1e4) / 1e4
			if n := len(cuts[f]); n == 0 || v > cuts[f][n-1] {
				cuts[f] = append(cuts[f], v)
			}
		}
	}
	return cuts
}

func binned(row []float64, cuts [][]float64) []uint8 {
	x := make([]uint8, len(row))
	for f, v := range row {
		x[f] = uint8(sort.SearchFloat64s(cuts[f], v)) // the first cut that is not below v
	}
	return x
}
