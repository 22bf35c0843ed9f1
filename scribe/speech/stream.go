package speech

import (
	"context"
	"sync"

	"github.com/visitwright/visitwright/scribe/speech/moonshine"
	"github.com/visitwright/visitwright/scribe/speech/vad"
	"github.com/visitwright/visitwright/scribe/speech/voice"
)

// Lengths in samples.
const (
	windowMost = 20 * Rate // the longest stretch the final pass reads at once
	windowWait = 22 * Rate // after this long nothing more can join a window
	voiceHop   = Rate / 2  // between two looks at the voice
	margin     = Rate      // sound kept before what is still needed
)

// word is a recognised word in the recording; times in samples.
type word struct {
	text       string
	start, end int64
	prob       float64
	label      int  // voice, -1 for none
	mixed      bool // more than one voice at once
}

// look is the voice at one moment.
type look struct {
	at    int64
	point voice.Point
}

// window is neighbouring pieces, read again together by the final pass.
type window struct {
	pieces     []*piece
	before     *piece // the one before the first
	start, end int64
	words      []moonshine.Word
	second     []moonshine.Word // another reading of the same sound
	doubts     []doubt
	recogniser string
	fallback   bool
}

// stream follows one microphone. Feed is called by one goroutine; the results come from the pool's.
type stream struct {
	rec     *Recogniser
	ctx     context.Context
	turn    *turn
	channel int
	live    bool
	tell    func(Event)
	peer    *stream // the other microphone, if there are two

	sound  []float32 // from sample base on
	base   int64
	framed int64 // samples the detector has read
	speech []bool
	detect *vad.Detector
	cutter *vad.Cutter
	asked  int64 // end of the sound of the latest interim reading
	open   *window
	begun  *piece // read before its end is certain

	jobs    sync.WaitGroup
	mu      sync.Mutex // guards what follows
	err     error
	busy    bool  // an interim reading is under way
	come    int64 // framed, for those who hold the lock
	next    int64 // where the sound must have come for the next interim reading; 0: none yet in this utterance
	took    int64 // sound that came while an interim reading was made
	tokens  []int // the latest reading of the piece being spoken
	pieces  []*piece
	windows []*window
	looks   []look
	known   known
	total   int
	ready   int
}

func (r *Recogniser) newStream(ctx context.Context, of *turn, channel int, tell func(Event)) *stream {
	return &stream{rec: r, ctx: ctx, turn: of, channel: channel, live: tell != nil, tell: tell,
		detect: r.detect.NewDetector(), cutter: vad.NewCutter(vad.Defaults())}
}

// add takes more sound; advance reads it. With two microphones both get their sound before either reads.
func (s *stream) add(sound []float32) { s.sound = append(s.sound, sound...) }

func (s *stream) advance() error {
	whole := (s.base + int64(len(s.sound)) - s.framed) / vad.Frame * vad.Frame
	if whole == 0 {
		return s.failure()
	}
	sound := s.cut(s.framed, s.framed+whole)
	probs, err := s.detect.Probabilities(sound)
	if err != nil {
		return err
	}
	if s.peer != nil {
		hush(probs, sound, s.peer.cut(s.framed, s.framed+whole))
	}
	s.framed += whole
	s.mu.Lock()
	s.come = s.framed
	s.mu.Unlock()
	for _, p := range probs {
		s.speech = append(s.speech, p >= 0.35)
		if found, ok := s.cutter.Push(p); ok {
			s.close(found)
		}
	}
	s.early()
	s.interim()
	if s.open != nil && s.framed-s.open.start > windowWait {
		s.closeWindow()
	}
	s.trim()
	return s.failure()
}

// bleed is how much louder the other microphone must be, as a ratio of energies (9 dB), for what this one hears to be the
// other's speaker.
const bleed = 8

// hush takes out of a microphone's speech what comes from the other one's speaker.
func hush(probs []float32, own, other []float32) {
	energy := func(sound []float32, frame int) (sum float64) {
		from, to := max(0, (frame-2)*vad.Frame), min(len(sound), (frame+3)*vad.Frame)
		for _, x := range sound[from:to] {
			sum += float64(x) * float64(x)
		}
		return sum
	}
	for i := range probs {
		if energy(other, i) > bleed*energy(own, i) {
			probs[i] = 0
		}
	}
}

