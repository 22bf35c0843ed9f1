package capture_test

import (
	"bytes"
	"context"
	"errors"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/gorilla/websocket"
	"github.com/stretchr/testify/require"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/scribe/capture"
	"github.com/visitwright/visitwright/scribe/capture/vault"
	"github.com/visitwright/visitwright/scribe/capture/wire"
)

const visit = ehr.VisitID("0192f0c1-2a3b-7c4d-8e5f-000000000001")

// site is a server with switches.
type site struct {
	*httptest.Server
	h     *capture.Handler
	store *vault.Store

	mu            sync.Mutex
	gate, ended   error
	started, ends int
}

func (s *site) set(f func()) { s.mu.Lock(); defer s.mu.Unlock(); f() }

func newSite(t *testing.T, change ...func(*capture.Options)) *site {
	keys, err := vault.NewKeyring("test", bytes.Repeat([]byte{1}, vault.KeySize))
	require.NoError(t, err)
	store, err := vault.Open(vault.Options{Dir: filepath.Join(t.TempDir(), "audio"), Keys: keys, Linger: time.Millisecond})
	require.NoError(t, err)
	s := &site{store: store}
	opt := capture.Options{
		Store: store, GateEvery: 20 * time.Millisecond, LowRoom: 1,
		Gate: func(context.Context, *http.Request, ehr.VisitID) error {
			s.mu.Lock()
			defer s.mu.Unlock()
			return s.gate
		},
		Started: func(context.Context, vault.Info) error { s.set(func() { s.started++ }); return nil },
		Ended: func(context.Context, vault.Info) error {
			s.mu.Lock()
			defer s.mu.Unlock()
			s.ends++
			defer func() { s.ended = nil }() // it is back when asked again
			return s.ended
		},
	}
	for _, f := range change {
		f(&opt)
	}
	s.h = capture.NewHandler(opt)
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.h.Serve(w, r, ehr.VisitID(strings.TrimPrefix(r.URL.Path, "/")))
	}))
	t.Cleanup(func() {
		// What a line still writes must be written before its folder is removed.
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		require.NoError(t, s.h.Shutdown(ctx))
		s.Close()
		require.NoError(t, store.Close())
	})
	return s
}

func (s *site) url() string { return "ws" + strings.TrimPrefix(s.URL, "http") + "/" + string(visit) }

func noise(seed uint64, n int) []byte {
	b := make([]byte, n)
	_, _ = rand.NewChaCha8([32]byte{byte(seed)}).Read(b)
	return b
}

func newClient(t *testing.T, url, dir string, channels int) (*capture.Client, *capture.Log) {
	log, err := capture.OpenLog(dir, capture.NewRecording{Channels: channels, Started: time.Now(), Unsynced: true})
	require.NoError(t, err)
	return capture.NewClient(capture.ClientOptions{URL: url, Log: log, Live: true, MinWait: 5 * time.Millisecond, MaxWait: 50 * time.Millisecond, Dialer: cuttable}), log
}

// cuttable remembers the connections it made, so that cut can drop them.
var (
	cuttable = &websocket.Dialer{NetDialContext: func(ctx context.Context, network, addr string) (net.Conn, error) {
		conn, err := new(net.Dialer).DialContext(ctx, network, addr)
		if err == nil {
			dialed.Store(addr, conn)
		}
		return conn, err
	}}
	dialed sync.Map
)

func (s *site) cut() {
	if conn, ok := dialed.Load(s.Listener.Addr().String()); ok {
		_ = conn.(net.Conn).Close()
	}
}

func run(t *testing.T, c *capture.Client) <-chan error {
	done := make(chan error, 1)
	go func() { done <- c.Run(t.Context()) }()
	return done
}

