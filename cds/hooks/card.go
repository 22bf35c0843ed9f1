package hooks

import (
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/visitwright/visitwright/cds"
	"github.com/visitwright/visitwright/ehr"
)

type card struct {
	UUID      string       `json:"uuid"`
	Summary   string       `json:"summary"` // fewer than 140 characters
	Detail    string       `json:"detail,omitempty"`
	Indicator string       `json:"indicator"` // info, warning, critical
	Source    source       `json:"source"`
	Suggest   []suggestion `json:"suggestions,omitempty"`
	Behaviour string       `json:"selectionBehavior,omitempty"`
	Overrides []coding     `json:"overrideReasons,omitempty"`
}

type source struct {
	Label string  `json:"label"`
	Topic *coding `json:"topic,omitempty"`
}

type coding struct {
	System  string `json:"system"`
	Code    string `json:"code"`
	Display string `json:"display"`
}

type suggestion struct {
	Label   string   `json:"label"`
	UUID    string   `json:"uuid"`
	Actions []action `json:"actions,omitempty"`
}

type action struct {
	Type        string         `json:"type"`
	Description string         `json:"description"`
	Resource    map[string]any `json:"resource,omitempty"`
	ResourceID  string         `json:"resourceId,omitempty"`
}

// reasonSystem names our own override reasons.
const reasonSystem = "urn:visitwright:override-reason"

var overrideReasons = func() (out []coding) {
	for _, r := range cds.OverrideReasons {
		out = append(out, coding{reasonSystem, r.Code, r.Display})
	}
	return out
}()

var indicators = map[ehr.Tier]string{ehr.Interruptive: "critical", ehr.Inline: "warning", ehr.Passive: "info"}

// cards words a report for a hook. At order hooks only what the draft orders are
// a cause of is said, and nothing passive; elsewhere care that is due and
// vaccines get a card each. What was not checked always has its card.
func cards(s service, r request, rep cds.Report) []card {
	out := []card{}
	critical := 0
	for _, a := range rep.Alerts {
		if a.Tier == ehr.Passive || (s.orders && !ofOrders(a)) {
			continue
		}
		c := alertCard(a, r)
		if c.Indicator == "critical" {
			if critical++; critical > ehr.AtOnce {
				c.Indicator = "warning" // no more than three press at a time
			}
		}
		out = append(out, c)
	}
	if !s.orders {
		out = append(out, dueCards(rep)...)
	}
	if len(rep.NotChecked) > 0 {
		out = append(out, notChecked(rep.NotChecked))
	}
	return out
}

func ofOrders(a ehr.Alert) bool {
	return slices.ContainsFunc(a.Chart, func(r ehr.ChartRef) bool { return r.Kind == "order" })
}

func alertCard(a ehr.Alert, r request) card {
	c := card{
		UUID: uuid.NewString(), Summary: short(a.Summary), Detail: strings.ReplaceAll(a.Detail, "\n", "\n\n"),
		Indicator: indicators[a.Tier], Source: source{Label: a.Source, Topic: &coding{"urn:visitwright:rule", a.Rule, a.Rule}},
	}
	if a.Tier == ehr.Interruptive {
		c.Overrides = overrideReasons
	}
	for _, x := range a.Actions {
		if s, ok := suggestionFor(x, a, r); ok {
			c.Suggest = append(c.Suggest, s)
		}
	}
	if len(c.Suggest) > 0 {
		c.Behaviour = "any"
	}
	return c
}

// suggestionFor makes a button: stopping a draft order deletes it, a test becomes
// a draft ServiceRequest, other actions are words for the clinician.
func suggestionFor(x ehr.AlertAction, a ehr.Alert, r request) (suggestion, bool) {
	s := suggestion{Label: x.Label, UUID: uuid.NewString()}
	switch x.Kind {
	case "stop", "replace":
		for _, ref := range a.Chart {
			if o, ok := r.draft(ref); ok && strings.Contains(strings.ToLower(o), strings.ToLower(afterWord(x.Label))) {
				s.Actions = []action{{Type: "delete", Description: x.Label, ResourceID: "MedicationRequest/" + ref.ID}}
			}
		}
		return s, true
	case "order_test":
		s.Actions = []action{{Type: "create", Description: x.Label, Resource: map[string]any{
			"resourceType": "ServiceRequest", "status": "draft", "intent": "proposal",
			"code": map[string]any{"text": x.Text}, "subject": map[string]any{"reference": "Patient/" + r.Context.PatientID},
		}}}
		return s, true
	}
	return s, x.Kind == "adjust_dose"
}

// draft is the words of the draft order a reference points at.
func (r request) draft(ref ehr.ChartRef) (string, bool) {
	if ref.Kind != "order" {
		return "", false
	}
	orders, _ := r.drafts()
	for _, o := range orders {
		if string(o.ID) == ref.ID {
			return o.Text, true
		}
	}
	return "", false
}

func afterWord(label string) string {
	_, rest, _ := strings.Cut(label, " ")
	return rest
}

func dueCards(rep cds.Report) []card {
	var care, vaccines []string
	for _, g := range rep.CareGaps {
		if g.Status == "due" || g.Status == "overdue" {
			care = append(care, fmt.Sprintf("- %s (%s): %s", g.Summary, g.Status, g.Source))
		}
	}
	pack := ""
	for _, v := range rep.Immunization {
		if v.Status == "Not Complete" && !v.Recommended.IsZero() && !ehr.DateOf(rep.At).Before(v.Recommended) {
			vaccines = append(vaccines, "- "+v.Group)
			pack = v.Pack
		}
	}
	var out []card
	if len(care) > 0 {
		out = append(out, card{
			UUID: uuid.NewString(), Indicator: "info", Summary: short(fmt.Sprintf("Preventive care due: %d", len(care))),
			Detail: strings.Join(care, "\n"), Source: source{Label: "US Preventive Services Task Force"},
		})
	}
	if len(vaccines) > 0 {
		out = append(out, card{
			UUID: uuid.NewString(), Indicator: "info", Summary: short(fmt.Sprintf("Vaccines due: %d", len(vaccines))),
			Detail: strings.Join(vaccines, "\n"), Source: source{Label: pack},
		})
	}
	return out
}

func notChecked(not []ehr.Unchecked) card {
	var lines []string
	for _, n := range not {
		lines = append(lines, "- "+n.What+": "+n.Why)
	}
	return card{
		UUID: uuid.NewString(), Indicator: "warning", Summary: short(fmt.Sprintf("Not checked: %d; see the reasons", len(not))),
		Detail: strings.Join(lines, "\n"), Source: source{Label: "Visitwright"},
	}
}

// short cuts a summary to fewer than 140 characters, as the specification wants.
func short(s string) string {
	r := []rune(s)
	if len(r) < 140 {
		return s
	}
	return string(r[:138]) + "…"
}
