package code

import (
	"cmp"
	"hash/fnv"
	"slices"

	"github.com/visitwright/visitwright/coding"
	"github.com/visitwright/visitwright/eval/code/boost"
)

// found is what the ranker orders for one label.
type found struct {
	label Label
	codes []string
	query boost.Query
}

// Material is what the ranker learns from: the labels, as each lexicon that was
// given them by Near finds their codes.
func Material(labels []Label, lexicons ...*coding.Lexicon) []boost.Query {
	var out []boost.Query
	for _, lx := range lexicons {
		for _, f := range features(lx, labels) {
			out = append(out, f.query)
		}
	}
	return out
}

func features(lx *coding.Lexicon, labels []Label) []found {
	out := make([]found, 0, len(labels))
	for _, l := range labels {
		codes, rows := lx.Features(l.Text)
		f := found{label: l, codes: codes, query: boost.Query{Rows: rows, Right: make([]bool, len(codes))}}
		for i, c := range codes {
			f.query.Right[i] = slices.Contains(l.Codes, c)
		}
		out = append(out, f)
	}
	return out
}

// folds of the cross-validation.
const folds = 5

// Learnt measures the ranker on codes it has not seen: the labels are parted by
// code, each part is ranked by what was learnt from the others, in all the
// lexicons. One result for each lexicon.
func Learnt(labels []Label, lexicons ...*coding.Lexicon) []Hits {
	part := parts(labels)
	of := make([][]found, len(lexicons))
	for i, lx := range lexicons {
		of[i] = features(lx, labels)
	}
	out := make([]Hits, len(lexicons))
	for fold := range folds {
		var train []boost.Query
		for _, all := range of {
			for i, f := range all {
				if part[i] != fold {
					train = append(train, f.query)
				}
			}
		}
		forest := boost.Learn(train)
		for n, all := range of {
			for i, f := range all {
				if part[i] == fold {
					out[n].Queries++
					out[n].count(f.label, f.ranked(lexicons[n], forest))
				}
			}
		}
	}
	return out
}

func (f *found) ranked(lx *coding.Lexicon, forest *coding.Forest) []coding.Hit {
	hits := make([]coding.Hit, len(f.codes))
	for i, c := range f.codes {
		code, _ := lx.Release.Lookup(c)
		hits[i] = coding.Hit{Code: code, Score: forest.Score(f.query.Rows[i])}
	}
	slices.SortStableFunc(hits, func(a, b coding.Hit) int { return cmp.Compare(b.Score, a.Score) })
	return hits[:min(50, len(hits))]
}

// parts numbers the labels' folds. Labels that share a code, directly or over
// others, are in one: the ontology has families of up to 134 names of one code.
func parts(labels []Label) []int {
	root := map[string]string{}
	var top func(string) string
	top = func(c string) string {
		if r, ok := root[c]; ok && r != c {
			return top(r)
		}
		return c
	}
	for _, l := range labels {
		for _, c := range l.Codes {
			if a, b := top(l.Codes[0]), top(c); a != b {
				root[b] = a
			}
		}
	}
	out := make([]int, len(labels))
	for i, l := range labels {
		h := fnv.New32a()
		_, _ = h.Write([]byte(top(l.Codes[0])))
		out[i] = int(h.Sum32() % folds)
	}
	return out
}
