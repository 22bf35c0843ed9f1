package capture

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"
)

// Cuts cuts the lines n times, each time in one of four ways chosen at random:
// closed, reset, broken off within a message, or silent.
func Cuts(ctx context.Context, opt Options, n int) (Result, error) {
	ways := []func(*site, *rand.Rand) error{closeLines, resetLines, breakOff, goSilent}
	return during(ctx, opt, "line cuts", n, func(s *site, rnd *rand.Rand) error {
		return ways[rnd.IntN(len(ways))](s, rnd)
	})
}

func pause(rnd *rand.Rand, most time.Duration) { time.Sleep(time.Duration(rnd.Int64N(int64(most)))) }

// closeLines ends every connection and takes none for a while.
func closeLines(s *site, rnd *rand.Rand) error {
	s.proxy.Stop()
	pause(rnd, 100*time.Millisecond)
	return s.proxy.Start()
}

// resetLines answers with TCP resets.
func resetLines(s *site, rnd *rand.Rand) error {
	return s.poison(rnd, `{"type":"reset_peer","stream":%q,"attributes":{"timeout":0}}`, 50*time.Millisecond)
}

// breakOff ends each connection after some more bytes, mostly within a message.
func breakOff(s *site, rnd *rand.Rand) error {
	return s.poison(rnd, fmt.Sprintf(`{"type":"limit_data","stream":%%q,"attributes":{"bytes":%d}}`, 1+rnd.IntN(30_000)), 200*time.Millisecond)
}

// goSilent drops everything without closing anything, for longer or shorter than a
// client waits.
func goSilent(s *site, rnd *rand.Rand) error {
	return s.poison(rnd, `{"type":"timeout","stream":%q,"attributes":{"timeout":0}}`, 1200*time.Millisecond)
}

// poison applies a toxic to one direction for at most a time.
func (s *site) poison(rnd *rand.Rand, toxic string, most time.Duration) error {
	stream := []string{"upstream", "downstream"}[rnd.IntN(2)]
	w, err := s.proxy.Toxics.AddToxicJson(strings.NewReader(fmt.Sprintf(toxic, stream)))
	if err != nil {
		return err
	}
	pause(rnd, most)
	return s.proxy.Toxics.RemoveToxic(context.Background(), w.Name)
}
