package main

import (
	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/scribe"
	"github.com/visitwright/visitwright/scribe/clause"
	"github.com/visitwright/visitwright/scribe/sense"
	"strings"
)

// turns gives every turn with punctuation, as plain words with marks.
func (c corpus) turns(each func(who ehr.Speaker, words []string)) {
	segs := func(list []ehr.Segment) {
		for _, s := range list {
			w := clause.Numbers(clause.Mend(clause.Words(s.Text)))
			if len(w) > 0 && !(clause.Bare(w) && len(w) > 12) {
				each(s.Speaker, w)
			}
		}
	}
	for _, v := range c.visits {
		segs(v.Segments)
	}
	for _, v := range c.osce {
		segs(v.Segments)
	}
	for _, it := range c.items {
		if list, err := scribe.ReadTranscript(strings.NewReader(it.Dialogue)); err == nil {
			segs(list)
		}
	}
}

// boundary learns where sentences end from punctuated talk whose marks are
// taken away.
func boundary(c corpus) *sense.Model {
	var ex []sense.Example
	var run []string
	var ends []bool
	flush := func() {
		for i := 1; i < len(run); i++ {
			y := 0.0
			if ends[i] {
				y = 1
			}
			ex = append(ex, sense.Example{Features: sense.BoundaryFeatures(run, i), Targets: []float64{y}})
		}
		run, ends = nil, nil
	}
	turn := 0
	c.turns(func(_ ehr.Speaker, words []string) {
		fresh := len(run) > 0
		for _, w := range words {
			switch {
			case w == ",":
			case clause.Mark(w):
				fresh = true
			default:
				run, ends = append(run, w), append(ends, fresh)
				fresh = false
			}
		}
		if turn++; turn%2 == 0 { // turns run together too, where a recogniser missed the change
			flush()
		}
	})
	return sense.Train([]string{"end"}, ex, sense.Plan{Bits: 17, Epochs: 4, Rate: 0.3, L2: 1e-6, Seed: 1})
}

// role learns a clinician's words from a patient's.
func role(c corpus) *sense.Model {
	var ex []sense.Example
	c.turns(func(who ehr.Speaker, words []string) {
		y := 0.0
		switch who {
		case ehr.ClinicianVoice:
			y = 1
		case ehr.PatientVoice:
		default:
			return
		}
		var w []string
		flush := func() {
			if len(w) > 1 {
				ex = append(ex, sense.Example{Features: sense.RoleFeatures(w), Targets: []float64{y}})
			}
			w = nil
		}
		for _, s := range words {
			if clause.Mark(s) && s != "," {
				flush()
			} else {
				w = append(w, s)
			}
		}
		flush()
	})
	return sense.Train([]string{"clinician"}, ex, sense.Plan{Bits: 16, Epochs: 4, Rate: 0.3, L2: 1e-6, Seed: 2})
}
