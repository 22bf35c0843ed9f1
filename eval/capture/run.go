package capture

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"time"

	"github.com/google/uuid"

	"github.com/visitwright/visitwright/scribe/capture/vault"
)

// Options say what is measured and how.
type Options struct {
	Program Program // started again for servers and recorders
	Dir     string  // for everything the measurement writes
	Streams int     // recorders at once
	Seed    uint64
}

// Result is the outcome of one sort of blow.
type Result struct {
	Name      string
	Blows     int // kills, cuts or faults
	Midstream int // those that hit while audio was streaming and not all of it acked
	Streams   int // recordings that were being streamed, over all blows

	Recordings int
	Bytes      int64
	Damage     Damage
	Unequal    int // recordings whose digests were not found equal
	Strays     int // recordings on disk that nobody finished
	Told       int // faults of which every client was told
	Took       time.Duration
}

// OK says whether nothing was lost, doubled, misplaced or left over.
func (r Result) OK() bool {
	return r.Damage.none() && r.Unequal == 0 && r.Strays == 0 && r.Recordings > 0
}

// Print writes the counts.
func (r Result) Print(w io.Writer) {
	fmt.Fprintf(w, "%-16s %4d (%d in mid-stream, hitting %d streams); %d recordings, %d bytes: %v; digests equal %d of %d",
		r.Name+":", r.Blows, r.Midstream, r.Streams, r.Recordings, r.Bytes, r.Damage, r.Recordings-r.Unequal, r.Recordings)
	if r.Told > 0 {
		fmt.Fprintf(w, "; client told %d of %d times", r.Told, r.Blows)
	}
	fmt.Fprintf(w, "; %.0f s\n", r.Took.Seconds())
}

// during runs n blows against a site with recorders and compares afterwards. Each
// blow waits for streams to be under way and then strikes at a random moment.
func during(ctx context.Context, opt Options, name string, n int, blow func(*site, *rand.Rand) error) (Result, error) {
	r := Result{Name: name, Blows: n}
	begin := time.Now()
	rnd := rand.New(rand.NewPCG(opt.Seed, uint64(n)))
	s, err := newSite(opt, name, "")
	if err != nil {
		return r, err
	}
	s.keepRecording(ctx, opt.Streams, rnd)
	for i := 0; i < n && err == nil; i++ {
		if err = s.awaitStreams(ctx); err != nil {
			break
		}
		time.Sleep(time.Duration(rnd.Int64N(int64(200 * time.Millisecond))))
		connected, unacked := s.streaming()
		r.Streams += connected
		if connected > 0 && unacked > 0 {
			r.Midstream++
		}
		err = blow(s, rnd)
	}
	if err == nil {
		err = s.finish(&r)
	}
	r.Took = time.Since(begin)
	return r, err
}

// awaitStreams waits until somebody is connected.
func (s *site) awaitStreams(ctx context.Context) error {
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end) && ctx.Err() == nil; time.Sleep(time.Millisecond) {
		if connected, _ := s.streaming(); connected > 0 {
			return nil
		}
		s.mu.Lock()
		err := errors.Join(s.errs...)
		s.mu.Unlock()
		if err != nil {
			return err
		}
	}
	return errors.Join(ctx.Err(), errors.New("no recorder could connect in 30 s"))
}

// Kills kills the server n times with SIGKILL, now and then while it is starting
// again.
func Kills(ctx context.Context, opt Options, n int) (Result, error) {
	return during(ctx, opt, "server kills", n, func(s *site, rnd *rand.Rand) error {
		if err := s.child.kill(); err != nil {
			return err
		}
		if rnd.IntN(5) == 0 { // and while it replays its journal
			child, err := s.opt.Program.start(s.order)
			if err != nil {
				return err
			}
			time.Sleep(time.Duration(rnd.Int64N(int64(60 * time.Millisecond))))
			if err := child.kill(); err != nil {
				return err
			}
		}
		return s.startServer()
	})
}

func readAll(store *vault.Store, id uuid.UUID) ([]byte, error) {
	f, err := store.Follow(id, 0)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var all []byte
	for {
		p, err := f.Next(context.Background())
		if errors.Is(err, io.EOF) {
			return all, nil
		}
		if err != nil {
			return all, err
		}
		all = append(all, p.PCM...)
	}
}
