package speech

import (
	"context"
	"fmt"
	"sync"
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
	turn     *turn
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
	l := &Live{rec: r, turn: r.pool.speak(), start: c.StartMS, channels: c.Channels, cancel: cancel}
	l.ready = sync.NewCond(&l.mu)
	sink := c.Sink
	if sink == nil {
		sink = func(Event) {}
	}
	l.told.Go(func() { l.deliver(sink) })
	l.streams = r.newStreams(ctx, l.turn, c.Channels, l.tell)
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
	l.turn.end()
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
		l.turn.end()
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
