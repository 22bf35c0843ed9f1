package server

import (
	"context"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/store"
)

// Choice is a person's answer to something that wants one.
type Choice struct {
	Choice ehr.Choice `json:"choice" enum:"accepted,rejected"`
	Reason string     `json:"reason,omitempty" maxLength:"500"`
}

type answerSentenceIn struct {
	Visit    ehr.VisitID    `path:"visit" format:"uuid"`
	Sentence ehr.SentenceID `path:"sentence" maxLength:"50"`
	Body     Choice
}

// answerSentence keeps a doubted sentence as it is, or takes it out; either way
// in a new version of the note.
func (s *Server) answerSentence(ctx context.Context, tx *store.Tx, in *answerSentenceIn) (*out[VisitView], error) {
	n, err := s.steps.AnswerSentence(ctx, tx, in.Visit, in.Sentence, in.Body.Choice, in.Body.Reason)
	if err != nil {
		return nil, err
	}
	s.tellNote(ctx, n)
	return s.view(ctx, tx, in.Visit)
}

type answerOmissionIn struct {
	Visit    ehr.VisitID    `path:"visit" format:"uuid"`
	Omission ehr.OmissionID `path:"omission" maxLength:"50"`
	Body     Choice
}

// answerOmission takes what was heard into the note, or leaves it out for good.
func (s *Server) answerOmission(ctx context.Context, tx *store.Tx, in *answerOmissionIn) (*out[VisitView], error) {
	n, err := s.steps.AnswerOmission(ctx, tx, in.Visit, in.Omission, in.Body.Choice, in.Body.Reason)
	if err != nil {
		return nil, err
	}
	if n != nil {
		s.tellNote(ctx, *n)
	}
	s.tellLists(ctx, in.Visit)
	return s.view(ctx, tx, in.Visit)
}

type answerReconciliationIn struct {
	Visit          ehr.VisitID          `path:"visit" format:"uuid"`
	Reconciliation ehr.ReconciliationID `path:"reconciliation" maxLength:"50"`
	Body           Choice
}

// answerReconciliation enters what was heard into the chart, or does not.
func (s *Server) answerReconciliation(ctx context.Context, tx *store.Tx, in *answerReconciliationIn) (*out[VisitView], error) {
	if err := s.steps.Reconcile(ctx, tx, in.Visit, in.Reconciliation, in.Body.Choice, in.Body.Reason); err != nil {
		return nil, err
	}
	s.tellLists(ctx, in.Visit)
	return s.view(ctx, tx, in.Visit)
}

type answerOrderIn struct {
	Visit ehr.VisitID `path:"visit" format:"uuid"`
	Order ehr.OrderID `path:"order" maxLength:"50"`
	Body  Choice
}

func (s *Server) answerOrder(ctx context.Context, tx *store.Tx, in *answerOrderIn) (*out[VisitView], error) {
	if err := s.steps.AnswerOrder(ctx, tx, in.Visit, in.Order, in.Body.Choice, in.Body.Reason); err != nil {
		return nil, err
	}
	s.tellLists(ctx, in.Visit)
	return s.view(ctx, tx, in.Visit)
}

type answerAlertIn struct {
	Visit ehr.VisitID `path:"visit" format:"uuid"`
	Alert ehr.AlertID `path:"alert" maxLength:"200"`
	Body  Choice
}

func (s *Server) answerAlert(ctx context.Context, tx *store.Tx, in *answerAlertIn) (*out[VisitView], error) {
	if err := tx.AnswerAlert(ctx, in.Visit, in.Alert, in.Body.Choice, in.Body.Reason); err != nil {
		return nil, err
	}
	s.tellLists(ctx, in.Visit)
	return s.view(ctx, tx, in.Visit)
}

type answerCodeIn struct {
	Visit ehr.VisitID `path:"visit" format:"uuid"`
	Code  ehr.CodeID  `path:"code" maxLength:"50"`
	Body  Choice
}

func (s *Server) answerCode(ctx context.Context, tx *store.Tx, in *answerCodeIn) (*out[VisitView], error) {
	status := ehr.CodeAccepted
	if in.Body.Choice == ehr.Rejected {
		status = ehr.CodeRejected
	}
	if err := tx.AnswerCode(ctx, in.Visit, in.Code, status, in.Body.Reason); err != nil {
		return nil, err
	}
	s.tellLists(ctx, in.Visit)
	return s.view(ctx, tx, in.Visit)
}
