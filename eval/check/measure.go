package check

import (
	"math/rand/v2"
	"path/filepath"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/eval/note/parts"
	"github.com/visitwright/visitwright/eval/note/visits"
	"github.com/visitwright/visitwright/scribe/check"
)

// Result is what a measurement found.
type Result struct {
	Sentences int // of human notes
	Flagged   int // of them, unchanged
	// Said: sentences all of whose facts stand somewhere in the visit.
	Said, SaidFlagged int
	ByDoubt           map[ehr.DoubtKind]int // unchanged sentences flagged, by first doubt
	Changes           map[string]Caught
	Misses            map[string][]string // examples, for working on the check
	FalseAlarms       []string
}

// Caught counts the changes of one kind.
type Caught struct{ Made, Caught, Clean, CleanCaught int }

// Visits reads the collections with human notes below a data folder.
func Visits(data string) ([]visits.Visit, error) {
	var out []visits.Visit
	for _, f := range []string{"train.csv", "valid.csv", "clinicalnlp_taskB_test1.csv"} {
		v, err := visits.ACI(filepath.Join(data, "notes", "aci-bench", f))
		if err != nil {
			return nil, err
		}
		out = append(out, v...)
	}
	v, err := visits.PriMock57(filepath.Join(data, "notes", "primock57"))
	return append(out, v...), err
}

// evidenceSegments is how many segments are looked up for a human sentence,
// beside the ones that hold its facts.
const evidenceSegments = 4

// Measure changes the sentences of the visits' notes, with a fixed seed, until
// there are at least want changes of every kind or the sentences are used up.
func Measure(vs []visits.Visit, want int, seed uint64) Result {
	res := Result{ByDoubt: map[ehr.DoubtKind]int{}, Changes: map[string]Caught{}, Misses: map[string][]string{}}
	var all []item
	for _, v := range vs {
		h := check.Hear(v.Segments)
		every := make([]ehr.SegmentID, len(v.Segments))
		for i, s := range v.Segments {
			every[i] = s.ID
		}
		for _, s := range parts.Sentences(v.Note) {
			it := item{h, check.Claim{Text: s.Text, Segments: h.Find(s.Text, evidenceSegments)}, false}
			if len(it.claim.Segments) == 0 {
				continue
			}
			res.Sentences++
			doubts := h.Doubts(it.claim)
			whole := it.claim
			whole.Segments = every
			said := len(h.Doubts(whole)) == 0
			if said {
				res.Said++
			}
			if len(doubts) > 0 {
				it.flagged = true
				res.Flagged++
				res.ByDoubt[doubts[0].Kind]++
				if said {
					res.SaidFlagged++
					res.FalseAlarms = append(res.FalseAlarms, string(doubts[0].Kind)+" ["+doubts[0].Text+"] "+s.Text)
				}
			}
			all = append(all, it)
		}
	}
	for _, k := range Kinds {
		res.Changes[k] = corrupt(all, k, want, seed, &res)
	}
	return res
}

// item is a sentence of a human note with its evidence.
type item struct {
	h       *check.Hearing
	claim   check.Claim
	flagged bool // unchanged already
}

func corrupt(all []item, kind string, want int, seed uint64, res *Result) Caught {
	var c Caught
	r := rand.New(rand.NewPCG(seed, uint64(len(kind))))
	done := map[string]bool{}
	for round := 0; round < 40 && c.Made < want; round++ {
		before := c.Made
		for _, it := range all {
			text := change(kind, it.claim.Text, r)
			if text == "" || done[text] {
				continue
			}
			done[text] = true
			claim := it.claim
			claim.Text = text
			c.Made++
			caught := len(it.h.Doubts(claim)) > 0
			if caught {
				c.Caught++
			}
			if !it.flagged {
				c.Clean++
				if caught {
					c.CleanCaught++
				} else if len(res.Misses[kind]) < 400 {
					res.Misses[kind] = append(res.Misses[kind], text+"  << "+it.claim.Text)
				}
			}
		}
		if c.Made == before {
			break
		}
	}
	return c
}
