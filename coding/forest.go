package coding

import (
	_ "embed"
	"encoding/json"
	"sync"
)

// Forest is a sum of decision trees. A tree's nodes are numbered from 0; a leaf
// has no feature.
type Forest struct {
	Trees []Tree `json:"trees"`
}

// Tree is one tree: at node i, feature Feature[i] at most Cut[i] leads to
// Left[i], else to Right[i]; where Feature[i] is -1, Cut[i] is the leaf's value.
type Tree struct {
	Feature []int     `json:"f"`
	Cut     []float64 `json:"c"`
	Left    []int     `json:"l"`
	Right   []int     `json:"r"`
}

// Score adds the trees up.
func (f *Forest) Score(row []float64) (sum float64) {
	for i := range f.Trees {
		t := &f.Trees[i]
		n := 0
		for t.Feature[n] >= 0 {
			if row[t.Feature[n]] <= t.Cut[n] {
				n = t.Left[n]
			} else {
				n = t.Right[n]
			}
		}
		sum += t.Cut[n]
	}
	return sum
}

//go:embed data/ranker.json
var rankerJSON []byte

// ranker is what eval/train/code learnt from names of diseases (Disease Ontology,
// CC0) and their codes: numbers only.
var ranker = sync.OnceValue(func() *Forest {
	var f Forest
	if err := json.Unmarshal(rankerJSON, &f); err != nil {
		panic(err) // embedded above, held by a test
	}
	return &f
})
