package capture

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/sys/unix"

	"github.com/visitwright/visitwright/scribe/capture"
	"github.com/visitwright/visitwright/scribe/capture/wire"
)

// fault is something that goes wrong for a while.
type fault struct {
	begin, end func() error
	// told says whether a client knows of it.
	told func(capture.State) bool
	// hurt makes the server unable to take audio, so that clients must be keeping some, or wait for their end.
	hurt bool
}

// suffer lets two recorders stream, n times lets the fault come and go, and compares.
func suffer(ctx context.Context, s *site, r *Result, f fault) error {
	begin := time.Now()
	rnd := rand.New(rand.NewPCG(s.opt.Seed, 4))
	s.keepRecording(ctx, 2, rnd)
	for range r.Blows {
		if err := s.awaitStreams(ctx); err != nil {
			return err
		}
		pause(rnd, 300*time.Millisecond)
		if connected, _ := s.streaming(); connected > 0 {
			r.Midstream++
			r.Streams += connected
		}
		if err := f.begin(); err != nil {
			return err
		}
		told := s.await(time.Minute, func(c *capture.Client) bool {
			st := c.Now()
			return f.told(st) && (!f.hurt || !st.Safe() || s.hasEnded(c))
		})
		time.Sleep(300 * time.Millisecond) // and keep recording meanwhile
		if err := f.end(); err != nil {
			return err
		}
		if told {
			r.Told++
		}
		if !s.await(time.Minute, func(c *capture.Client) bool { return c.Now().Connected && c.Now().Trouble == "" }) {
			return errors.New("a client did not recover in a minute")
		}
	}
	err := s.finish(r)
	r.Took = time.Since(begin)
	return err
}

// await waits until every client answers yes.
func (s *site) await(most time.Duration, yes func(*capture.Client) bool) bool {
	waiting := map[*capture.Client]bool{}
	s.mu.Lock()
	for c := range s.clients {
		waiting[c] = true
	}
	s.mu.Unlock()
	for end := time.Now().Add(most); time.Now().Before(end); time.Sleep(2 * time.Millisecond) {
		s.mu.Lock()
		for c := range waiting {
			if !s.clients[c] { // it has ended its recording well
				delete(waiting, c)
			}
		}
		s.mu.Unlock()
		for c := range waiting {
			if yes(c) {
				delete(waiting, c)
			}
		}
		if len(waiting) == 0 {
			return true
		}
	}
	return false
}

func toldDiskFull(st capture.State) bool {
	return st.Fault != nil && st.Fault.Code == wire.DiskFull
}

// FullDisk fills the server's disk n times. It is a small file system of its own
// where this process may mount one, otherwise a limit on the size of the server's
// files, which the kernel enforces in the same way.
func FullDisk(ctx context.Context, opt Options, n int) (r Result, err error) {
	r = Result{Name: "disk full", Blows: n}
	mount := filepath.Join(opt.Dir, r.Name)
	if err := os.MkdirAll(mount, 0o700); err != nil {
		return r, err
	}
	if unix.Mount("tmpfs", mount, "tmpfs", 0, "size=48m") == nil {
		r.Name = "disk full (tmpfs)"
		defer func() { err = errors.Join(err, unix.Unmount(mount, unix.MNT_DETACH)) }()
		s, err := newSite(opt, "disk full", "")
		if err != nil {
			return r, err
		}
		filler := filepath.Join(mount, "filler")
		return r, suffer(ctx, s, &r, fault{
			begin: func() error { return fillDisk(filler) },
			end:   func() error { return os.Remove(filler) },
			told:  toldDiskFull, hurt: true,
		})
	}
	r.Name = "disk full (limit)"
	s, err := newSite(opt, "disk full", "")
	if err != nil {
		return r, err
	}
	limit := func(bytes uint64) error {
		var lim unix.Rlimit
		if err := unix.Prlimit(s.child.cmd.Process.Pid, unix.RLIMIT_FSIZE, nil, &lim); err != nil {
			return err
		}
		lim.Cur = min(bytes, lim.Max)
		return unix.Prlimit(s.child.cmd.Process.Pid, unix.RLIMIT_FSIZE, &lim, nil)
	}
	return r, suffer(ctx, s, &r, fault{
		begin: func() error { return limit(1) },
		end:   func() error { return limit(unix.RLIM_INFINITY) },
		told:  toldDiskFull, hurt: true,
	})
}

// fillDisk writes until there is no room.
func fillDisk(path string) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	block := make([]byte, 1<<12)
	for {
		if _, err := f.Write(block); errors.Is(err, unix.ENOSPC) {
			return nil
		} else if err != nil {
			return err
		}
	}
}

// Database is a database that can be stopped and started.
type Database interface {
	URL() string
	Stop() error
	Start() error
}

// DatabaseDown stops the database n times in mid-visit.
func DatabaseDown(ctx context.Context, opt Options, db Database, n int) (Result, error) {
	r := Result{Name: "database down", Blows: n}
	s, err := newSite(opt, r.Name, db.URL())
	if err != nil {
		return r, err
	}
	return r, suffer(ctx, s, &r, fault{
		begin: db.Stop, end: db.Start,
		told: func(st capture.State) bool { return st.Trouble != "" },
	})
}

// Counts say how often each thing is done.
type Counts struct{ Kills, Cuts, RecorderKills, Faults int }

// All runs every measurement and prints as it goes; without db, all but that of the
// database. The error says where not everything was kept.
func All(ctx context.Context, opt Options, n Counts, db Database, w io.Writer) error {
	steps := []func() (Result, error){
		func() (Result, error) { return Kills(ctx, opt, n.Kills) },
		func() (Result, error) { return Cuts(ctx, opt, n.Cuts) },
		func() (Result, error) { return RecorderKills(ctx, opt, n.RecorderKills) },
		func() (Result, error) { return FullDisk(ctx, opt, n.Faults) },
	}
	if db != nil {
		steps = append(steps, func() (Result, error) { return DatabaseDown(ctx, opt, db, n.Faults) })
	}
	var bad []error
	for _, step := range steps {
		r, err := step()
		if err != nil {
			return fmt.Errorf("%s: %w", r.Name, err)
		}
		r.Print(w)
		if !r.OK() {
			bad = append(bad, fmt.Errorf("%s: not everything is as it was spoken", r.Name))
		}
	}
	return errors.Join(bad...)
}
