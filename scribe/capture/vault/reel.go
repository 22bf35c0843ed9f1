package vault

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"time"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/scribe/capture/wire"
)

// Reel is a visit's audio: all its recordings end to end in the order in which the
// server first saw them, with silence in the gaps. It shows what was on disk when it
// was made. It is safe for concurrent use.
type Reel struct {
	store    *Store
	strips   []strip
	channels int
	samples  uint64 // per channel
}

// strip is one recording's place on the reel.
type strip struct {
	rec   *recording
	info  Info
	start uint64 // on the reel
	mark
	gaps []ledgerGap
}

// Reel gives a visit's audio. The error is an ehr.NotFound where there is none.
func (s *Store) Reel(visit ehr.VisitID) (*Reel, error) {
	l := &Reel{store: s, channels: 1}
	for _, in := range s.Visit(visit) {
		r, err := s.recording(in.ID)
		if err != nil {
			return nil, err
		}
		st := strip{rec: r, info: in, start: l.samples}
		st.mark, st.gaps, _ = r.snapshot()
		l.strips = append(l.strips, st)
		l.channels = max(l.channels, in.Channels)
		l.samples += st.at
	}
	if len(l.strips) == 0 {
		return nil, ehr.Errorf(ehr.NotFound, "this visit has no recording")
	}
	return l, nil
}

// Channels is 1, or 2 if any of the recordings has two.
func (l *Reel) Channels() int { return l.channels }

// Length is the time line's length, gaps included.
func (l *Reel) Length() time.Duration { return span(l.samples) }

// Infos describes the recordings.
func (l *Reel) Infos() []Info {
	var list []Info
	for _, s := range l.strips {
		list = append(list, s.info)
	}
	return list
}

// Gaps gives the gap ledger on the reel's time line.
func (l *Reel) Gaps() []Gap {
	var list []Gap
	for _, s := range l.strips {
		for _, g := range s.gaps {
			at := span(s.start + g.At)
			list = append(list, Gap{At: at, Length: span(s.start+g.At+g.Samples) - at, Reason: g.Reason})
		}
	}
	return list
}

// Complete says whether every recording was ended by its client.
func (l *Reel) Complete() bool {
	for _, s := range l.strips {
		if !s.info.Ended {
			return false
		}
	}
	return true
}

// SHA256 is the digest of the audio in hex: that of the only recording, or, of
// several, of their digests in order. It is empty until Complete.
func (l *Reel) SHA256() string {
	if !l.Complete() {
		return ""
	}
	if len(l.strips) == 1 {
		return hex.EncodeToString(l.strips[0].info.SHA256[:])
	}
	h := sha256.New()
	for _, s := range l.strips {
		h.Write(s.info.SHA256[:])
	}
	return hex.EncodeToString(h.Sum(nil))
}

// PCM gives the audio from start to end, cut to what there is: 16-bit little-endian,
// interleaved.
func (l *Reel) PCM(ctx context.Context, start, end time.Duration) ([]byte, error) {
	a, b := l.clip(start), l.clip(end)
	if b <= a {
		return nil, nil
	}
	out := make([]byte, int(b-a)*l.channels*wire.SampleBytes)
	return out, l.fill(ctx, out, a)
}

func (l *Reel) clip(d time.Duration) uint64 {
	return samplesIn(min(max(d, 0), l.Length()))
}

// fill writes the audio from sample position at into out, which is zero.
func (l *Reel) fill(ctx context.Context, out []byte, at uint64) error {
	size := uint64(l.channels * wire.SampleBytes)
	end := at + uint64(len(out))/size
	for _, s := range l.strips {
		from, to := max(at, s.start), min(end, s.start+s.at)
		if from >= to {
			continue
		}
		part := out[(from-at)*size : (to-at)*size]
		if err := l.fillFrom(ctx, s, part, from-s.start); err != nil {
			return err
		}
	}
	return nil
}

// fillFrom writes a strip's audio from its sample position at into out.
func (l *Reel) fillFrom(ctx context.Context, s strip, out []byte, at uint64) error {
	size := l.channels * wire.SampleBytes
	end := at + uint64(len(out)/size)
	return l.walk(ctx, s, at, func(p place, pcm []byte) bool {
		if p.at >= end {
			return false
		}
		if p.kind == kindFrame {
			from, to := max(at, p.at), min(end, p.at+p.samples)
			lay(out[int(from-at)*size:int(to-at)*size], l.channels, pcm[int(from-p.at)*s.rec.frameBytes():], s.info.Channels)
		}
		return true
	})
}

// walk calls see with the records of a strip from the one that holds at, until see
// returns false.
func (l *Reel) walk(ctx context.Context, s strip, at uint64, see func(place, []byte) bool) error {
	if l.store.isGone(s.rec.id) {
		return ErrErased
	}
	file, err := os.Open(s.rec.path)
	if err != nil {
		return fmt.Errorf("vault: %w", err)
	}
	defer file.Close()
	f := &Follower{rec: s.rec, file: file}
	if f.pos, err = f.seek(at); err != nil {
		return err
	}
	for f.pos.Seq < s.next {
		if err := ctx.Err(); err != nil {
			return err
		}
		p, body, err := f.record()
		if err != nil {
			return err
		}
		if !see(p, body) {
			return nil
		}
	}
	return nil
}

// lay copies audio of some channels to audio of as many or more.
func lay(dst []byte, to int, src []byte, from int) {
	if to == from {
		copy(dst, src)
		return
	}
	for i := 0; (i+1)*to*wire.SampleBytes <= len(dst); i++ { // one to two: both sides the same
		sample := src[i*wire.SampleBytes : (i+1)*wire.SampleBytes]
		copy(dst[2*i*wire.SampleBytes:], sample)
		copy(dst[(2*i+1)*wire.SampleBytes:], sample)
	}
}

// Peaks gives the loudest sample (0 to 1) of each of n equal stretches of the reel.
func (l *Reel) Peaks(ctx context.Context, n int) ([]float32, error) {
	if n < 1 || n > 100_000 {
		return nil, ehr.Errorf(ehr.Invalid, "the number of peaks must be 1 to 100,000")
	}
	peaks := make([]float32, n)
	for _, s := range l.strips {
		err := l.walk(ctx, s, 0, func(p place, pcm []byte) bool {
			if p.kind == kindFrame {
				l.raise(peaks, s.start+p.at, pcm, s.rec.frameBytes())
			}
			return true
		})
		if err != nil {
			return nil, err
		}
	}
	return peaks, nil
}

// raise puts a frame's samples into the peaks it covers.
func (l *Reel) raise(peaks []float32, at uint64, pcm []byte, size int) {
	n, samples := uint64(len(peaks)), uint64(len(pcm)/size)
	for done := uint64(0); done < samples; {
		i := (at + done) * n / l.samples
		// the first sample that belongs to the next stretch
		end := min(((i+1)*l.samples+n-1)/n-at, samples)
		peaks[i] = max(peaks[i], loudest(pcm[int(done)*size:int(end)*size]))
		done = end
	}
}

func loudest(pcm []byte) float32 {
	top := 0
	for i := 0; i+1 < len(pcm); i += wire.SampleBytes {
		v := int(int16(uint16(pcm[i]) | uint16(pcm[i+1])<<8))
		top = max(top, v, -v)
	}
	return float32(top) / 32768
}
