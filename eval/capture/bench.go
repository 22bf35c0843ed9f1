package capture

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"
	"github.com/gorilla/websocket"
	"golang.org/x/sys/unix"

	"github.com/visitwright/visitwright/scribe/capture/vault"
	"github.com/visitwright/visitwright/scribe/capture/wire"
)

// Load is the outcome of Bench.
type Load struct {
	Streams       int
	Took          time.Duration
	Frames, Bytes int64
	Syncs         int64 // of the server's journal
	// P50 to Max are from the moment a frame's last sample was spoken, by the clock that
	// paces the stream, to the moment the client has its ack.
	P50, P95, P99, Max     time.Duration
	ServerCores, LoadCores float64 // used on average by the server and by this program
	Machine                int     // cores there are
	Busy                   string  // the machine's load averages before
}

// OK says whether the bar is met: at least 500 streams, 99 of 100 acks within 250 ms.
func (l Load) OK() bool { return l.Streams >= 500 && l.P99 < 250*time.Millisecond }

// Print writes the figures.
func (l Load) Print(w io.Writer) {
	fmt.Fprintf(w, "%d live streams of 16 kHz for %.1f s: %d frames, %d bytes of audio, all acked from disk, all digests equal\n", l.Streams, l.Took.Seconds(), l.Frames, l.Bytes)
	fmt.Fprintf(w, "ack p50 %.1f ms, p95 %.1f ms, p99 %.1f ms, max %.1f ms\n", ms(l.P50), ms(l.P95), ms(l.P99), ms(l.Max))
	fmt.Fprintf(w, "%d syncs (%.0f a second); cores used: server %.2f, load generator %.2f, of %d; load before: %s\n",
		l.Syncs, float64(l.Syncs)/l.Took.Seconds(), l.ServerCores, l.LoadCores, l.Machine, l.Busy)
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// Bench measures n live streams for a time, against a server in a process of its own.
func Bench(ctx context.Context, opt Options, n int, length time.Duration) (Load, error) {
	l := Load{Streams: n, Machine: runtime.NumCPU(), Busy: loadAverage()}
	address, err := freeAddress()
	if err != nil {
		return l, err
	}
	server, err := opt.Program.start(Order{Address: address, Dir: audioDir(opt.Dir)})
	if err != nil {
		return l, err
	}
	if err := server.awaitReady(); err != nil {
		return l, err
	}
	streams, err := openStreams(ctx, websocketURL(address), n)
	if err != nil {
		return l, errors.Join(err, server.kill())
	}
	before, mine := cpuOf(server.cmd.Process.Pid), cpuOf(os.Getpid())
	begin := time.Now()
	err = together(streams, func(s *stream) error { return s.speak(begin, length) })
	l.Took = time.Since(begin)
	l.ServerCores = (cpuOf(server.cmd.Process.Pid) - before).Seconds() / l.Took.Seconds()
	l.LoadCores = (cpuOf(os.Getpid()) - mine).Seconds() / l.Took.Seconds()
	err = errors.Join(err, together(streams, (*stream).end))
	if err != nil {
		return l, errors.Join(err, server.kill())
	}
	l.collect(streams)
	if err := server.stdin.Close(); err != nil {
		return l, err
	}
	var st vault.Stats
	for line := range server.lines {
		if err := json.Unmarshal([]byte(line), &st); err != nil {
			return l, err
		}
	}
	l.Syncs = st.Syncs
	return l, server.cmd.Wait()
}

func (l *Load) collect(streams []*stream) {
	var waits []time.Duration
	for _, s := range streams {
		waits = append(waits, s.waits...)
		l.Frames += int64(len(s.waits))
	}
	l.Bytes = l.Frames * frameBytes
	slices.Sort(waits)
	at := func(q float64) time.Duration { return waits[int(q*float64(len(waits)-1))] }
	l.P50, l.P95, l.P99, l.Max = at(0.5), at(0.95), at(0.99), at(1)
}

// together calls f for all streams at once.
func together(streams []*stream, f func(*stream) error) error {
	var wg sync.WaitGroup
	errs := make([]error, len(streams))
	for i, s := range streams {
		wg.Go(func() { errs[i] = f(s) })
	}
	wg.Wait()
	return firstOf(errs)
}

// firstOf gives the first error and how many there are.
func firstOf(errs []error) error {
	errs = slices.DeleteFunc(errs, func(err error) bool { return err == nil })
	if len(errs) == 0 {
		return nil
	}
	return fmt.Errorf("%d of the streams failed, one with: %w", len(errs), errs[0])
}

// openStreams opens n streams, some at a time.
func openStreams(ctx context.Context, url string, n int) ([]*stream, error) {
	streams, errs := make([]*stream, n), make([]error, n)
	var wg sync.WaitGroup
	for first := range 16 {
		wg.Go(func() {
			for i := first; i < n; i += 16 {
				streams[i], errs[i] = openStream(ctx, url, i)
			}
		})
	}
	wg.Wait()
	return streams, firstOf(errs)
}

// stream is one microphone. It is lighter than a Client, which would measure its own
// log as well.
type stream struct {
	conn   *websocket.Conn
	number int
	due    []time.Time // when each frame was spoken
	mu     sync.Mutex
	waits  []time.Duration
	acked  chan error // when all is acked
	goal   uint64
}

func openStream(ctx context.Context, url string, number int) (*stream, error) {
	d := websocket.Dialer{Subprotocols: []string{wire.Subprotocol}, ReadBufferSize: 1 << 10, WriteBufferSize: 8 << 10}
	conn, _, err := d.DialContext(ctx, url, http.Header{})
	if err != nil {
		return nil, err
	}
	s := &stream{conn: conn, number: number, acked: make(chan error, 1)}
	hello := wire.Hello{Version: wire.Version, Channels: 1, Rate: wire.SampleRate, Recording: uuid.New(), Started: time.Now(), Client: "bench"}
	if err := conn.WriteMessage(websocket.BinaryMessage, hello.Append(nil)); err != nil {
		return nil, err
	}
	m, err := s.read()
	if err != nil {
		return nil, err
	}
	if _, ok := m.(wire.Welcome); !ok {
		return nil, fmt.Errorf("not welcome: %v", m)
	}
	return s, nil
}

func (s *stream) read() (wire.Message, error) {
	_, b, err := s.conn.ReadMessage()
	if err != nil {
		return nil, err
	}
	m, err := wire.Parse(b)
	if f, ok := m.(wire.Fault); ok {
		return nil, f
	}
	return m, err
}

// speak sends a frame every 100 ms, at this stream's own moment within them.
func (s *stream) speak(begin time.Time, length time.Duration) error {
	frames := uint64(length / (100 * time.Millisecond))
	s.goal = frames
	go s.listen()
	offset := time.Duration(s.number*7919%1000) * 100 * time.Microsecond
	pcm := speak(s.number, 0, frameBytes)
	buf := make([]byte, 0, frameBytes+64)
	for i := range frames {
		due := begin.Add(offset + time.Duration(i)*100*time.Millisecond)
		time.Sleep(time.Until(due))
		s.mu.Lock()
		s.due = append(s.due, due)
		s.mu.Unlock()
		m := wire.Frame{Seq: i, At: i * wire.FrameSamples, Samples: wire.FrameSamples, PCM: pcm}
		if err := s.conn.WriteMessage(websocket.BinaryMessage, m.Append(buf[:0])); err != nil {
			return err
		}
	}
	select {
	case err := <-s.acked:
		return err
	case <-time.After(30 * time.Second):
		return errors.New("not all was acked in 30 s")
	}
}

// listen takes the time of each ack.
func (s *stream) listen() {
	for next := uint64(0); next < s.goal; {
		m, err := s.read()
		if err != nil {
			s.acked <- err
			return
		}
		ack, ok := m.(wire.Ack)
		if !ok {
			continue
		}
		now := time.Now()
		s.mu.Lock()
		for ; next < ack.Next; next++ {
			s.waits = append(s.waits, now.Sub(s.due[next]))
		}
		s.mu.Unlock()
	}
	s.acked <- nil
}

// end closes the recording and compares digests.
func (s *stream) end() error {
	defer s.conn.Close()
	pcm := speak(s.number, 0, frameBytes)
	h := sha256.New()
	for range s.goal {
		h.Write(pcm)
	}
	m := wire.End{Seq: s.goal, At: s.goal * wire.FrameSamples, Bytes: s.goal * frameBytes, Known: true}
	copy(m.SHA256[:], h.Sum(nil))
	if err := s.conn.WriteMessage(websocket.BinaryMessage, m.Append(nil)); err != nil {
		return err
	}
	for {
		m, err := s.read()
		if err != nil {
			return err
		}
		if e, ok := m.(wire.Ended); ok {
			if e.Verdict != wire.Equal {
				return fmt.Errorf("stream %d: digests %v", s.number, e.Verdict)
			}
			return nil
		}
	}
}

// cpuOf gives the processor time a process has used, in user and system mode.
func cpuOf(pid int) time.Duration {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0
	}
	// The name, which may hold anything, ends with the last parenthesis.
	fields := strings.Fields(string(b[strings.LastIndexByte(string(b), ')')+1:]))
	var ticks [2]int64
	for i := range ticks {
		_, _ = fmt.Sscan(fields[11+i], &ticks[i]) // utime and stime, proc(5)
	}
	const ticksPerSecond = 100 // USER_HZ, fixed on Linux
	return time.Duration(ticks[0]+ticks[1]) * time.Second / ticksPerSecond
}

func loadAverage() string {
	var si unix.Sysinfo_t
	if unix.Sysinfo(&si) != nil {
		return "not known"
	}
	f := func(v uint64) float64 { return float64(v) / 65536 }
	return fmt.Sprintf("%.2f %.2f %.2f", f(si.Loads[0]), f(si.Loads[1]), f(si.Loads[2]))
}
