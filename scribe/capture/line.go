package capture

import (
	"context"
	"errors"
	"net"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/scribe/capture/vault"
	"github.com/visitwright/visitwright/scribe/capture/wire"
)

// line is one client's connection. Its reader is the goroutine of Serve; everything
// sent goes through tell. Cancelling ctx with a cause ends the line and tells the
// client the cause.
type line struct {
	h       *Handler
	conn    *websocket.Conn
	visit   ehr.VisitID
	request *http.Request
	hello   wire.Hello
	writer  *vault.Writer
	out     chan wire.Message
	ctx     context.Context
	cancel  context.CancelCauseFunc
	ending  atomic.Bool // END is being worked off: what Gate says then is late
}

const (
	writeWait = 10 * time.Second
	// lingerWait is how long a line is read on after its last message. Closing a
	// socket with unread data would throw away what was just sent.
	lingerWait = 2 * time.Second
)

// errDropped says that the client went away.
var errDropped = errors.New("capture: line dropped")

// finished carries the last message of a recording that ended well.
type finished struct{ m wire.Ended }

func (finished) Error() string { return "capture: recording ended" }

func (l *line) serve() {
	l.conn.SetReadLimit(2 * wire.MaxMessage) // so that a message that is too large can be answered
	welcome, err := l.open()
	if err != nil {
		l.cancel(err)
		l.sayGoodbye()
		l.readOut()
		return
	}
	defer l.writer.Close()
	told := make(chan struct{})
	go func() {
		defer close(told)
		l.tell(welcome)
	}()
	go l.guard()
	l.conn.SetPongHandler(func(string) error { return l.heard() })
	for l.ctx.Err() == nil {
		if err := l.next(); err != nil {
			l.cancel(err)
		}
	}
	<-told
	l.readOut()
}

// open reads HELLO and does all that must be right before audio is accepted.
func (l *line) open() (wire.Welcome, error) {
	var none wire.Welcome
	if err := l.conn.SetReadDeadline(time.Now().Add(l.h.opt.HelloWait)); err != nil {
		return none, errDropped
	}
	m, err := l.read()
	if err != nil {
		return none, err
	}
	hello, ok := m.(wire.Hello)
	switch {
	case !ok:
		return none, wire.NewFault(wire.BadMessage)
	case hello.Version != wire.Version:
		return none, wire.NewFault(wire.BadVersion)
	case hello.Rate != wire.SampleRate || hello.Channels < 1 || hello.Channels > 2:
		return none, wire.NewFault(wire.BadMessage)
	}
	l.hello = hello
	l.ctx = context.WithValue(l.ctx, liveKey{}, hello.Live)
	ctx, done := context.WithTimeout(l.ctx, l.h.opt.HookWait)
	defer done()
	if err := l.h.opt.Gate(ctx, l.request, l.visit); err != nil && !l.onlyAnswer(err) {
		return none, err
	}
	turn := l.h.turn(hello.Recording)
	turn.Lock()
	pushed := l.h.join(l)
	l.writer, err = l.h.opt.Store.Record(ctx, vault.New{
		ID: hello.Recording, Visit: l.visit, Channels: int(hello.Channels), Started: hello.Started, Client: hello.Client,
	}, l.h.opt.Now())
	turn.Unlock()
	if err != nil {
		return none, err
	}
	in := l.writer.Info()
	if err := l.h.begin(ctx, in); err != nil {
		l.writer.Close()
		return none, err
	}
	next, at, err := l.writer.Durable()
	if err != nil {
		l.writer.Close()
		return none, err
	}
	return wire.Welcome{
		Ended: in.Ended, TookOver: pushed, Version: wire.Version, Window: uint32(l.h.opt.Store.Window()), Next: next, At: at,
		MaxFrame: wire.MaxFrameSamples, Quiet: l.h.opt.Quiet, MaxSamples: l.h.opt.Store.MaxSamples(),
	}, l.heard()
}

// onlyAnswer says whether Gate refused because the visit went on after this very
// recording had ended. Its client may then still hear that it ended.
func (l *line) onlyAnswer(err error) bool {
	if ehr.KindOf(err) != ehr.Conflict || errors.Is(err, ErrNoConsent) {
		return false
	}
	in, err := l.h.opt.Store.Info(l.hello.Recording)
	return err == nil && in.Ended && in.Visit == l.visit
}

// heard puts off the end of a line for silence.
func (l *line) heard() error {
	if err := l.conn.SetReadDeadline(time.Now().Add(l.h.opt.Quiet)); err != nil {
		return errDropped
	}
	return nil
}

// read reads one message.
func (l *line) read() (wire.Message, error) {
	kind, b, err := l.conn.ReadMessage()
	var timeout net.Error
	switch {
	case errors.As(err, &timeout) && timeout.Timeout():
		return nil, wire.NewFault(wire.Quiet)
	case errors.Is(err, websocket.ErrReadLimit):
		return nil, wire.NewFault(wire.TooLarge)
	case err != nil:
		return nil, errDropped
	case kind != websocket.BinaryMessage:
		return nil, wire.NewFault(wire.BadMessage)
	case len(b) > wire.MaxMessage:
		return nil, wire.NewFault(wire.TooLarge)
	}
	m, err := wire.Parse(b)
	if err != nil {
		return nil, wire.NewFault(wire.BadMessage)
	}
	return m, nil
}

// next reads and works off one message.
func (l *line) next() error {
	m, err := l.read()
	if err != nil {
		return err
	}
	if err := l.heard(); err != nil {
		return err
	}
	switch m := m.(type) {
	case wire.Frame:
		l.h.count.frames.Add(1)
		return l.writer.Frame(l.ctx, m)
	case wire.Gap:
		return l.writer.Gap(l.ctx, m)
	case wire.Ping:
		return l.say(wire.Pong(m))
	case wire.End:
		return l.end(m)
	}
	return wire.NewFault(wire.BadMessage)
}

// say hands a message to tell.
func (l *line) say(m wire.Message) error {
	select {
	case l.out <- m:
		return nil
	case <-l.ctx.Done():
		return context.Cause(l.ctx)
	}
}

// end closes the recording. It does not stop halfway when the client goes away.
func (l *line) end(m wire.End) error {
	l.ending.Store(true)
	ctx, done := context.WithTimeout(context.WithoutCancel(l.ctx), l.h.opt.HookWait)
	defer done()
	in, err := l.writer.End(ctx, m, l.h.opt.Now())
	if err != nil {
		return err
	}
	if l.h.opt.Ended != nil {
		if err := l.h.opt.Ended(ctx, in); err != nil {
			return err
		}
	}
	return finished{wire.Ended{Verdict: in.Verdict, Items: in.Items, At: m.At, Bytes: uint64(in.Bytes), SHA256: in.SHA256}}
}
