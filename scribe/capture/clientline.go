package capture

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"

	"github.com/visitwright/visitwright/scribe/capture/wire"
)

// clientLine is one connection of a Client.
type clientLine struct {
	c      *Client
	conn   *websocket.Conn
	window int64
	acked  atomic.Uint64
	any    atomic.Bool // something was acked on this line

	mu     sync.Mutex
	flight []sentItem // sent and not acked
	bytes  int64      // of flight
}

// sentItem is the place behind an item that was sent, and its size.
type sentItem struct {
	next uint64
	size int64
}

// fly notes what was sent.
func (l *clientLine) fly(next uint64, size int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.flight = append(l.flight, sentItem{next, int64(size)})
	l.bytes += int64(size)
}

// land notes an ack.
func (l *clientLine) land(next uint64) {
	l.acked.Store(next)
	l.any.Store(true)
	l.mu.Lock()
	defer l.mu.Unlock()
	for len(l.flight) > 0 && l.flight[0].next <= next {
		l.bytes -= l.flight[0].size
		l.flight = l.flight[1:]
	}
}

// full says whether n more bytes would not fit into the window.
func (l *clientLine) full(n int) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.bytes > 0 && l.bytes+int64(n) > l.window
}

// once connects and sends until the line ends, and says whether anything was acked.
func (c *Client) once(ctx context.Context) (bool, error) {
	conn, resp, err := c.opt.Dialer.DialContext(ctx, c.opt.URL, c.opt.Header)
	if err != nil {
		return false, refused(resp, err)
	}
	defer conn.Close()
	l := &clientLine{c: c, conn: conn}
	conn.SetPingHandler(func(data string) error {
		return errors.Join(l.heard(), conn.WriteControl(websocket.PongMessage, []byte(data), time.Now().Add(writeWait)))
	})
	welcome, err := l.hello()
	if err != nil {
		return false, err
	}
	c.set(func(s *State) { s.Connected, s.Trouble, s.Fault = true, "", nil })
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	go func() {
		<-ctx.Done()
		_ = conn.Close() // ends the reader
	}()
	received := make(chan error, 1)
	go func() {
		err := l.receive()
		stop(err)
		received <- err
	}()
	sendErr := l.transmit(ctx, welcome)
	if sendErr != nil {
		// What the server said last may still be on its way, and says more than "broken pipe".
		select {
		case err := <-received:
			return l.any.Load(), err
		case <-time.After(time.Second):
		}
		stop(sendErr)
	}
	return l.any.Load(), errors.Join(<-received, sendErr)
}

// refused says what a failed connection means: a server that answered and said no
// will say so again.
func refused(resp *http.Response, err error) error {
	if resp != nil {
		codes := map[int]wire.Code{
			http.StatusUnauthorized: wire.SignedOut, http.StatusForbidden: wire.Forbidden, http.StatusNotFound: wire.NoVisit,
			http.StatusConflict: wire.NoVisit, http.StatusUnprocessableEntity: wire.NoVisit, http.StatusBadRequest: wire.BadVersion,
		}
		if code, ok := codes[resp.StatusCode]; ok {
			return wire.NewFault(code)
		}
	}
	return fmt.Errorf("capture: connect: %w", err)
}

func (l *clientLine) heard() error {
	return l.conn.SetReadDeadline(time.Now().Add(l.c.opt.Dead))
}

func (l *clientLine) send(m []byte) error {
	if err := l.conn.SetWriteDeadline(time.Now().Add(l.c.opt.Dead)); err != nil {
		return err
	}
	return l.conn.WriteMessage(websocket.BinaryMessage, m)
}

// read gives the next message the client knows.
func (l *clientLine) read() (wire.Message, error) {
	for {
		_, b, err := l.conn.ReadMessage()
		if err != nil {
			return nil, err
		}
		if err := l.heard(); err != nil {
			return nil, err
		}
		m, err := wire.Parse(b)
		if errors.Is(err, wire.ErrUnknown) {
			continue
		}
		return m, err
	}
}

