package app

import (
	"context"
	"errors"
	"runtime"

	"github.com/visitwright/visitwright/cmd/visitwright/live"
	"github.com/visitwright/visitwright/scribe/speech"
)

// models are the recogniser's, being read.
type models struct {
	ready chan struct{}
	rec   *speech.Recogniser
	err   error
}

// loadSpeech begins to read the recogniser's models, which goes on while the
// database starts.
func (a *App) loadSpeech(context.Context) error {
	m := &models{ready: make(chan struct{})}
	a.models = m
	go func() {
		defer close(m.ready)
		var names []string
		if names, m.err = live.DrugNames(); m.err != nil {
			return
		}
		m.rec, m.err = speech.Open(speech.Config{
			Parts: string(a.parts), Threads: a.cfg.SpeechThreads, Drugs: names,
			Remote: speech.NewRemote(a.cfg.SpeechURL, a.cfg.SpeechKey, a.cfg.SpeechModel),
		})
	}()
	a.later(func() error {
		<-m.ready
		if m.rec == nil {
			return nil
		}
		return m.rec.Close()
	})
	return nil
}

// openSpeech waits for the models. Without them the service still runs:
// recordings are kept, and their text is made once set-up has been run.
func (a *App) openSpeech(context.Context) error {
	<-a.models.ready
	if errors.Is(a.models.err, speech.ErrParts) {
		a.log.Warn("there is no speech recognition; recordings are kept, run make setup", "error", a.models.err)
		return nil
	}
	a.rec = a.models.rec
	return a.models.err
}

// threads leaves a core to everything else.
func threads(configured int) int {
	if configured > 0 {
		return configured
	}
	return max(1, runtime.NumCPU()-1)
}
