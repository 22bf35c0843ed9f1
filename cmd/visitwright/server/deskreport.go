package server

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/visitwright/visitwright/cmd/visitwright/steps"
	"github.com/visitwright/visitwright/coding"
	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/store"
)

// Agreement counts verdicts about proposed codes.
type Agreement struct {
	Name     string  `json:"name"`
	Display  string  `json:"display,omitempty"`
	Accepted int     `json:"accepted"`
	Rejected int     `json:"rejected"`
	Replaced int     `json:"replaced"`
	Added    int     `json:"added" doc:"codes that were not proposed"`
	Rate     float64 `json:"rate" doc:"accepted among the proposals that were decided, 0 to 1"`
}

func (a *Agreement) count(v ehr.CodeVerdict) {
	switch v {
	case ehr.VerdictAccepted:
		a.Accepted++
	case ehr.VerdictRejected:
		a.Rejected++
	case ehr.VerdictReplaced:
		a.Replaced++
	case ehr.VerdictAdded:
		a.Added++
	}
	if n := a.Accepted + a.Rejected + a.Replaced; n > 0 {
		a.Rate = float64(a.Accepted) / float64(n)
	}
}

// ReasonCount is how often a reason of rejection was given.
type ReasonCount struct {
	Reason string `json:"reason"`
	Count  int    `json:"count"`
}

// CodingReport is what coders made of the proposals.
type CodingReport struct {
	Days       int           `json:"days"`
	All        Agreement     `json:"all"`
	Codes      []Agreement   `json:"codes"`
	Clinicians []Agreement   `json:"clinicians"`
	Reasons    []ReasonCount `json:"reasons"`
	// Rerank: proposals are ranked by the practice's decisions; Effect is what that
	// does to the decisions of the year, each case judged by the others.
	Rerank bool          `json:"rerank"`
	Effect coding.Effect `json:"effect"`
}

type codingReportIn struct {
	Days int `query:"days" minimum:"1" maximum:"366" default:"90"`
}

func (s *Server) codingReport(ctx context.Context, tx *store.Tx, in *codingReportIn) (*out[CodingReport], error) {
	soon := tx.Now().Add(time.Second)
	list, err := tx.StandingDecisions(ctx, tx.Now().AddDate(0, 0, -in.Days), soon)
	if err != nil {
		return nil, err
	}
	v := tallied(list)
	v.Days, v.All.Name = in.Days, "all"
	if v.Rerank, err = tx.Rerank(ctx); err != nil {
		return nil, err
	}
	past, err := steps.Past(ctx, tx)
	v.Effect = coding.Replay(past)
	return answer(v), err
}

func tallied(list []ehr.CodeDecision) (v CodingReport) {
	codes, clinicians, reasons := map[string]*Agreement{}, map[ehr.UserID]*Agreement{}, map[string]int{}
	for _, d := range list {
		v.All.count(d.Verdict)
		if codes[d.Code] == nil {
			codes[d.Code] = &Agreement{Name: d.Code, Display: d.Display}
		}
		codes[d.Code].count(d.Verdict)
		if clinicians[d.Clinician] == nil {
			clinicians[d.Clinician] = &Agreement{Name: d.Documenter}
		}
		clinicians[d.Clinician].count(d.Verdict)
		if d.Reason != "" && (d.Verdict == ehr.VerdictRejected || d.Verdict == ehr.VerdictReplaced) {
			reasons[d.Reason]++
		}
	}
	for _, a := range codes {
		v.Codes = append(v.Codes, *a)
	}
	for _, a := range clinicians {
		v.Clinicians = append(v.Clinicians, *a)
	}
	for r, n := range reasons {
		v.Reasons = append(v.Reasons, ReasonCount{r, n})
	}
	order := func(a, b Agreement) int {
		return cmp.Or(cmp.Compare(b.Accepted+b.Rejected+b.Replaced+b.Added, a.Accepted+a.Rejected+a.Replaced+a.Added), cmp.Compare(a.Name, b.Name))
	}
	slices.SortFunc(v.Codes, order)
	slices.SortFunc(v.Clinicians, order)
	slices.SortFunc(v.Reasons, func(a, b ReasonCount) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Reason, b.Reason))
	})
	return v
}

type setCodingIn struct {
	Body struct {
		Rerank bool `json:"rerank"`
	}
}

func (s *Server) setCoding(ctx context.Context, tx *store.Tx, in *setCodingIn) (*out[CodingReport], error) {
	if err := tx.SetRerank(ctx, in.Body.Rerank); err != nil {
		return nil, err
	}
	return s.codingReport(ctx, tx, &codingReportIn{Days: 90})
}
