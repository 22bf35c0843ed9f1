package statement

import (
	"math"
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
	unswap(out, long)
	follow(out, long)
	for i := range out {
		c := &out[i]
		if long[c.Segment] {
			continue
		}
		p := sense.Clinician(c.Words)
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

// follow finds who speaks in segments that hold both sides of a talk: the most
// likely course of speakers, clause by clause, where a change of speaker costs
// less behind a question and before an answer's first word.
func follow(cs []clause.Clause, long map[ehr.SegmentID]bool) {
	for i := 0; i < len(cs); {
		if !long[cs[i].Segment] {
			i++
			continue
		}
		j := i
		for j < len(cs) && cs[j].Segment == cs[i].Segment {
			j++
		}
		for k, clinician := range likeliest(cs[i:j]) {
			cs[i+k].Speaker = ehr.PatientVoice
			if clinician {
				cs[i+k].Speaker = ehr.ClinicianVoice
			}
		}
		i = j
	}
}

// The costs of a change of speaker, in log odds, and how far one clause may
// speak for either; chosen by reading undivided train visits.
const (
	changeCost = 2.2
	answerCost = 0.6
	loudest    = 3.0
)

// likeliest is the likeliest course of speakers: true where the clinician speaks.
func likeliest(cs []clause.Clause) []bool {
	odds, costs := make([]float64, len(cs)), make([]float64, len(cs))
	for k, c := range cs {
		odds[k] = oddsOf(c)
		costs[k] = changeCost
		if k > 0 && (cs[k-1].Question || answers[c.Words[0]] || c.Question) {
			costs[k] = answerCost
		}
	}
	costs[0] = 1
	if cs[0].Speaker == ehr.ClinicianVoice {
		odds[0]++
	}
	return course(odds, costs)
}

// oddsOf says, in log odds, how far the words of a clause are a clinician's.
func oddsOf(c clause.Clause) float64 {
	p := sense.Clinician(c.Words)
	odds := max(-loudest, min(loudest, math.Log((p+0.01)/(1.01-p))))
	if len(c.Words) < 3 {
		odds /= 3
	}
	return odds
}

// course is Viterbi's path through two states: true where the evidence, in log
// odds, outweighs the cost of changing over.
func course(odds, costs []float64) []bool {
	from := make([][2]int, len(odds))
	var score [2]float64
	for k, o := range odds {
		var next [2]float64
		for s := range 2 {
			from[k][s], next[s] = s, score[s]
			if change := score[1-s] - costs[k]; k > 0 && change > next[s] {
				from[k][s], next[s] = 1-s, change
			}
		}
		next[1] += o / 2
		next[0] -= o / 2
		score = next
	}
	out := make([]bool, len(odds))
	s := 0
	if score[1] > score[0] {
		s = 1
	}
	for k := len(odds) - 1; k >= 0; k-- {
		out[k] = s == 1
		s = from[k][s]
	}
	return out
}

// swapCost is what it costs, in log odds, to believe that the tags of a whole
// stretch of talk are the wrong way round.
const swapCost = 9.0

// unswap turns tags round where a recogniser gave a stretch of the talk, or all
// of it, to the wrong speakers.
func unswap(cs []clause.Clause, long map[ehr.SegmentID]bool) {
	if len(cs) == 0 {
		return
	}
	odds, costs := make([]float64, len(cs)), make([]float64, len(cs))
	for i, c := range cs {
		costs[i] = swapCost
		switch {
		case long[c.Segment]:
		case c.Speaker == ehr.ClinicianVoice:
			odds[i] = -oddsOf(c)
		case c.Speaker == ehr.PatientVoice:
			odds[i] = oddsOf(c)
		}
	}
	odds[0] -= swapCost
	for i, wrong := range course(odds, costs) {
		if wrong && !long[cs[i].Segment] && (cs[i].Speaker == ehr.ClinicianVoice || cs[i].Speaker == ehr.PatientVoice) {
			cs[i].Speaker = other(cs[i].Speaker)
		}
	}
}

var answers = map[string]bool{"yes": true, "no": true, "okay": true, "correct": true, "sure": true, "not": true, "mm-hmm": true, "well": true}

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
