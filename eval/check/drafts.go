package check

import (
	"path/filepath"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/eval/note/visits"
	"github.com/visitwright/visitwright/scribe"
	"github.com/visitwright/visitwright/scribe/check"
)

// Drafted reads the visits whose drafts are measured: those with human notes,
// and beside the held-back ones the interviews that have none.
func Drafted(data string, c Collection) ([]visits.Visit, error) {
	vs, err := Visits(data, c)
	if err != nil || c != All && c != HeldBack {
		return vs, err
	}
	osce, err := visits.OSCE(filepath.Join(data, "speech", "osce"))
	return append(vs, osce...), err
}

// Drafts measures the check where it works: on what the built-in drafter writes,
// where every sentence names the lines it was made from. Sentences is how many
// it wrote, Flagged how many of them the check doubts, which the drafter leaves
// out; the changes are made in the ones that stay.
func Drafts(vs []visits.Visit, want int, seed uint64) Result {
	res := empty()
	var kept []item
	for _, v := range vs {
		h := check.Hear(v.Segments)
		for _, s := range scribe.Draft(v.Segments, ehr.Chart{}, scribe.Options{Doubted: true}).Note.Sections {
			for _, t := range s.Sentences {
				res.Sentences++
				if len(t.Doubts) > 0 {
					res.Flagged++
					res.ByDoubt[t.Doubts[0].Kind]++
					res.Flags = append(res.Flags, Flag{Visit: v.ID, Text: t.Text, Doubt: t.Doubts[0], Evidence: t.Segments})
				} else {
					kept = append(kept, item{h, v.ID, check.Claim{Text: t.Text, Segments: t.Segments, Family: s.Name == ehr.FamilyHistory}, false})
				}
			}
		}
	}
	res.corruptAll(kept, want, seed)
	return res
}
