package speech

import (
	"context"
	"fmt"
	"time"

	"github.com/visitwright/visitwright/scribe/speech/moonshine"
)

// Recording is 16 kHz sound, interleaved when there are two channels (0 clinician, 1 patient).
type Recording struct {
	PCM      []int16
	Channels int
}

// Final reads a whole recording: each piece for itself, then windows of up to 20 s again with the beam. Progress, if
// not nil, is told the share done, 0 to 1.
func (r *Recogniser) Final(ctx context.Context, rec Recording, progress func(float64)) (Transcript, error) {
	if rec.Channels != 1 && rec.Channels != 2 || len(rec.PCM)%rec.Channels != 0 {
		return Transcript{}, fmt.Errorf("%w: %d samples, %d channels", ErrAudio, len(rec.PCM), rec.Channels)
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	streams := r.newStreams(ctx, r.pool.wait(), rec.Channels, nil)
	defer func() {
		cancel()
		for _, s := range streams {
			s.jobs.Wait()
		}
	}()
	block := 10 * Rate * rec.Channels
	for at := 0; at < len(rec.PCM); at += block {
		if err := ctx.Err(); err != nil {
			return Transcript{}, err
		}
		if err := feed(streams, rec.PCM[at:min(len(rec.PCM), at+block)]); err != nil {
			return Transcript{}, err
		}
	}
	for _, s := range streams {
		s.flush()
	}
	if err := wait(ctx, streams, progress); err != nil {
		return Transcript{}, err
	}
	return r.assemble(streams, int64(len(rec.PCM)/rec.Channels)), nil
}

// wait until the streams' work is done or the caller gives up.
func wait(ctx context.Context, streams []*stream, progress func(float64)) error {
	done := make(chan struct{})
	go func() {
		for _, s := range streams {
			s.jobs.Wait()
		}
		close(done)
	}()
	tick := time.NewTicker(200 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-done:
			for _, s := range streams {
				if err := s.failure(); err != nil {
					return err
				}
			}
			return nil
		case <-tick.C:
			if progress != nil {
				progress(share(streams))
			}
		}
	}
}

func share(streams []*stream) float64 {
	ready, total := 0, 0
	for _, s := range streams {
		s.mu.Lock()
		ready, total = ready+s.ready, total+s.total
		s.mu.Unlock()
	}
	return float64(ready) / float64(max(1, total))
}

// readWindow is the final pass over one window: what the search reads is shown, the greedy reading beside it tells where
// to doubt. The second recogniser, where there is one, is shown instead of the search, and the search tells where to doubt.
func (s *stream) readWindow(w *window, sound []float32, do func(func())) error {
	var remote []moonshine.Word
	var failed error
	if s.rec.remote != nil {
		remote, failed = s.rec.remote.read(s.ctx, sound)
	}
	before, draft, err := s.heard(w)
	if err != nil {
		return err
	}
	shown, other, err := s.rec.both(s.ctx, sound, before, draft, do)
	if err != nil {
		return err
	}
	name := s.rec.base.Name
	if remote != nil {
		name, shown, other = s.rec.remote.model, remote, shown
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	w.words, w.second, w.recogniser, w.fallback = shown, other, name, failed != nil
	return nil
}

// heard waits for the live pass over a window's pieces and the one before them; that is more urgent work. It gives the
// last words before the window and the tokens of all its pieces.
func (s *stream) heard(w *window) (before []string, draft []int, err error) {
	for _, p := range append([]*piece{w.before}, w.pieces...) {
		if p == nil {
			continue
		}
		select {
		case <-p.done:
		case <-s.ctx.Done():
			return nil, nil, s.ctx.Err()
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if w.before != nil {
		words := w.before.words
		before = shortTexts(words[max(0, len(words)-3):])
	}
	for _, p := range w.pieces {
		draft = append(draft, p.tokens...)
	}
	return before, draft, nil
}

// settle decides on a window's words when the live pass has read its pieces too.
func (s *stream) settle(w *window) {
	var pieces []moonshine.Word
	for _, p := range w.pieces {
		for _, x := range p.words {
			pieces = append(pieces, moonshine.Word{Text: x.text, Prob: x.prob})
		}
	}
	w.words, w.second, pieces = apart(w.words), apart(w.second), apart(pieces)
	if w.recogniser == s.rec.base.Name {
		w.words = merge(w.words, w.second, pieces)
	}
	w.words = rescue(w.words, pieces)
	var mended []doubt
	w.words, mended = s.rec.mend(w.words)
	w.doubts = withMended(mended, doubts(s.rec.terms, w.words, w.second))
}

// both reads a window by search and greedily, step by step as do lets it.
func (r *Recogniser) both(ctx context.Context, sound []float32, before []string, draft []int, do func(func())) (search, greedy []moonshine.Word, err error) {
	var encoded *moonshine.Sound
	do(func() {
		if err = ctx.Err(); err == nil {
			encoded, err = r.base.Encode(sound)
		}
	})
	if err != nil {
		return nil, nil, err
	}
	defer encoded.Close()
	encoded.Turn = do
	first, err := r.base.Greedy(ctx, encoded, draft)
	if err != nil {
		return nil, nil, err
	}
	beam := r.search
	beam.History = before
	best, err := beam.Decode(ctx, r.base, encoded)
	if err != nil {
		return nil, nil, err
	}
	return r.base.Words(best), r.base.Words(first), nil
}

// newStreams makes a stream per microphone.
func (r *Recogniser) newStreams(ctx context.Context, of *turn, channels int, tell func(Event)) []*stream {
	var out []*stream
	for i := range channels {
		out = append(out, r.newStream(ctx, of, i, tell))
	}
	if channels == 2 {
		out[0].peer, out[1].peer = out[1], out[0]
	}
	return out
}

// feed gives interleaved sound to its streams.
func feed(streams []*stream, pcm []int16) error {
	for i, s := range streams {
		s.add(channel(pcm, len(streams), i))
	}
	for _, s := range streams {
		if err := s.advance(); err != nil {
			return err
		}
	}
	return nil
}

// channel picks one channel of interleaved sound as numbers of -1..1.
func channel(pcm []int16, channels, which int) []float32 {
	out := make([]float32, len(pcm)/channels)
	for i := range out {
		out[i] = float32(pcm[i*channels+which]) / 32768
	}
	return out
}

func ms(samples int64) int64 { return samples * 1000 / Rate }
