package demo

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// sampleRate is in samples per second; the synthesizer's voices have it, and so has the capture protocol.
const sampleRate = 16000

// between is the silence after a turn.
const between = 450 * time.Millisecond

// voices are those of flite, a small synthesizer in Debian's packages: one woman's and one man's.
var voices = map[Speaker]string{Doctor: "slt", Patient: "rms"}

// ErrNoSynthesizer says that flite is not installed.
var ErrNoSynthesizer = errors.New("the demonstration is spoken by flite, which is not installed: run make run, or apt-get install flite")

// Speak has the turns spoken into a WAV file at path, one channel of 16-bit samples, unless it is there already.
func Speak(ctx context.Context, turns []Turn, path string) error {
	if _, err := os.Stat(path); err == nil {
		return nil
	}
	flite, err := exec.LookPath("flite")
	if err != nil {
		return ErrNoSynthesizer
	}
	dir, err := os.MkdirTemp("", "visitwright-demo-")
	if err != nil {
		return fmt.Errorf("speaking the demonstration: %w", err)
	}
	defer os.RemoveAll(dir)
	var pcm bytes.Buffer
	for _, turn := range turns {
		samples, err := sayTurn(ctx, flite, turn, filepath.Join(dir, "turn.wav"))
		if err != nil {
			return fmt.Errorf("speaking the demonstration: %w", err)
		}
		pcm.Write(samples)
		pcm.Write(make([]byte, 2*int(between.Seconds()*sampleRate)))
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("speaking the demonstration: %w", err)
	}
	if err := os.WriteFile(path+".new", append(wavHeader(pcm.Len()), pcm.Bytes()...), 0o600); err != nil {
		return fmt.Errorf("speaking the demonstration: %w", err)
	}
	return os.Rename(path+".new", path)
}

func sayTurn(ctx context.Context, flite string, turn Turn, file string) ([]byte, error) {
	out, err := exec.CommandContext(ctx, flite, "-voice", voices[turn.Speaker], "-t", turn.Text, "-o", file).CombinedOutput()
	if err != nil {
		return nil, fmt.Errorf("flite: %w: %s", err, bytes.TrimSpace(out))
	}
	wav, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	return samplesOf(wav)
}

// samplesOf returns the samples of a WAV file of the synthesizer's, whose header is the plain one of 44 bytes.
func samplesOf(wav []byte) ([]byte, error) {
	const header = 44
	if len(wav) < header || string(wav[:4]) != "RIFF" || string(wav[36:40]) != "data" {
		return nil, errors.New("flite wrote no WAV file")
	}
	channels, rate := binary.LittleEndian.Uint16(wav[22:]), binary.LittleEndian.Uint32(wav[24:])
	if channels != 1 || rate != sampleRate {
		return nil, fmt.Errorf("flite wrote %d channels at %d samples a second, not 1 at %d", channels, rate, sampleRate)
	}
	return wav[header:], nil
}

// wavHeader is the header of a file with that many bytes of samples.
func wavHeader(size int) []byte {
	h := []byte("RIFF....WAVEfmt ")
	binary.LittleEndian.PutUint32(h[4:], uint32(36+size))
	h = binary.LittleEndian.AppendUint32(h, 16)           // length of what follows up to "data"
	h = binary.LittleEndian.AppendUint16(h, 1)            // plain samples
	h = binary.LittleEndian.AppendUint16(h, 1)            // channels
	h = binary.LittleEndian.AppendUint32(h, sampleRate)   // samples a second
	h = binary.LittleEndian.AppendUint32(h, 2*sampleRate) // bytes a second
	h = binary.LittleEndian.AppendUint16(h, 2)            // bytes a sample
	h = binary.LittleEndian.AppendUint16(h, 16)           // bits a sample
	h = append(h, "data"...)
	return binary.LittleEndian.AppendUint32(h, uint32(size))
}
