package coding

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"sync"

	"github.com/visitwright/visitwright/coding/icd10cm"
)

// Source says which kind of text pointed at a code.
type Source string

// The sources of a text, from the surest.
const (
	FromPhrase      Source = "phrase"      // our list of office phrases
	FromIndex       Source = "index"       // the official alphabetic index
	FromInclusion   Source = "inclusion"   // an inclusion term of the tabular list
	FromDescription Source = "description" // the code's own description
	FromHeader      Source = "header"      // the title of a category, pointing at its default code
)

// entry is one text that points at a complete code.
type entry struct {
	tokens []int32
	weight float64 // sum of the tokens' idf
	code   int32
	source Source
	vague  int
	absent bool // it says what is absent
}

// Lexicon finds the complete codes of one release by what people write. It is
// not changed after it was made and may be used by many at once.
type Lexicon struct {
	Release *icd10cm.Release
	codes   []*icd10cm.Code
	traits  []trait // of codes, in their order
	number  map[string]int32
	entries []entry
	vocab   map[string]int32
	idf     []float64
	posting [][]int32
	phrase  map[string]int32 // sorted tokens of an office phrase -> entry
	desks   *sync.Pool       // *desk
	// meanings are the same texts, to be found by vectors.
	meanings []meaning
	pairs    map[string]bool        // two words that belong together, as texts have them (bare.go)
	judge    Vectors                // of titles; nil: none
	vectors  Vectors                // nil: none
	near     map[string][]Neighbour // what was found ahead, by the text looked up
}

// Phrase is a text that points at a code, from outside the tabular list: the
// alphabetic index or our own list.
type Phrase struct {
	Text   string
	Code   string // with or without point; where not complete, its default code is meant
	Source Source
}

// NewLexicon makes the lexicon of a release. Phrases that point at no code of the
// release are left out and returned.
func NewLexicon(rel *icd10cm.Release, phrases []Phrase) (*Lexicon, []Phrase) {
	lx := &Lexicon{Release: rel, number: map[string]int32{}, vocab: map[string]int32{},
		phrase: map[string]int32{}, pairs: map[string]bool{}, desks: &sync.Pool{}}
	rel.All(func(c *icd10cm.Code) {
		if c.Billable {
			lx.number[c.Code] = int32(len(lx.codes))
			lx.codes = append(lx.codes, c)
		}
	})
	lx.traits = make([]trait, len(lx.codes))
	seen := map[string]bool{}
	plain, families := map[string]float64{}, map[string]*kindred{}
	rel.All(func(c *icd10cm.Code) {
		target, source := c, FromDescription
		if !c.Billable {
			target, source = plainest(rel, c.Code, plain), FromHeader
		}
		if target == nil {
			return
		}
		tokens, _ := lx.add(c.Description, target.Code, source, seen)
		if c.Billable {
			t := &lx.traits[lx.number[c.Code]]
			t.tokens = tokens
			t.described(c, families)
		}
		if !encounter(rel, c) {
			lx.mean(c.Description, target.Code, source)
		}
		for _, t := range c.Notes.Inclusion {
			lx.add(t, target.Code, FromInclusion, seen)
			lx.mean(t, target.Code, FromInclusion)
		}
	})
	var lost []Phrase
	for _, p := range phrases {
		target := plainest(rel, strings.TrimRight(p.Code, "-"), plain)
		if target == nil {
			lost = append(lost, p)
			continue
		}
		// Half of the index says what the tabular list says, in another order.
		if _, fresh := lx.add(p.Text, target.Code, p.Source, seen); fresh || p.Source != FromIndex {
			lx.mean(p.Text, target.Code, p.Source)
		}
	}
	lx.weigh()
	return lx, lost
}

// add enters a text to be found by its words. It gives its tokens and says whether it
// is new: a code's texts of the same words are one.
func (lx *Lexicon) add(text, code string, source Source, seen map[string]bool) (tokens []int32, fresh bool) {
	t := newTerm(text)
	if len(t.tokens) == 0 {
		return nil, false
	}
	lx.notePairs(text)
	e := entry{code: lx.number[code], source: source, vague: t.vague, absent: t.absent}
	for _, w := range t.tokens {
		id, ok := lx.vocab[w]
		if !ok {
			id = int32(len(lx.posting))
			lx.vocab[w] = id
			lx.posting = append(lx.posting, nil)
		}
		e.tokens = append(e.tokens, id)
	}
	key := strings.Join(t.tokens, " ")
	if source == FromPhrase {
		if _, ok := lx.phrase[t.key()]; ok {
			return e.tokens, false // of two phrases of the same words the first stands
		}
		lx.phrase[t.key()] = int32(len(lx.entries))
	} else if seen[key+"|"+code] {
		return e.tokens, false
	}
	seen[key+"|"+code] = true
	n := int32(len(lx.entries))
	lx.entries = append(lx.entries, e)
	for _, id := range e.tokens {
		lx.posting[id] = append(lx.posting[id], n)
	}
	return e.tokens, true
}