func TestARecordingArrives(t *testing.T) {
	s := newSite(t)
	c, log := newClient(t, s.url(), filepath.Join(t.TempDir(), "log"), 2)
	done := run(t, c)
	pcm := noise(1, 1_000_004)
	for part := pcm; len(part) > 0; {
		n := min(len(part), 5000)
		_, err := c.Write(part[:n])
		require.NoError(t, err)
		part = part[n:]
	}
	require.NoError(t, c.Gap(3200*time.Millisecond, wire.Microphone))
	_, err := c.Write(pcm[:64])
	require.NoError(t, err)
	end, err := c.Finish(t.Context())
	require.NoError(t, err)
	require.NoError(t, <-done)
	require.Equal(t, wire.Equal, end.Verdict)
	require.NoDirExists(t, filepath.Join(t.TempDir(), "log"))
	in, err := s.store.Info(log.ID())
	require.NoError(t, err)
	require.Equal(t, int64(len(pcm)+64), in.Bytes)
	require.Len(t, in.Gaps, 1)
	require.Equal(t, "[audio missing 00:03.2]", in.Gaps[0].Marker())
	require.Equal(t, [2]int{1, 1}, [2]int{s.started, s.ends})
	reel, err := s.store.Reel(visit)
	require.NoError(t, err)
	all, err := reel.PCM(t.Context(), 0, time.Hour)
	require.NoError(t, err)
	require.True(t, bytes.Equal(pcm, all[:len(pcm)]))
}

func TestNoByteBeforeConsent(t *testing.T) {
	for _, c := range []struct {
		err  error
		code wire.Code
		do   wire.Do
	}{
		{capture.ErrNoConsent, wire.NoConsent, wire.AfterSomebody},
		{ehr.Errorf(ehr.Unauthorized, "signed out"), wire.SignedOut, wire.AfterSomebody},
		{ehr.Errorf(ehr.Forbidden, "no"), wire.Forbidden, wire.Stop},
		{ehr.Errorf(ehr.NotFound, "no visit"), wire.NoVisit, wire.Stop},
		{ehr.Errorf(ehr.Conflict, "signed"), wire.NoVisit, wire.Stop},
		{ehr.Errorf(ehr.Unavailable, "database"), wire.Unavailable, wire.Again},
		{errors.New("secret inside"), wire.Storage, wire.Again},
	} {
		s := newSite(t)
		s.gate = c.err
		conn := dial(t, s)
		send(t, conn, hello(uuid.New()))
		send(t, conn, wire.Frame{Samples: 1, PCM: []byte{1, 2}})
		f, ok := receive(t, conn).(wire.Fault)
		require.True(t, ok)
		require.Equal(t, c.code, f.Code)
		require.Equal(t, c.do, f.Do)
		require.NotContains(t, f.Text, "secret")
		_, _, err := conn.ReadMessage()
		require.True(t, websocket.IsCloseError(err, 4000+int(c.code)), "%v", err)
		require.Empty(t, s.store.List(), "nothing was kept")
		require.Zero(t, s.started)
	}
}

func hello(rec uuid.UUID) wire.Hello {
	return wire.Hello{Live: true, Version: 1, Channels: 1, Rate: 16000, Recording: rec, Started: time.UnixMilli(1)}
}

func dial(t *testing.T, s *site) *websocket.Conn {
	d := websocket.Dialer{Subprotocols: []string{wire.Subprotocol}}
	conn, _, err := d.Dial(s.url(), nil)
	require.NoError(t, err)
	t.Cleanup(func() { conn.Close() })
	return conn
}

func send(t *testing.T, conn *websocket.Conn, m wire.Message) {
	require.NoError(t, conn.WriteMessage(websocket.BinaryMessage, m.Append(nil)))
}

func receive(t *testing.T, conn *websocket.Conn) wire.Message {
	require.NoError(t, conn.SetReadDeadline(time.Now().Add(10*time.Second)))
	_, b, err := conn.ReadMessage()
	require.NoError(t, err)
	m, err := wire.Parse(b)
	require.NoError(t, err)
	return m
}

