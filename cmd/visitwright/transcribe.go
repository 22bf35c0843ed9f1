package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"github.com/visitwright/visitwright/cmd/visitwright/config"
	"github.com/visitwright/visitwright/cmd/visitwright/live"
	"github.com/visitwright/visitwright/cmd/visitwright/parts"
	"github.com/visitwright/visitwright/scribe/speech"
	"github.com/visitwright/visitwright/scribe/speech/audio"
)

func newTranscribeCmd() *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "transcribe FILE",
		Short: "Turn a recording into text: who said what, and when",
		Long: `Turns a recording into text, on this machine. Any file that ffmpeg reads will do.
A file with two different channels is taken as clinician (left) and patient
(right) with a microphone each; otherwise the voices are told apart.

Text has one line per utterance: time, speaker, words. With --format json:

  {"segments": [{"id", "start_ms", "end_ms", "speaker", "channel", "text",
     "confidence", "pass", "recogniser", "version", "overlap", "fallback",
     "uncertain": [{"start", "end", "heard", "kind", "corrected"}]}],
   "duration_ms", "voices", "remarks": [{"code", "text"}], "recogniser", "version"}

speaker is clinician, patient, other (a third voice) or unknown. uncertain lists
places of the text (byte offsets) where a second reading heard another term, drug,
number, negation or side; where corrected is true, heard is what was recognised and
the text has the drug whose name sounds like it. pass is the reading the text comes
from: window, up to 20 s at once. Fillers (um, uh, er, ah) are left out and "okay" is
written "OK". Progress goes to standard error.`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := checkFormat(format); err != nil {
				return err
			}
			t, err := transcribe(cmd.Context(), args[0], cmd.ErrOrStderr())
			if err != nil {
				return err
			}
			if format == formatJSON {
				enc := json.NewEncoder(cmd.OutOrStdout())
				enc.SetIndent("", "  ")
				enc.SetEscapeHTML(false)
				return enc.Encode(t)
			}
			return printTranscript(cmd.OutOrStdout(), t)
		},
	}
	addFormatFlag(cmd, &format)
	return cmd
}

func transcribe(ctx context.Context, path string, progress io.Writer) (speech.Transcript, error) {
	cfg, err := config.Load()
	if err != nil {
		return speech.Transcript{}, err
	}
	root, err := parts.Find(cfg.PartsDir)
	if err != nil {
		return speech.Transcript{}, err
	}
	pcm, channels, err := audio.Decode(ctx, string(root), path)
	if err != nil {
		return speech.Transcript{}, err
	}
	names, err := live.DrugNames()
	if err != nil {
		return speech.Transcript{}, err
	}
	rec, err := speech.Open(speech.Config{
		Parts: string(root), Threads: cfg.SpeechThreads, Drugs: names,
		Remote: speech.NewRemote(cfg.SpeechURL, cfg.SpeechKey, cfg.SpeechModel),
	})
	if err != nil {
		return speech.Transcript{}, err
	}
	defer func() { _ = rec.Close() }()
	started, length := time.Now(), time.Duration(len(pcm)/channels)*time.Second/audio.Rate
	shown := -1
	t, err := rec.Final(ctx, speech.Recording{PCM: pcm, Channels: channels}, func(share float64) {
		if percent := int(100 * share); percent > shown {
			shown = percent
			fmt.Fprintf(progress, "\r%3d %% of %s", percent, length.Round(time.Second))
		}
	})
	if err == nil {
		fmt.Fprintf(progress, "\r%s of sound in %s\n", length.Round(time.Second), time.Since(started).Round(time.Second))
	}
	return t, err
}

func printTranscript(w io.Writer, t speech.Transcript) error {
	for _, r := range t.Remarks {
		if _, err := fmt.Fprintf(w, "# %s\n", r.Text); err != nil {
			return err
		}
	}
	for _, s := range t.Segments {
		at := time.Duration(s.StartMS) * time.Millisecond
		_, err := fmt.Fprintf(w, "%02d:%04.1f  %-9s  %s\n", int(at.Minutes()), at.Seconds()-60*float64(int(at.Minutes())), s.Speaker, s.Text)
		if err != nil {
			return err
		}
	}
	return nil
}
