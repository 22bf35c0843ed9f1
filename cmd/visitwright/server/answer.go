package server

import (
	"context"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/store"
)

// Choice is a person's answer to something that wants one.
type Choice struct {
	Choice ehr.Choice `json:"choice" enum:"accepted,rejected,withdrawn" doc:"withdrawn takes an earlier answer back"`
	Reason string     `json:"reason,omitempty" maxLength:"500"`
}

type answerIn[ID ~string] struct {
	Visit ehr.VisitID `path:"visit" format:"uuid"`
	Item  ID          `path:"item" maxLength:"200"`
	Body  Choice
}

// giver keeps an answer; the note is its new version, or nil where it stays.
type giver[ID ~string] func(ctx context.Context, tx *store.Tx, visit ehr.VisitID, item ID, choice ehr.Choice, reason string) (*ehr.Note, error)

// answered takes a person's answer, tells the other pages and gives the visit as
// it stands then.
func answered[ID ~string](s *Server, give giver[ID]) func(context.Context, *store.Tx, *answerIn[ID]) (*out[VisitView], error) {
	return func(ctx context.Context, tx *store.Tx, in *answerIn[ID]) (*out[VisitView], error) {
		n, err := give(ctx, tx, in.Visit, in.Item, in.Body.Choice, in.Body.Reason)
		if err != nil {
			return nil, err
		}
		if n != nil {
			s.tellNote(ctx, *n)
		}
		s.tellLists(ctx, in.Visit)
		return s.view(ctx, tx, in.Visit)
	}
}
