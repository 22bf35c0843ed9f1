package coding

import (
	"context"
	"slices"
	"strings"

	"github.com/visitwright/visitwright/coding/icd10cm"
)

// typedWords is how many ways to end the last, half-typed word are tried.
const typedWords = 4

// Typed finds codes while a person is typing: by the beginning of a code, by
// words of which the last may be unfinished, and by meaning where vectors stand.
// It gives each complete code once, the best first.
func (lx *Lexicon) Typed(ctx context.Context, text string, n int) []Hit {
	text = strings.TrimSpace(text)
	if byCode := lx.Beginning(text, n); len(byCode) > 0 {
		return byCode
	}
	warm, _ := lx.Near(ctx, []string{text}) // without vectors: by words
	hits := warm.Search(text, n)
	for _, t := range lx.ended(text) {
		hits = append(hits, lx.Search(t, n)...)
	}
	place, out := map[string]int{}, hits[:0:0]
	for _, h := range hits {
		i, ok := place[h.Code.Code]
		if !ok {
			place[h.Code.Code] = len(out)
			out = append(out, h)
		} else if h.Score > out[i].Score {
			out[i] = h
		}
	}
	return sorted(out, n)
}

// Beginning lists the first n complete codes that begin so, in order, where the text
// looks like a code; else none.
func (lx *Lexicon) Beginning(text string, n int) []Hit {
	if len(text) < 2 || len(text) > 8 || text[1] < '0' || text[1] > '9' || strings.ContainsAny(text, " ,") {
		return nil
	}
	p := icd10cm.Point(text)
	at, _ := slices.BinarySearchFunc(lx.codes, p, func(c *icd10cm.Code, p string) int { return strings.Compare(c.Code, p) })
	var out []Hit
	for ; at < len(lx.codes) && len(out) < n && strings.HasPrefix(lx.codes[at].Code, p); at++ {
		c := lx.codes[at]
		out = append(out, Hit{Code: c, Score: 1, Source: FromDescription, Text: c.Description})
	}
	return out
}

// ended gives the text with its last word ended as the release's texts most often
// end it; nothing where the last word is one already.
func (lx *Lexicon) ended(text string) []string {
	cut := strings.LastIndexAny(text, " \t") + 1
	last := strings.ToLower(text[cut:])
	if len(last) < 3 {
		return nil
	}
	if _, whole := lx.vocab[last]; whole {
		return nil
	}
	var found []string
	for w := range lx.vocab {
		if len(w) > len(last) && strings.HasPrefix(w, last) {
			found = append(found, w)
		}
	}
	slices.SortFunc(found, func(a, b string) int {
		if d := len(lx.posting[lx.vocab[b]]) - len(lx.posting[lx.vocab[a]]); d != 0 {
			return d
		}
		return strings.Compare(a, b)
	})
	found = found[:min(len(found), typedWords)]
	for i, w := range found {
		found[i] = text[:cut] + w
	}
	return found
}
