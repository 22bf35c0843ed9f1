package audio

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
)

// Rate is the sample rate of decoded sound.
const Rate = 16000

// ErrDecoder means that no ffmpeg was found; ErrFile that it could not read the file.
var (
	ErrDecoder = errors.New("ffmpeg was not found: neither among the parts nor on the path")
	ErrFile    = errors.New("ffmpeg cannot read this file as audio")
)

// Program is the ffmpeg to run: that of the parts root, else the one on the path.
func Program(parts string) (string, error) {
	if own := filepath.Join(parts, "ffmpeg", "ffmpeg"); parts != "" && executable(own) {
		return own, nil
	}
	found, err := exec.LookPath("ffmpeg")
	if err != nil {
		return "", ErrDecoder
	}
	return found, nil
}

func executable(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular() && info.Mode()&0o111 != 0
}

var stereo = regexp.MustCompile(`Stream #0[^\n]*Audio:[^\n]*, (stereo|2 channels)`)

// Decode reads a file as 16 kHz 16-bit sound of one channel, or of two, interleaved, where the file has exactly two that
// differ. More are mixed to one.
func Decode(ctx context.Context, parts, path string) (pcm []int16, channels int, err error) {
	program, err := Program(parts)
	if err != nil {
		return nil, 0, err
	}
	if _, err := os.Stat(path); err != nil {
		return nil, 0, err
	}
	// Without an output ffmpeg lists the streams and ends with status 1.
	listing, _ := exec.CommandContext(ctx, program, "-hide_banner", "-nostdin", "-i", path).CombinedOutput()
	channels = 1
	if stereo.Match(listing) {
		channels = 2
	}
	var out, problems bytes.Buffer
	cmd := exec.CommandContext(ctx, program, "-v", "error", "-nostdin", "-i", path, "-map", "0:a:0",
		"-ac", fmt.Sprint(channels), "-ar", fmt.Sprint(Rate), "-f", "s16le", "-")
	cmd.Stdout, cmd.Stderr = &out, &problems
	if err := cmd.Run(); err != nil {
		if ctx.Err() != nil {
			return nil, 0, ctx.Err()
		}
		return nil, 0, fmt.Errorf("%w: %s", ErrFile, bytes.TrimSpace(problems.Bytes()))
	}
	pcm = make([]int16, out.Len()/2)
	if err := binary.Read(&out, binary.LittleEndian, pcm); err != nil {
		return nil, 0, err
	}
	if channels == 2 && alike(pcm) {
		return left(pcm), 1, nil
	}
	return pcm[:len(pcm)/channels*channels], channels, nil
}

// alike is true for two channels that carry the same microphone, as many recorders write: their difference has less than
// a thousandth of their energy.
func alike(pcm []int16) bool {
	var sum, difference float64
	for i := 0; i+1 < len(pcm); i += 2 {
		a, b := float64(pcm[i]), float64(pcm[i+1])
		sum += a*a + b*b
		difference += (a - b) * (a - b)
	}
	return difference <= sum/1000
}

func left(pcm []int16) []int16 {
	out := make([]int16, len(pcm)/2)
	for i := range out {
		out[i] = pcm[2*i]
	}
	return out
}
