package coding

import "context"

// Neighbour is a text of the release that lies near a query in meaning.
type Neighbour struct {
	Code   string  // the complete code it points at
	Source Source  // where the text stands
	Cosine float64 // -1 to 1
}

// Vectors finds texts by what they mean. Nearest gives for each query, in order,
// up to n texts of the named release, nearest first.
type Vectors interface {
	Nearest(ctx context.Context, release string, queries []string, n int) ([][]Neighbour, error)
}

// UseVectors has the lexicon look up meanings too; nil takes that back. It is to
// be called before the lexicon is shared.
func (lx *Lexicon) UseVectors(v Vectors) { lx.vectors = v }

// neighbours is how many texts are asked for; several point at the same code.
const neighbours = 100

// Near looks the texts up by meaning, all at once, and gives a lexicon whose Search
// fuses that with the words for exactly these texts. Without vectors it gives
// lx itself; where they fail, too, with the reason, and everything goes on by words.
func (lx *Lexicon) Near(ctx context.Context, texts []string) (*Lexicon, error) {
	if lx.vectors == nil || len(texts) == 0 {
		return lx, nil
	}
	seen := map[string]bool{}
	var each, queries []string
	for _, t := range texts {
		if !seen[t] {
			seen[t] = true
			each, queries = append(each, t), append(queries, sense(t))
		}
	}
	found, err := lx.vectors.Nearest(ctx, lx.Release.Name, queries, neighbours)
	if err != nil {
		return lx, err
	}
	warm := *lx
	warm.near = make(map[string][]Neighbour, len(each))
	for i, t := range each {
		warm.near[t] = found[i]
	}
	return &warm, nil
}

// fuse joins what the words found with what the vectors found.
func (lx *Lexicon) fuse(q term, near []Neighbour, n int) []Hit {
	found := lx.byWords(q)
	for i, h := range found {
		h.Words = h.Score
		found[i] = h
	}
	for _, m := range near {
		i, ok := lx.number[m.Code]
		if !ok {
			continue
		}
		h, there := found[i]
		if !there {
			h = Hit{Code: lx.codes[i], Source: m.Source}
		}
		if m.Cosine > h.Cosine {
			h.Cosine = m.Cosine
		}
		found[i] = h
	}
	for i, h := range found {
		h.Score = h.Cosine + wordsShare*h.Words
		found[i] = h
	}
	return best(found, n)
}

// wordsShare is the weight of the words beside the meaning: the best of the
// values tried on names of diseases (eval/report/code.md).
const wordsShare = 0.35
