package speech

import (
	"context"
	"fmt"
	"io"
	"syscall"
	"time"

	"github.com/visitwright/visitwright/scribe/speech"
	"github.com/visitwright/visitwright/scribe/speech/audio"
	"github.com/visitwright/visitwright/scribe/speech/terms"
)

// Result is what one recording, or all together, came to.
type Result struct {
	Name          string
	Raw, Styled   Score
	Words         Words
	Seconds       float64 // of sound
	CPU           float64 // seconds of computing, all cores
	Segments      int
	Uncertain     int
	Voices        int
	AfterTheVisit time.Duration // wall time of Final
}

// Files measures the final pass on recordings; the last result is that of all together.
func Files(ctx context.Context, rec *speech.Recogniser, parts string, list []Recording, progress io.Writer) ([]Result, error) {
	medwer, err := FindMedwer(ctx)
	if err != nil {
		return nil, err
	}
	set, err := terms.Shipped()
	if err != nil {
		return nil, err
	}
	refs, raw, styled := map[string]string{}, map[string]string{}, map[string]string{}
	all := Result{Name: "all"}
	var out []Result
	for _, r := range list {
		fmt.Fprintf(progress, "%s\n", r.Name)
		pcm, channels, err := audio.Decode(ctx, parts, r.Audio)
		if err != nil {
			return nil, err
		}
		before, start := cpu(), time.Now()
		t, err := rec.Final(ctx, speech.Recording{PCM: pcm, Channels: channels}, nil)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", r.Name, err)
		}
		one := Result{Name: r.Name, Seconds: float64(len(pcm)/channels) / rate, CPU: cpu() - before, Segments: len(t.Segments),
			Voices: t.Voices, Words: Compare(set, r, t), AfterTheVisit: time.Since(start)}
		for _, s := range t.Segments {
			one.Uncertain += len(s.Uncertain)
		}
		name := r.Name
		refs[name], raw[name], styled[name] = r.Text(), t.Verbatim, text(t)
		if one.Raw, one.Styled, err = scores(ctx, medwer, only(refs, name), only(raw, name), only(styled, name)); err != nil {
			return nil, err
		}
		out, all = append(out, one), all.add(one)
	}
	all.Raw, all.Styled, err = scores(ctx, medwer, refs, raw, styled)
	return append(out, all), err
}

func scores(ctx context.Context, m Medwer, refs, raw, styled map[string]string) (r, s Score, err error) {
	if r, err = m.Score(ctx, refs, raw); err == nil {
		s, err = m.Score(ctx, refs, styled)
	}
	return r, s, err
}

func only(m map[string]string, name string) map[string]string {
	return map[string]string{name: m[name]}
}

func (r Result) add(o Result) Result {
	r.Seconds += o.Seconds
	r.CPU += o.CPU
	r.Segments += o.Segments
	r.Uncertain += o.Uncertain
	r.AfterTheVisit += o.AfterTheVisit
	r.Words = Words{Speakers: r.Words.Speakers.Add(o.Words.Speakers), Drugs: r.Words.Drugs.Add(o.Words.Drugs),
		Doses: r.Words.Doses.Add(o.Words.Doses), Invented: r.Words.Invented + o.Words.Invented}
	return r
}

func text(t speech.Transcript) string {
	var out string
	for _, s := range t.Segments {
		out += s.Text + " "
	}
	return out
}

// cpu is the processor time this process has used, in seconds.
func cpu() float64 {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano()).Seconds()
}

// Silence counts the generated sounds without speech that got segments, and names them.
func Silence(ctx context.Context, rec *speech.Recogniser) (sounds int, wrong []string, err error) {
	for _, q := range Quiets() {
		t, err := rec.Final(ctx, speech.Recording{PCM: q.PCM, Channels: 1}, nil)
		if err != nil {
			return sounds, wrong, err
		}
		sounds++
		if len(t.Segments) > 0 {
			wrong = append(wrong, fmt.Sprintf("%s: %q", q.Name, t.Segments[0].Text))
		}
	}
	return sounds, wrong, nil
}
