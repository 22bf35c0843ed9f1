package cds

import (
	"sort"
	"time"

	"github.com/visitwright/visitwright/ehr"
)

// Setting is what a practice changed about a rule. Settings are only added; going
// back is adding the earlier one again, so that who changed what stays on record.
type Setting struct {
	Rule   string    `json:"rule"`
	Shadow bool      `json:"shadow"`         // fires unseen, for counting
	Tier   ehr.Tier  `json:"tier,omitempty"` // promoted or demoted; empty: the rule's own
	Why    string    `json:"why"`
	By     string    `json:"by"`
	At     time.Time `json:"at"`
}

// Current is the latest setting of each rule.
func Current(history []Setting) []Setting {
	latest := map[string]Setting{}
	for _, s := range history {
		if old, ok := latest[s.Rule]; !ok || !s.At.Before(old.At) {
			latest[s.Rule] = s
		}
	}
	out := make([]Setting, 0, len(latest))
	for _, s := range latest {
		out = append(out, s)
	}
	sort.Slice(out, func(i, j int) bool { return out[i].Rule < out[j].Rule })
	return out
}

// Count is how often a rule spoke with one outcome.
type Count struct {
	Rule   string
	Tier   ehr.Tier
	Shadow bool       // it spoke unseen
	Choice ehr.Choice // empty: not answered
	Reason string     // of overriding, as it was given
	N      int
}

// Use is how one rule did over a time.
type Use struct {
	Rule         string         `json:"rule"`
	Fired        int            `json:"fired"` // shown, in any tier
	Interruptive int            `json:"interruptive"`
	Shadow       int            `json:"shadow"` // would have fired
	Answered     int            `json:"answered"`
	Overridden   int            `json:"overridden"` // answered by keeping the drug
	Reasons      map[string]int `json:"reasons"`    // of overriding, by code of OverrideReasons or "other"
	PerVisit     float64        `json:"per_visit"`
}

// OverrideRate is the share of answers that went on in spite of the alert; 0
// where there were none.
func (u Use) OverrideRate() float64 {
	if u.Answered == 0 {
		return 0
	}
	return float64(u.Overridden) / float64(u.Answered)
}

// Tally adds up counts by rule, most fired first: the practice's monthly report.
// visits is how many visits they come from.
func Tally(counts []Count, visits int) []Use {
	by := map[string]*Use{}
	for _, c := range counts {
		u := by[c.Rule]
		if u == nil {
			u = &Use{Rule: c.Rule, Reasons: map[string]int{}}
			by[c.Rule] = u
		}
		if c.Shadow {
			u.Shadow += c.N
			continue
		}
		u.Fired += c.N
		if c.Tier == ehr.Interruptive {
			u.Interruptive += c.N
		}
		if c.Choice != "" {
			u.Answered += c.N
		}
		if c.Choice == ehr.Rejected {
			u.Overridden += c.N
			u.Reasons[ReasonCode(c.Reason)] += c.N
		}
	}
	out := make([]Use, 0, len(by))
	for _, u := range by {
		if visits > 0 {
			u.PerVisit = float64(u.Fired) / float64(visits)
		}
		out = append(out, *u)
	}
	sort.Slice(out, func(i, j int) bool {
		a, b := out[i], out[j]
		return a.Fired > b.Fired || a.Fired == b.Fired && a.Rule < b.Rule
	})
	return out
}

// Change is what a change of settings would have done to one rule.
type Change struct {
	Rule        string `json:"rule"`
	Before      int    `json:"before"` // alerts that interrupted
	After       int    `json:"after"`
	ShownBefore int    `json:"shown_before"` // alerts shown in any tier
	ShownAfter  int    `json:"shown_after"`
}

// Replay runs past inputs with the settings as they are and as they would be, and
// tells what differs.
func Replay(past []Input, now, then *Checker) []Change {
	by := map[string]*Change{}
	count := func(c *Checker, after bool) {
		for _, in := range past {
			for _, a := range c.Run(in).Alerts {
				ch := by[a.Rule]
				if ch == nil {
					ch = &Change{Rule: a.Rule}
					by[a.Rule] = ch
				}
				shown, loud := &ch.ShownBefore, &ch.Before
				if after {
					shown, loud = &ch.ShownAfter, &ch.After
				}
				*shown++
				if a.Tier == ehr.Interruptive {
					*loud++
				}
			}
		}
	}
	count(now, false)
	count(then, true)
	out := []Change{}
	for _, c := range by {
		if c.Before != c.After || c.ShownBefore != c.ShownAfter {
			out = append(out, *c)
		}
	}
	sort.Slice(out, func(i, j int) bool { return out[i].Rule < out[j].Rule })
	return out
}
