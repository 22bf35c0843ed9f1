package server

import (
	"context"

	"github.com/visitwright/visitwright/cmd/visitwright/steps"
	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/store"
)

type signIn struct {
	Visit ehr.VisitID `path:"visit" format:"uuid"`
	Body  struct {
		Version int `json:"version" minimum:"1" doc:"the version that was read; another one is not signed"`
	}
}

// sign fixes the note. The store checks role, re-authentication, version and
// state again; what blocks is listed, so that the page can lead there.
func (s *Server) sign(ctx context.Context, tx *store.Tx, in *signIn) (*out[ehr.Signature], error) {
	list, err := blocking(ctx, tx, in.Visit)
	if err != nil {
		return nil, err
	}
	if len(list) > 0 {
		p := newProblem(ehr.Conflict, "something in the note wants an answer before it can be signed")
		p.Blocking = list
		return nil, p
	}
	sig, err := tx.Sign(ctx, in.Visit, in.Body.Version)
	if err != nil {
		return nil, stale(err, ctx, tx, in.Visit)
	}
	if err := steps.LearnWording(ctx, tx, in.Visit); err != nil {
		return nil, err
	}
	s.tellState(ctx, in.Visit, ehr.Signed)
	return answer(sig), nil
}

type addendumIn struct {
	Visit ehr.VisitID `path:"visit" format:"uuid"`
	Body  struct {
		Text string `json:"text" minLength:"1" maxLength:"20000"`
	}
}

func (s *Server) addAddendum(ctx context.Context, tx *store.Tx, in *addendumIn) (*out[ehr.Addendum], error) {
	a, err := tx.AddAddendum(ctx, in.Visit, in.Body.Text)
	if err != nil {
		return nil, err
	}
	s.tellLists(ctx, in.Visit)
	return answer(a), nil
}
