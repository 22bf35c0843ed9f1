package server

import (
	"context"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/store"
)

// Verdict is what a coder decides about a code.
type Verdict struct {
	Version int             `json:"version" minimum:"0" doc:"of the case as it was read"`
	CodeID  ehr.CodeID      `json:"code_id,omitempty" maxLength:"200" doc:"absent where a code is added"`
	Verdict ehr.CodeVerdict `json:"verdict" enum:"accepted,rejected,replaced,added,withdrawn"`
	Reason  string          `json:"reason,omitempty" maxLength:"500" doc:"needed for a rejection"`
	// With is looked up in the set of the date of service; nothing else can be put on a claim.
	With     string         `json:"with,omitempty" maxLength:"10" doc:"the code that is added or takes the place"`
	System   ehr.CodeSystem `json:"system,omitempty" maxLength:"100" doc:"of that code; absent: ICD-10-CM"`
	Sentence ehr.SentenceID `json:"sentence,omitempty" maxLength:"200" doc:"what an added code rests on"`
}

type verdictIn struct {
	Visit ehr.VisitID `path:"visit" format:"uuid"`
	Body  Verdict
}

func (s *Server) decideCode(ctx context.Context, tx *store.Tx, in *verdictIn) (*out[CaseView], error) {
	b := in.Body
	v := store.CodeVerdict{Visit: in.Visit, Version: b.Version, Code: b.CodeID, Verdict: b.Verdict, Reason: b.Reason}
	if b.Verdict == ehr.VerdictAdded || b.Verdict == ehr.VerdictReplaced {
		visit, err := tx.Visit(ctx, in.Visit)
		if err != nil {
			return nil, err
		}
		if v.With, err = s.standingCode(ctx, b.System, b.With, visit.Service); err != nil {
			return nil, err
		}
		v.With.Sentence = b.Sentence
	}
	if _, err := tx.DecideCode(ctx, v); err != nil {
		return nil, contested(err)
	}
	s.tellLists(ctx, in.Visit)
	return s.deskCase(ctx, tx, &visitIn{Visit: in.Visit})
}

// standingCode finds a complete code in the set of the date of service, or a service.
func (s *Server) standingCode(ctx context.Context, system ehr.CodeSystem, code string, service ehr.Date) (ehr.Code, error) {
	if system != "" && system != ehr.ICD10CM {
		c, ok := s.about(service).FindService(code)
		if !ok || c.System != system {
			return ehr.Code{}, ehr.Errorf(ehr.Invalid, "the service stands in no list that is loaded")
		}
		return c, nil
	}
	rel, _, err := s.release(ctx, service)
	if err != nil {
		return ehr.Code{}, err
	}
	c, ok := rel.Lookup(code)
	switch {
	case !ok:
		return ehr.Code{}, ehr.Errorf(ehr.Invalid, "the code does not stand in %s", rel.Name)
	case !c.Billable:
		return ehr.Code{}, ehr.Errorf(ehr.Invalid, "the code is not complete: choose one below it")
	}
	return ehr.Code{System: ehr.ICD10CM, Code: c.Code, Display: c.Description, Release: rel.Name}, nil
}

type askIn struct {
	Visit ehr.VisitID `path:"visit" format:"uuid"`
	Body  struct {
		Version  int            `json:"version" minimum:"0"`
		CodeID   ehr.CodeID     `json:"code_id,omitempty" maxLength:"200"`
		Sentence ehr.SentenceID `json:"sentence,omitempty" maxLength:"200"`
		Text     string         `json:"text" minLength:"1" maxLength:"2000"`
	}
}

func (s *Server) askClinician(ctx context.Context, tx *store.Tx, in *askIn) (*out[CaseView], error) {
	q := ehr.CodingQuestion{Visit: in.Visit, CodeID: in.Body.CodeID, Sentence: in.Body.Sentence, Text: in.Body.Text}
	if _, err := tx.AskClinician(ctx, in.Body.Version, q); err != nil {
		return nil, contested(err)
	}
	s.tellLists(ctx, in.Visit)
	return s.deskCase(ctx, tx, &visitIn{Visit: in.Visit})
}

// QuestionList is coders' questions.
type QuestionList struct {
	Questions []ehr.CodingQuestion `json:"questions"`
}

func (s *Server) codingQuestions(ctx context.Context, tx *store.Tx, _ *struct{}) (*out[QuestionList], error) {
	list, err := tx.Questions(ctx)
	return answer(QuestionList{Questions: list}), err
}

// VisitCoding is what stands beside a visit's codes.
type VisitCoding struct {
	Level     *ehr.VisitLevel      `json:"level" doc:"null where none was worked out"`
	Questions []ehr.CodingQuestion `json:"questions"`
}

func (s *Server) visitCoding(ctx context.Context, tx *store.Tx, in *visitIn) (*out[VisitCoding], error) {
	var v VisitCoding
	var err error
	if v.Level, err = tx.Level(ctx, in.Visit); err != nil {
		return nil, err
	}
	v.Questions, err = tx.QuestionsOf(ctx, in.Visit)
	return answer(v), err
}

type questionAnswerIn struct {
	Visit ehr.VisitID `path:"visit" format:"uuid"`
	Item  string      `path:"item" maxLength:"36"`
	Body  struct {
		Text     string `json:"text" minLength:"1" maxLength:"20000"`
		Addendum bool   `json:"addendum,omitempty" doc:"the answer becomes an addendum of the signed note"`
	}
}

func (s *Server) answerQuestion(ctx context.Context, tx *store.Tx, in *questionAnswerIn) (*out[VisitCoding], error) {
	if err := tx.AnswerQuestion(ctx, in.Visit, in.Item, in.Body.Text, in.Body.Addendum); err != nil {
		return nil, err
	}
	s.tellLists(ctx, in.Visit)
	return s.visitCoding(ctx, tx, &visitIn{Visit: in.Visit})
}
