package capture

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/visitwright/visitwright/scribe/capture/wire"
)

// RecorderKills kills recorders n times with SIGKILL, one recorder at a time. Each is
// started again and goes on from its log, like a browser that was closed and opened.
func RecorderKills(ctx context.Context, opt Options, n int) (Result, error) {
	r := Result{Name: "recorder kills", Blows: n}
	begin := time.Now()
	rnd := rand.New(rand.NewPCG(opt.Seed, 3))
	s, err := newSite(opt, r.Name, "")
	if err != nil {
		return r, err
	}
	for left := n; left > 0; {
		kills := min(1+rnd.IntN(6), left)
		left -= kills
		if err := s.killRecorder(ctx, kills, rnd, &r); err != nil {
			return r, err
		}
	}
	err = s.finish(&r)
	r.Took = time.Since(begin)
	return r, err
}

// killRecorder makes one recording whose recorder is killed some times.
func (s *site) killRecorder(ctx context.Context, kills int, rnd *rand.Rand, r *Result) error {
	number := int(s.number.Add(1))
	o := Order{
		URL: websocketURL(s.proxy.Listen), Recording: number, Bytes: int64(kills*60+rnd.IntN(100)) * frameBytes,
		Dir: filepath.Join(s.opt.Dir, "logs", filepath.Base(s.dir), fmt.Sprint(number)),
	}
	var id uuid.UUID
	for ctx.Err() == nil {
		c, err := s.opt.Program.start(o)
		if err != nil {
			return err
		}
		if kills > 0 {
			time.Sleep(50*time.Millisecond + time.Duration(rnd.Int64N(int64(400*time.Millisecond))))
			if err := c.kill(); err != nil {
				return err
			}
			kills--
			if _, err := os.Stat(o.Dir); err == nil {
				r.Midstream++
				r.Streams++
			}
			continue
		}
		var verdict string
		for line := range c.lines {
			word, rest, _ := strings.Cut(line, " ")
			verdict = word
			if id, err = uuid.Parse(rest); err != nil {
				return err
			}
		}
		if err := c.stop(); err != nil {
			return err
		}
		sp := spoken{id: id, number: number, bytes: o.Bytes, verdict: wire.Different}
		if verdict == wire.Equal.String() {
			sp.verdict = wire.Equal
		}
		s.spoken = append(s.spoken, sp)
		return nil
	}
	return ctx.Err()
}
