package server

import (
	"context"
	"time"

	"github.com/visitwright/visitwright/cmd/visitwright/jobs"
	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/store"
	"github.com/visitwright/visitwright/scribe/capture/vault"
)

// recordingChanged writes down what became of a recording and lets fn draw the
// consequences, in one transaction of the service; then runs follow.
func (s *Server) recordingChanged(ctx context.Context, in vault.Info, fn func(context.Context, *store.Tx, ehr.Visit) error,
	follow func(ehr.PracticeID)) error {
	practice, err := s.store.PracticeOf(ctx, in.Visit)
	if err != nil {
		return err
	}
	ctx, queued := withAfter(ctx)
	why := store.Why{Action: ehr.RecordVisit, Kind: "visit", ID: string(in.Visit), Detail: "recording"}
	err = s.store.InTx(ctx, store.Service(practice), why, func(tx *store.Tx) error {
		v, err := tx.Visit(ctx, in.Visit)
		if err != nil {
			return err
		}
		if err := tx.SaveRecording(ctx, jobs.Recording(in)); err != nil {
			return err
		}
		return fn(ctx, tx, v)
	})
	if err != nil {
		return err
	}
	queued.run()
	if follow != nil {
		follow(practice)
	}
	return nil
}

// resumeFor is how long back a restart looks: whatever was cut off longer ago is
// stopped by hand.
const resumeFor = 7 * 24 * time.Hour

// Resume takes up after a restart the visits that were being recorded: they are
// listened to again, and where the recorder had come to its end the visit goes on.
func (s *Server) Resume(ctx context.Context, now time.Time) {
	for _, in := range s.vault.List() {
		if now.Sub(in.FirstSeen) > resumeFor {
			continue
		}
		if err := s.resume(ctx, in); err != nil && ctx.Err() == nil {
			s.log.ErrorContext(ctx, "a recording could not be taken up again", "recording", in.ID, "visit", in.Visit, "error", err)
		}
	}
}

func (s *Server) resume(ctx context.Context, in vault.Info) error {
	practice, err := s.store.PracticeOf(ctx, in.Visit)
	if err != nil {
		return err
	}
	var v ehr.Visit
	why := store.Why{Action: ehr.ReadVisit, Kind: "visit", ID: string(in.Visit), Detail: "restart"}
	err = s.store.InTx(ctx, store.Service(practice), why, func(tx *store.Tx) error {
		v, err = tx.Visit(ctx, in.Visit)
		return err
	})
	if err != nil || v.State != ehr.Recording {
		return err
	}
	if in.Ended {
		return s.Ended(ctx, in)
	}
	s.listener.Follow(practice, in)
	return nil
}

// Erased is called by the vault before it destroys a recording's key: the audit
// row and the recording's end stand first, or the key stays.
func Erased(st *store.Store) func(context.Context, vault.Erasure) error {
	return func(ctx context.Context, e vault.Erasure) error {
		practice, err := st.PracticeOf(ctx, e.Visit)
		if err != nil {
			return err
		}
		why := store.Why{Action: ehr.RecordVisit, Kind: "recording", ID: e.Recording.String(), Detail: "destroyed by " + e.By}
		return st.InTx(ctx, store.Service(practice), why, func(tx *store.Tx) error {
			return tx.EraseRecording(ctx, e.Visit, e.Recording.String(), e.Why)
		})
	}
}
