package main

import (
	"bytes"
	"encoding/json"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/visitwright/visitwright/cmd/visitwright/parts"
	"github.com/visitwright/visitwright/scribe/speech"
	"github.com/visitwright/visitwright/scribe/speech/audio"
	"github.com/visitwright/visitwright/scribe/speech/speechtest"
)

// TestTranscribeOfTwoMicrophones reads a compressed file with the clinician on the left and the patient on the right, who at
// the end speak at once.
func TestTranscribeOfTwoMicrophones(t *testing.T) {
	root, err := parts.Find(speechtest.Parts(t))
	require.NoError(t, err)
	t.Setenv("VISITWRIGHT_PARTS", string(root))
	asks := speechtest.Say(t, speechtest.Woman, "What can I do for you today?")
	tells := speechtest.Say(t, speechtest.Man, "My left knee hurts at night.")
	quiet := func(of []int16) []int16 { return make([]int16, len(of)+8000) }
	left := append(append(append(quiet(nil), asks...), quiet(tells)...), asks...)
	right := append(append(append(quiet(asks), tells...), quiet(nil)...), tells...)

	var out bytes.Buffer
	cmd := newTranscribeCmd()
	cmd.SetArgs([]string{"--format", "json", compressed(t, string(root), speechtest.Interleave(left, right))})
	cmd.SetOut(&out)
	cmd.SetErr(&bytes.Buffer{})
	require.NoError(t, cmd.Execute())
	var got speech.Transcript
	require.NoError(t, json.Unmarshal(out.Bytes(), &got))

	require.Len(t, got.Segments, 4, "%+v", got.Segments)
	for i, s := range got.Segments {
		require.Equal(t, i > 1, s.Overlap, "%+v", s)
		switch s.Channel {
		case 0:
			require.Equal(t, speech.Clinician, s.Speaker)
			require.Contains(t, strings.ToLower(s.Text), "for you today", "at %d ms", s.StartMS)
		case 1:
			require.Equal(t, speech.Patient, s.Speaker)
			require.Contains(t, strings.ToLower(s.Text), "knee hurts at night")
		}
	}
	require.Equal(t, speech.RemarkOverlap, got.Remarks[0].Code)
	require.Equal(t, 2, got.Voices)
}

// compressed writes two channels of 16 kHz sound as a FLAC file.
func compressed(t *testing.T, root string, pcm []int16) string {
	t.Helper()
	program, err := audio.Program(root)
	require.NoError(t, err)
	raw := make([]byte, 0, 2*len(pcm))
	for _, x := range pcm {
		raw = append(raw, byte(x), byte(x>>8))
	}
	file := filepath.Join(t.TempDir(), "visit.flac")
	ffmpeg := exec.Command(program, "-v", "error", "-f", "s16le", "-ar", "16000", "-ac", "2", "-i", "-", file)
	ffmpeg.Stdin = bytes.NewReader(raw)
	said, err := ffmpeg.CombinedOutput()
	require.NoError(t, err, "%s", said)
	return file
}
