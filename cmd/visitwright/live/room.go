package live

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/visitwright/visitwright/cds"
	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/store"
	"github.com/visitwright/visitwright/scribe/capture/vault"
	"github.com/visitwright/visitwright/scribe/speech"
)

const (
	// behind is the lag at which people are told that the live text is behind.
	behind = 5 * time.Second
	// keepEvery is how often heard pieces are written into the record.
	keepEvery = 2 * time.Second
	// receivedEvery is how often pages are told how much audio is safe.
	receivedEvery = time.Second
)

// room listens to one recording.
type room struct {
	l        *Listener
	practice ehr.PracticeID
	in       vault.Info
	number   int           // of the recording within the visit, from 0
	shift    time.Duration // where the recording begins on the visit's time line
	ctx      context.Context
	cancel   context.CancelFunc
	done     chan struct{} // closed when run is over

	// Owned by run until done is closed, then by finish.
	live *speech.Live
	err  error // why the listening ended early
	at   time.Duration
	told time.Time

	// Owned by the recogniser's sink.
	chartOnce sync.Once
	chart     ehr.Chart
	checker   *cds.Checker    // with the practice's rules
	warned    map[string]bool // alerts told or answered earlier, by matter; nil without a chart

	mu       sync.Mutex
	heard    []ehr.Segment // not yet in the record
	degraded bool
}

func newRoom(l *Listener, practice ehr.PracticeID, in vault.Info, number int) *room {
	r := &room{l: l, practice: practice, in: in, number: number, done: make(chan struct{})}
	r.ctx, r.cancel = context.WithCancel(l.ctx)
	return r
}

func (r *room) has(id uuid.UUID) bool { return r.in.ID == id }

// run hears the recording to its end, or until the room is closed.
func (r *room) run() {
	defer close(r.done)
	if r.number > 0 {
		r.shift = r.before()
	}
	if r.l.Recogniser == nil {
		r.tell(true, "Live text is off: the recogniser is not set up. The recording is safe.")
	} else if live, err := r.l.Recogniser.NewLive(speech.LiveConfig{
		Channels: r.in.Channels, StartMS: r.shift.Milliseconds(), Sink: r.sink,
	}); err == nil {
		r.live = live
	} else {
		r.fail(err)
	}
	stop, kept := make(chan struct{}), make(chan struct{})
	go func() { defer close(kept); r.keep(stop) }()
	r.err = r.follow()
	close(stop)
	<-kept
	if r.err != nil && r.live != nil {
		r.live.Cancel()
		r.live = nil
	}
}

// before is the length of the visit's recordings before this one.
func (r *room) before() time.Duration {
	var sum time.Duration
	for _, in := range r.l.Vault.Visit(r.in.Visit) {
		if in.ID == r.in.ID {
			break
		}
		sum += in.Length
	}
	return sum
}

// follow feeds the recogniser from the disk until the recording ends (nil) or
// the room is closed.
func (r *room) follow() error {
	f, err := r.l.Vault.Follow(r.in.ID, 0)
	if err != nil {
		return err
	}
	defer f.Close()
	for {
		p, err := f.Next(r.ctx)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := r.feed(p); err != nil {
			r.fail(err)
		}
		if r.ctx.Err() != nil {
			return r.ctx.Err()
		}
	}
}

// fail gives recognition up for this visit; the recording goes on.
func (r *room) fail(err error) {
	r.l.Log.ErrorContext(r.ctx, "live recognition failed", "visit", r.in.Visit, "error", err)
	r.tell(true, "Live text stopped. The recording is safe; the final text is made from it after the visit.")
	if r.live != nil {
		r.live.Cancel()
		r.live = nil
	}
}

// feed gives one piece to the recogniser. Holes become silence of the same
// length, so that times stay right.
func (r *room) feed(p vault.Piece) error {
	channels := r.in.Channels
	if p.Gap != nil {
		if p.Gap.Missing() {
			r.hear(hole(fmt.Sprintf("live-gap%d-%d", r.number, p.Gap.At.Milliseconds()), *p.Gap, r.shift))
		}
		return r.silence(p.Gap.At + p.Gap.Length - r.at)
	}
	if p.At > r.at {
		if err := r.silence(p.At - r.at); err != nil {
			return err
		}
	}
	pcm := make([]int16, len(p.PCM)/2)
	for i := range pcm {
		pcm[i] = int16(binary.LittleEndian.Uint16(p.PCM[2*i:])) //nolint:gosec // two's complement is meant
	}
	r.at = p.At + time.Duration(len(pcm)/channels)*time.Second/speech.Rate
	if time.Since(r.told) >= receivedEvery {
		r.told = time.Now()
		r.l.Hub.Publish(r.in.Visit, Event{Type: Received, ReceivedMS: int((r.shift + r.at).Milliseconds())})
	}
	if r.live == nil {
		return nil
	}
	return r.live.Write(pcm)
}

