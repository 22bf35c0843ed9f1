package server

import (
	"context"
	"slices"
	"time"

	"github.com/visitwright/visitwright/cds"
	"github.com/visitwright/visitwright/cmd/visitwright/steps"
	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/store"
)

// RuleView is a rule with the practice's changes and how it did.
type RuleView struct {
	cds.Rule
	Use          cds.Use             `json:"use" doc:"over the last 90 days"`
	OverrideRate float64             `json:"override_rate" doc:"share of answers that went on in spite of it, 0 to 1"`
	History      []store.RuleSetting `json:"history" doc:"what the practice changed, oldest first"`
}

// RuleList is all rules.
type RuleList struct {
	Rules []RuleView `json:"rules"`
}

// ruleDays is the time over which rules are counted on their page.
const ruleDays = 90

func (s *Server) rules(ctx context.Context, tx *store.Tx, _ *struct{}) (*out[RuleList], error) {
	list, err := s.ruleList(ctx, tx)
	return answer(RuleList{Rules: list}), err
}

func (s *Server) ruleList(ctx context.Context, tx *store.Tx) ([]RuleView, error) {
	c, err := s.checker()
	if err != nil {
		return nil, err
	}
	history, err := tx.RuleSettings(ctx)
	if err != nil {
		return nil, err
	}
	fired, visits, err := tx.FiredRules(ctx, tx.Now().AddDate(0, 0, -ruleDays), tx.Now().Add(time.Second))
	if err != nil {
		return nil, err
	}
	uses := map[string]cds.Use{}
	for _, u := range cds.Tally(steps.Counts(fired), visits) {
		uses[u.Rule] = u
	}
	var list []RuleView
	for _, r := range c.For(cds.Current(steps.Settings(history))).Rules() {
		v := RuleView{Rule: r, Use: uses[r.ID], OverrideRate: uses[r.ID].OverrideRate()}
		v.Use.Rule = r.ID
		if v.Use.Reasons == nil { // never fired here: the page wants an empty list of reasons, not none
			v.Use.Reasons = map[string]int{}
		}
		for _, h := range history {
			if h.Rule == r.ID {
				v.History = append(v.History, h)
			}
		}
		list = append(list, v)
	}
	return list, nil
}

// RuleChange is what a practice changes about a rule.
type RuleChange struct {
	Shadow bool     `json:"shadow,omitempty" doc:"fires unseen, for counting"`
	Tier   ehr.Tier `json:"tier,omitempty" doc:"absent: the rule's own"`
	Why    string   `json:"why" minLength:"1" maxLength:"500"`
}

type setRuleIn struct {
	Rule string `path:"rule" maxLength:"100"`
	Body RuleChange
}

func (s *Server) setRule(ctx context.Context, tx *store.Tx, in *setRuleIn) (*out[RuleView], error) {
	return s.changeRule(ctx, tx, store.RuleSetting{Rule: in.Rule, Shadow: in.Body.Shadow, Tier: in.Body.Tier, Why: in.Body.Why})
}

func (s *Server) changeRule(ctx context.Context, tx *store.Tx, change store.RuleSetting) (*out[RuleView], error) {
	c, err := s.checker()
	if err != nil {
		return nil, err
	}
	if !c.Knows(change.Rule) {
		return nil, ehr.Errorf(ehr.NotFound, "there is no such rule")
	}
	if err := tx.SetRule(ctx, change); err != nil {
		return nil, err
	}
	list, err := s.ruleList(ctx, tx)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(list, func(v RuleView) bool { return v.ID == change.Rule })
	return answer(list[i]), nil
}

type rollBackIn struct {
	Rule string `path:"rule" maxLength:"100"`
	Body struct {
		Why string `json:"why" minLength:"1" maxLength:"500"`
	}
}

