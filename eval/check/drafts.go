package check

import (
	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/eval/note/visits"
	"github.com/visitwright/visitwright/scribe"
)

// Drafts drafts every visit with the built-in drafter and lists the sentences
// that the check doubts, which the drafter leaves out, and how many sentences it
// wrote. Each names the segments it was made from.
func Drafts(vs []visits.Visit) (doubted []Flag, written int) {
	for _, v := range vs {
		n := scribe.Draft(v.Segments, ehr.Chart{}, scribe.Options{Doubted: true}).Note
		for _, s := range n.Sections {
			for _, t := range s.Sentences {
				written++
				if len(t.Doubts) > 0 {
					doubted = append(doubted, Flag{Visit: v.ID, Text: t.Text, Doubt: t.Doubts[0], Evidence: t.Segments})
				}
			}
		}
	}
	return doubted, written
}