// hello says who we are and reads the answer.
func (l *clientLine) hello() (wire.Welcome, error) {
	log := l.c.opt.Log
	hello := wire.Hello{
		Live: l.c.opt.Live, Version: wire.Version, Channels: uint8(log.about.Channels), Rate: wire.SampleRate,
		Recording: log.about.ID, First: log.first(), Started: log.about.Started, Client: l.c.opt.Name,
	}
	if err := errors.Join(l.heard(), l.send(hello.Append(nil))); err != nil {
		return wire.Welcome{}, err
	}
	m, err := l.read()
	if err != nil {
		return wire.Welcome{}, err
	}
	switch m := m.(type) {
	case wire.Fault:
		return wire.Welcome{}, m
	case wire.Welcome:
		l.window = int64(m.Window)
		l.acked.Store(m.Next)
		return m, log.meet(m.Next, m.At)
	}
	return wire.Welcome{}, wire.NewFault(wire.BadMessage)
}

// receive works off what the server says, until the line ends.
func (l *clientLine) receive() error {
	for {
		m, err := l.read()
		if err != nil {
			return err
		}
		switch m := m.(type) {
		case wire.Ack:
			if err := l.c.opt.Log.forget(m.Next); err != nil {
				return err
			}
			l.land(m.Next)
			l.c.wake()
			l.c.set(func(*State) {})
		case wire.Ended:
			return endedWell{m}
		case wire.Fault:
			return m
		case wire.Notice:
			l.c.set(func(s *State) {
				s.Trouble = m.Text
				if m.Code == wire.AllWell {
					s.Trouble = ""
				}
			})
		}
	}
}

// pingEvery is how long a line may be without anything sent.
const pingEvery = 5 * time.Second

// transmit sends what the log holds as it comes, and END when it is finished.
func (l *clientLine) transmit(ctx context.Context, w wire.Welcome) error {
	seq, at := w.Next, w.At
	ended := false
	for {
		news := l.c.news()
		for {
			n, end, err := l.item(seq, at)
			if err != nil {
				return err
			}
			if n == seq {
				break
			}
			seq, at = n, end
		}
		log := l.c.opt.Log
		if !ended && log.Ended() && l.acked.Load() == log.end() {
			if err := l.send(log.totals().Append(nil)); err != nil {
				return err
			}
			ended = true
		}
		quiet := time.NewTimer(pingEvery)
		select {
		case <-news:
		case <-quiet.C:
			if err := l.send(wire.Ping{Token: seq}.Append(nil)); err != nil {
				return err
			}
		case <-ctx.Done():
			quiet.Stop()
			return nil
		}
		quiet.Stop()
	}
}

// item sends the item at seq, or a gap up to the next item the log still has, if
// there is one and the window allows. It gives the place behind what was sent.
func (l *clientLine) item(seq, at uint64) (uint64, uint64, error) {
	it, m, ok, err := l.c.opt.Log.from(seq)
	if err != nil && !errors.Is(err, errLogItem) {
		return seq, at, err
	}
	if !ok || l.full(it.size) {
		return seq, at, nil
	}
	if err != nil { // a damaged item: its place is known, its audio is lost
		m = wire.Gap{Seq: it.seq, Count: uint32(it.next - it.seq), At: it.at, Samples: it.end - it.at, Reason: wire.LogLost}.Append(nil)
	}
	if it.seq > seq { // items are missing in the log
		g := wire.Gap{Seq: seq, Count: uint32(it.seq - seq), At: at, Samples: it.at - at, Reason: wire.LogLost}
		if err := l.send(g.Append(nil)); err != nil {
			return seq, at, err
		}
	}
	if err := l.send(m); err != nil {
		return seq, at, err
	}
	l.fly(it.next, len(m))
	return it.next, it.end, nil
}
