package code

import (
	"os"
	"path/filepath"
	"strings"

	"github.com/visitwright/visitwright/coding"
)

// Recall is how many of the cases' codes were among the first 50 found.
type Recall struct {
	Cases, Codes, Found int
}

// CodiEsp looks at each case of one split: every clause of its English text is
// looked up, and a code's score is its best over all clauses.
func CodiEsp(lx *coding.Lexicon, dir, split string) (Recall, error) {
	gold, err := os.ReadFile(filepath.Join(dir, split, split+"D.tsv"))
	if err != nil {
		return Recall{}, err
	}
	want := map[string][]string{}
	for _, line := range strings.Split(string(gold), "\n") {
		if id, code, ok := strings.Cut(strings.TrimSpace(line), "\t"); ok {
			if c, ok := lx.Release.Lookup(code); ok && c.Billable {
				want[id] = append(want[id], c.Code)
			}
		}
	}
	var r Recall
	for id, codes := range want {
		b, err := os.ReadFile(filepath.Join(dir, split, "text_files_en", id+".txt"))
		if err != nil {
			return Recall{}, err
		}
		found := coding.Candidates(lx, string(b), 50)
		r.Cases++
		for _, c := range codes {
			r.Codes++
			for _, f := range found {
				if f.Code.Code == c {
					r.Found++
					break
				}
			}
		}
	}
	return r, nil
}
