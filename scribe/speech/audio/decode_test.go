package audio

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/visitwright/visitwright/scribe/speech/speechtest"
)

// tone writes a WAV file of one second at 8 kHz with a tone per channel.
func tone(t *testing.T, hz ...float64) string {
	t.Helper()
	var b bytes.Buffer
	n, channels := 8000, len(hz)
	size := uint32(2 * n * channels)
	b.WriteString("RIFF")
	for _, v := range []any{36 + size, []byte("WAVEfmt "), uint32(16), uint16(1), uint16(channels), uint32(n), uint32(2 * n * channels),
		uint16(2 * channels), uint16(16), []byte("data"), size} {
		if err := binary.Write(&b, binary.LittleEndian, v); err != nil {
			t.Fatal(err)
		}
	}
	for i := range n {
		for _, f := range hz {
			_ = binary.Write(&b, binary.LittleEndian, int16(8000*math.Sin(2*math.Pi*f*float64(i)/float64(n))))
		}
	}
	path := filepath.Join(t.TempDir(), "tone.wav")
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestDecodeKeepsTwoMicrophonesApart(t *testing.T) {
	parts := speechtest.Parts(t)
	for _, c := range []struct {
		hz   []float64
		want int
	}{{[]float64{440}, 1}, {[]float64{440, 600}, 2}, {[]float64{440, 440}, 1}} {
		pcm, channels, err := Decode(t.Context(), parts, tone(t, c.hz...))
		if err != nil || channels != c.want || len(pcm) < 15800*channels || len(pcm) > 16200*channels {
			t.Errorf("%v: %d samples, %d channels, %v", c.hz, len(pcm), channels, err)
		}
	}
}

func TestDecodeRefusesWhatIsNoSound(t *testing.T) {
	parts := speechtest.Parts(t)
	path := filepath.Join(t.TempDir(), "letter.mp3")
	if err := os.WriteFile(path, []byte("Dear doctor"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, _, err := Decode(t.Context(), parts, path); !errors.Is(err, ErrFile) {
		t.Errorf("got %v", err)
	}
	if _, _, err := Decode(t.Context(), parts, path+".gone"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("got %v", err)
	}
}
