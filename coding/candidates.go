package coding

import (
	"sort"
	"strings"
)

// Candidates returns the best n codes for a text of any length: each clause, and
// each run of words in it, is looked up, and a code's score is its best.
func Candidates(lx *Lexicon, text string, n int) []Hit {
	best := map[string]Hit{}
	for _, clause := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(".,;:()\n", r) }) {
		ws := words(clause)
		for size := min(longestRun, len(ws)); size > 0; size-- {
			for i := 0; i+size <= len(ws); i++ {
				if stop[ws[i]] || stop[ws[i+size-1]] {
					continue
				}
				for _, h := range lx.Search(strings.Join(ws[i:i+size], " "), 4) {
					// A longer run that matches as well says more.
					h.Score *= 1 + 0.05*float64(size)
					if b, ok := best[h.Code.Code]; !ok || h.Score > b.Score {
						best[h.Code.Code] = h
					}
				}
			}
		}
	}
	out := make([]Hit, 0, len(best))
	for _, h := range best {
		out = append(out, h)
	}
	sort.Slice(out, func(i, j int) bool {
		if out[i].Score != out[j].Score {
			return out[i].Score > out[j].Score
		}
		return out[i].Code.Code < out[j].Code.Code
	})
	return out[:min(n, len(out))]
}

// longestRun bounds the runs of words that are looked up.
const longestRun = 6
