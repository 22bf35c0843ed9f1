package speech

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/visitwright/visitwright/scribe/speech"
)

// Live is what live visits, spoken at their own pace and side by side, came to.
type Live struct {
	Visits  int
	Seconds float64 // of sound, each
	// Final is how long after someone stopped speaking the words stood, and Interim how old the sound of an interim
	// text was when it came. Sorted.
	Final, Interim []time.Duration
	// Gap is the time between two texts, interim or final, while someone spoke. Sorted.
	Gap    []time.Duration
	Finish time.Duration // the longest wait for the transcript after the last word
	CPU    float64       // seconds of computing per second of sound
}

// At is the value below which a share of the sorted durations lies.
func At(sorted []time.Duration, share float64) time.Duration {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[min(len(sorted)-1, int(share*float64(len(sorted))))]
}

const frame = rate / 10 // 100 ms, as a browser sends

// Visits speaks sounds at once, each in real time, cut to a length, and measures delays.
func Visits(ctx context.Context, rec *speech.Recogniser, sounds [][]int16, seconds float64) (Live, error) {
	out := Live{Visits: len(sounds), Seconds: seconds}
	var mu sync.Mutex
	var visits sync.WaitGroup
	errs := make([]error, len(sounds))
	before := cpu()
	for i, pcm := range sounds {
		pcm = pcm[:min(len(pcm), int(seconds*rate))]
		visits.Go(func() {
			v := visit{}
			errs[i] = v.run(ctx, rec, pcm, time.Duration(i)*137*time.Millisecond)
			mu.Lock()
			defer mu.Unlock()
			out.Final, out.Interim, out.Gap = append(out.Final, v.final...), append(out.Interim, v.interim...), append(out.Gap, v.gap...)
			out.Finish = max(out.Finish, v.finish)
		})
	}
	visits.Wait()
	out.CPU = (cpu() - before) / (seconds * float64(len(sounds)))
	for _, list := range [][]time.Duration{out.Final, out.Interim, out.Gap} {
		slices.Sort(list)
	}
	for _, err := range errs {
		if err != nil {
			return out, err
		}
	}
	return out, nil
}

type visit struct {
	start               time.Time
	final, interim, gap []time.Duration
	finish              time.Duration
	last                time.Time // latest text of the utterance under way
	id                  string
}

func (v *visit) run(ctx context.Context, rec *speech.Recogniser, pcm []int16, wait time.Duration) error {
	time.Sleep(wait)
	v.start = time.Now()
	live, err := rec.NewLive(speech.LiveConfig{Channels: 1, Sink: v.event})
	if err != nil {
		return err
	}
	defer live.Cancel()
	for at := 0; at < len(pcm); at += frame {
		end := min(len(pcm), at+frame)
		due := v.start.Add(time.Duration(end) * time.Second / rate)
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(time.Until(due)):
		}
		if err := live.Write(pcm[at:end]); err != nil {
			return err
		}
	}
	stopped := time.Now()
	t, err := live.Finish(ctx)
	v.finish = time.Since(stopped)
	if err == nil && len(t.Segments) == 0 {
		err = fmt.Errorf("a visit of %d samples gave no text", len(pcm))
	}
	return err
}

// pad is the sound after the last word that a piece has (three frames of 32 ms).
const pad = 96 * time.Millisecond

// event notes delays. It runs on the visit's one delivering goroutine.
func (v *visit) event(e speech.Event) {
	now := time.Now()
	age := now.Sub(v.start.Add(time.Duration(e.Segment.EndMS) * time.Millisecond))
	if v.id == e.Segment.ID {
		v.gap = append(v.gap, now.Sub(v.last))
	}
	v.id, v.last = e.Segment.ID, now
	switch e.Kind {
	case speech.Interim:
		v.interim = append(v.interim, age)
	case speech.Piece:
		v.final = append(v.final, age+pad)
	}
}
