package coding

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"github.com/visitwright/visitwright/coding/icd10cm"
)

// Lookup returns the best n complete codes for the name of a disease that a person
// looks up, best first. Where the text was given to Near, a ranker learnt on names
// of diseases (eval/train/code) orders what words and meaning found; it was not
// learnt on notes, for which Search is. Else Lookup is Search.
func (lx *Lexicon) Lookup(text string, n int) []Hit {
	near, ok := lx.near[text]
	if !ok || len(ranker().Trees) == 0 {
		return lx.Search(text, n)
	}
	list, rows := lx.ranked(text, near)
	hits := make([]Hit, 0, len(list))
	for i := range list {
		hits = append(hits, list[i].hit(ranker().Score(rows[i])))
	}
	hits = sorted(hits, len(hits))
	// What the office calls it is no guess: the usual code stands first.
	q := newTerm(text)
	if e, ok := lx.phrase[q.key()]; ok {
		usual := lx.onSide(lx.codes[lx.entries[e].code], q.side)
		if i := slices.IndexFunc(hits, func(h Hit) bool { return h.Code == usual }); i > 0 {
			hits[i].Score = hits[0].Score
			hits = slices.Insert(slices.Delete(slices.Clone(hits), i, i+1), 0, hits[i])
		}
	}
	return hits[:min(n, len(hits))]
}

// Features gives what the ranker sees of each code that was found for a text
// given to Near, for its training: the code and its numbers.
func (lx *Lexicon) Features(text string) (codes []string, rows [][]float64) {
	list, rows := lx.ranked(text, lx.near[text])
	for i := range list {
		codes = append(codes, list[i].code.Code)
	}
	return codes, rows
}

// rankedAtMost bounds how many codes the ranker orders.
const rankedAtMost = 80

// ranked are the candidates with their features, in an order that depends on
// nothing but them.
func (lx *Lexicon) ranked(text string, near []Neighbour) ([]candidate, [][]float64) {
	q := newTerm(text)
	var more []term
	if bare := lx.barely(text); bare != "" {
		more = append(more, newTerm(bare))
	}
	list := lx.candidates(q, near, true, more...)
	slices.SortFunc(list, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(b.fused(), a.fused()), strings.Compare(a.code.Code, b.code.Code))
	})
	list = list[:min(rankedAtMost, len(list))]
	if len(more) > 0 {
		q = more[0]
	}
	field := lx.survey(q, list)
	rows := make([][]float64, len(list))
	for i := range list {
		rows[i] = field.features(&list[i], i)
	}
	return list, rows
}

// survey is what the candidates are compared with: the best of each kind, and how
// strong each category and each subcategory stands.
type survey struct {
	lx                     *Lexicon
	q                      term
	weight                 float64        // of the query's words
	tells                  []float64      // 1 for each telling word that the query has
	asked                  map[int32]bool // the same, of the tokens that the release knows
	cosine, words, fused   float64
	category, subcategory  map[string]float64 // the best fused score within
	inCategory, inSubgroup map[string]int
}

func (lx *Lexicon) survey(q term, list []candidate) *survey {
	s := &survey{lx: lx, q: q, asked: map[int32]bool{}, category: map[string]float64{}, subcategory: map[string]float64{},
		inCategory: map[string]int{}, inSubgroup: map[string]int{}}
	for _, w := range tellingStems {
		s.tells = append(s.tells, b2f(slices.Contains(q.tokens, w)))
	}
	for _, t := range q.tokens {
		if id, ok := lx.vocab[t]; ok {
			s.asked[id] = true
		}
		s.weight += lx.weightOf(t)
	}
	for i := range list {
		c := &list[i]
		s.cosine, s.words, s.fused = max(s.cosine, c.cosine), max(s.words, c.words), max(s.fused, c.fused())
		top, sub := c.code.Code[:3], c.code.Parent
		s.category[top], s.subcategory[sub] = max(s.category[top], c.fused()), max(s.subcategory[sub], c.fused())
		s.inCategory[top]++
		s.inSubgroup[sub]++
	}
	return s
}

// weightOf is a word's idf; a word that stands nowhere counts as in a search.
func (lx *Lexicon) weightOf(token string) float64 {
	if id, ok := lx.vocab[token]; ok {
		return lx.idf[id]
	}
	if token[0] == '~' {
		return 0
	}
	return unknownWeight
}

func (s *survey) features(c *candidate, rank int) []float64 {
	own := s.lx.traits[s.lx.number[c.code.Code]]
	var shared, all float64
	for _, t := range own.tokens {
		w := s.lx.idf[t]
		all += w
		if s.asked[t] {
			shared += w
		}
	}
	bare := icd10cm.Bare(c.code.Code)
	f := []float64{
		c.fused(), s.fused - c.fused(), c.cosine, s.cosine - c.cosine, c.words, s.words - c.words, float64(rank), float64(c.texts),
		c.by[0], c.by[1], c.by[2], c.by[3], c.by[4],
		ratio(shared, s.weight), ratio(shared, all), float64(own.words), float64(len(s.q.tokens)),
		s.category[c.code.Code[:3]] - c.fused(), s.fused - s.category[c.code.Code[:3]], s.subcategory[c.code.Parent] - c.fused(),
		float64(s.inCategory[c.code.Code[:3]]), float64(s.inSubgroup[c.code.Parent]),
		own.plain, s.lx.plainerSiblings(c.code), float64(len(bare)), float64(bare[len(bare)-1]), float64(bare[min(3, len(bare)-1)]),
		float64(bare[0]), float64(bare[0]-'A')*100 + number(bare[1:3]),
	}
	f = append(f, b2f(own.sides && own.side != noSide && s.q.side == noSide), b2f(own.sides && own.side == noSide))
	for i, asked := range s.tells {
		f = append(f, b2f(own.tells>>i&1 == 1)-asked)
	}
	return f
}

func ratio(a, b float64) float64 {
	if b == 0 {
		return 0
	}
	return a / b
}

func b2f(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

func number(s string) (n float64) {
	for _, r := range s {
		n = n*10 + math.Mod(float64(r-'0'), 10)
	}
	return n
}

// plainerSiblings counts the complete codes beside this one whose description
// says more often that it says no more.
func (lx *Lexicon) plainerSiblings(c *icd10cm.Code) float64 {
	above, ok := lx.Release.Lookup(c.Parent)
	if !ok {
		return 0
	}
	mine, n := lx.traits[lx.number[c.Code]].plain, 0
	for _, k := range above.Children {
		s, ok := lx.Release.Lookup(k)
		if !ok {
			continue
		}
		plain := 0.0
		if i, complete := lx.number[s.Code]; complete {
			plain = lx.traits[i].plain
		} else {
			plain = plainness(s.Description)
		}
		if plain > mine {
			n++
		}
	}
	return float64(n)
}
