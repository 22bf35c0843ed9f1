package server

import (
	"context"
	"time"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/store"
)

// AuditEntry is one read or write of a patient's data with the user's name.
type AuditEntry struct {
	ehr.AuditEvent
	UserName string `json:"user_name"`
}

// AuditList is a page of the audit, latest first.
type AuditList struct {
	Events []AuditEntry `json:"events"`
	More   bool         `json:"more" doc:"there are earlier ones: ask again with a larger offset"`
}

type auditIn struct {
	Patient ehr.PatientID `query:"patient_id"`
	User    ehr.UserID    `query:"user_id"`
	From    time.Time     `query:"from"`
	To      time.Time     `query:"to"`
	Offset  int           `query:"offset" minimum:"0"`
	Limit   int           `query:"limit" minimum:"1" maximum:"500" default:"100"`
}

func (s *Server) audit(ctx context.Context, tx *store.Tx, in *auditIn) (*out[AuditList], error) {
	events, err := tx.AuditEvents(ctx, store.AuditQuery{
		Patient: in.Patient, User: in.User, From: in.From, To: in.To, Offset: in.Offset, Limit: in.Limit,
	})
	if err != nil {
		return nil, err
	}
	users, err := tx.Users(ctx)
	if err != nil {
		return nil, err
	}
	names := map[ehr.UserID]string{"": "the service"}
	for _, u := range users {
		names[u.ID] = u.Name
	}
	v := AuditList{Events: []AuditEntry{}}
	for _, e := range events {
		v.Events = append(v.Events, AuditEntry{AuditEvent: e, UserName: names[e.User]})
	}
	v.More = len(events) == in.Limit
	return answer(v), nil
}

// AuditReport says whether the audit stands as it was written.
type AuditReport struct {
	Whole     bool           `json:"whole" doc:"nothing was changed, removed or cut off"`
	Practices int            `json:"practices"`
	Rows      int            `json:"rows"`
	Findings  []AuditFinding `json:"findings"`
}

// AuditFinding is one place where the chain does not hold.
type AuditFinding struct {
	Seq   int64  `json:"seq"`
	Kind  string `json:"kind"`
	Words string `json:"words"`
}

func (s *Server) verifyAudit(ctx context.Context, _ *struct{}) (*out[AuditReport], error) {
	report, err := s.store.VerifyAudit(ctx)
	if err != nil {
		return nil, err
	}
	v := AuditReport{Whole: len(report.Findings) == 0, Practices: report.Practices, Rows: report.Rows, Findings: []AuditFinding{}}
	mine := callOf(ctx).session.Practice.ID
	for _, f := range report.Findings {
		words := f.Words
		if f.Practice != mine && f.Practice != "" {
			words = "in another practice"
		}
		v.Findings = append(v.Findings, AuditFinding{Seq: f.Seq, Kind: f.Kind, Words: words})
	}
	return answer(v), nil
}