func (lx *Lexicon) weigh() {
	lx.idf = make([]float64, len(lx.posting))
	for i, p := range lx.posting {
		lx.idf[i] = math.Log(1 + float64(len(lx.entries))/float64(1+len(p)))
	}
	for w, id := range lx.vocab {
		if w[0] == '~' {
			lx.idf[id] *= prefixWeight
		}
	}
	for i := range lx.entries {
		for _, id := range lx.entries[i].tokens {
			lx.entries[i].weight += lx.idf[id]
		}
	}
}

// Hit is a complete code that a text was found to mean.
type Hit struct {
	Code   *icd10cm.Code
	Score  float64 // 0 to about 1.2; comparable within one lexicon only
	Source Source
	Text   string // the description of the code found
	// Words is the score by the words alone, 0 where they did not find it; Cosine
	// how near it is in meaning, -1 to 1, 0 where vectors did not find it.
	Words, Cosine float64
}

// Search returns the best n complete codes for a text, best first. Each stands
// once. A text that was given to Near is found by its words and its meaning, any
// other by its words alone.
func (lx *Lexicon) Search(text string, n int) []Hit {
	q := newTerm(text)
	if near, ok := lx.near[text]; ok {
		return lx.fuse(q, near, n)
	}
	return lx.search(q, n)
}

// unknownWeight is what a word that stands nowhere in the release counts against
// a match: less than a rare word of the release, since it may be a misspelling, a
// name or a family's number.
const unknownWeight = 5

func (lx *Lexicon) search(q term, n int) []Hit {
	return lx.sided(lx.byWords(q, n), q.side)
}

// ByWords gives the n best codes by words alone, on no side: as their texts stand.
func (lx *Lexicon) ByWords(text string, n int) []Hit { return lx.byWords(newTerm(text), n) }

// byWords gives the n codes of which a text shares most with the query, best first.
func (lx *Lexicon) byWords(q term, n int) []Hit {
	if n <= 0 {
		return nil
	}
	var total float64
	ids := make([]int32, 0, len(q.tokens))
	for _, w := range q.tokens {
		if id, ok := lx.vocab[w]; ok {
			ids = append(ids, id)
			total += lx.idf[id]
		} else if w[0] != '~' {
			total += unknownWeight
		}
	}
	d, _ := lx.desks.Get().(*desk)
	if d == nil {
		d = &desk{sums: make([]float32, len(lx.entries)), place: make([]int32, len(lx.codes))}
	}
	lx.score(d, ids, total, q.absent)
	if e, ok := lx.phrase[q.key()]; ok {
		code := lx.entries[e].code
		*d.hit(code) = scored{code: code, score: phraseScore, source: FromPhrase}
	}
	hits := lx.best(d, n)
	lx.desks.Put(d)
	return hits
}

// phraseScore is that of a text which is one of our own list.
const phraseScore = 1.3

// desk is what one search writes on, wiped clean for the next.
type desk struct {
	sums    []float32 // the weight of the shared words, one for each entry
	touched []int32   // the entries whose sum is not 0
	place   []int32   // where each code stands in found, from 1; 0: nowhere
	found   []scored
}

type scored struct {
	code   int32
	score  float64
	source Source
}

// hit is the code's place on the desk, with score 0 where it is new.
func (d *desk) hit(code int32) *scored {
	if d.place[code] == 0 {
		d.found = append(d.found, scored{code: code})
		d.place[code] = int32(len(d.found))
	}
	return &d.found[d.place[code]-1]
}

// faintest is the score below which an entry is not looked at further.
const faintest = 0.12

// exact is the score from which a text has all the words of the query and no others:
// what is missing is the sums' rounding.
const exact = 0.9999

// notAbsent is what a text loses that has the words of a query about what is absent, and
// is not: "with dysplasia" is not "without dysplasia".
const notAbsent = 0.05

