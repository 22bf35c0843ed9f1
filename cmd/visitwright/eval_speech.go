package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"github.com/visitwright/visitwright/cmd/visitwright/config"
	"github.com/visitwright/visitwright/cmd/visitwright/live"
	"github.com/visitwright/visitwright/cmd/visitwright/parts"
	evalspeech "github.com/visitwright/visitwright/eval/speech"
	"github.com/visitwright/visitwright/scribe/speech"
	"github.com/visitwright/visitwright/scribe/speech/audio"
)

type evalSpeech struct {
	data, report string
	visits       int
	seconds      float64
	skipFiles    bool
	skipQuiet    bool
	skipDrugs    bool
	noNames      bool
}

func newEvalSpeechCmd() *cobra.Command {
	var e evalSpeech
	cmd := &cobra.Command{
		Use:   "speech",
		Short: "Measure recognition: words, speakers, computing, delay",
		Long: `Measures recognition on the recordings of a folder: audio/NAME.mp3 (or another sound
file) with transcripts/NAME.txt, whose lines begin with "D:" or "P:". Word error
rates are those of medwer 1.0.0, which is installed from PyPI into the user's
cache the first time (python3 and pip are needed).

Then 100 generated sounds without speech, which must give no text; then common
drugs, each said in a sentence by two voices of flite; then live
visits side by side, spoken in real time, for the delays.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return e.run(cmd.Context(), cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	cmd.Flags().StringVar(&e.data, "data", "", "folder with the recordings, or one above speech/osce")
	cmd.Flags().StringVar(&e.report, "report", "", "also write the report to this file")
	cmd.Flags().IntVar(&e.visits, "visits", 5, "live visits at once; 0 leaves this out")
	cmd.Flags().Float64Var(&e.seconds, "seconds", 120, "length of each live visit")
	cmd.Flags().BoolVar(&e.skipFiles, "skip-files", false, "leave the word error rates out")
	cmd.Flags().BoolVar(&e.skipQuiet, "skip-quiet", false, "leave the sounds without speech out")
	cmd.Flags().BoolVar(&e.skipDrugs, "skip-drugs", false, "leave the spoken drugs out")
	cmd.Flags().BoolVar(&e.noNames, "no-names", false, "do not tell the recogniser the names of drugs")
	_ = cmd.MarkFlagRequired("data")
	return cmd
}

func (e evalSpeech) run(ctx context.Context, out, progress io.Writer) error {
	cfg, err := config.Load()
	if err != nil {
		return err
	}
	root, err := parts.Find(cfg.PartsDir)
	if err != nil {
		return err
	}
	list, err := evalspeech.Recordings(e.data)
	if err != nil {
		return err
	}
	names, err := live.DrugNames()
	if err != nil {
		return err
	}
	conf := speech.Config{Parts: string(root), Threads: cfg.SpeechThreads, Drugs: names}
	if e.noNames {
		conf.Drugs = nil
	}
	rec, err := speech.Open(conf)
	if err != nil {
		return err
	}
	defer func() { _ = rec.Close() }()
	r := evalspeech.Report{Date: time.Now(), Data: e.data}
	if !e.skipFiles {
		if r.Files, err = evalspeech.Files(ctx, rec, string(root), list, progress); err != nil {
			return err
		}
	}
	if !e.skipQuiet {
		fmt.Fprintln(progress, "sounds without speech")
		if r.Sounds, r.Wrong, err = evalspeech.Silence(ctx, rec); err != nil {
			return err
		}
	}
	if !e.skipDrugs {
		fmt.Fprintln(progress, "common drugs")
		if r.Drugs, err = e.drugs(ctx, rec, string(root), names, list); err != nil {
			return err
		}
	}
	if e.visits > 0 {
		if r.Live, err = e.live(ctx, rec, string(root), list, progress); err != nil {
			return err
		}
	}
	if e.report != "" {
		file, err := os.Create(e.report)
		if err != nil {
			return err
		}
		if err := r.Write(file); err != nil {
			return err
		}
		if err := file.Close(); err != nil {
			return err
		}
	}
	return r.Write(out)
}

// drugs measures names and doses, and looks for misheard names where there are none: in the transcripts that lie beside those of
// the recordings.
func (e evalSpeech) drugs(ctx context.Context, rec *speech.Recogniser, root string, names []string, list []evalspeech.Recording) (*evalspeech.Spoken, error) {
	s, err := evalspeech.SayDrugs(ctx, rec, root, names)
	if err != nil {
		return nil, err
	}
	var but []string
	for _, r := range list {
		but = append(but, r.Name)
	}
	transcripts := filepath.Join(filepath.Dir(filepath.Dir(list[0].Audio)), "transcripts")
	s.Changes, s.Words, err = evalspeech.Changes(transcripts, names, but...)
	return &s, err
}

// live speaks the recordings in turn, each visit from another place of one, until there are enough visits.
func (e evalSpeech) live(ctx context.Context, rec *speech.Recogniser, root string, list []evalspeech.Recording, progress io.Writer) (*evalspeech.Live, error) {
	fmt.Fprintf(progress, "%d live visits of %.0f s\n", e.visits, e.seconds)
	var sounds [][]int16
	for i := range e.visits {
		pcm, channels, err := audio.Decode(ctx, root, list[i%len(list)].Audio)
		if err != nil {
			return nil, err
		}
		if channels == 2 {
			return nil, fmt.Errorf("%s has two channels; live visits are measured with one", list[i%len(list)].Name)
		}
		skip := min(i*60*audio.Rate, max(0, len(pcm)-int(e.seconds*audio.Rate)))
		sounds = append(sounds, pcm[skip:])
	}
	l, err := evalspeech.Visits(ctx, rec, sounds, e.seconds)
	return &l, err
}
