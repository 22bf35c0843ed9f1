package server

import (
	"context"
	"net/http"
	"time"

	"github.com/visitwright/visitwright/cds"
	"github.com/visitwright/visitwright/cmd/visitwright/steps"
	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/store"
)

// alertRoutes are the routes about the checks themselves; what they say of a
// visit stands with the visit.
func (s *Server) alertRoutes(d *door) {
	add(d, own(http.MethodGet, "/checks", "Whether the checks work, and what they stand on"), s.checksState)
	in(d, get("/care-gaps", ehr.ReadChart, "Preventive care that is due, over the practice's patients"), s.careGaps)
	in(d, get("/patients/{patient}/checks", ehr.ReadChart, "What the checks say of a chart as it is now"), s.patientChecks)
	in(d, post("/patients/{patient}/orders", ehr.EditNote, "Stage an order in the patient's unfinished visit, or in a new one"), s.stageOrder)
	in(d, post("/visits/{visit}/alerts/{item}/act", ehr.EditNote, "Do what a button of an alert says"), s.actOnAlert)
	in(d, get("/rules", ehr.ManageService, "Rules of the checks: what the practice changed, how they did"), s.rules)
	in(d, post("/rules/{rule}/settings", ehr.ManageService, "Try a rule out unseen, promote or demote it"), s.setRule)
	in(d, post("/rules/{rule}/rollback", ehr.ManageService, "Take the last change of a rule back"), s.rollBackRule)
	add(d, post("/rules/replay", ehr.ManageService, "What a change of rules would have done to past visits"), s.replayRules)
	in(d, get("/immunization-schedules", ehr.ManageService, "Immunization schedules to choose from, and which the practice chose"), s.schedules)
	in(d, post("/immunization-schedules", ehr.ManageService, "Choose the practice's immunization schedule"), s.chooseSchedule)
	in(d, get("/reports/alerts", ehr.ManageService, "A month of alerts, by rule"), s.alertReport)
}

// checker is what the checks run with; Unavailable where there is no content.
func (s *Server) checker() (*cds.Checker, error) {
	if s.steps == nil || s.steps.Checker == nil {
		return nil, ehr.Errorf(ehr.Unavailable, "no content of the checks is loaded")
	}
	return s.steps.Checker, nil
}

// ChecksState says whether the checks work.
type ChecksState struct {
	On              bool          `json:"on"`
	Off             string        `json:"off,omitempty" doc:"why interaction checking is off, for the page"`
	CheckedAt       time.Time     `json:"checked_at" doc:"when the test pairs were last run"`
	Content         []ehr.Content `json:"content"`
	OverrideReasons []cds.Reason  `json:"override_reasons" doc:"offered beside an interruptive alert"`
}

func (s *Server) checksState(_ context.Context, _ *struct{}) (*out[ChecksState], error) {
	now := time.Now()
	v := ChecksState{CheckedAt: now.UTC(), OverrideReasons: cds.OverrideReasons}
	c, err := s.checker()
	if err == nil {
		v.Content = c.Contents(ehr.DateOf(now))
		err = c.Canary()
	}
	if v.On = err == nil; !v.On {
		v.Off = "Interaction checking is off: " + ehr.SafeMessage(err)
		if c != nil {
			v.Off = "Interaction checking is off: " + err.Error() // names drugs of the test pairs, no patient's
		}
	}
	return answer(v), nil
}

// PanelGap is one recommendation over the patients that were looked at.
type PanelGap struct {
	Rule    string         `json:"rule"`
	Summary string         `json:"summary"`
	Source  string         `json:"source"`
	Counts  map[string]int `json:"counts" doc:"patients by status: due, overdue, done, excluded, unknown"`
}

// PatientGap is one patient's gap.
type PatientGap struct {
	Patient ehr.PatientID `json:"patient_id"`
	Name    string        `json:"name"`
	MRN     string        `json:"mrn"`
	Gap     ehr.CareGap   `json:"gap"`
}

// CareGaps is preventive care over a part of the practice's patients.
type CareGaps struct {
	Looked   int             `json:"looked" doc:"patients looked at"`
	Next     ehr.PatientID   `json:"next,omitempty" doc:"give it as after for the next patients; absent: these were the last"`
	Gaps     []PanelGap      `json:"gaps"`
	Patients []PatientGap    `json:"patients"`
	Not      []ehr.Unchecked `json:"not_checked" doc:"what could not be checked, each reason once"`
}

type careGapsIn struct {
	Rule   string        `query:"rule" maxLength:"100"`
	Status string        `query:"status" enum:"due,overdue,done,excluded,unknown" default:"due" doc:"patients of this status are listed; due takes overdue in"`
	After  ehr.PatientID `query:"after" maxLength:"36"`
	Limit  int           `query:"limit" minimum:"1" maximum:"200" default:"100"`
}

