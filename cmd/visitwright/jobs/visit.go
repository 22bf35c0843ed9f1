package jobs

import (
	"context"
	"encoding/binary"
	"time"

	"github.com/riverqueue/river"

	"github.com/visitwright/visitwright/cmd/visitwright/live"
	"github.com/visitwright/visitwright/cmd/visitwright/steps"
	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/store"
	"github.com/visitwright/visitwright/scribe"
	"github.com/visitwright/visitwright/scribe/capture/vault"
	"github.com/visitwright/visitwright/scribe/speech"
)

// nobodySpoke is what stands where a note would, when there was no speech.
const nobodySpoke = "No speech was heard in the recording, so there is no draft. Listen to the recording, or type the note."

// nothingCame is the same for a visit that was stopped before any audio came.
const nothingCame = "No audio was received, so there is no draft. Type the note."

// transcriber makes the final transcript of a stopped visit.
type transcriber struct {
	river.WorkerDefaults[TranscribeArgs]
	w *Work
}

// Timeout leaves room for six hours of recording read as a whole on a slow core.
func (t *transcriber) Timeout(*river.Job[TranscribeArgs]) time.Duration { return 6 * time.Hour }

// Work reads the recording and replaces the live text, then queues the draft.
func (t *transcriber) Work(ctx context.Context, job *river.Job[TranscribeArgs]) error {
	a := job.Args
	return t.w.guarded(ctx, a.Visit, "transcribe", job.ID, func() error {
		v, err := t.w.visit(ctx, a.Practice, a.Visit)
		if err != nil || v.State != ehr.Drafting {
			return err
		}
		t.w.tell(a.Visit, live.Step{Step: "transcribe", Words: doing["transcribe"], Job: job.ID})
		segments, infos, err := t.segments(ctx, a.Visit, job.ID)
		if err != nil {
			return err
		}
		return t.save(ctx, a, segments, infos)
	})
}

// segments gives the final transcript: from the listener, whose final pass ran
// along with the visit, or else from the whole recording.
func (t *transcriber) segments(ctx context.Context, visit ehr.VisitID, job int64) ([]ehr.Segment, []vault.Info, error) {
	reel, err := t.w.Vault.Reel(visit)
	if err != nil {
		if ehr.KindOf(err) == ehr.NotFound {
			return nil, nil, nil
		}
		return nil, nil, err
	}
	if reel.Complete() {
		heard, ok, err := t.w.Listener.Finish(ctx, visit)
		if err != nil {
			return nil, nil, err
		}
		if ok {
			return live.Transcript(heard, reel.Gaps()), reel.Infos(), nil
		}
	}
	t.w.Listener.Drop(visit)
	if t.w.Recogniser == nil {
		return nil, nil, ehr.Errorf(ehr.Unavailable, "the recogniser is not set up; run make setup")
	}
	pcm, err := reel.PCM(ctx, 0, reel.Length())
	if err != nil {
		return nil, nil, err
	}
	samples := make([]int16, len(pcm)/2)
	for i := range samples {
		samples[i] = int16(binary.LittleEndian.Uint16(pcm[2*i:]))
	}
	heard, err := t.w.Recogniser.Final(ctx, speech.Recording{PCM: samples, Channels: reel.Channels()}, func(done float64) {
		t.w.tell(visit, live.Step{Step: "transcribe", Fraction: done, Words: doing["transcribe"], Job: job})
	})
	if err != nil {
		return nil, nil, err
	}
	return live.Transcript(heard, reel.Gaps()), reel.Infos(), nil
}

func (t *transcriber) save(ctx context.Context, a TranscribeArgs, segments []ehr.Segment, infos []vault.Info) error {
	err := t.w.inTx(ctx, a.Practice, a.Visit, func(tx *store.Tx) error {
		for _, in := range infos {
			if err := tx.SaveRecording(ctx, Recording(in)); err != nil {
				return err
			}
		}
		if _, err := tx.ReplaceTranscript(ctx, a.Visit, segments); err != nil {
			return err
		}
		if len(infos) == 0 {
			return t.w.close(ctx, tx, a.Visit, nothingCame)
		}
		return t.w.Queue.Draft(ctx, tx, a.Visit)
	})
	if err != nil {
		return err
	}
	t.w.Hub.Publish(a.Visit, live.Event{Type: live.TranscriptReplaced})
	if len(infos) == 0 {
		t.w.Hub.Publish(a.Visit, live.Event{Type: live.StateChanged, State: ehr.Review})
	}
	return nil
}