func TestWhatIsRefused(t *testing.T) {
	frame := wire.Frame{Samples: 1, PCM: []byte{1, 2}}
	late := frame
	late.At = 160
	two := frame
	two.PCM = []byte{1, 2, 3, 4}
	old := hello(uuid.New())
	old.Version = 9
	for name, c := range map[string]struct {
		send []wire.Message
		code wire.Code
	}{
		"another version":          {[]wire.Message{old}, wire.BadVersion},
		"audio before hello":       {[]wire.Message{frame}, wire.BadMessage},
		"the wrong number":         {[]wire.Message{hello(uuid.New()), wire.Frame{Seq: 1, Samples: 1, PCM: []byte{1, 2}}}, wire.Sequence},
		"a jump without a gap":     {[]wire.Message{hello(uuid.New()), late}, wire.BadMessage},
		"two channels instead one": {[]wire.Message{hello(uuid.New()), two}, wire.OtherRec},
		"more after the end":       {[]wire.Message{hello(uuid.New()), wire.End{Seq: 1}}, wire.Sequence},
		"too long":                 {[]wire.Message{hello(uuid.New()), wire.Gap{Count: 1, Samples: 1 << 50, Reason: wire.Slept}}, wire.TooLong},
		"a second hello":           {[]wire.Message{hello(uuid.New()), hello(uuid.New())}, wire.BadMessage},
	} {
		t.Run(name, func(t *testing.T) {
			conn := dial(t, newSite(t))
			for _, m := range c.send {
				send(t, conn, m)
			}
			for {
				if f, ok := receive(t, conn).(wire.Fault); ok {
					require.Equal(t, c.code, f.Code)
					return
				}
			}
		})
	}
	t.Run("an origin elsewhere", func(t *testing.T) {
		d := websocket.Dialer{Subprotocols: []string{wire.Subprotocol}}
		_, resp, err := d.Dial(newSite(t).url(), http.Header{"Origin": {"https://elsewhere.example"}})
		require.Error(t, err)
		require.Equal(t, http.StatusForbidden, resp.StatusCode)
	})
	t.Run("no subprotocol", func(t *testing.T) {
		_, resp, err := websocket.DefaultDialer.Dial(newSite(t).url(), nil)
		require.Error(t, err)
		require.Equal(t, http.StatusBadRequest, resp.StatusCode)
	})
	t.Run("text", func(t *testing.T) {
		conn := dial(t, newSite(t))
		require.NoError(t, conn.WriteMessage(websocket.TextMessage, []byte("hello")))
		require.Equal(t, wire.BadMessage, receive(t, conn).(wire.Fault).Code)
	})
	t.Run("too large", func(t *testing.T) {
		conn := dial(t, newSite(t))
		send(t, conn, hello(uuid.New()))
		require.IsType(t, wire.Welcome{}, receive(t, conn))
		require.NoError(t, conn.WriteMessage(websocket.BinaryMessage, make([]byte, wire.MaxMessage+1)))
		require.Equal(t, wire.TooLarge, receive(t, conn).(wire.Fault).Code)
	})
	t.Run("silence", func(t *testing.T) {
		s := newSite(t, func(o *capture.Options) { o.HelloWait = 30 * time.Millisecond })
		require.Equal(t, wire.Quiet, receive(t, dial(t, s)).(wire.Fault).Code)
	})
	t.Run("too many", func(t *testing.T) {
		s := newSite(t, func(o *capture.Options) { o.MaxLines = 1 })
		send(t, dial(t, s), hello(uuid.New()))
		d := websocket.Dialer{Subprotocols: []string{wire.Subprotocol}}
		_, resp, err := d.Dial(s.url(), nil)
		require.Error(t, err)
		require.Equal(t, http.StatusServiceUnavailable, resp.StatusCode)
	})
}

