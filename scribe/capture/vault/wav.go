package vault

import (
	"context"
	"encoding/binary"
	"errors"
	"io"
	"time"

	"github.com/visitwright/visitwright/scribe/capture/wire"
)

const wavHead = 44

// WAV is a stretch of a reel as a RIFF/WAVE file. It reads and decrypts only what is
// asked for, so that it can stand behind http.ServeContent. It is not safe for
// concurrent use.
type WAV struct {
	reel  *Reel
	start uint64 // sample position
	size  int64  // of the whole file
	pos   int64
	head  []byte

	block    []byte // audio bytes from blockPos on
	blockPos int64
}

// WAV gives the stretch from start to end, cut to what there is; an end of 0 means
// all of it.
func (l *Reel) WAV(start, end time.Duration) *WAV {
	a, b := l.clip(start), l.clip(end)
	if end == 0 || b > l.samples {
		b = l.samples
	}
	a = min(a, b)
	size := l.channels * wire.SampleBytes
	data := int64(b-a) * int64(size)
	w := &WAV{reel: l, start: a, size: wavHead + data}
	le := binary.LittleEndian
	h := append([]byte("RIFF"), 0, 0, 0, 0)
	le.PutUint32(h[4:], uint32(wavHead-8+data))
	h = append(h, "WAVEfmt "...)
	h = le.AppendUint32(h, 16)
	h = le.AppendUint16(h, 1) // PCM
	h = le.AppendUint16(h, uint16(l.channels))
	h = le.AppendUint32(h, wire.SampleRate)
	h = le.AppendUint32(h, uint32(wire.SampleRate*size))
	h = le.AppendUint16(h, uint16(size))
	h = le.AppendUint16(h, 8*wire.SampleBytes)
	h = append(h, "data"...)
	w.head = le.AppendUint32(h, uint32(data))
	return w
}

// Size is the file's length in bytes.
func (w *WAV) Size() int64 { return w.size }

// Seek implements io.Seeker.
func (w *WAV) Seek(offset int64, whence int) (int64, error) {
	switch whence {
	case io.SeekCurrent:
		offset += w.pos
	case io.SeekEnd:
		offset += w.size
	}
	if offset < 0 {
		return 0, errors.New("vault: seek before the start")
	}
	w.pos = offset
	return offset, nil
}

// Read implements io.Reader.
func (w *WAV) Read(p []byte) (int, error) {
	if w.pos >= w.size {
		return 0, io.EOF
	}
	if w.pos < wavHead {
		n := copy(p, w.head[w.pos:])
		w.pos += int64(n)
		return n, nil
	}
	at := w.pos - wavHead
	if at < w.blockPos || at >= w.blockPos+int64(len(w.block)) {
		if err := w.load(at); err != nil {
			return 0, err
		}
	}
	n := copy(p, w.block[at-w.blockPos:])
	w.pos += int64(n)
	return n, nil
}

// load decrypts the four seconds that begin with the sample at byte at.
func (w *WAV) load(at int64) error {
	size := int64(w.reel.channels * wire.SampleBytes)
	first := at / size
	n := min(4*wire.SampleRate, (w.size-wavHead)/size-first)
	w.block = make([]byte, n*size)
	w.blockPos = first * size
	return w.reel.fill(context.Background(), w.block, w.start+uint64(first))
}
