package server

import (
	"context"
	"errors"

	"github.com/visitwright/visitwright/coding/edits"
	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/store"
)

// deskRoutes are the coder's desk: the worklist of signed visits, one case, the
// code sets, questions to clinicians, and what came of it all.
func (s *Server) deskRoutes(d *door) {
	in(d, get("/desk", ehr.WorkCodes, "The coding worklist: signed visits"), s.desk)
	in(d, get("/desk/{visit}", ehr.WorkCodes, "A coding case with note, codes, level, questions and history"), s.deskCase)
	in(d, post("/desk/{visit}/claim", ehr.WorkCodes, "Take a case, for a quarter of an hour from the last change"), s.claimCase)
	in(d, post("/desk/{visit}/release", ehr.WorkCodes, "Give a case back"), s.releaseCase)
	in(d, post("/desk/{visit}/decisions", ehr.WorkCodes, "Accept, reject, replace or add a code, or take a verdict back"), s.decideCode)
	in(d, post("/desk/{visit}/questions", ehr.WorkCodes, "Ask the clinician"), s.askClinician)
	in(d, post("/desk/{visit}/finish", ehr.WorkCodes, "Finish a case"), s.finishCase)
	in(d, get("/coding-questions", ehr.ReviewCodes, "Questions of coders: a clinician's own, all for a coder"), s.codingQuestions)
	in(d, get("/visits/{visit}/coding", ehr.ReadVisit, "The level of a visit, and what coders asked about it"), s.visitCoding)
	in(d, post("/visits/{visit}/questions/{item}/answer", ehr.SignNote, "Answer a coder's question, as an addendum or not"), s.answerQuestion)
	add(d, post("/codes/search", ehr.ReviewCodes, "Search the codes of a date of service while typing"), s.searchCodes)
	add(d, post("/codes/browse", ehr.ReviewCodes, "A node of the code set: where it stands, its notes, what stands below, its history"), s.browseCodes)
	in(d, get("/reports/coding", ehr.ReportCodes, "Agreement with the proposals, and reasons of rejection"), s.codingReport)
	in(d, put("/coding-settings", ehr.ManageService, "Rank proposals by the practice's own decisions, or not"), s.setCoding)
}

// Worklist is the coder's.
type Worklist struct {
	Cases []ehr.CodingCase `json:"cases"`
	More  bool             `json:"more" doc:"there are more than are listed"`
	// Value is what the services on the claim stand for, in total relative value
	// units in an office, by visit; ValueNotKnown says why there is none.
	Value         map[ehr.VisitID]float64 `json:"value"`
	ValueNotKnown string                  `json:"value_not_known,omitempty"`
}

type deskIn struct {
	State     ehr.CodingState `query:"state" enum:"to_do,mine,taken,waiting,done" doc:"absent: all that are not finished"`
	Clinician ehr.UserID      `query:"clinician" maxLength:"36"`
}

// deskLimit is how many cases the worklist has at most.
const deskLimit = 500

func (s *Server) desk(ctx context.Context, tx *store.Tx, in *deskIn) (*out[Worklist], error) {
	list, err := tx.CodingCases(ctx, store.CaseFilter{State: in.State, Clinician: in.Clinician, Limit: deskLimit + 1})
	if err != nil {
		return nil, err
	}
	w := Worklist{Cases: list, Value: map[ehr.VisitID]float64{}}
	var fees edits.Fees
	if s.steps != nil {
		fees = s.steps.About(ehr.Chart{}, today(ctx, tx)).Files.Fees
	}
	if fees == nil {
		w.ValueNotKnown = "no relative value file is loaded"
	}
	for _, c := range list {
		for _, code := range c.Services {
			if fee, ok := fees[code]; ok {
				w.Value[c.Visit] += fee.NonFacility
			}
		}
	}
	if w.More = len(list) > deskLimit; w.More {
		w.Cases = list[:deskLimit]
	}
	return answer(w), nil
}

// CaseView is a case with everything beside it.
type CaseView struct {
	Case      ehr.CodingCase       `json:"case"`
	Visit     VisitView            `json:"visit"`
	Level     *ehr.VisitLevel      `json:"level" doc:"null where none was worked out"`
	Questions []ehr.CodingQuestion `json:"questions"`
	Decisions []ehr.CodeDecision   `json:"decisions" doc:"every verdict, oldest first"`
	Reasons   []string             `json:"reasons" doc:"offered where a code is rejected"`
	// NotChecked says which published edits are not loaded: not checked is not "no conflict".
	NotChecked []string `json:"not_checked"`
}

func (s *Server) deskCase(ctx context.Context, tx *store.Tx, in *visitIn) (*out[CaseView], error) {
	c, err := tx.CodingCase(ctx, in.Visit)
	if err != nil {
		return nil, err
	}
	v := CaseView{Case: c, Reasons: ehr.RejectionReasons}
	view, err := s.view(ctx, tx, in.Visit)
	if err != nil {
		return nil, err
	}
	v.Visit = view.Body
	if v.Level, err = tx.Level(ctx, in.Visit); err != nil {
		return nil, err
	}
	v.NotChecked = []string{"procedure-to-procedure pairs: NCCI's file is not loaded", "units a day: NCCI's MUE file is not loaded"}
	if v.Level != nil {
		v.NotChecked = v.Level.NotChecked
	}
	if v.Questions, err = tx.QuestionsOf(ctx, in.Visit); err != nil {
		return nil, err
	}
	v.Decisions, err = tx.DecisionsOf(ctx, in.Visit)
	return answer(v), err
}

type caseIn struct {
	Visit ehr.VisitID `path:"visit" format:"uuid"`
	Body  struct {
		Version int `json:"version" minimum:"0" doc:"of the case as it was read"`
	}
}

func (s *Server) claimCase(ctx context.Context, tx *store.Tx, in *caseIn) (*out[CaseView], error) {
	return s.moved(ctx, tx, in, tx.ClaimCase)
}

func (s *Server) releaseCase(ctx context.Context, tx *store.Tx, in *caseIn) (*out[CaseView], error) {
	return s.moved(ctx, tx, in, tx.ReleaseCase)
}

func (s *Server) finishCase(ctx context.Context, tx *store.Tx, in *caseIn) (*out[CaseView], error) {
	return s.moved(ctx, tx, in, tx.FinishCase)
}

func (s *Server) moved(ctx context.Context, tx *store.Tx, in *caseIn, move func(context.Context, ehr.VisitID, int) (ehr.CodingCase, error)) (*out[CaseView], error) {
	if _, err := move(ctx, in.Visit, in.Body.Version); err != nil {
		return nil, contested(err)
	}
	return s.deskCase(ctx, tx, &visitIn{Visit: in.Visit})
}

// contested tells who holds or changed a case, and when.
func contested(err error) error {
	var c *store.CaseError
	if !errors.As(err, &c) {
		return err
	}
	p := newProblem(ehr.Conflict, ehr.SafeMessage(err))
	p.By, p.ChangedAt, p.HeldUntil = c.By, c.At, c.Until
	return p
}
