package check

import (
	"fmt"
	"io"
	"slices"

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
		at := slices.IndexFunc(vs, func(v visits.Visit) bool { return v.ID == f.Visit })
		for _, s := range vs[at].Segments {
			if slices.Contains(f.Evidence, s.ID) {
				fmt.Fprintf(w, "   | %s: %s\n", s.Speaker, s.Text)
			}
		}
	}
}
