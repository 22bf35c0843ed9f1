package server

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/store"
	"github.com/visitwright/visitwright/scribe/capture"
	"github.com/visitwright/visitwright/scribe/capture/vault"
)

// capture hands the request over to scribe/capture, which makes a websocket of
// it (PROTOCOL.md there). Who may not is refused before, as on any other route.
//
// A websocket is let through to the protocol, where Gate refuses in words that a
// recorder understands; a browser would not learn the status of a refused
// handshake. Anything else passes the door like any request and is told so.
func (s *Server) capture(ctx context.Context, in *visitIn) (*huma.StreamResponse, error) {
	if !callOf(ctx).upgrade {
		c := callOf(ctx)
		err := s.store.InTx(ctx, c.who, c.why, func(tx *store.Tx) error {
			_, err := tx.Visit(ctx, in.Visit)
			return err
		})
		if err != nil {
			return nil, err
		}
		p := newProblem(ehr.Invalid, "audio comes in through a websocket")
		p.Status, p.Title = http.StatusUpgradeRequired, http.StatusText(http.StatusUpgradeRequired)
		return nil, p
	}
	return &huma.StreamResponse{Body: func(hc huma.Context) {
		g := humagin.Unwrap(hc)
		s.audio.Serve(g.Writer, g.Request, in.Visit)
	}}, nil
}

// Gate is asked by capture before the first byte of audio and at intervals
// while the line is open: does the session still stand, may its user record,
// is consent in force, is the visit in a state that takes audio?
func (s *Server) Gate(ctx context.Context, r *http.Request, visit ehr.VisitID) error {
	session, err := s.store.Authenticate(ctx, sessionToken(r))
	if err != nil {
		return err
	}
	who := session.Actor(remoteOf(r))
	why := store.Why{Action: ehr.RecordVisit, Kind: "visit", ID: string(visit), Detail: "audio"}
	return s.store.InTx(ctx, who, why, func(tx *store.Tx) error {
		v, err := tx.Visit(ctx, visit)
		if err != nil {
			return err
		}
		if !takesAudio(v.State, capture.Live(ctx)) {
			return ehr.Errorf(ehr.Conflict, "the visit takes no more audio")
		}
		consent, err := tx.Consent(ctx, visit)
		if err != nil {
			return err
		}
		if consent == nil || !consent.Given {
			return capture.ErrNoConsent
		}
		return nil
	})
}

// takesAudio: a running microphone belongs to a visit that is open or recorded; a
// recording left over from a crashed computer may come in until the note is signed.
func takesAudio(state ehr.VisitState, microphone bool) bool {
	switch state {
	case ehr.Open, ehr.Recording:
		return true
	case ehr.Drafting, ehr.Review:
		return !microphone
	}
	return false
}

// Started is called by capture before it welcomes a recording: the visit
// becomes "recording". It may be called again for the same recording.
func (s *Server) Started(ctx context.Context, in vault.Info) error {
	begin := func(ctx context.Context, tx *store.Tx, v ehr.Visit) error {
		if v.State != ehr.Open {
			return nil
		}
		if _, err := tx.MoveVisit(ctx, v.ID, ehr.Recording); err != nil {
			return err
		}
		s.tellState(ctx, v.ID, ehr.Recording)
		return nil
	}
	return s.recordingChanged(ctx, in, begin, func(practice ehr.PracticeID) { s.listener.Follow(practice, in) })
}

// Ended is called by capture when the recorder said that all of a recording has
// come: the visit goes on to drafting, unless another computer is still
// recording it. It may be called again.
func (s *Server) Ended(ctx context.Context, in vault.Info) error {
	return s.recordingChanged(ctx, in, func(ctx context.Context, tx *store.Tx, v ehr.Visit) error {
		if s.audio.LiveElsewhere(in.Visit, in.ID) {
			return nil
		}
		if v.State == ehr.Review && in.EndedAt.After(v.StoppedAt) {
			return s.late(ctx, tx, v, in)
		}
		return s.finish(ctx, tx, v)
	}, nil)
}

// late takes in audio that came after the draft. A draft that nobody has touched
// is made again with it; one that a person has worked on is not replaced under
// their hands, and the page says that more has come (Recording.Late).
func (s *Server) late(ctx context.Context, tx *store.Tx, v ehr.Visit, in vault.Info) error {
	n, err := tx.Note(ctx, v.ID)
	if err != nil || n != nil && (n.CreatedBy != "" || n.CreatedAt.After(in.EndedAt)) {
		return err
	}
	return s.again(ctx, tx, v.ID)
}

// again moves a visit to drafting and queues the work from the recording on.
func (s *Server) again(ctx context.Context, tx *store.Tx, visit ehr.VisitID) error {
	if _, err := tx.MoveVisit(ctx, visit, ehr.Drafting); err != nil {
		return err
	}
	if err := s.jobs.Transcribe(ctx, tx, visit); err != nil {
		return err
	}
	s.tellState(ctx, visit, ehr.Drafting)
	return nil
}

// finish moves a recording visit to drafting and queues what follows, in the
// caller's transaction. A visit that is past recording is left alone.
func (s *Server) finish(ctx context.Context, tx *store.Tx, v ehr.Visit) error {
	if v.State != ehr.Recording {
		return nil
	}
	return s.again(ctx, tx, v.ID)
}
