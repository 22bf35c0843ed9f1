package coding

import (
	"context"
	"testing"
)

// near gives a made-up lexicon neighbours for every query.
type nearby []Neighbour

func (n nearby) Nearest(_ context.Context, _ string, queries []string, _ int) ([][]Neighbour, error) {
	out := make([][]Neighbour, len(queries))
	for i := range out {
		out[i] = n
	}
	return out, nil
}

func TestRankerReadsItsFeatures(t *testing.T) {
	lx := excerpt(t)
	code := lx.codes[0]
	lx.UseVectors(nearby{{Code: code.Code, Source: FromDescription, Cosine: 0.9}, {Code: lx.codes[1].Code, Source: FromHeader, Cosine: 0.5}})
	warm, err := lx.Near(t.Context(), []string{code.Description})
	if err != nil {
		t.Fatal(err)
	}
	_, rows := warm.Features(code.Description)
	if len(rows) < 2 || len(ranker().Trees) == 0 {
		t.Fatalf("%d rows, %d trees", len(rows), len(ranker().Trees))
	}
	for _, tree := range ranker().Trees {
		for i, f := range tree.Feature {
			if f >= len(rows[0]) {
				t.Fatalf("the ranker asks for feature %d of %d: learn it again", f, len(rows[0]))
			}
			if f >= 0 && (tree.Left[i] <= i || tree.Right[i] <= i || tree.Left[i] >= len(tree.Feature) || tree.Right[i] >= len(tree.Feature)) {
				t.Fatal("a tree turns back on itself")
			}
		}
	}
	if hits := warm.Lookup(code.Description, 2); len(hits) == 0 || hits[0].Code.Code != code.Code {
		t.Errorf("%+v", hits)
	}
	if hits := warm.Search(code.Description, 2); len(hits) == 0 || hits[0].Code.Code != code.Code || hits[0].Cosine != 0.9 {
		t.Errorf("%+v", hits)
	}
	// Any other text goes by its words, and a lexicon without vectors is itself.
	if hits := warm.Search(lx.codes[1].Description, 1); len(hits) > 0 && hits[0].Cosine != 0 {
		t.Errorf("a text that was not looked up: %+v", hits)
	}
}
