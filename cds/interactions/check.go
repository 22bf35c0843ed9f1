package interactions

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/visitwright/visitwright/cds/facts"
	"github.com/visitwright/visitwright/ehr"
)

// check is one check under way.
type check struct {
	k      *Knowledge
	f      *facts.Facts
	meds   []Taking
	ended  []Taking // drugs that are being stopped
	hits   []hit
	absent map[string][]string // what is missing to the drugs it is missing for
	capped map[string]bool     // pairs that must not interrupt
}

// hit is a rule that fires for certain drugs.
type hit struct {
	rule  *Rule
	meds  []Taking
	tier  ehr.Tier
	value string // of {value}
	cond  string // of {condition}
	refs  []ehr.ChartRef
}

// Check runs every rule over what the patient takes and what is ordered. The
// alerts come most serious first.
func (k *Knowledge) Check(f *facts.Facts, orders []ehr.Order) ([]ehr.Alert, []ehr.Unchecked) {
	if err := k.Canary(); err != nil {
		return nil, []ehr.Unchecked{{What: "Drug interactions and all drug checks", Why: "switched off: " + err.Error()}}
	}
	meds, not := k.Takings(f.Chart, orders, f.Today)
	c := &check{k: k, f: f, meds: meds, ended: k.stopping(orders), absent: map[string][]string{}, capped: map[string]bool{}}
	not = append(not, c.allergies()...)
	for _, r := range k.rules {
		switch {
		case r.Kind == Allergy:
		case r.Stopped:
			c.stopped(r)
		case r.Kind == Duplicate && len(r.A) == 0:
			c.sameTwice(r)
		case r.Count > 0:
			c.stack(r)
		case len(r.B) > 0:
			c.pairs(r)
		default:
			c.single(r)
		}
	}
	return c.alerts(), append(not, c.missing()...)
}

// systemic are the drugs that reach the blood.
func (c *check) systemic(in map[string]bool) []Taking {
	var out []Taking // mostly none
	for i := range c.meds {
		m := &c.meds[i]
		if !m.Topical && in[m.Drug.Name] && !slices.ContainsFunc(out, func(o Taking) bool { return o.Drug == m.Drug }) {
			out = append(out, *m)
		}
	}
	return out
}

func (c *check) pairs(r *Rule) {
	as := c.systemic(r.a)
	if len(as) == 0 {
		return
	}
	bs := c.systemic(r.b)
	if len(bs) == 0 {
		return
	}
	done := map[string]bool{}
	for _, a := range as {
		for _, b := range bs {
			key := pairKey(a.Drug.Name, b.Drug.Name)
			if a.Drug == b.Drug || done[key] || (r.New && !a.New && !b.New) {
				continue
			}
			done[key] = true
			if h, ok := c.holds(r, []Taking{a, b}); ok {
				c.hits = append(c.hits, h)
				if r.Cap {
					c.capped[key] = true
				}
			}
		}
	}
}

func (c *check) stack(r *Rule) {
	ms := c.systemic(r.a)
	if len(ms) < r.Count || (r.New && !slices.ContainsFunc(ms, func(m Taking) bool { return m.New })) {
		return
	}
	if h, ok := c.holds(r, ms); ok {
		c.hits = append(c.hits, h)
	}
}

// together are the kinds of which one rule speaks once for all drugs it concerns:
// three drugs with one high potassium are one matter.
var together = map[Kind]bool{Disease: true, ResultCheck: true, Age: true}

func (c *check) single(r *Rule) {
	from := len(c.hits)
	for _, m := range c.systemic(r.a) {
		if r.New && !m.New {
			continue
		}
		h, ok := c.holds(r, []Taking{m})
		if !ok {
			continue
		}
		i := slices.IndexFunc(c.hits[from:], func(o hit) bool { return o.value == h.value && o.cond == h.cond })
		if together[r.Kind] && i >= 0 {
			c.hits[from+i].meds = append(c.hits[from+i].meds, m)
			continue
		}
		c.hits = append(c.hits, h)
	}
}

// stopped speaks of drugs that must not be stopped at once.
func (c *check) stopped(r *Rule) {
	for _, m := range c.ended {
		if !r.a[m.Drug.Name] || m.Topical {
			continue
		}
		if h, ok := c.holds(r, []Taking{m}); ok {
			c.hits = append(c.hits, h)
		}
	}
}

