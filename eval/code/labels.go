package code

import (
	"bufio"
	"cmp"
	"encoding/csv"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/visitwright/visitwright/coding"
)

// Hits counts how often the right code stood among the first n.
type Hits struct {
	Queries, At1, At5, At10, At50 int
	Mean                          time.Duration // per query
	P95                           time.Duration
}

// Label is a name with the complete codes that it means.
type Label struct {
	Text  string
	Codes []string
}

// ReadLabels reads Disease Ontology labels with their ICD-10-CM cross-references
// (columns id, label, xrefs) and keeps those with a complete code of the
// release.
func ReadLabels(path string, lx *coding.Lexicon) ([]Label, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	r := csv.NewReader(bufio.NewReader(f))
	r.Comma, r.LazyQuotes = '\t', true
	var out []Label
	for first := true; ; first = false {
		row, err := r.Read()
		if err == io.EOF {
			return out, nil
		}
		if err != nil {
			return nil, err
		}
		if first || len(row) < 3 {
			continue
		}
		l := Label{Text: row[1]}
		for _, x := range strings.FieldsFunc(row[2], func(r rune) bool { return strings.ContainsRune(" |,;", r) }) {
			if c, ok := lx.Release.Lookup(strings.TrimPrefix(x, "ICD10CM:")); ok && c.Billable {
				l.Codes = append(l.Codes, c.Code)
			}
		}
		if len(l.Codes) > 0 {
			out = append(out, l)
		}
	}
}

// Find gives the best n codes for a text, best first.
type Find func(text string, n int) []coding.Hit

// Search looks each label up and counts.
func Search(labels []Label, find Find) Hits {
	h := Hits{Queries: len(labels)}
	var times []time.Duration
	for _, l := range labels {
		begin := time.Now()
		found := find(l.Text, 50)
		times = append(times, time.Since(begin))
		h.count(l, found)
	}
	h.Mean, h.P95 = meanP95(times)
	return h
}

// count notes at which place the first right code stands.
func (h *Hits) count(l Label, found []coding.Hit) {
	for i, f := range found {
		if slices.Contains(l.Codes, f.Code.Code) {
			h.At1 += btoi(i < 1)
			h.At5 += btoi(i < 5)
			h.At10 += btoi(i < 10)
			h.At50++
			return
		}
	}
}

// Texts are the labels' texts, for looking them all up at once.
func Texts(labels []Label) []string {
	out := make([]string, len(labels))
	for i, l := range labels {
		out[i] = l.Text
	}
	return out
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// By gives a Find that orders what a lexicon finds by words and meaning by
// something else, e.g. the cosine alone.
func By(lx *coding.Lexicon, key func(coding.Hit) float64) Find {
	return func(text string, n int) []coding.Hit {
		hits := lx.Search(text, widest)
		slices.SortStableFunc(hits, func(a, b coding.Hit) int { return cmp.Compare(key(b), key(a)) })
		return hits[:min(n, len(hits))]
	}
}

// widest is more than any search finds.
const widest = 1000
