package app

import (
	"context"
	"errors"
	"runtime"

	"github.com/visitwright/visitwright/scribe/speech"
)

// openSpeech loads the recogniser. Without its models the service still runs:
// recordings are kept, and their text is made once set-up has been run.
func (a *App) openSpeech(context.Context) error {
	rec, err := speech.Open(speech.Config{
		Parts: string(a.parts), Threads: threads(a.cfg.SpeechThreads),
		Remote: speech.NewRemote(a.cfg.SpeechURL, a.cfg.SpeechKey, a.cfg.SpeechModel),
	})
	if errors.Is(err, speech.ErrParts) {
		a.log.Warn("there is no speech recognition; recordings are kept, run make setup", "error", err)
		return nil
	}
	if err != nil {
		return err
	}
	a.rec = rec
	a.later(rec.Close)
	return nil
}

// threads leaves a core to everything else.
func threads(configured int) int {
	if configured > 0 {
		return configured
	}
	return max(1, runtime.NumCPU()-1)
}
