package server

import (
	"context"

	"github.com/visitwright/visitwright/cds/immunization"
	"github.com/visitwright/visitwright/cmd/visitwright/steps"
	"github.com/visitwright/visitwright/ehr/store"
)

// ScheduleList is the immunization schedules to choose from.
type ScheduleList struct {
	InUse   string                 `json:"in_use" doc:"identifier of the schedule every forecast of the practice is made with"`
	Options []immunization.Option  `json:"options"`
	History []store.ScheduleChoice `json:"history" doc:"what the practice chose, oldest first; empty: what the installation has"`
}

func (s *Server) schedules(ctx context.Context, tx *store.Tx, _ *struct{}) (*out[ScheduleList], error) {
	base, err := s.checker()
	if err != nil {
		return nil, err
	}
	c, err := steps.CheckerOf(ctx, tx, base)
	if err != nil {
		return nil, err
	}
	history, err := tx.Schedules(ctx)
	return answer(ScheduleList{InUse: c.Schedule(), Options: c.Schedules(), History: history}), err
}

type chooseScheduleIn struct {
	Body struct {
		Schedule string `json:"schedule" minLength:"1" maxLength:"100" doc:"one of the options' identifiers"`
		Why      string `json:"why" minLength:"1" maxLength:"500"`
	}
}

// chooseSchedule holds from the next check on; visits that were checked keep what
// they were checked with, by name.
func (s *Server) chooseSchedule(ctx context.Context, tx *store.Tx, in *chooseScheduleIn) (*out[ScheduleList], error) {
	c, err := s.checker()
	if err != nil {
		return nil, err
	}
	if _, err := c.WithSchedule(in.Body.Schedule); err != nil {
		return nil, err
	}
	if err := tx.ChooseSchedule(ctx, store.ScheduleChoice{Schedule: in.Body.Schedule, Why: in.Body.Why}); err != nil {
		return nil, err
	}
	return s.schedules(ctx, tx, nil)
}
