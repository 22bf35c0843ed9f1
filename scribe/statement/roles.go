package statement

import (
	"slices"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/scribe/clause"
	"github.com/visitwright/visitwright/scribe/sense"
)

// Roles puts speaker tags right where the words say otherwise: recognisers and
// transcribers swap turns, or run a question and its answer together. A tag
// gives way only to clear words.
func Roles(cs []clause.Clause) []clause.Clause {
	out := slices.Clone(cs)
	flip := 0
	long := runTogether(cs)
	for i := range out {
		c := &out[i]
		p := sense.Clinician(c.Words)
		if long[c.Segment] && len(c.Words) > 2 { // no tag to trust
			if i > 0 && c.Segment == out[i-1].Segment {
				p += 0.1
				if out[i-1].Speaker == ehr.PatientVoice {
					p -= 0.2
				}
			}
			c.Speaker = ehr.PatientVoice
			if p >= 0.5 {
				c.Speaker = ehr.ClinicianVoice
			}
			continue
		}
		switch {
		case c.Speaker != ehr.PatientVoice && c.Speaker != ehr.ClinicianVoice:
			c.Speaker = ehr.PatientVoice
			if p >= 0.5 {
				c.Speaker = ehr.ClinicianVoice
			}
		case len(c.Words) < 3:
			// too little to tell; after a flipped question in its own segment it is the answer
			if i > 0 && flip == i && c.Segment == out[i-1].Segment {
				c.Speaker = other(out[i-1].Speaker)
			}
		case c.Speaker == ehr.PatientVoice && p > 0.96, c.Speaker == ehr.ClinicianVoice && p < 0.03:
			c.Speaker = other(c.Speaker)
			flip = i + 1
		}
	}
	turn := 0
	for i := range out {
		if i > 0 && (out[i].Speaker != out[i-1].Speaker) {
			turn++
		}
		out[i].Turn = turn
	}
	return out
}

func other(s ehr.Speaker) ehr.Speaker {
	if s == ehr.PatientVoice {
		return ehr.ClinicianVoice
	}
	return ehr.PatientVoice
}

// runTogether finds the segments that hold both sides of a talk: many clauses,
// some clearly a clinician's and some clearly a patient's.
func runTogether(cs []clause.Clause) map[ehr.SegmentID]bool {
	count := map[ehr.SegmentID]int{}
	mine, theirs := map[ehr.SegmentID]int{}, map[ehr.SegmentID]int{}
	for _, c := range cs {
		count[c.Segment]++
		if len(c.Words) < 3 {
			continue
		}
		switch p := sense.Clinician(c.Words); {
		case p > 0.9:
			mine[c.Segment]++
		case p < 0.1:
			theirs[c.Segment]++
		}
	}
	out := map[ehr.SegmentID]bool{}
	for id, n := range count {
		out[id] = n > 12 && 6*min(mine[id], theirs[id]) > n
	}
	return out
}
