package capture

import (
	"context"
	"errors"
	"time"

	"github.com/gorilla/websocket"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/scribe/capture/wire"
)

// tell sends everything the client is told, until the line ends.
func (l *line) tell(welcome wire.Welcome) {
	if !l.send(welcome) {
		return
	}
	ping := time.NewTicker(l.h.opt.Quiet / 3)
	defer ping.Stop()
	acked := welcome.Next
	for {
		changed := l.writer.Changed()
		next, at, err := l.writer.Durable()
		if next > acked {
			acked = next
			l.h.count.acks.Add(1)
			if !l.send(wire.Ack{Next: next, At: at}) {
				return
			}
		}
		if err != nil {
			l.cancel(err)
		}
		select {
		case <-l.ctx.Done():
			l.sayGoodbye()
			return
		default:
		}
		select {
		case <-changed:
		case m := <-l.out:
			if !l.send(m) {
				return
			}
		case <-ping.C:
			if l.conn.WriteControl(websocket.PingMessage, nil, time.Now().Add(writeWait)) != nil {
				l.cancel(errDropped)
			}
		case <-l.ctx.Done():
		}
	}
}

// send writes one message and says whether the line still stands.
func (l *line) send(m wire.Message) bool {
	err := l.conn.SetWriteDeadline(time.Now().Add(writeWait))
	if err == nil {
		err = l.conn.WriteMessage(websocket.BinaryMessage, m.Append(make([]byte, 0, 64)))
	}
	if err != nil {
		l.cancel(errDropped)
		_ = l.conn.Close() // so that the reader notices
	}
	return err == nil
}

// sayGoodbye sends the last message, which the line's cause gives.
func (l *line) sayGoodbye() {
	cause := context.Cause(l.ctx)
	if errors.Is(cause, errDropped) || errors.Is(cause, context.Canceled) {
		_ = l.conn.Close()
		return
	}
	code := websocket.CloseNormalClosure
	var done finished
	if errors.As(cause, &done) {
		if !l.send(done.m) {
			return
		}
	} else {
		f := faultOf(cause)
		l.h.count.faults.Add(1)
		l.h.opt.Log.Info("capture line ended", "visit", l.visit, "recording", l.hello.Recording, "code", f.Code, "error", cause)
		if !l.send(f) {
			return
		}
		code = 4000 + int(f.Code)
	}
	_ = l.conn.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, ""), time.Now().Add(writeWait))
	_ = l.conn.SetReadDeadline(time.Now().Add(lingerWait))
}

// readOut reads what is still on its way, so that the last message arrives.
func (l *line) readOut() {
	for end := time.Now().Add(lingerWait); time.Now().Before(end); {
		_ = l.conn.SetReadDeadline(end)
		if _, _, err := l.conn.NextReader(); err != nil {
			return
		}
	}
}

// guard asks again, while the line stands, whether it may.
func (l *line) guard() {
	tick := time.NewTicker(l.h.opt.GateEvery)
	defer tick.Stop()
	told := wire.AllWell
	for {
		select {
		case <-tick.C:
		case <-l.ctx.Done():
			return
		}
		state, err := l.check()
		if l.ending.Load() || (l.writer.Info().Ended && ehr.KindOf(err) == ehr.Conflict) {
			return
		}
		if err != nil {
			l.cancel(err)
			return
		}
		if state.Code != told {
			told = state.Code
			if l.say(state) != nil {
				return
			}
		}
	}
}

// check asks the Gate and looks at the disk.
func (l *line) check() (wire.Notice, error) {
	ctx, done := context.WithTimeout(l.ctx, l.h.opt.HookWait)
	defer done()
	err := l.h.opt.Gate(ctx, l.request, l.visit)
	if err != nil && (ehr.KindOf(err) == ehr.Unavailable || errors.Is(err, context.DeadlineExceeded)) {
		return wire.Notice{Code: wire.DatabaseAway, Text: "the server's database is away; audio is still kept on the server's disk"}, nil
	}
	if err != nil {
		return wire.Notice{}, err
	}
	if room, err := l.h.opt.Store.Room(); err == nil && room < l.h.opt.LowRoom {
		return wire.Notice{Code: wire.DiskLow, Text: "the server's disk is nearly full"}, nil
	}
	return wire.Notice{Code: wire.AllWell, Text: "all is well again"}, nil
}