// quiet silences what lies between a window's pieces: with a microphone each that is the other one's speaker, from afar.
func (w *window) quiet(sound []float32) {
	at := w.start
	for _, p := range w.pieces {
		clear(sound[at-w.start : max(at, p.start)-w.start])
		at = p.end
	}
}

// flush ends the last piece and window.
func (s *stream) flush() {
	if found, ok := s.cutter.Flush(); ok {
		s.close(found)
	}
	s.closeWindow()
}

// cut copies sound; what is not there is silence.
func (s *stream) cut(from, to int64) []float32 {
	out := make([]float32, to-from)
	first, last := max(from, s.base), min(to, s.base+int64(len(s.sound)))
	if first < last {
		copy(out[first-from:], s.sound[first-s.base:last-s.base])
	}
	return out
}

// trim forgets sound that nothing needs any more.
func (s *stream) trim() {
	need := s.framed
	if start, speaking := s.cutter.Open(); speaking {
		need = min(need, int64(start)*vad.Frame)
	}
	if s.open != nil {
		need = min(need, s.open.start)
	}
	if drop := need - margin - s.base; drop > 30*Rate {
		s.sound = append([]float32(nil), s.sound[drop:]...)
		s.base += drop
	}
}

func (s *stream) failure() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.err
}

// run queues work whose error ends the stream.
func (s *stream) run(u urgency, f func() error) {
	s.expect()
	s.rec.pool.do(u, func() { s.settled(f) })
}

// runLong starts work that is done in steps.
func (s *stream) runLong(f func(do func(func())) error) {
	s.expect()
	s.rec.pool.begin(s.turn, func(do func(func())) { s.settled(func() error { return f(do) }) })
}

func (s *stream) expect() {
	s.jobs.Add(1)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.total++
}

func (s *stream) settled(f func() error) {
	defer s.jobs.Done()
	err := s.ctx.Err()
	if err == nil {
		err = f()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ready++
	if s.err == nil {
		s.err = err
	}
}

// close takes a piece that has ended: reads it, looks at its voice, and packs it into a window.
func (s *stream) close(found vad.Piece) {
	s.mu.Lock()
	p, begun := s.begun, true
	if p == nil || p.start != int64(found.Start)*vad.Frame || p.end != int64(found.End)*vad.Frame {
		if p != nil {
			p.dropped = true
		}
		p, begun = s.piece(found), false
	}
	s.begun, s.tokens, s.next = nil, nil, 0
	before := last(s.pieces)
	s.pieces = append(s.pieces, p)
	p.ended = true
	s.complete(p)
	s.mu.Unlock()
	if !begun {
		s.readPiece(p, found)
	}
	if s.open != nil && p.end-s.open.start > windowMost {
		s.closeWindow()
	}
	if s.open == nil {
		s.open = &window{start: p.start, before: before}
	}
	s.open.pieces = append(s.open.pieces, p)
	s.open.end = p.end
	s.asked = p.end
}

func last(pieces []*piece) *piece {
	if len(pieces) == 0 {
		return nil
	}
	return pieces[len(pieces)-1]
}

// found is a greedy reading.
type found struct {
	words  []moonshine.Word
	tokens []int
}

func (r *Recogniser) greedy(ctx context.Context, m *moonshine.Model, sound []float32, draft []int) (found, error) {
	encoded, err := m.Encode(sound)
	if err != nil {
		return found{}, err
	}
	defer encoded.Close()
	reading, err := m.Greedy(ctx, encoded, draft)
	if err != nil {
		return found{}, err
	}
	return found{m.Words(reading), reading.Tokens}, nil
}

// closeWindow hands the open window to the final pass.
func (s *stream) closeWindow() {
	w := s.open
	if w == nil {
		return
	}
	s.open = nil
	s.mu.Lock()
	s.windows = append(s.windows, w)
	s.mu.Unlock()
	sound := s.cut(w.start, w.end)
	if s.peer != nil {
		w.quiet(sound)
	}
	s.runLong(func(do func(func())) error { return s.readWindow(w, sound, do) })
}
