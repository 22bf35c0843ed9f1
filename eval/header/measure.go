package header

import (
	"cmp"
	"slices"

	"github.com/visitwright/visitwright/eval/note/visits"
	"github.com/visitwright/visitwright/scribe/header"
)

// Result is how the built-in model does.
type Result struct {
	All, Right int
	// Commonest is how many items have the commonest header of the training
	// material, FAM/SOCHX.
	Commonest int
	Confused  []Confusion // most often first
}

// Confusion is a header taken for another one.
type Confusion struct {
	Was   string
	Named header.Header
	Times int
}

// Measure names the header of every item with the built-in model.
func Measure(items []visits.Item) Result {
	r := Result{All: len(items)}
	wrong := map[Confusion]int{}
	for _, it := range items {
		h, _ := header.Of(Segments(it.Dialogue))
		if string(h) == it.Header {
			r.Right++
		} else {
			wrong[Confusion{Was: it.Header, Named: h}]++
		}
		if it.Header == "FAM/SOCHX" {
			r.Commonest++
		}
	}
	for c, n := range wrong {
		c.Times = n
		r.Confused = append(r.Confused, c)
	}
	slices.SortFunc(r.Confused, func(a, b Confusion) int {
		return cmp.Or(cmp.Compare(b.Times, a.Times), cmp.Compare(a.Was, b.Was), cmp.Compare(a.Named, b.Named))
	})
	return r
}
