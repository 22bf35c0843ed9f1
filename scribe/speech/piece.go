package speech

import (
	"slices"

	"github.com/visitwright/visitwright/scribe/speech/moonshine"
	"github.com/visitwright/visitwright/scribe/speech/vad"
	"github.com/visitwright/visitwright/scribe/speech/voice"
)

// piece is speech between two pauses, as the live pass reads it.
type piece struct {
	number     int
	start, end int64
	draft      []int         // what an interim reading wrote
	done       chan struct{} // closed when words are there, or never will be
	// Guarded by the stream's lock:
	words   []word
	tokens  []int
	looks   []look
	read    bool // words are there
	looked  bool // looks are there
	ended   bool // the speaker has paused long enough
	told    bool
	dropped bool // the speaker went on: the piece is a longer one
}

// piece is the next piece. The caller holds the lock.
func (s *stream) piece(found vad.Piece) *piece {
	return &piece{number: len(s.pieces), start: int64(found.Start) * vad.Frame, end: int64(found.End) * vad.Frame,
		draft: s.tokens, done: make(chan struct{})}
}

// readPiece queues the live pass over one piece, and the looks at its voice.
func (s *stream) readPiece(p *piece, found vad.Piece) {
	sound, speech := s.cut(p.start, p.end), s.speech[found.Start:min(found.End, len(s.speech))]
	s.run(pieceWork, func() error { return s.read(p, sound, speech) })
	views, at := s.views(p)
	s.run(voiceWork, func() error { return s.look(p, views, at) })
}

func (s *stream) read(p *piece, sound []float32, speech []bool) error {
	defer close(p.done)
	if s.gone(p) {
		return nil
	}
	found, err := s.rec.greedy(s.ctx, s.rec.base, sound, p.draft)
	if err != nil {
		return err
	}
	words := place(found.words, p.start, speech)
	s.mu.Lock()
	defer s.mu.Unlock()
	p.words, p.tokens, p.read = words, found.tokens, true
	if !p.ended && !p.dropped {
		s.tellInterim(p.number, p.start, p.end, s.rec.base.Name, found)
	}
	s.complete(p)
	return nil
}

// gone is true for a piece that will not be one.
func (s *stream) gone(p *piece) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return p.dropped
}

// complete tells a live visit what was said up to a pause, once all is known of it: that it has ended, its words, and its voice.
// The caller holds the lock.
func (s *stream) complete(p *piece) {
	if p.told || !p.ended {
		return
	}
	if p.looked {
		s.looks = append(s.looks, p.looks...)
		p.looks = nil
		slices.SortFunc(s.looks, func(a, b look) int { return int(a.at - b.at) })
	}
	if !p.read || !p.looked {
		return
	}
	p.told = true
	if !s.live {
		return
	}
	seg := s.segment(p)
	if seg.Text != "" {
		s.tell(Event{Kind: Piece, Segment: seg})
		return
	}
	// No more than "um": what was read of it meanwhile is taken back.
	seg.Pass = PassInterim
	s.tell(Event{Kind: Interim, Segment: seg})
}

// segment is a piece as the live screen shows it. The caller holds the lock.
func (s *stream) segment(p *piece) Segment {
	speaker := s.likely(p)
	seg := utterance(s.rec.mendPiece(p.words))
	seg.ID, seg.Pass, seg.Recogniser, seg.Version = pieceID(s.channel, p.number), PassPiece, s.rec.base.Name, Version
	seg.StartMS, seg.EndMS, seg.Channel = ms(p.start), ms(p.end), s.channel
	seg.Speaker = speaker
	return seg
}

// views cuts out the looks at a piece's voice: one each half second, at least one.
func (s *stream) views(p *piece) (views [][]float32, at []int64) {
	first := (p.start/voiceHop + 1) * voiceHop
	if first >= p.end {
		first = (p.start + p.end) / 2
	}
	for t := first; t < p.end; t += voiceHop {
		views = append(views, s.cut(t-voice.Window/2, t-voice.Window/2+voice.Window))
		at = append(at, t)
	}
	return views, at
}

func (s *stream) look(p *piece, views [][]float32, at []int64) error {
	if s.gone(p) {
		return nil
	}
	points, err := s.rec.voices.Points(views)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for i, point := range points {
		p.looks = append(p.looks, look{at: at[i], point: point})
	}
	p.looked = true
	s.complete(p)
	return nil
}

// place spreads words over the frames of a piece in which someone speaks, by their length in letters: the
// recogniser gives no times.
func place(words []moonshine.Word, start int64, speech []bool) []word {
	var frames []int64
	for i, on := range speech {
		if on {
			frames = append(frames, start+int64(i)*vad.Frame)
		}
	}
	if len(frames) == 0 {
		frames = append(frames, start)
	}
	letters := 0
	for _, w := range words {
		letters += len(w.Text) + 1
	}
	out, seen := make([]word, len(words)), 0
	for i, w := range words {
		from := frames[seen*len(frames)/max(1, letters)]
		seen += len(w.Text) + 1
		to := frames[max(0, seen*len(frames)/max(1, letters)-1)] + vad.Frame
		out[i] = word{text: w.Text, start: from, end: max(to, from), prob: w.Prob, label: -1}
	}
	return out
}
