package speech

import (
	"slices"

	"github.com/visitwright/visitwright/scribe/speech/voice"
)

// speakers labels the words of the live pass and says whose the labels are. A microphone of one's own may hear a third voice too,
// say of a relative beside the patient; a voice that the other microphone knows is its owner's and changes nothing.
func (s *stream) speakers() []Speaker {
	groups := s.groups()
	if s.peer == nil {
		s.label(groups, s.pieces)
		return s.names(len(groups.Centres))
	}
	known, third := s.peer.groups(), false
	names := []Speaker{byChannel(s.channel)}
	for i := 1; i < len(groups.Centres); i++ {
		names = append(names, names[0])
		if groups.Person(i) && !slices.ContainsFunc(known.Centres, func(p voice.Point) bool { return voice.Same(p, groups.Centres[i]) }) {
			names[i], third = Other, true
		}
	}
	if !third {
		return names[:1]
	}
	s.label(groups, s.pieces)
	return names
}

// voices is how many people the names of one microphone stand for.
func voices(names []Speaker) int {
	distinct := slices.Clone(names)
	slices.Sort(distinct)
	return max(1, len(slices.Compact(distinct)))
}

// groups tells the stream's voices apart.
func (s *stream) groups() voice.Groups {
	points := make([]voice.Point, len(s.looks))
	for i, l := range s.looks {
		points[i] = l.point
	}
	return voice.Group(points)
}

// label gives each word of pieces its voice: sentence by sentence, the voice that most looks near it have.
func (s *stream) label(groups voice.Groups, pieces []*piece) {
	if len(groups.Centres) == 0 {
		return
	}
	for _, p := range pieces {
		for from := 0; from < len(p.words); {
			to := sentenceEnd(p.words, from)
			label, mixed := s.voiceAt(groups, p.words[from].start, p.words[to-1].end)
			for i := from; i < to; i++ {
				p.words[i].label, p.words[i].mixed = label, mixed
			}
			from = to
		}
	}
}

// sentenceEnd is the place after the sentence that begins at from.
func sentenceEnd(words []word, from int) int {
	to := from + 1
	for to < len(words) && !endsSentence(words[to-1].text) {
		to++
	}
	return to
}

// Two people at once lie between their voices: in mixtures of two the likeness to one exceeds that to the other by
// less than mixedMargin for a quarter to a half of the looks, for one person's speech in 0.5 % of them. At least
// mixedLooks, a second and a half, are asked.
const (
	mixedMargin = 0.045
	mixedLooks  = 3
)

// voiceAt is the voice most like the looks between two times, or the look nearest to their middle, and whether those looks
// are a mixture of two.
func (s *stream) voiceAt(g voice.Groups, from, to int64) (label int, mixed bool) {
	sums := make([]float64, len(g.Centres))
	first, _ := slices.BinarySearchFunc(s.looks, from, func(l look, t int64) int { return int(l.at - t) })
	last := first
	for last < len(s.looks) && s.looks[last].at < to {
		last++
	}
	if first == last {
		middle := (from + to) / 2
		if first == len(s.looks) || first > 0 && middle-s.looks[first-1].at < s.looks[first].at-middle {
			first--
		}
		last = first + 1
	}
	for _, l := range s.looks[first:last] {
		for c, centre := range g.Centres {
			sums[c] += voice.Likeness(centre, l.point)
		}
	}
	label = slices.Index(sums, slices.Max(sums))
	second := 0.0
	for c, sum := range sums {
		if c != label {
			second = max(second, sum)
		}
	}
	n := last - first
	return label, len(sums) > 1 && n >= mixedLooks && (sums[label]-second)/float64(n) < mixedMargin
}

// Evidence from words. One sentence counts for at most evidenceMost; a voice is called by evidence alone (when it is the
// only one) from evidenceLeast a sentence on.
const (
	evidenceMost  = 3.0
	evidenceLeast = 0.5
)

// names says which voice is whose, from what each has said: of two, the likelier clinician is the clinician; of three, the
// one of the others who says more is the patient.
func (s *stream) names(voices int) []Speaker {
	evidence, sentences, said := make([]float64, voices), make([]float64, voices), make([]int, voices)
	for _, p := range s.pieces {
		for from := 0; from < len(p.words); {
			to := sentenceEnd(p.words, from)
			if l := p.words[from].label; l >= 0 && l < voices {
				odds := s.rec.roles.Clinician(spelled(shortTexts(p.words[from:to])))
				evidence[l] += max(-evidenceMost, min(evidenceMost, odds))
				sentences[l]++
				said[l] += to - from
			}
			from = to
		}
	}
	names := make([]Speaker, voices)
	if voices == 0 {
		return names
	}
	for i := range evidence {
		evidence[i] /= max(1, sentences[i])
		names[i] = Other
	}
	if voices == 1 {
		names[0] = alone(evidence[0])
		return names
	}
	clinician := slices.Index(evidence, slices.Max(evidence))
	names[clinician] = Clinician
	patient := -1
	for i := range said {
		if i != clinician && (patient < 0 || said[i] > said[patient]) {
			patient = i
		}
	}
	names[patient] = Patient
	return names
}

func alone(evidence float64) Speaker {
	switch {
	case evidence > evidenceLeast:
		return Clinician
	case evidence < -evidenceLeast:
		return Patient
	}
	return Unknown
}

// byChannel names the speakers of separate microphones.
func byChannel(channel int) Speaker {
	if channel == 0 {
		return Clinician
	}
	return Patient
}

// known is what is known of a live visit's voices.
type known struct {
	groups voice.Groups
	names  []Speaker
	looks  int // that it rests on
}

// likely is the speaker of a piece by the voices heard so far. Those are told apart anew when a tenth more has been heard, so
// that the work does not grow with the length of the visit. The caller holds the stream's lock.
func (s *stream) likely(p *piece) Speaker {
	if s.peer != nil {
		return byChannel(s.channel)
	}
	if len(s.looks) > s.known.looks+s.known.looks/10 {
		groups := s.groups()
		s.label(groups, s.pieces)
		s.known = known{groups: groups, names: s.names(len(groups.Centres)), looks: len(s.looks)}
	} else {
		s.label(s.known.groups, []*piece{p})
	}
	if len(s.known.groups.Centres) < 2 {
		return Unknown
	}
	count := make([]int, len(s.known.groups.Centres))
	for _, w := range p.words {
		count[w.label]++
	}
	return s.known.names[slices.Index(count, slices.Max(count))]
}

// speaking is who speaks now, as far as it is known before the utterance has ended.
func (s *stream) speaking() Speaker {
	if s.peer != nil {
		return byChannel(s.channel)
	}
	return Unknown
}
