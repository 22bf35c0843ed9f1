package capture

import (
	"context"
	"errors"
	"math/rand/v2"
	"net/http"
	"sync"
	"time"

	"github.com/gorilla/websocket"

	"github.com/visitwright/visitwright/scribe/capture/wire"
)

// ClientOptions say where a Client sends its recording. URL and Log are required.
type ClientOptions struct {
	URL    string // ws:// or wss://
	Header http.Header
	Log    *Log
	Live   bool // false: only a backlog is brought in
	Name   string
	// State is told of every change, from one goroutine at a time. It must not block.
	State  func(State)
	Dialer *websocket.Dialer

	MinWait, MaxWait time.Duration // between attempts; default 250 ms and 10 s
	Dead             time.Duration // silence after which a line counts as dead, default 15 s
}

// State says how a recording stands.
type State struct {
	Connected bool
	Kept      time.Duration // recorded, not yet acked by the server
	Length    time.Duration // recorded
	Trouble   string        // in words, empty when all is well
	Fault     *wire.Fault   // the server's last refusal since the last line stood
}

// Safe says whether everything recorded so far is on the server's disk.
func (s State) Safe() bool { return s.Kept == 0 }

// Client brings a recording to the server. Write, Gap and Finish are for one
// goroutine; Run is for another.
type Client struct {
	opt  ClientOptions
	part []byte // of a frame

	mu      sync.Mutex
	state   State
	changed chan struct{} // closed and replaced when there may be something to send
	done    chan struct{} // closed when Run has ended
	result  *wire.Ended
	err     error
	telling sync.Mutex
}

// NewClient makes a Client.
func NewClient(opt ClientOptions) *Client {
	fill(&opt.MinWait, 250*time.Millisecond)
	fill(&opt.MaxWait, 10*time.Second)
	fill(&opt.Dead, 15*time.Second)
	fill(&opt.Name, "visitwright")
	d := websocket.Dialer{Proxy: http.ProxyFromEnvironment, HandshakeTimeout: opt.Dead}
	if opt.Dialer != nil {
		d = *opt.Dialer
	}
	d.Subprotocols = []string{wire.Subprotocol}
	opt.Dialer = &d
	return &Client{opt: opt, changed: make(chan struct{}), done: make(chan struct{})}
}

// Write takes audio: 16 kHz, 16-bit little-endian, interleaved, any number of bytes.
// When it returns, all but the last part of a frame (less than 100 ms) is in the log.
func (c *Client) Write(pcm []byte) (int, error) {
	size := wire.FrameSamples * c.opt.Log.about.Channels * wire.SampleBytes
	c.part = append(c.part, pcm...)
	for len(c.part) >= size {
		if err := c.opt.Log.frame(c.part[:size]); err != nil {
			return 0, err
		}
		c.part = c.part[size:]
	}
	c.wake()
	return len(pcm), nil
}

// flush logs the last part of a frame.
func (c *Client) flush() error {
	size := c.opt.Log.about.Channels * wire.SampleBytes
	n := len(c.part) / size * size // half a sample is none
	if n == 0 {
		return nil
	}
	defer func() { c.part = nil }()
	return c.opt.Log.frame(c.part[:n])
}

// Gap notes a stretch of time without audio. A length of less than a sample is none.
func (c *Client) Gap(length time.Duration, reason wire.Reason) error {
	samples := uint64(max(length, 0)) * wire.SampleRate / uint64(time.Second)
	if samples == 0 {
		return nil
	}
	if err := c.flush(); err != nil {
		return err
	}
	defer c.wake()
	return c.opt.Log.gap(samples, reason)
}

// Finish ends the recording and waits until the server has confirmed it, Run has
// given up, or ctx ends. The log is deleted when the digests were equal or could not
// be compared.
func (c *Client) Finish(ctx context.Context) (wire.Ended, error) {
	if !c.opt.Log.Ended() {
		if err := errors.Join(c.flush(), c.opt.Log.finish()); err != nil {
			return wire.Ended{}, err
		}
	}
	c.wake()
	select {
	case <-c.done:
	case <-ctx.Done():
		return wire.Ended{}, ctx.Err()
	}
	c.mu.Lock()
	result, err := c.result, c.err
	c.mu.Unlock()
	if result == nil {
		return wire.Ended{}, err
	}
	if result.Verdict == wire.Different {
		return *result, c.opt.Log.Close()
	}
	return *result, c.opt.Log.Remove()
}

// wake tells the sender to look again.
func (c *Client) wake() {
	c.mu.Lock()
	defer c.mu.Unlock()
	close(c.changed)
	c.changed = make(chan struct{})
}

func (c *Client) news() <-chan struct{} {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.changed
}

// Now gives the state.
func (c *Client) Now() State {
	c.mu.Lock()
	s := c.state
	c.mu.Unlock()
	s.Kept, s.Length = c.opt.Log.unacked(), c.opt.Log.Position()
	return s
}

// set changes the state and tells it.
func (c *Client) set(change func(*State)) {
	c.telling.Lock()
	defer c.telling.Unlock()
	c.mu.Lock()
	change(&c.state)
	c.mu.Unlock()
	if c.opt.State != nil {
		c.opt.State(c.Now())
	}
}

// Run connects, sends, and connects again, until the recording has ended (nil), the
// server says that trying again is useless without a person (a wire.Fault), or ctx
// ends. Call it once.
func (c *Client) Run(ctx context.Context) error {
	defer close(c.done)
	wait := c.opt.MinWait
	for {
		acked, err := c.once(ctx)
		if acked {
			wait = c.opt.MinWait
		}
		var ended endedWell
		if errors.As(err, &ended) {
			c.mu.Lock()
			c.result = &ended.m
			c.mu.Unlock()
			c.set(func(s *State) { s.Connected, s.Trouble, s.Fault = false, "", nil })
			return nil
		}
		pause := time.Duration(float64(wait) * (0.5 + rand.Float64()/2))
		wait = min(2*wait, c.opt.MaxWait)
		var f wire.Fault
		if errors.As(err, &f) {
			pause = max(pause, f.Wait)
			c.set(func(s *State) { s.Connected, s.Trouble, s.Fault = false, f.Text, &f })
		} else {
			c.set(func(s *State) { s.Connected, s.Trouble = false, "the server cannot be reached; audio is kept here" })
		}
		if ctx.Err() != nil {
			err = ctx.Err()
		} else if f.Code == 0 || f.Do == wire.Again {
			err = nil
		}
		if err != nil {
			c.mu.Lock()
			c.err = err
			c.mu.Unlock()
			return err
		}
		select {
		case <-time.After(pause):
		case <-ctx.Done():
		}
	}
}

// endedWell carries the server's answer to END.
type endedWell struct{ m wire.Ended }

func (endedWell) Error() string { return "capture: recording ended" }