func (r *room) silence(d time.Duration) error {
	if d <= 0 {
		return nil
	}
	r.at += d
	if r.live == nil {
		return nil
	}
	second := make([]int16, speech.Rate*r.in.Channels)
	for samples := int(d * speech.Rate / time.Second); samples > 0; samples -= speech.Rate {
		if err := r.live.Write(second[:min(samples, speech.Rate)*r.in.Channels]); err != nil {
			return err
		}
	}
	return nil
}

// sink takes the recogniser's events, in order.
func (r *room) sink(e speech.Event) {
	switch e.Kind {
	case speech.Interim:
		s := r.named(e.Segment)
		r.l.Hub.Publish(r.in.Visit, Event{Type: Interim, Segment: &s})
	case speech.Piece:
		r.hear(r.named(e.Segment))
	case speech.Lagging:
		lag := time.Duration(e.LagMS) * time.Millisecond
		if lag < behind {
			r.tell(false, "")
			return
		}
		r.tell(true, fmt.Sprintf("Live text is %d seconds behind. The recording is safe and complete.", int(lag.Seconds())))
	}
}

// named keeps the pieces of several recordings of one visit apart.
func (r *room) named(s speech.Segment) ehr.Segment {
	out := Segment(s)
	out.ID = ehr.SegmentID(fmt.Sprintf("live%d-%s", r.number, s.ID))
	return out
}

func (r *room) hear(s ehr.Segment) {
	r.l.Hub.Publish(r.in.Visit, Event{Type: SegmentHeard, Segment: &s})
	r.warn(s)
	r.mu.Lock()
	r.heard = append(r.heard, s)
	r.mu.Unlock()
}

// tell says to the pages whether the live text can be relied on.
func (r *room) tell(degraded bool, words string) {
	r.mu.Lock()
	same := !degraded && !r.degraded
	r.degraded = degraded
	r.mu.Unlock()
	if !same {
		r.l.Hub.Publish(r.in.Visit, Event{Type: RecogniserState, Degraded: degraded, Words: words})
	}
}

// keep writes heard pieces into the record until stop, and what is left then.
// What cannot be written now is tried again; the final transcript replaces all
// of it anyway.
func (r *room) keep(stop <-chan struct{}) {
	tick := time.NewTicker(keepEvery)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			r.write(r.ctx)
		case <-stop:
			ctx, cancel := context.WithTimeout(context.WithoutCancel(r.ctx), 5*time.Second)
			defer cancel()
			r.write(ctx)
			return
		}
	}
}

func (r *room) write(ctx context.Context) {
	r.mu.Lock()
	heard := r.heard
	r.heard = nil
	r.mu.Unlock()
	if len(heard) == 0 {
		return
	}
	why := store.Why{Action: ehr.RecordVisit, Kind: "visit", ID: string(r.in.Visit), Detail: "live text"}
	err := r.l.Store.InTx(ctx, store.Service(r.practice), why, func(tx *store.Tx) error {
		return tx.AppendLive(ctx, r.in.Visit, heard)
	})
	switch {
	case err == nil:
	case ehr.KindOf(err) == ehr.Conflict: // the visit is past recording; the final text comes
	default:
		r.l.Log.WarnContext(ctx, "live text could not be kept yet", "visit", r.in.Visit, "error", err)
		r.mu.Lock()
		r.heard = append(heard, r.heard...)
		r.mu.Unlock()
	}
}

// finish waits for the recording's end and gives the final transcript.
func (r *room) finish(ctx context.Context) (speech.Transcript, bool, error) {
	select {
	case <-r.done:
	case <-ctx.Done():
		return speech.Transcript{}, false, ctx.Err()
	}
	if r.err != nil || r.live == nil {
		return speech.Transcript{}, false, nil
	}
	live := r.live
	r.live = nil
	t, err := live.Finish(ctx)
	if err != nil {
		return t, false, err
	}
	return t, true, nil
}
