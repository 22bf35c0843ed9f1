package capture

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"github.com/Shopify/toxiproxy/v2"
	"github.com/google/uuid"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/rs/zerolog"

	"github.com/visitwright/visitwright/scribe/capture"
	"github.com/visitwright/visitwright/scribe/capture/wire"
)

// site is one measurement: a server process, a proxy before it, and recorders.
type site struct {
	opt   Options
	dir   string
	order Order
	child *process
	proxy *toxiproxy.Proxy

	recorders sync.WaitGroup
	halt      atomic.Bool // recorders finish what they have begun and stop
	number    atomic.Int64

	mu      sync.Mutex
	clients map[*capture.Client]bool
	ending  map[*capture.Client]bool // those that have said everything
	spoken  []spoken
	errs    []error
}

// spoken is what a finished recording must hold.
type spoken struct {
	id      uuid.UUID
	number  int
	bytes   int64
	verdict wire.Verdict
}

// newSite starts the server and the proxy. Its files go to a folder below opt.Dir.
func newSite(opt Options, name, database string) (*site, error) {
	s := &site{opt: opt, dir: filepath.Join(opt.Dir, name), clients: map[*capture.Client]bool{}, ending: map[*capture.Client]bool{}}
	if err := os.MkdirAll(s.dir, 0o700); err != nil {
		return nil, err
	}
	address, err := freeAddress()
	if err != nil {
		return nil, err
	}
	s.order = Order{Address: address, Dir: audioDir(s.dir), Database: database}
	if err := s.startServer(); err != nil {
		return nil, err
	}
	api := toxiproxy.NewServer(toxiproxy.NewMetricsContainer(prometheus.NewRegistry()), zerolog.Nop())
	s.proxy = toxiproxy.NewProxy(api, name, "127.0.0.1:0", address)
	return s, s.proxy.Start()
}

func freeAddress() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer l.Close()
	return l.Addr().String(), nil
}

func (s *site) startServer() (err error) {
	if s.child, err = s.opt.Program.start(s.order); err != nil {
		return err
	}
	return s.child.awaitReady()
}

// keepRecording lets n recorders make one recording after another, of 2 to 20 s,
// until halt.
func (s *site) keepRecording(ctx context.Context, n int, rnd *rand.Rand) {
	for range n {
		seed := rnd.Uint64()
		s.recorders.Go(func() {
			rnd := rand.New(rand.NewPCG(seed, 0))
			for !s.halt.Load() && ctx.Err() == nil {
				frames := 20 + rnd.Int64N(180)
				if err := s.makeRecording(ctx, frames*frameBytes+8*rnd.Int64N(100)); err != nil {
					s.mu.Lock()
					s.errs = append(s.errs, err)
					s.mu.Unlock()
					return
				}
			}
		})
	}
}

// makeRecording speaks one recording through the proxy.
func (s *site) makeRecording(ctx context.Context, n int64) error {
	number := int(s.number.Add(1))
	log, err := capture.OpenLog(filepath.Join(s.opt.Dir, "logs", filepath.Base(s.dir), fmt.Sprint(number)), capture.NewRecording{Channels: 1, Started: time.Now(), Unsynced: true})
	if err != nil {
		return err
	}
	c := capture.NewClient(clientOptions(websocketURL(s.proxy.Listen), log))
	s.mu.Lock()
	s.clients[c] = true
	s.mu.Unlock()
	defer func() {
		s.mu.Lock()
		delete(s.clients, c)
		delete(s.ending, c)
		s.mu.Unlock()
	}()
	go func() { _ = c.Run(ctx) }()
	if err := speakTo(ctx, c, number, 0, n); err != nil {
		return err
	}
	s.mu.Lock()
	s.ending[c] = true
	s.mu.Unlock()
	end, err := c.Finish(ctx)
	if err != nil {
		return fmt.Errorf("recording %d: %w", number, err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.spoken = append(s.spoken, spoken{log.ID(), number, n, end.Verdict})
	return nil
}

// hasEnded says whether a recorder has said everything and waits for the end alone.
func (s *site) hasEnded(c *capture.Client) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.ending[c]
}

// streaming counts the recorders that are connected and hold unacked audio.
func (s *site) streaming() (connected, unacked int) {
	s.mu.Lock()
	clients := make([]*capture.Client, 0, len(s.clients))
	for c := range s.clients {
		clients = append(clients, c)
	}
	s.mu.Unlock()
	for _, c := range clients {
		state := c.Now()
		if state.Connected {
			connected++
		}
		if !state.Safe() {
			unacked++
		}
	}
	return connected, unacked
}

// finish lets the recorders end, stops the server and compares everything.
func (s *site) finish(r *Result) error {
	s.halt.Store(true)
	s.recorders.Wait()
	s.proxy.Stop()
	if err := s.child.stop(); err != nil {
		return err
	}
	if err := errors.Join(s.errs...); err != nil {
		return err
	}
	store, err := openVault(audioDir(s.dir), nil)
	if err != nil {
		return err
	}
	defer store.Close()
	kept := map[uuid.UUID]bool{}
	for _, in := range store.List() {
		kept[in.ID] = true
	}
	for _, sp := range s.spoken {
		if !kept[sp.id] {
			r.Damage.Lost += sp.bytes
			continue
		}
		delete(kept, sp.id)
		pcm, err := readAll(store, sp.id)
		if err != nil {
			return err
		}
		d := compare(sp.number, sp.bytes, pcm)
		if d.none() && !bytes.Equal(pcm, speak(sp.number, 0, sp.bytes)) {
			return errors.New("the comparison itself is wrong")
		}
		r.Damage.add(d)
		r.Recordings++
		r.Bytes += sp.bytes
		if sp.verdict != wire.Equal {
			r.Unequal++
		}
	}
	r.Strays = len(kept)
	return nil
}
