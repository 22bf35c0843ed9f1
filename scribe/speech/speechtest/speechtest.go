// Package speechtest gives tests the models and speech made on the spot.
package speechtest

import (
	"encoding/binary"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// Parts is the parts root: VISITWRIGHT_PARTS, else bin/parts in a folder above. Without one the test is skipped, and
// fails where CI is set.
func Parts(t testing.TB) string {
	t.Helper()
	dir := os.Getenv("VISITWRIGHT_PARTS")
	if dir == "" {
		if at, err := os.Getwd(); err == nil {
			for ; filepath.Dir(at) != at && dir == ""; at = filepath.Dir(at) {
				if _, err := os.Stat(filepath.Join(at, "bin", "parts", "speech")); err == nil {
					dir = filepath.Join(at, "bin", "parts")
				}
			}
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "speech")); dir == "" || err != nil {
		missing(t, "the speech models are missing: run make setup")
	}
	return dir
}

// Voices of flite, a woman's and a man's.
const (
	Woman = "slt"
	Man   = "rms"
	Third = "awb"
)

// Say speaks a text with flite, as 16 kHz sound.
func Say(t testing.TB, voice, text string) []int16 {
	t.Helper()
	flite, err := exec.LookPath("flite")
	if err != nil {
		missing(t, "flite is missing: run make setup")
	}
	file := filepath.Join(t.TempDir(), "said.wav")
	if out, err := exec.Command(flite, "-voice", voice, "-t", text, "-o", file).CombinedOutput(); err != nil {
		t.Fatalf("flite: %v: %s", err, out)
	}
	data, err := os.ReadFile(file)
	if err != nil || len(data) < 44 {
		t.Fatalf("flite wrote no sound: %v", err)
	}
	if rate := binary.LittleEndian.Uint32(data[24:]); rate != 16000 {
		t.Fatalf("flite's voice %s speaks at %d Hz", voice, rate)
	}
	pcm := make([]int16, (len(data)-44)/2)
	for i := range pcm {
		pcm[i] = int16(binary.LittleEndian.Uint16(data[44+2*i:]))
	}
	return pcm
}

// Pause is silence.
func Pause(seconds float64) []int16 { return make([]int16, int(seconds*16000)) }

// Interleave makes two channels of two sounds, the shorter one filled with silence.
func Interleave(left, right []int16) []int16 {
	out := make([]int16, 2*max(len(left), len(right)))
	for i, x := range left {
		out[2*i] = x
	}
	for i, x := range right {
		out[2*i+1] = x
	}
	return out
}

func missing(t testing.TB, what string) {
	t.Helper()
	if os.Getenv("CI") != "" {
		t.Fatal(what)
	}
	t.Skip(what)
}