func TestASecondConnectionTakesOver(t *testing.T) {
	s := newSite(t)
	rec := uuid.New()
	first := dial(t, s)
	send(t, first, hello(rec))
	require.IsType(t, wire.Welcome{}, receive(t, first))
	for i := range uint64(50) {
		send(t, first, wire.Frame{Seq: i, At: i, Samples: 1, PCM: []byte{byte(i), 0}})
	}
	second := dial(t, s)
	send(t, second, hello(rec))
	w := receive(t, second).(wire.Welcome)
	require.True(t, w.TookOver)
	acked := uint64(0)
	for {
		m := receive(t, first)
		if a, ok := m.(wire.Ack); ok {
			acked = a.Next
			continue
		}
		require.Equal(t, wire.TakenOver, m.(wire.Fault).Code)
		break
	}
	require.LessOrEqual(t, acked, w.Next, "what the first was told is safe the second need not send")
	for i := w.Next; i < 60; i++ {
		send(t, second, wire.Frame{Seq: i, At: i, Samples: 1, PCM: []byte{byte(i), 0}})
	}
	send(t, second, wire.End{Seq: 60, At: 60})
	for {
		if e, ok := receive(t, second).(wire.Ended); ok {
			require.Equal(t, uint64(120), e.Bytes)
			require.Equal(t, wire.NotCompared, e.Verdict)
			break
		}
	}
	reel, err := s.store.Reel(visit)
	require.NoError(t, err)
	pcm, err := reel.PCM(t.Context(), 0, time.Hour)
	require.NoError(t, err)
	for i := range 60 {
		require.Equal(t, byte(i), pcm[2*i])
	}
}

func TestALiveRecordingPushesOutTheVisitsOther(t *testing.T) {
	s := newSite(t)
	first, second, backlog := dial(t, s), dial(t, s), dial(t, s)
	send(t, first, hello(uuid.New()))
	require.IsType(t, wire.Welcome{}, receive(t, first))
	left := hello(uuid.New())
	left.Live = false
	send(t, backlog, left)
	require.False(t, receive(t, backlog).(wire.Welcome).TookOver)
	send(t, second, hello(uuid.New()))
	require.True(t, receive(t, second).(wire.Welcome).TookOver)
	require.Equal(t, wire.TakenOver, receive(t, first).(wire.Fault).Code)
	send(t, backlog, wire.Ping{Token: 5})
	require.Equal(t, wire.Pong{Token: 5}, receive(t, backlog))
}

func TestDatabaseAwayInMidVisit(t *testing.T) {
	s := newSite(t)
	c, _ := newClient(t, s.url(), filepath.Join(t.TempDir(), "log"), 1)
	done := run(t, c)
	pcm := noise(2, 320_000)
	write := func(b []byte) {
		_, err := c.Write(b)
		require.NoError(t, err)
	}
	write(pcm[:64_000])
	require.Eventually(t, func() bool { return c.Now().Connected }, 10*time.Second, time.Millisecond)
	away := ehr.Errorf(ehr.Unavailable, "the database is away")
	s.set(func() { s.gate, s.ended = away, away })
	require.Eventually(t, func() bool { return strings.Contains(c.Now().Trouble, "database") }, 10*time.Second, time.Millisecond, "the client is told")
	write(pcm[64_000:128_000])
	require.Eventually(t, func() bool { return c.Now().Safe() }, 10*time.Second, time.Millisecond, "an open line goes on")
	s.cut() // the line drops meanwhile, and nobody can be checked
	write(pcm[128_000:])
	require.Eventually(t, func() bool { f := c.Now().Fault; return f != nil && f.Code == wire.Unavailable }, 10*time.Second, time.Millisecond)
	require.False(t, c.Now().Safe())
	s.set(func() { s.gate = nil })
	end, err := c.Finish(t.Context())
	require.NoError(t, err)
	require.NoError(t, <-done)
	require.Equal(t, wire.Equal, end.Verdict)
	require.Equal(t, uint64(len(pcm)), end.Bytes)
	require.Equal(t, 2, s.ends, "asked again until the database was back")
}