// drafter writes the note.
type drafter struct {
	river.WorkerDefaults[DraftArgs]
	w *Work
}

// Timeout is for a language model that is slow; the built-in drafter needs a second.
func (d *drafter) Timeout(*river.Job[DraftArgs]) time.Duration { return 15 * time.Minute }

// Work drafts from the final transcript and brings the visit to review.
func (d *drafter) Work(ctx context.Context, job *river.Job[DraftArgs]) error {
	a := job.Args
	return d.w.guarded(ctx, a.Visit, "draft", job.ID, func() error {
		d.w.tell(a.Visit, live.Step{Step: "draft", Words: doing["draft"], Job: job.ID})
		m, err := d.w.material(ctx, a.Practice, a.Visit)
		if err != nil || m.visit.State != ehr.Drafting {
			return err
		}
		draft, err := d.draft(ctx, m)
		if err != nil {
			return err
		}
		chosen, dropped := d.w.Steps.Choices(ctx, draft.Note, m.chart, m.visit.Service)
		if len(chosen)+dropped > 0 {
			d.w.Log.InfoContext(ctx, "the language model chose among retrieved codes", "changed", len(chosen), "dropped", dropped)
		}
		version := 0
		err = d.w.inTx(ctx, a.Practice, a.Visit, func(tx *store.Tx) error {
			if draft.Statement != "" {
				return d.w.close(ctx, tx, a.Visit, draft.Statement)
			}
			n, err := d.w.Steps.TakeDraft(ctx, tx, m.visit, m.chart, draft, chosen)
			version = n.Version
			return err
		})
		if err != nil {
			return err
		}
		d.w.Hub.Publish(a.Visit, live.Event{Type: live.NoteChanged, Version: version})
		d.w.Hub.Publish(a.Visit, live.Event{Type: live.StateChanged, State: ehr.Review})
		return nil
	})
}

// material is what a draft is made from.
type material struct {
	visit    ehr.Visit
	segments []ehr.Segment
	chart    ehr.Chart
	template scribe.Template
	wordings []ehr.Wording // of the visit's clinician
	note     *ehr.Note     // nil before the first draft
	now      time.Time
}

func (w *Work) material(ctx context.Context, practice ehr.PracticeID, visit ehr.VisitID) (m material, err error) {
	err = w.inTx(ctx, practice, visit, func(tx *store.Tx) error {
		if m.visit, err = tx.Visit(ctx, visit); err != nil {
			return err
		}
		t, err := tx.Transcript(ctx, visit)
		if err != nil {
			return err
		}
		m.segments, m.now = t.Segments, tx.Now()
		if m.template, err = steps.Template(ctx, tx, m.visit.Template); err != nil {
			return err
		}
		if m.note, err = tx.Note(ctx, visit); err != nil {
			return err
		}
		if m.wordings, err = tx.Wordings(ctx, m.visit.Clinician); err != nil {
			return err
		}
		m.chart, err = tx.Chart(ctx, m.visit.Patient)
		return err
	})
	return m, err
}

func (d *drafter) draft(ctx context.Context, m material) (ehr.Draft, error) {
	if !spoken(m.segments) {
		return ehr.Draft{Statement: nobodySpoke}, nil
	}
	o := scribe.Options{Template: m.template, Visit: m.visit.ID, Now: m.now}
	draft := scribe.Draft
	if d.w.Draft != nil {
		draft = func(s []ehr.Segment, c ehr.Chart, o scribe.Options) ehr.Draft { return d.w.Draft(ctx, s, c, o) }
	}
	return steps.OwnWording(draft(m.segments, m.chart, o), m.wordings, m.segments, m.chart), nil
}

func spoken(segments []ehr.Segment) bool {
	for _, s := range segments {
		if !s.Missing && s.Text != "" {
			return true
		}
	}
	return false
}
