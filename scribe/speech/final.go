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
	var streams []*stream
	for i := range rec.Channels {
		streams = append(streams, r.newStream(ctx, i, nil))
	}
	defer func() {
		cancel()
		for _, s := range streams {
			s.jobs.Wait()
		}
	}()
	block := 10 * Rate * rec.Channels
	for at := 0; at < len(rec.PCM); at += block {
		part := rec.PCM[at:min(len(rec.PCM), at+block)]
		for i, s := range streams {
			if err := ctx.Err(); err != nil {
				return Transcript{}, err
			}
			if err := s.feed(channel(part, rec.Channels, i)); err != nil {
				return Transcript{}, err
			}
		}
	}
	for _, s := range streams {
		s.flush()
	}
	if err := wait(ctx, streams, progress); err != nil {
		return Transcript{}, err
	}
	return assemble(streams, int64(len(rec.PCM)/rec.Channels)), nil
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

// readWindow is the final pass over one window.
func (s *stream) readWindow(w *window, sound []float32) error {
	words, err := s.ask(sound)
	name, failed := Name, err != nil
	if err := s.ctx.Err(); err != nil {
		return err
	}
	if words != nil {
		name = s.rec.remote.model
	} else if words, err = s.rec.beam(s.ctx, sound); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	w.words, w.recogniser, w.fallback = words, name, failed
	return nil
}

// ask the second recogniser, where there is one.
func (s *stream) ask(sound []float32) ([]moonshine.Word, error) {
	if s.rec.remote == nil {
		return nil, nil
	}
	return s.rec.remote.read(s.ctx, sound)
}

func (r *Recogniser) beam(ctx context.Context, sound []float32) ([]moonshine.Word, error) {
	encoded, err := r.base.Encode(sound)
	if err != nil {
		return nil, err
	}
	defer encoded.Close()
	reading, err := moonshine.Beam{Width: 4}.Decode(ctx, r.base, encoded)
	if err != nil {
		return nil, err
	}
	return r.base.Words(reading), nil
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
