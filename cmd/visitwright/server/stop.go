package server

import (
	"context"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/store"
)

type stopIn struct {
	Visit ehr.VisitID `path:"visit" format:"uuid"`
	Body  *struct {
		AbandonRest bool `json:"abandon_rest,omitempty" doc:"go on although the recorder still has audio that has not come"`
	}
}

// stop ends the recording. The recorder's own END does the same; so this may be
// called again, and says what the visit has become.
func (s *Server) stop(ctx context.Context, tx *store.Tx, in *stopIn) (*out[ehr.Visit], error) {
	v, err := tx.Visit(ctx, in.Visit)
	if err != nil {
		return nil, err
	}
	switch v.State {
	case ehr.Open:
		return nil, ehr.Errorf(ehr.Conflict, "nothing was recorded yet")
	case ehr.Void:
		return nil, ehr.Errorf(ehr.Conflict, "the visit is void")
	case ehr.Recording:
		abandon := in.Body != nil && in.Body.AbandonRest
		if !abandon && !s.allHere(in.Visit) {
			return nil, ehr.Errorf(ehr.Conflict, "the recorder has not sent everything yet; stop on the recording computer, or go on without the rest")
		}
		if err := s.finish(ctx, tx, v); err != nil {
			return nil, err
		}
	}
	if v, err = tx.Visit(ctx, in.Visit); err != nil {
		return nil, err
	}
	return answer(v), nil
}

// allHere reports whether every recording of the visit came to its end.
func (s *Server) allHere(visit ehr.VisitID) bool {
	reel, err := s.vault.Reel(visit)
	return err == nil && reel.Complete()
}

type redraftIn struct {
	Visit ehr.VisitID `path:"visit" format:"uuid"`
	Body  struct {
		Template string `json:"template,omitempty" maxLength:"100" doc:"the visit's where absent"`
	}
}

// redraft makes a new draft from the same transcript, e.g. with another
// template, or from the recording where more of it came. The versions before stay.
func (s *Server) redraft(ctx context.Context, tx *store.Tx, in *redraftIn) (*out[VisitView], error) {
	if in.Body.Template != "" {
		if err := checkTemplate(ctx, tx, in.Body.Template); err != nil {
			return nil, err
		}
		if err := tx.SetTemplate(ctx, in.Visit, in.Body.Template); err != nil {
			return nil, err
		}
	}
	recording, err := s.recordingOf(ctx, tx, in.Visit)
	if err != nil {
		return nil, err
	}
	if recording.Late {
		err = s.again(ctx, tx, in.Visit)
	} else {
		err = s.draftAgain(ctx, tx, in.Visit)
	}
	if err != nil {
		return nil, err
	}
	return s.view(ctx, tx, in.Visit)
}

func (s *Server) draftAgain(ctx context.Context, tx *store.Tx, visit ehr.VisitID) error {
	if _, err := tx.MoveVisit(ctx, visit, ehr.Drafting); err != nil {
		return err
	}
	s.tellState(ctx, visit, ehr.Drafting)
	return s.jobs.Draft(ctx, tx, visit)
}

// retry runs a visit's failed work again now.
func (s *Server) retry(ctx context.Context, tx *store.Tx, in *visitIn) (*out[VisitView], error) {
	if _, err := tx.Visit(ctx, in.Visit); err != nil {
		return nil, err
	}
	if err := s.jobs.RetryVisit(ctx, tx, in.Visit); err != nil {
		return nil, err
	}
	return s.view(ctx, tx, in.Visit)
}
