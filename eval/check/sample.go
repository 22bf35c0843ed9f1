package check

import (
	"fmt"
	"io"
	"slices"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/eval/note/visits"
)

// PrintSample prints up to n flagged sentences, evenly drawn over all of them,
// with the lines behind each, for a person to judge.
func PrintSample(w io.Writer, vs []visits.Visit, flags []Flag, n int) {
	if n <= 0 || len(flags) == 0 {
		return
	}
	n = min(n, len(flags))
	for i := range n {
		f := flags[i*len(flags)/n]
		fmt.Fprintf(w, "%d. %s: %s\n   %s [%s]: %s\n", i+1, f.Visit, f.Text, f.Doubt.Kind, f.Doubt.Text, f.Doubt.Detail)
		printLines(w, vs, f.Visit, f.Evidence)
	}
}

// PrintMisses prints up to n missed changes of a kind, with the lines behind
// each; all where n is 0.
func PrintMisses(w io.Writer, vs []visits.Visit, kind string, misses []Miss, n int) {
	for i, m := range misses {
		if n > 0 && i >= n {
			return
		}
		fmt.Fprintf(w, "MISS %s %s: %s << %s\n", kind, m.Visit, m.Changed, m.Was)
		printLines(w, vs, m.Visit, m.Evidence)
	}
}

func printLines(w io.Writer, vs []visits.Visit, visit string, ids []ehr.SegmentID) {
	at := slices.IndexFunc(vs, func(v visits.Visit) bool { return v.ID == visit })
	for _, s := range vs[at].Segments {
		if slices.Contains(ids, s.ID) {
			fmt.Fprintf(w, "   | %s: %s\n", s.Speaker, s.Text)
		}
	}
}
