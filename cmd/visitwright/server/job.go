package server

import (
	"context"

	"github.com/visitwright/visitwright/cmd/visitwright/jobs"
	"github.com/visitwright/visitwright/cmd/visitwright/live"
	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/store"
)

// JobList is the work that waits, runs or fails.
type JobList struct {
	Jobs []jobs.Job `json:"jobs"`
}

type jobsIn struct {
	All bool `query:"all" doc:"also those that wait and run; else only those that failed"`
}

func (s *Server) listJobs(ctx context.Context, tx *store.Tx, in *jobsIn) (*out[JobList], error) {
	list, err := s.jobs.List(ctx, tx, in.All)
	if err != nil {
		return nil, err
	}
	return answer(JobList{Jobs: list}), nil
}

type jobIn struct {
	Job int64 `path:"job"`
}

func (s *Server) retryJob(ctx context.Context, tx *store.Tx, in *jobIn) (*out[jobs.Job], error) {
	j, err := s.jobs.Retry(ctx, tx, in.Job)
	if err != nil {
		return nil, err
	}
	return answer(j), nil
}

// progressOf says how far a visit's work has come: what its worker last said,
// or, where it failed or waits, what the queue holds.
func (s *Server) progressOf(ctx context.Context, tx *store.Tx, v ehr.Visit) (*live.Step, error) {
	if v.State != ehr.Drafting {
		return nil, nil
	}
	job, err := s.jobs.OfVisit(ctx, tx, v.ID)
	if err != nil || job == nil {
		return s.hub.Step(v.ID), err
	}
	if step := s.hub.Step(v.ID); step != nil && !job.Failed {
		return step, nil
	}
	return &live.Step{Step: job.Kind, Words: job.Words, Failed: job.Failed, Job: job.ID}, nil
}
