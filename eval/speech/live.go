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
	// text was when it came. Sorted. A piece cut out of speech that went on is in neither: nobody had stopped.
	Final, Interim []time.Duration
	// Gap is how long someone spoke without a new text: until the first one, between two, and after the last one where that
	// is more than a second. Sorted.
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
			out.Final, out.Interim, out.Gap = append(out.Final, v.finals()...), append(out.Interim, v.interim...), append(out.Gap, v.gap...)
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
	start        time.Time
	pieces       []piece
	interim, gap []time.Duration
	finish       time.Duration
	last         time.Time // latest text of the utterance under way
	id           string
}

// piece is a text that stood, with the time that passed since its last word.
type piece struct {
	startMS, endMS int64
	age            time.Duration
}

// finals are the delays of the pieces whose speaker had stopped: those that no other piece follows without a pause.
func (v *visit) finals() []time.Duration {
	slices.SortFunc(v.pieces, func(a, b piece) int { return int(a.startMS - b.startMS) })
	var out []time.Duration
	for i, p := range v.pieces {
		if i+1 == len(v.pieces) || v.pieces[i+1].startMS > p.endMS {
			out = append(out, p.age)
		}
	}
	return out
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

// pad is the sound before the first and after the last word that a piece has (three frames of 32 ms).
const pad = 96 * time.Millisecond

// event notes delays. It runs on the visit's one delivering goroutine.
func (v *visit) event(e speech.Event) {
	now := time.Now()
	at := func(ms int64) time.Time { return v.start.Add(time.Duration(ms) * time.Millisecond) }
	if v.id != e.Segment.ID {
		v.id, v.last = e.Segment.ID, at(e.Segment.StartMS).Add(pad)
	}
	if e.Kind == speech.Interim && e.Segment.Text == "" {
		return // taken back
	}
	if e.Kind == speech.Interim {
		v.interim = append(v.interim, now.Sub(at(e.Segment.EndMS)))
		v.gap = append(v.gap, now.Sub(v.last))
		v.last = now
		return
	}
	stopped := at(e.Segment.EndMS).Add(-pad)
	v.pieces = append(v.pieces, piece{e.Segment.StartMS, e.Segment.EndMS, now.Sub(stopped)})
	if rest := stopped.Sub(v.last); rest > time.Second {
		v.gap = append(v.gap, rest)
	}
}
