package embed

import (
	"cmp"
	"context"
	"slices"

	"github.com/visitwright/visitwright/coding"
	"github.com/visitwright/visitwright/coding/icd10cm"
	"github.com/visitwright/visitwright/ehr"
)

// fewCodes is how many codes that the words find are compared by meaning.
const fewCodes = 10

// Few compares a query with the texts of the codes that its words find, and with no
// others, so that nothing has to be made ahead: what commands use where no vectors
// are kept. It judges what was found and finds nothing by itself.
type Few struct {
	model Model
	kept  *Store // may be nil
	sets  map[string]*few
}

type few struct {
	lx    *coding.Lexicon
	texts map[string][]meant
}

type meant struct {
	text   string
	source coding.Source
}

// NewFew makes one for these lexicons. Vectors that are kept are used, none is added.
func NewFew(m Model, kept *Store, lexicons ...*coding.Lexicon) *Few {
	f := &Few{model: m, kept: kept, sets: map[string]*few{}}
	for _, lx := range lexicons {
		s := &few{lx: lx, texts: map[string][]meant{}}
		lx.Meanings(func(text string, code *icd10cm.Code, source coding.Source) {
			s.texts[code.Code] = append(s.texts[code.Code], meant{text, source})
		})
		f.sets[lx.Release.Name] = s
	}
	return f
}

// textsOfCode bounds how many texts of one code are compared.
const textsOfCode = 4

// Nearest is that of coding.Vectors.
func (f *Few) Nearest(ctx context.Context, release string, queries []string, n int) ([][]coding.Neighbour, error) {
	s, ok := f.sets[release]
	if !ok {
		return nil, ehr.Errorf(ehr.Unavailable, "there are no texts of %s", release)
	}
	out := make([][]coding.Neighbour, len(queries))
	for i, q := range queries {
		texts, at := []string{q}, []coding.Neighbour{{}}
		for _, h := range s.lx.ByWords(q, fewCodes) {
			of := s.texts[h.Code.Code]
			for _, t := range of[:min(len(of), textsOfCode)] {
				texts, at = append(texts, t.text), append(at, coding.Neighbour{Code: h.Code.Code, Source: t.source})
			}
		}
		vectors, err := f.vectors(ctx, texts)
		if err != nil {
			return nil, err
		}
		for k := 1; k < len(at); k++ {
			at[k].Cosine = float64(dot(vectors[0], vectors[k]))
		}
		found := at[1:]
		slices.SortStableFunc(found, func(a, b coding.Neighbour) int { return cmp.Compare(b.Cosine, a.Cosine) })
		out[i] = found[:min(n, len(found))]
	}
	return out, nil
}

// vectors gives those of the texts, kept ones without making them anew.
func (f *Few) vectors(ctx context.Context, texts []string) ([][]float32, error) {
	out := make([][]float32, len(texts))
	var missing []string
	var places []int
	for i, t := range texts {
		if f.kept != nil {
			if v, ok := f.kept.Vector(t); ok {
				out[i] = v
				continue
			}
		}
		missing, places = append(missing, t), append(places, i)
	}
	if len(missing) == 0 {
		return out, nil
	}
	made, err := f.model.Embed(ctx, missing)
	if err != nil {
		return nil, err
	}
	for k, i := range places {
		out[i] = made[k]
	}
	return out, nil
}
