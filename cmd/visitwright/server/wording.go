package server

import (
	"context"
	"slices"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/store"
	"github.com/visitwright/visitwright/scribe/habit"
)

// WordingList is the wordings of whoever asks.
type WordingList struct {
	Wordings []ehr.Wording `json:"wordings" doc:"made in at least Least visits, or decided about; most seen first"`
	Least    int           `json:"least" doc:"in how many signed visits a change must have been made to stand here"`
}

func (s *Server) wordings(ctx context.Context, tx *store.Tx, _ *struct{}) (*out[WordingList], error) {
	all, err := tx.Wordings(ctx, tx.Who().User)
	offered := slices.DeleteFunc(all, func(w ehr.Wording) bool { return !w.Decided && !habit.Steady(w) })
	return answer(WordingList{Wordings: append([]ehr.Wording{}, offered...), Least: habit.Least}), err
}

type chooseWordingIn struct {
	Body struct {
		Section ehr.SectionName `json:"section" minLength:"1" maxLength:"100"`
		From    string          `json:"from" minLength:"1" maxLength:"500"`
		To      string          `json:"to" maxLength:"500"`
		On      bool            `json:"on" doc:"put it into drafts from the next one on"`
	}
}

func (s *Server) chooseWording(ctx context.Context, tx *store.Tx, in *chooseWordingIn) (*out[WordingList], error) {
	b := in.Body
	if err := tx.ChooseWording(ctx, ehr.Wording{Section: b.Section, From: b.From, To: b.To, On: b.On}); err != nil {
		return nil, err
	}
	return s.wordings(ctx, tx, nil)
}