// sameTwice finds one ingredient in two entries.
func (c *check) sameTwice(r *Rule) {
	for i, a := range c.meds {
		for _, b := range c.meds[i+1:] {
			if a.Drug == b.Drug && a.Topical == b.Topical && a.Ref != b.Ref && !a.Drug.In("insulin") {
				c.hits = append(c.hits, hit{rule: r, meds: []Taking{a, b}, tier: r.Tier})
			}
		}
	}
}

func pairKey(a, b string) string {
	if b < a {
		a, b = b, a
	}
	return a + "+" + b
}

// alerts turns hits into alerts: of several rules about the same two drugs the
// loudest speaks, and a pair that ONC's list demotes does not interrupt.
func (c *check) alerts() []ehr.Alert {
	best := map[string]int{}
	var out []hit
	for _, h := range c.hits {
		if h.rule.Kind == Interaction && len(h.meds) == 2 {
			key := pairKey(h.meds[0].Drug.Name, h.meds[1].Drug.Name)
			if c.capped[key] && h.tier == ehr.Interruptive && !h.rule.HighPriority {
				h.tier = ehr.Inline
			}
			if i, ok := best[key]; ok {
				if old := out[i]; loudness[string(h.tier)] > loudness[string(old.tier)] || (h.tier == old.tier && h.rule.Cap && !old.rule.Cap) {
					out[i] = h
				}
				continue
			}
			best[key] = len(out)
		}
		out = append(out, h)
	}
	slices.SortStableFunc(out, func(a, b hit) int {
		return cmp.Or(loudness[string(b.tier)]-loudness[string(a.tier)], weight(b.rule)-weight(a.rule))
	})
	alerts := folded(out)
	if len(c.k.candidates) > 0 {
		spoken := map[string]bool{}
		for key := range best {
			spoken[key] = true
		}
		alerts = append(alerts, c.candidates(spoken)...)
	}
	return alerts
}

// folded words hits, loudest first. One rule about two entries of the list is one
// matter, though one of them holds two drugs (warfarin beside trimethoprim with
// sulfamethoxazole): the alert names the other drug too. Two rules stay two alerts: a
// practice may have quieted one of them.
func folded(hits []hit) []ehr.Alert {
	alerts := make([]ehr.Alert, 0, len(hits))
	type matter struct{ rule, one, two string }
	spoken := map[matter]int{}
	for _, h := range hits {
		a := h.alert()
		if h.rule.Kind == Interaction && len(h.meds) == 2 {
			one, two := h.meds[0].Ref, h.meds[1].Ref
			if two.ID < one.ID {
				one, two = two, one
			}
			about := matter{h.rule.ID, one.Kind + "/" + one.ID, two.Kind + "/" + two.ID}
			if i, ok := spoken[about]; ok && one.ID != "" && one != two {
				alerts[i].Detail += "\nAlso: " + a.Summary
				for _, x := range a.Actions {
					if !slices.Contains(alerts[i].Actions, x) {
						alerts[i].Actions = append(alerts[i].Actions, x)
					}
				}
				continue
			}
			spoken[about] = len(alerts)
		}
		alerts = append(alerts, a)
	}
	return alerts
}

var weights = map[Kind]int{Allergy: 30, Pregnancy: 25, Interaction: 20, Dose: 18, Disease: 15, Renal: 14, ResultCheck: 14}

// weight orders alerts of one tier.
func weight(r *Rule) int {
	w := weights[r.Kind]
	if r.HighPriority {
		w += 2
	}
	if r.Sure == "established" {
		w++
	}
	return w
}

// missing tells which checks lacked their data.
func (c *check) missing() []ehr.Unchecked {
	var out []ehr.Unchecked
	for _, why := range sortedNames(c.absent) {
		what, reason, _ := strings.Cut(why, ": ")
		drugs := c.absent[why]
		slices.Sort(drugs)
		out = append(out, ehr.Unchecked{What: fmt.Sprintf("%s (%s)", what, strings.Join(slices.Compact(drugs), ", ")), Why: reason})
	}
	return out
}

func sortedNames(m map[string][]string) []string {
	out := make([]string, 0, len(m))
	for n := range m {
		out = append(out, n)
	}
	slices.Sort(out)
	return out
}
