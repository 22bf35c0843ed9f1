package cds

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/visitwright/visitwright/cds/facts"
	"github.com/visitwright/visitwright/cds/interactions"
	"github.com/visitwright/visitwright/cds/preventive"
	"github.com/visitwright/visitwright/ehr"
)

// Rule is a rule of the drug checks as a practice sees it.
type Rule struct {
	ID      string   `json:"rule"`
	Kind    string   `json:"kind"`
	Title   string   `json:"title"` // in general words: "A drug with another: serious bleeding"
	Version string   `json:"version"`
	Source  string   `json:"source"`
	OwnTier ehr.Tier `json:"own_tier"`
	Tier    ehr.Tier `json:"tier"` // as the practice has it
	Shadow  bool     `json:"shadow"`
}

// Rules lists the rules with the practice's settings, in the order of the rule
// files; empty without content.
func (c *Checker) Rules() []Rule {
	if c.drugs == nil {
		return []Rule{}
	}
	out := make([]Rule, 0, len(c.drugs.Rules()))
	for _, r := range c.drugs.Rules() {
		s := c.settings[r.ID]
		x := Rule{ID: r.ID, Kind: string(r.Kind), Title: inGeneral(r), Version: strconv.Itoa(r.Version), Source: r.Source, OwnTier: r.Tier, Tier: r.Tier, Shadow: s.Shadow}
		if s.Tier != "" {
			x.Tier = s.Tier
		}
		out = append(out, x)
	}
	return out
}

// TitleOf is a rule in general words; its identifier where there is no such rule.
// Preventive recommendations, which other record systems get as cards, have theirs.
func (c *Checker) TitleOf(rule string) string {
	for _, r := range preventive.Recommendations() {
		if r.ID == rule {
			return r.Say
		}
	}
	if c == nil || c.drugs == nil {
		return rule
	}
	for _, r := range c.drugs.Rules() {
		if r.ID == rule {
			return inGeneral(r)
		}
	}
	return rule
}

// Knows reports whether there is a rule of that name.
func (c *Checker) Knows(rule string) bool {
	return slices.ContainsFunc(c.Rules(), func(r Rule) bool { return r.ID == rule })
}

// Gaps is preventive care alone, for a panel of many patients.
func (c *Checker) Gaps(chart ehr.Chart, now time.Time) ([]ehr.CareGap, []ehr.Unchecked) {
	f := facts.From(chart, now)
	return preventive.Gaps(f, c.takes(f, nil, c.Canary()))
}

var general = strings.NewReplacer("{a}", "a drug", "{b}", "another", "{drugs}", "several drugs", "{value}", "a value", "{condition}", "the condition")

// inGeneral reads a rule's summary for no patient in particular. The condition of
// an allergy rule is the drug that the allergy is to.
func inGeneral(r *interactions.Rule) string {
	s := r.Summary
	if r.Kind == interactions.Allergy {
		s = strings.ReplaceAll(s, "{condition}", "{b}")
	}
	s = general.Replace(s)
	return strings.ToUpper(s[:1]) + s[1:]
}