// score adds up, for every entry, the weight of the words it shares with the
// query, and leaves the best entry of each code on the desk.
func (lx *Lexicon) score(d *desk, ids []int32, total float64, absent bool) {
	for _, id := range ids {
		w := float32(lx.idf[id])
		for _, e := range lx.posting[id] {
			if d.sums[e] == 0 {
				d.touched = append(d.touched, e)
			}
			d.sums[e] += w
		}
	}
	for _, e := range d.touched {
		w := float64(d.sums[e])
		d.sums[e] = 0
		en := &lx.entries[e]
		s := w / (total + en.weight - w)
		if s < faintest {
			continue
		}
		if s >= exact {
			s = 1
		}
		if s += prior(en); absent && !en.absent {
			s -= notAbsent
		}
		if h := d.hit(en.code); s > h.score {
			h.score, h.source = s, en.source
		}
	}
	d.touched = d.touched[:0]
}

// best takes the n highest scores from the desk, best first; equals by code, which is
// the order of the codes.
func (lx *Lexicon) best(d *desk, n int) []Hit {
	better := func(a, b scored) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.code, b.code))
	}
	var top []scored
	least := 0.0
	for _, h := range d.found {
		d.place[h.code] = 0
		if h.score < least {
			continue
		}
		if top = append(top, h); len(top) >= 2*n {
			slices.SortFunc(top, better)
			top = top[:n]
			least = top[n-1].score
		}
	}
	d.found = d.found[:0]
	slices.SortFunc(top, better)
	hits := make([]Hit, min(n, len(top)))
	for i := range hits {
		hits[i] = Hit{Code: lx.codes[top[i].code], Score: top[i].score, Source: top[i].source}
	}
	return hits
}

// sorted gives the n highest scores, best first; equals by code.
func sorted(hits []Hit, n int) []Hit {
	slices.SortFunc(hits, func(a, b Hit) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), strings.Compare(a.Code.Code, b.Code.Code))
	})
	return hits[:min(n, len(hits))]
}

// prior breaks ties between texts that match equally well: the index and
// inclusion terms were written to be looked up; among siblings the one that says
// it says no more is the usual meaning of a bare title.
func prior(e *entry) float64 {
	p := 0.004 * float64(min(e.vague, 3))
	if e.source == FromHeader {
		p = 0.004 // as its default code, which says that it says no more
	}
	switch e.source {
	case FromPhrase:
		p += 0.05
	case FromIndex:
		p += 0.04
	case FromInclusion:
		p += 0.02
	case FromHeader:
		p += 0.015
	}
	return p
}

// Default returns the complete code that is meant where a text names no more
// than the node: the one below it that says most often that it says no more.
func Default(rel *icd10cm.Release, code string) *icd10cm.Code {
	return plainest(rel, strings.TrimRight(code, "-"), map[string]float64{})
}

// plainest remembers in known what it worked out, since every code stands below
// several nodes.
func plainest(rel *icd10cm.Release, code string, known map[string]float64) *icd10cm.Code {
	var best *icd10cm.Code
	bestScore := math.Inf(-1)
	for i, c := range rel.Under(code) {
		p, ok := known[c.Code]
		if !ok {
			p = plainness(c.Description)
			known[c.Code] = p
		}
		if s := p - 0.001*float64(min(i, 500)); s > bestScore {
			best, bestScore = c, s
		}
	}
	return best
}

// plainness counts the words with which a description says that nothing more is
// known, less those that add something. An unspecified fracture is closed and
// displaced, an injury's first encounter is active treatment (Official
// Guidelines I.C.19.a, I.C.19.c).
func plainness(description string) float64 {
	s := -0.12 * float64(len(strings.Fields(description)))
	d := " " + strings.ToLower(strings.ReplaceAll(description, ",", " ")) + " "
	for _, w := range []struct {
		text   string
		weight float64
	}{
		{" unspecified ", 2}, {" without ", 1}, {" initial encounter ", 2}, {" closed ", 1}, {" not intractable ", 1},
		{" with ", -1}, {" bilateral ", -0.5}, {" other ", -0.6}, {" due to ", -0.7}, {" drug-induced ", -1},
		{" uncomplicated ", 1}, {" single episode ", 0.3}, {" subsequent ", -1}, {" sequela ", -2}, {" open ", -1},
		{" displaced ", 0.3}, {" in remission ", -1}, {" secondary ", -0.7}, {" primary ", 0.2},
	} {
		s += w.weight * float64(strings.Count(d, w.text))
	}
	return s
}
