package coding

import (
	"cmp"
	"context"

	"github.com/visitwright/visitwright/coding/icd10cm"
)

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

// JudgeBy has Suggest ask what titles mean; nil takes that back. A judge may be asked
// while a transaction is open, so it must not wait for the database.
func (lx *Lexicon) JudgeBy(v Vectors) { lx.judge = v }

// neighbours is how many texts are asked for; several point at the same code. With 150
// nothing more was found (eval/report/code.md).
const neighbours = 90

// Near looks the texts up by meaning, all at once, and gives a lexicon whose Search
// fuses that with the words for exactly these texts; a disease that a catalogue of genes
// names is looked up by its bare name. Without vectors it gives
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
			each, queries = append(each, t), append(queries, sense(cmp.Or(lx.barely(t), t)))
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

var sourceNames = [...]Source{FromPhrase, FromIndex, FromInclusion, FromDescription, FromHeader}

var sourceNumber = map[Source]int{FromPhrase: 0, FromIndex: 1, FromInclusion: 2, FromDescription: 3, FromHeader: 4}

// candidate is a complete code that was found, with what speaks for it.
type candidate struct {
	code   *icd10cm.Code
	words  float64                   // score of the words alone, 0 where they did not find it
	cosine float64                   // of the nearest of its texts, 0 where none is among the nearest
	by     [len(sourceNames)]float64 // the cosine of each kind of text
	texts  int                       // how many of its texts are among the nearest
	source Source
}

// fused is the score of words and meaning together.
func (c *candidate) fused() float64 { return c.cosine + wordsShare*c.words }

// wordsShare is the weight of the words beside the meaning; between 0.1 and 0.5 it
// matters little (eval/report/code.md). The ranker was learnt with it.
const wordsShare = 0.35

// byWordsAtMost bounds how many codes the words bring in.
const byWordsAtMost = 80

// candidates joins what the words found with what the vectors found, each code
// once, on the side that the query states. Where it states none, the sibling that
// leaves the side open stands for the others, or, with open, beside them.
func (lx *Lexicon) candidates(q term, near []Neighbour, open bool, more ...term) []candidate {
	var list []candidate
	place := map[*icd10cm.Code]int{}
	add := func(code *icd10cm.Code, source Source, do func(*candidate)) {
		i, ok := place[code]
		if !ok {
			i = len(list)
			place[code] = i
			list = append(list, candidate{code: code, source: source})
		}
		do(&list[i])
	}
	each := func(code *icd10cm.Code, source Source, do func(*candidate)) {
		other := lx.onStatedSide(code, source, q.side)
		add(other, source, do)
		if open && q.side == noSide && other != code {
			add(code, source, do)
		}
	}
	for _, t := range append([]term{q}, more...) {
		for _, h := range lx.byWords(t, byWordsAtMost) {
			each(h.Code, h.Source, func(c *candidate) { c.words = max(c.words, h.Score) })
		}
	}
	for _, m := range near {
		i, ok := lx.number[m.Code]
		if !ok {
			continue
		}
		each(lx.codes[i], m.Source, func(c *candidate) {
			c.texts++
			c.cosine = max(c.cosine, m.Cosine)
			k := sourceNumber[m.Source]
			c.by[k] = max(c.by[k], m.Cosine)
		})
	}
	return list
}

// nearEnough is the score of words and meaning together from which a title that the
// words alone find weakly is taken to mean the code (eval/report/code-note.md).
const nearEnough = 1.05

// judgedAtMost bounds what one note may cost: a list of results taken for titles is
// not worth seconds.
const judgedAtMost = 6

// meant asks what a title means where its words are no code's own text. It gives
// what words and meaning find together and the score of the best; what the words
// found, and 0, without vectors.
func (c *coder) meant(text string, byWords []Hit) ([]Hit, float64) {
	if c.lx.judge == nil || c.judged >= judgedAtMost {
		return byWords, 0
	}
	c.judged++
	judged := *c.lx
	judged.vectors = c.lx.judge
	warm, err := judged.Near(context.Background(), []string{text})
	if err != nil {
		return byWords, 0
	}
	found := c.possible(warm.Search(text, 12))
	if len(found) == 0 {
		return byWords, 0
	}
	near := found[0].Score
	if near < nearEnough {
		return byWords, near
	}
	for i := range found { // what follows reckons by the words' scale
		found[i].Score = max(found[i].Words, weakest)
	}
	return found, near
}

// fuse gives the n best by words and meaning.
func (lx *Lexicon) fuse(q term, near []Neighbour, n int) []Hit {
	list := lx.candidates(q, near, false)
	hits := make([]Hit, 0, len(list))
	for i := range list {
		hits = append(hits, list[i].hit(list[i].fused()))
	}
	return sorted(hits, n)
}

func (c *candidate) hit(score float64) Hit {
	return Hit{Code: c.code, Score: score, Source: c.source, Text: c.code.Description, Words: c.words, Cosine: c.cosine}
}