// rollBackRule puts a rule back to what it was before its last change, by adding
// that state again.
func (s *Server) rollBackRule(ctx context.Context, tx *store.Tx, in *rollBackIn) (*out[RuleView], error) {
	history, err := tx.RuleSettings(ctx)
	if err != nil {
		return nil, err
	}
	history = slices.DeleteFunc(history, func(h store.RuleSetting) bool { return h.Rule != in.Rule })
	if len(history) == 0 {
		return nil, ehr.Errorf(ehr.Conflict, "the practice has changed nothing about this rule")
	}
	before := store.RuleSetting{Rule: in.Rule}
	if len(history) > 1 {
		before = history[len(history)-2]
	}
	before.Why = in.Body.Why
	return s.changeRule(ctx, tx, before)
}

// ReplayRequest is a change of rules to be tried on past visits.
type ReplayRequest struct {
	Settings []struct {
		Rule   string   `json:"rule" maxLength:"100"`
		Shadow bool     `json:"shadow,omitempty"`
		Tier   ehr.Tier `json:"tier,omitempty"`
	} `json:"settings" minItems:"1" maxItems:"100"`
	Days int `json:"days,omitempty" minimum:"1" maximum:"366" doc:"how far back; 90 where absent"`
}

// ReplayResult is what the change would have done.
type ReplayResult struct {
	Visits  int          `json:"visits"`
	Changes []cds.Change `json:"changes"`
}

// replayVisits is how many visits a replay looks at, the latest.
const replayVisits = 200

// replayRules checks past visits twice, with the rules as they are and as they
// would be. The service reads the charts, so that an administrator sees counts
// and no patient; each chart stands in the audit.
func (s *Server) replayRules(ctx context.Context, in *struct{ Body ReplayRequest }) (*out[ReplayResult], error) {
	c, err := s.checker()
	if err != nil {
		return nil, err
	}
	call := callOf(ctx)
	var ids []ehr.VisitID
	var settings []cds.Setting
	err = s.store.InTx(ctx, call.who, call.why, func(tx *store.Tx) error {
		days := in.Body.Days
		if days == 0 {
			days = ruleDays
		}
		if ids, err = tx.CheckedVisits(ctx, tx.Now().AddDate(0, 0, -days), tx.Now().Add(time.Second), replayVisits); err != nil {
			return err
		}
		history, err := tx.RuleSettings(ctx)
		settings = cds.Current(steps.Settings(history))
		return err
	})
	if err != nil {
		return nil, err
	}
	past, err := s.pastInputs(ctx, call, ids)
	if err != nil {
		return nil, err
	}
	then := slices.Clone(settings)
	for _, x := range in.Body.Settings {
		if !c.Knows(x.Rule) {
			return nil, ehr.Errorf(ehr.NotFound, "there is no such rule")
		}
		then = append(then, cds.Setting{Rule: x.Rule, Shadow: x.Shadow, Tier: x.Tier})
	}
	return answer(ReplayResult{Visits: len(past), Changes: cds.Replay(past, c.For(settings), c.For(then))}), nil
}

// pastInputs reads what the checks of past visits looked at: the note and orders
// of the visit, and the chart as it is now.
func (s *Server) pastInputs(ctx context.Context, c call, ids []ehr.VisitID) ([]cds.Input, error) {
	var past []cds.Input
	service := store.Service(c.who.Practice)
	service.Remote = c.remote
	for _, id := range ids {
		why := store.Why{Action: ehr.ReadChart, Kind: "visit", ID: string(id), Detail: "replay of rules"}
		err := s.store.InTx(ctx, service, why, func(tx *store.Tx) error {
			v, err := tx.Visit(ctx, id)
			if err != nil {
				return err
			}
			in := cds.Input{Now: v.Service.Time().Add(12 * time.Hour)}
			if in.Chart, err = tx.Chart(ctx, v.Patient); err != nil {
				return err
			}
			if in.Orders, err = tx.Orders(ctx, id); err != nil {
				return err
			}
			n, err := tx.Note(ctx, id)
			if n != nil {
				in.Note = *n
			}
			past = append(past, in)
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return past, nil
}