func TestConsentWithdrawn(t *testing.T) {
	s := newSite(t)
	c, _ := newClient(t, s.url(), filepath.Join(t.TempDir(), "log"), 1)
	done := run(t, c)
	_, err := c.Write(noise(3, 64_000))
	require.NoError(t, err)
	require.Eventually(t, func() bool { return c.Now().Safe() && c.Now().Connected }, 10*time.Second, time.Millisecond)
	s.set(func() { s.gate = capture.ErrNoConsent })
	var f wire.Fault
	require.ErrorAs(t, <-done, &f)
	require.Equal(t, wire.NoConsent, f.Code)
}

func TestAClientGoesOnAfterItsOwnRestart(t *testing.T) {
	s := newSite(t)
	dir := filepath.Join(t.TempDir(), "log")
	pcm := noise(4, 640_000)
	ctx, stop := context.WithCancel(t.Context())
	c, log := newClient(t, s.url(), dir, 1)
	gone := make(chan error, 1)
	go func() { gone <- c.Run(ctx) }()
	_, err := c.Write(pcm[:321_000]) // the last part of a frame is not yet logged
	require.NoError(t, err)
	require.Eventually(t, func() bool { return c.Now().Kept < 5*time.Second }, 10*time.Second, time.Millisecond)
	stop()
	<-gone
	id := log.ID()
	again, log := newClient(t, s.url(), dir, 1) // the first was never closed, as after a kill
	require.Equal(t, id, log.ID())
	from := int(log.Position().Milliseconds()) * 32
	require.Equal(t, 320_000, from)
	done := run(t, again)
	_, err = again.Write(pcm[from:])
	require.NoError(t, err)
	end, err := again.Finish(t.Context())
	require.NoError(t, err)
	require.NoError(t, <-done)
	require.Equal(t, wire.Equal, end.Verdict)
	require.Equal(t, uint64(len(pcm)), end.Bytes)
}

func TestShutdownTellsClients(t *testing.T) {
	s := newSite(t)
	conn := dial(t, s)
	send(t, conn, hello(uuid.New()))
	require.IsType(t, wire.Welcome{}, receive(t, conn))
	require.NoError(t, s.h.Shutdown(t.Context()))
	require.Equal(t, wire.GoingDown, receive(t, conn).(wire.Fault).Code)
}

// The server's answer to END may be lost after the visit has gone on. The client must
// still learn that its recording is safe, and cannot add to it.
func TestTheAnswerToEndIsGivenAgain(t *testing.T) {
	s := newSite(t)
	rec := uuid.New()
	first := dial(t, s)
	send(t, first, hello(rec))
	send(t, first, wire.Frame{Samples: 1, PCM: []byte{1, 2}})
	send(t, first, wire.End{Seq: 1, At: 1})
	for {
		if _, ok := receive(t, first).(wire.Ended); ok {
			break
		}
	}
	s.set(func() { s.gate = ehr.Errorf(ehr.Conflict, "the visit takes no more audio") })
	second := dial(t, s)
	send(t, second, hello(rec))
	w := receive(t, second).(wire.Welcome)
	require.True(t, w.Ended)
	send(t, second, wire.End{Seq: 1, At: 1})
	require.Equal(t, uint64(2), receive(t, second).(wire.Ended).Bytes)
	third := dial(t, s)
	send(t, third, hello(rec))
	require.IsType(t, wire.Welcome{}, receive(t, third))
	send(t, third, wire.Frame{Seq: 1, At: 1, Samples: 1, PCM: []byte{1, 2}})
	require.Equal(t, wire.AfterEnd, receive(t, third).(wire.Fault).Code)
	other := dial(t, s)
	send(t, other, hello(uuid.New()))
	require.Equal(t, wire.NoVisit, receive(t, other).(wire.Fault).Code)
}
