package check

import (
	"math/rand/v2"
	"regexp"
	"strconv"
	"time"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/eval/note/parts"
	"github.com/visitwright/visitwright/eval/note/visits"
	"github.com/visitwright/visitwright/scribe/check"
)

// Result is what a measurement found.
type Result struct {
	Sentences int // of human notes
	Flagged   int // of them, unchanged
	// NeverSaid are the flagged ones that the whole visit does not bear out
	// either: the fact was never said, or in words the check does not know. The
	// other flagged ones, Wrongly, are false alarms.
	NeverSaid, Wrongly int
	ByDoubt            map[ehr.DoubtKind]int // unchanged sentences flagged, by first doubt
	Changes            map[string]Caught
	Misses             map[string][]Miss // for working on the check
	Flags              []Flag
}

// Caught counts the changes of one kind; Clean those of sentences that were not
// flagged before the change.
type Caught struct{ Made, Caught, Clean, CleanCaught int }

// Miss is a change that was not caught.
type Miss struct {
	Visit, Was, Changed string
	Evidence            []ehr.SegmentID
}

// Flag is an unchanged sentence that is flagged.
type Flag struct {
	Visit, Text string
	Doubt       ehr.Doubt
	Evidence    []ehr.SegmentID
	Said        bool // the whole visit bears it out
}

// evidenceSegments is how many segments are looked up for a human sentence,
// beside the ones that hold its facts.
const evidenceSegments = 3

const furtherSegments = 12

// Measure changes the sentences of the visits' notes, with a fixed seed, until
// there are at least want changes of every kind or no other change can be made.
func Measure(vs []visits.Visit, want int, seed uint64) Result {
	res := empty()
	var all []item
	for _, v := range vs {
		all = append(all, res.unchanged(v)...)
	}
	res.corruptAll(all, want, seed)
	return res
}

func empty() Result {
	return Result{ByDoubt: map[ehr.DoubtKind]int{}, Changes: map[string]Caught{}, Misses: map[string][]Miss{}}
}

// corruptAll makes the changes of every kind.
func (res *Result) corruptAll(all []item, want int, seed uint64) {
	for i, k := range Kinds {
		res.Changes[k] = corrupt(all, k, want, rand.New(rand.NewPCG(seed, uint64(i))), res)
	}
}

// unchanged checks a visit's note as it stands.
func (res *Result) unchanged(v visits.Visit) []item {
	h := check.Hear(v.Segments)
	every := make([]ehr.SegmentID, len(v.Segments))
	for i, s := range v.Segments {
		every[i] = s.ID
	}
	var all []item
	day := dayOf(v)
	for _, s := range parts.Sentences(v.Note) {
		it := item{h, v.ID, check.Claim{Text: s.Text, Known: known(v), Day: day, Family: s.Part == "family"}, false}
		it.claim.Segments = h.Support(it.claim, evidenceSegments, furtherSegments)
		if len(it.claim.Segments) == 0 {
			continue
		}
		res.Sentences++
		if doubts := h.Doubts(it.claim); len(doubts) > 0 {
			it.flagged = true
			whole := it.claim
			whole.Segments = every
			said := len(h.Doubts(whole)) == 0
			res.Flagged++
			if said {
				res.Wrongly++
			} else {
				res.NeverSaid++
			}
			res.ByDoubt[doubts[0].Kind]++
			res.Flags = append(res.Flags, Flag{v.ID, s.Text, doubts[0], it.claim.Segments, said})
		}
		all = append(all, it)
	}
	return all
}

// dayOf is about when a visit was: the latest day that its note or its talk names
// in figures, as the collections keep no day; zero where none is named.
func dayOf(v visits.Visit) ehr.Date {
	text := v.Note
	for _, s := range v.Segments {
		text += "\n" + s.Text
	}
	var last ehr.Date
	for _, m := range named.FindAllStringSubmatch(text, -1) {
		n := func(i int) int { d, _ := strconv.Atoi(m[i]); return d } // digits by the pattern
		d := ehr.Date{Year: n(3), Month: time.Month(n(1)), Day: n(2)}
		if d.Month >= 1 && d.Month <= 12 && d.Year >= 1900 && d.Year < 2100 && (d.Year > last.Year || d.Year == last.Year && d.Month > last.Month) {
			last = d
		}
	}
	return last
}

var named = regexp.MustCompile(`\b(\d\d?)/(?:(\d\d?)/)?((?:19|20)\d\d)\b`)

// known is what the record says of the patient where the collection has it.
func known(v visits.Visit) []string {
	if v.Patient.BirthDate.IsZero() {
		return nil
	}
	return []string{strconv.Itoa(v.Patient.Age(ehr.DateOf(visits.Day))) + "-year-old"}
}

// item is a sentence of a human note with its evidence.
type item struct {
	h       *check.Hearing
	visit   string
	claim   check.Claim
	flagged bool // unchanged already
}

// corrupt makes one change in every sentence that has a place for it, then a
// second one elsewhere, and so on until there are as many as wanted.
func corrupt(all []item, kind string, want int, r *rand.Rand, res *Result) Caught {
	var c Caught
	left := make([][]string, len(all))
	for i, it := range all {
		left[i] = changes(kind, it.claim.Text, r)
		r.Shuffle(len(left[i]), func(a, b int) { left[i][a], left[i][b] = left[i][b], left[i][a] })
	}
	done := map[string]bool{}
	for c.Made < want {
		before := c.Made
		for i, it := range all {
			for len(left[i]) > 0 {
				text := left[i][0]
				left[i] = left[i][1:]
				if !done[text] {
					done[text] = true
					c.count(it, text, kind, res)
					break
				}
			}
		}
		if c.Made == before {
			break
		}
	}
	return c
}

func (c *Caught) count(it item, text, kind string, res *Result) {
	claim := it.claim
	claim.Text = text
	c.Made++
	caught := len(it.h.Doubts(claim)) > 0
	if caught {
		c.Caught++
	}
	if it.flagged {
		return
	}
	c.Clean++
	if caught {
		c.CleanCaught++
	} else if len(res.Misses[kind]) < 400 {
		res.Misses[kind] = append(res.Misses[kind], Miss{it.visit, it.claim.Text, text, it.claim.Segments})
	}
}