// careGaps looks at a part of the practice's charts as they are now.
func (s *Server) careGaps(ctx context.Context, tx *store.Tx, in *careGapsIn) (*out[CareGaps], error) {
	c, err := s.checker()
	if err != nil {
		return nil, err
	}
	ids, err := tx.Panel(ctx, in.After, in.Limit)
	if err != nil {
		return nil, err
	}
	v := CareGaps{Looked: len(ids), Gaps: []PanelGap{}, Patients: []PatientGap{}, Not: []ehr.Unchecked{}}
	if len(ids) == in.Limit {
		v.Next = ids[len(ids)-1]
	}
	at, said := map[string]int{}, map[ehr.Unchecked]bool{}
	for _, id := range ids {
		chart, err := tx.Chart(ctx, id)
		if err != nil {
			return nil, err
		}
		gaps, not := c.Gaps(chart, tx.Now())
		for _, n := range not {
			if !said[n] {
				said[n], v.Not = true, append(v.Not, n)
			}
		}
		for _, g := range gaps {
			if in.Rule != "" && g.Rule != in.Rule {
				continue
			}
			i, ok := at[g.Rule]
			if !ok {
				i, at[g.Rule] = len(v.Gaps), len(v.Gaps)
				v.Gaps = append(v.Gaps, PanelGap{Rule: g.Rule, Summary: g.Recommendation, Source: g.Source, Counts: map[string]int{}})
			}
			v.Gaps[i].Counts[g.Status]++
			if g.Status == in.Status || in.Status == "due" && g.Status == "overdue" {
				v.Patients = append(v.Patients, PatientGap{Patient: id, Name: chart.Patient.Name(), MRN: chart.Patient.MRN, Gap: g})
			}
		}
	}
	return answer(v), nil
}

// month reads "2026-11" in the practice's time; empty is the month of now.
func month(ctx context.Context, tx *store.Tx, s string) (from, to time.Time, err error) {
	zone, err := time.LoadLocation(callOf(ctx).session.Practice.TimeZone)
	if err != nil {
		zone = time.UTC
	}
	if s == "" {
		s = tx.Now().In(zone).Format("2006-01")
	}
	from, err = time.ParseInLocation("2006-01", s, zone)
	if err != nil {
		return from, to, ehr.Errorf(ehr.Invalid, "a month looks like 2026-11")
	}
	return from, from.AddDate(0, 1, 0), nil
}

// AlertReport is a month of alerts.
type AlertReport struct {
	Month        string      `json:"month"`
	Visits       int         `json:"visits" doc:"visits that were checked"`
	Alerts       int         `json:"alerts" doc:"shown, in any tier"`
	Interruptive int         `json:"interruptive"`
	Answered     int         `json:"answered"`
	Overridden   int         `json:"overridden"`
	Rules        []TitledUse `json:"rules"`
	HookCalls    int         `json:"hook_calls" doc:"calls of other record systems that were given a card"`
	HookRules    []TitledUse `json:"hook_rules" doc:"the same for cards given to other record systems"`
}

func (s *Server) alertReport(ctx context.Context, tx *store.Tx, in *struct {
	Month string `query:"month" maxLength:"7" doc:"e.g. 2026-11; absent: this month"`
}) (*out[AlertReport], error) {
	from, to, err := month(ctx, tx, in.Month)
	if err != nil {
		return nil, err
	}
	v, err := s.reportOf(ctx, tx, from, to)
	v.Month = from.Format("2006-01")
	return answer(v), err
}

// TitledUse is how a rule did, with its words.
type TitledUse struct {
	cds.Use
	Title string `json:"title" doc:"the rule in general words; its identifier where the rule is no more"`
}

func (s *Server) titled(uses []cds.Use) []TitledUse {
	out := make([]TitledUse, 0, len(uses))
	c, _ := s.checker() // without content a rule goes by its identifier
	for _, u := range uses {
		out = append(out, TitledUse{Use: u, Title: c.TitleOf(u.Rule)})
	}
	return out
}

func (s *Server) reportOf(ctx context.Context, tx *store.Tx, from, to time.Time) (AlertReport, error) {
	fired, visits, err := tx.FiredRules(ctx, from, to)
	if err != nil {
		return AlertReport{}, err
	}
	cards, calls, err := tx.HookCards(ctx, from, to)
	v := AlertReport{Visits: visits, Rules: s.titled(cds.Tally(steps.Counts(fired), visits)), HookCalls: calls, HookRules: s.titled(cds.Tally(steps.Counts(cards), calls))}
	for _, u := range v.Rules {
		v.Alerts += u.Fired
		v.Interruptive += u.Interruptive
		v.Answered += u.Answered
		v.Overridden += u.Overridden
	}
	return v, err
}
