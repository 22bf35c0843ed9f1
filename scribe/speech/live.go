package speech

import (
	"context"
	"fmt"
	"math"
	"strings"
	"sync"

	"github.com/visitwright/visitwright/scribe/speech/vad"
)

// LiveConfig describes a visit as it is spoken.
type LiveConfig struct {
	// Channels is 1 for a microphone in the room, 2 for clinician (channel 0) and patient (channel 1) apart.
	Channels int
	// StartMS is added to all times: where this stream starts in the recording.
	StartMS int64
	// Sink is called by one goroutine, in order; it may be nil.
	Sink func(Event)
}

// Live recognises a visit while it is spoken. Write, Finish and Cancel are called by one goroutine.
type Live struct {
	rec      *Recogniser
	start    int64
	channels int
	streams  []*stream
	cancel   context.CancelFunc
	written  int64 // samples a channel
	closed   bool

	mu     sync.Mutex
	ready  *sync.Cond
	events []Event
	ended  bool
	told   sync.WaitGroup
}

// NewLive starts a visit.
func (r *Recogniser) NewLive(c LiveConfig) (*Live, error) {
	if c.Channels != 1 && c.Channels != 2 {
		return nil, fmt.Errorf("%w: %d channels", ErrAudio, c.Channels)
	}
	ctx, cancel := context.WithCancel(context.Background())
	l := &Live{rec: r, start: c.StartMS, channels: c.Channels, cancel: cancel}
	l.ready = sync.NewCond(&l.mu)
	sink := c.Sink
	if sink == nil {
		sink = func(Event) {}
	}
	l.told.Go(func() { l.deliver(sink) })
	r.pool.spoken(1)
	l.streams = r.newStreams(ctx, c.Channels, l.tell)
	return l, nil
}

// Write takes 16 kHz sound, interleaved when there are two channels. It does not wait for recognition.
func (l *Live) Write(pcm []int16) error {
	if l.closed {
		return ErrClosed
	}
	if len(pcm)%l.channels != 0 {
		return fmt.Errorf("%w: %d samples for %d channels", ErrAudio, len(pcm), l.channels)
	}
	l.written += int64(len(pcm) / l.channels)
	return feed(l.streams, pcm)
}

// Finish waits for the final pass, which ran along with the visit, and gives the transcript.
func (l *Live) Finish(ctx context.Context) (Transcript, error) {
	if l.closed {
		return Transcript{}, ErrClosed
	}
	l.closed = true
	l.rec.pool.spoken(-1)
	defer l.end()
	for _, s := range l.streams {
		s.flush()
	}
	if err := wait(ctx, l.streams, nil); err != nil {
		return Transcript{}, err
	}
	t := l.rec.assemble(l.streams, l.written)
	t.shift(l.start)
	return t, nil
}

// Cancel gives the visit's recognition up. After Finish it does nothing.
func (l *Live) Cancel() {
	if !l.closed {
		l.closed = true
		l.rec.pool.spoken(-1)
		l.end()
	}
}

// end stops work under way and the delivery of events.
func (l *Live) end() {
	l.cancel()
	for _, s := range l.streams {
		s.jobs.Wait()
	}
	l.mu.Lock()
	l.ended = true
	l.mu.Unlock()
	l.ready.Signal()
	l.told.Wait()
}

func (l *Live) tell(e Event) {
	e.Segment.StartMS += l.start
	e.Segment.EndMS += l.start
	l.mu.Lock()
	l.events = append(l.events, e)
	l.mu.Unlock()
	l.ready.Signal()
}

func (l *Live) deliver(sink func(Event)) {
	for {
		l.mu.Lock()
		for len(l.events) == 0 && !l.ended {
			l.ready.Wait()
		}
		events := l.events
		l.events = nil
		l.mu.Unlock()
		if len(events) == 0 {
			return
		}
		for _, e := range events {
			sink(e)
		}
	}
}

// interim reads the utterance so far, once a second, and less often when the machine does not keep up.
func (s *stream) interim() {
	start, speaking := s.cutter.Open()
	if !s.live || !speaking {
		return
	}
	from := int64(start) * vad.Frame
	since := max(s.asked, from)
	every := int64(interimEvery)
	if waiting := s.rec.pool.waiting(interimWork); waiting > 2 {
		every *= 2
	}
	s.mu.Lock()
	busy, number := s.busy, len(s.pieces)
	s.busy = busy || s.framed-since >= every
	s.mu.Unlock()
	if busy || s.framed-since < every {
		return
	}
	s.asked = s.framed
	from = max(from, s.framed-interimMost)
	sound, end := s.cut(from, s.framed), s.framed
	s.run(interimWork, func() error { return s.readInterim(number, from, end, sound) })
}

func (s *stream) readInterim(number int, from, end int64, sound []float32) error {
	defer func() {
		s.mu.Lock()
		s.busy = false
		s.mu.Unlock()
	}()
	if s.stale(number) {
		return nil
	}
	words, err := s.rec.greedy(s.ctx, s.rec.tiny, sound)
	if err != nil || len(words) == 0 || s.stale(number) {
		return err
	}
	texts, sum := make([]string, 0, len(words)), 0.0
	for _, w := range words {
		sum += w.Prob
		if t := spell(w.Text); t != "" {
			texts = append(texts, t)
		}
	}
	s.tell(Event{Kind: Interim, Segment: Segment{
		ID: pieceID(s.channel, number), StartMS: ms(from), EndMS: ms(end), Speaker: s.speaking(), Channel: s.channel,
		Text: strings.Join(texts, " "), Confidence: math.Exp(sum / float64(len(words))),
		Recogniser: s.rec.tiny.Name, Version: Version,
	}})
	return nil
}

// stale is true when the piece an interim reading belongs to has ended.
func (s *stream) stale(number int) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return number < s.closed
}
