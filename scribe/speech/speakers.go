package speech

import (
	"github.com/visitwright/visitwright/scribe/speech/voice"
)

// label gives each word of the live pass its voice: sentence by sentence, the voice that most looks near it have.
func (s *stream) label() voice.Groups {
	points := make([]voice.Point, len(s.looks))
	for i, l := range s.looks {
		points[i] = l.point
	}
	groups := voice.Group(points)
	if len(groups.Centres) == 0 {
		return groups
	}
	for _, p := range s.pieces {
		for from := 0; from < len(p.words); {
			to := from + 1
			for to < len(p.words) && !endsSentence(p.words[to-1].text) {
				to++
			}
			label := s.voiceAt(groups, p.words[from].start, p.words[to-1].end)
			for i := from; i < to; i++ {
				p.words[i].label = label
			}
			from = to
		}
	}
	return groups
}

// voiceAt is the voice most like the looks between two times, or the look nearest to their middle.
func (s *stream) voiceAt(g voice.Groups, from, to int64) int {
	sums := make([]float64, len(g.Centres))
	found := false
	add := func(l look) {
		found = true
		for c, centre := range g.Centres {
			sums[c] += voice.Likeness(centre, l.point)
		}
	}
	for _, l := range s.looks {
		if l.at >= from && l.at < to {
			add(l)
		}
	}
	if !found {
		middle, near := (from+to)/2, -1
		for i, l := range s.looks {
			if near < 0 || abs(l.at-middle) < abs(s.looks[near].at-middle) {
				near = i
			}
		}
		add(s.looks[near])
	}
	best := 0
	for c := range sums {
		if sums[c] > sums[best] {
			best = c
		}
	}
	return best
}

func abs(x int64) int64 { return max(x, -x) }

// names says which voice is whose.
func (s *stream) names(g voice.Groups, channels int) []Speaker {
	out := make([]Speaker, len(g.Centres))
	for i := range out {
		out[i] = []Speaker{Clinician, Patient, Other}[i]
	}
	return out
}

func (s *stream) likely() Speaker { return Unknown }
