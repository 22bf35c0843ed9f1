package server

import (
	"context"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/store"
)

type setupIn struct {
	Token string `path:"token" maxLength:"200"`
}

// SetupLink says that the link may still be used.
type SetupLink struct {
	Valid bool `json:"valid"`
}

func (s *Server) checkSetup(ctx context.Context, in *setupIn) (*out[SetupLink], error) {
	if err := s.signIns.allow(callOf(ctx).remote, "setup"); err != nil {
		return nil, err
	}
	if err := s.store.CheckSetup(ctx, in.Token); err != nil {
		return nil, err
	}
	return answer(SetupLink{Valid: true}), nil
}

type setupAnswerIn struct {
	Token string `path:"token" maxLength:"200"`
	Body  struct {
		PracticeName string `json:"practice_name" minLength:"1" maxLength:"200"`
		TimeZone     string `json:"time_zone" minLength:"1" maxLength:"100" doc:"IANA name, e.g. America/Chicago"`
		Username     string `json:"username" minLength:"1" maxLength:"200"`
		Name         string `json:"name" minLength:"1" maxLength:"200"`
		Password     string `json:"password" minLength:"1" maxLength:"1000"`
	}
}

func (s *Server) setup(ctx context.Context, in *setupAnswerIn) (*out[ehr.User], error) {
	if err := s.signIns.allow(callOf(ctx).remote, "setup"); err != nil {
		return nil, err
	}
	u, err := s.store.Setup(ctx, in.Token, store.FirstAdministrator{
		PracticeName: in.Body.PracticeName, TimeZone: in.Body.TimeZone,
		Username: in.Body.Username, Name: in.Body.Name, Password: in.Body.Password,
	})
	if err != nil {
		return nil, err
	}
	return answer(u), nil
}
