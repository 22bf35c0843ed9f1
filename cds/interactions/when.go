package interactions

import (
	"fmt"
	"slices"
	"strings"

	"github.com/visitwright/visitwright/cds/facts"
	"github.com/visitwright/visitwright/ehr"
)

// resultDays is how old a result may be where a rule does not say.
const resultDays = 365

// holds decides a rule's circumstances for the drugs it would fire for. Where a
// fact is missing the rule does not fire and the lack is noted.
func (c *check) holds(r *Rule, meds []Taking) (hit, bool) {
	h := hit{rule: r, meds: meds, tier: r.Tier}
	w := r.When
	lacks := func(why string) (hit, bool) {
		c.absent[why] = append(c.absent[why], meds[0].Drug.Name)
		return h, false
	}
	if !c.person(&h, w) {
		return h, false
	}
	if w.AgeFrom > 0 || w.AgeBelow > 0 || w.MonthsBelow > 0 {
		age, ok := c.f.Age()
		months, _ := c.f.AgeMonths()
		if !ok {
			return lacks("Age-related drug checks: the date of birth is not known")
		}
		if age < w.AgeFrom || (w.AgeBelow > 0 && age >= w.AgeBelow) || (w.MonthsBelow > 0 && months >= w.MonthsBelow) {
			return h, false
		}
	}
	if len(w.Without) > 0 {
		none, err := c.k.table.set(w.Without, nil)
		if err == nil && len(c.systemic(none)) > 0 {
			return h, false
		}
	}
	if ok, why := c.kidneys(&h, w); !ok {
		if why != "" {
			return lacks(why)
		}
		return h, false
	}
	if !c.tests(&h, w) {
		return h, false
	}
	if ok, why := c.amount(&h, w); !ok {
		if why != "" {
			return lacks(why)
		}
		return h, false
	}
	return h, true
}

// person decides conditions, sex and pregnancy.
func (c *check) person(h *hit, w When) bool {
	if len(w.Condition) > 0 {
		i := slices.IndexFunc(w.Condition, c.f.Has)
		if i < 0 {
			return false
		}
		h.cond = strings.ReplaceAll(w.Condition[i], "_", " ")
		if ref, ok := c.f.Ref(w.Condition[i]); ok {
			h.refs = append(h.refs, ref)
		}
	}
	if slices.ContainsFunc(w.NotCondition, c.f.Has) {
		return false
	}
	if w.Sex != "" && c.f.Chart.Patient.Sex != w.Sex {
		return false
	}
	if w.Pregnant && c.f.Pregnant() != facts.Yes {
		return false
	}
	return !w.Childbearing || (c.f.Childbearing() && c.f.Pregnant() == facts.Unknown)
}

func (c *check) kidneys(h *hit, w When) (ok bool, lack string) {
	if w.EGFRBelow > 0 {
		if c.f.Has("dialysis") {
			h.value = "dialysis"
			return true, ""
		}
		v, known := c.f.EGFR()
		if !known {
			return false, "Dose for the kidneys: there is no creatinine of the last year"
		}
		h.value = fmt.Sprintf("eGFR %.0f mL/min/1.73 m²", v)
		return v < w.EGFRBelow, ""
	}
	if w.CrClBelow > 0 {
		if c.f.Has("dialysis") {
			h.value = "dialysis"
			return true, ""
		}
		v, known := c.f.CrCl()
		if !known {
			return false, "Dose by creatinine clearance: it takes a creatinine and a weight of the last year"
		}
		h.value = fmt.Sprintf("creatinine clearance %.0f mL/min", v)
		return v < w.CrClBelow, ""
	}
	return true, ""
}

// tests decides results: one above or below a bound, or one that is missing.
func (c *check) tests(h *hit, w When) bool {
	days := w.Days
	if days == 0 {
		days = resultDays
	}
	if w.Missing != "" {
		if _, ok := c.f.Within(w.Missing, days); ok || h.meds[0].New {
			return false
		}
		return true
	}
	if w.Test == "" {
		return true
	}
	r, ok := c.f.Within(w.Test, days)
	if !ok || !r.HasValue {
		return false
	}
	if (w.Above != nil && r.Value <= *w.Above) || (w.Below != nil && r.Value >= *w.Below) {
		return false
	}
	h.value = fmt.Sprintf("%s %.3g on %s", strings.ReplaceAll(w.Test, "_", " "), r.Value, r.At)
	h.refs = append(h.refs, r.Ref)
	return true
}

// amount decides dose bounds, over all entries of the drug together.
func (c *check) amount(h *hit, w When) (ok bool, lack string) {
	if w.WeightBelow > 0 {
		r, known := c.f.Within("weight", resultDays)
		if !known || !r.HasValue {
			return false, "Dose by weight: there is no weight of the last year"
		}
		if r.Value >= w.WeightBelow {
			return false, ""
		}
	}
	if w.DailyAbove == 0 && w.PerKgAbove == 0 {
		return true, ""
	}
	mg := 0.0
	for _, m := range c.meds {
		if m.Drug == h.meds[0].Drug && !m.Topical {
			if m.DailyMG == 0 {
				return false, "Highest daily dose: the dose or how often it is taken cannot be read"
			}
			mg += m.DailyMG
		}
	}
	h.value = fmt.Sprintf("%.4g mg a day", mg)
	if w.DailyAbove > 0 {
		return mg > w.DailyAbove, ""
	}
	r, known := c.f.Within("weight", resultDays)
	if !known || !r.HasValue || r.Value <= 0 {
		return false, "Dose by weight: there is no weight of the last year"
	}
	h.value = fmt.Sprintf("%.3g mg/kg a day", mg/r.Value)
	return mg/r.Value > w.PerKgAbove, ""
}

// alert words a hit.
func (h hit) alert() ehr.Alert {
	r := h.rule
	names := make([]string, 0, len(h.meds))
	a := ehr.Alert{Rule: r.ID, RuleVersion: fmt.Sprint(r.Version), Tier: h.tier, Source: r.Source, Chart: slices.Clone(h.refs)}
	for _, m := range h.meds {
		if !slices.Contains(names, m.Drug.Name) {
			names = append(names, m.Drug.Name)
		}
		if m.Ref.ID != "" && !slices.Contains(a.Chart, m.Ref) {
			a.Chart = append(a.Chart, m.Ref)
		}
		a.Segments = append(a.Segments, m.Segments...)
		a.Sentences = append(a.Sentences, m.Sentences...)
	}
	first, second := "", ""
	if len(names) > 0 {
		first, second = names[0], names[len(names)-1]
	}
	if len(h.meds) == 2 && r.Kind == Interaction && !r.a[first] { // {a} is of side A
		first, second = second, first
	}
	each := []string{first}
	if together[r.Kind] && len(names) > 1 {
		each = slices.Clone(names)
		first = strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
	}
	fill := blanks{{"{a}", first}, {"{b}", second}, {"{drugs}", strings.Join(names, ", ")}, {"{value}", h.value}, {"{condition}", h.cond}}
	a.Summary = clip(capital(fill.in(r.Summary)), 140)
	a.Detail = fill.in(r.detail)
	for _, act := range r.Actions {
		for _, name := range each {
			fill[0][1] = name
			if x := action(fill.in(act)); !slices.Contains(a.Actions, x) {
				a.Actions = append(a.Actions, x)
			}
		}
	}
	slices.Sort(names)
	a.Key = fmt.Sprintf("%s@%d:%s", r.ID, r.Version, strings.Join(names, "+"))
	if h.value != "" {
		a.Key += ":" + h.value
	}
	if d := h.doses(); d != "" {
		a.Key += "#" + d
	}
	return a
}

// doses are the daily doses that are known, so that an answer given for one dose
// does not hold for another.
func (h hit) doses() string {
	var out []string
	for _, m := range h.meds {
		if m.DailyMG > 0 {
			out = append(out, fmt.Sprintf("%s %.4g", m.Drug.Name, m.DailyMG))
		}
	}
	slices.Sort(out)
	return strings.Join(slices.Compact(out), "+")
}

// Matter is the rule and drugs of an alert's key, whatever the doses: what was
// heard in a visit and what then stands in its note are one matter.
func Matter(key string) string {
	key, _, _ = strings.Cut(key, "#")
	return key
}

// blanks are what a rule's words leave open, with what fills them. A Replacer
// would be built for every alert, which costs more than the few replacements.
type blanks [5][2]string

func (b blanks) in(s string) string {
	if !strings.Contains(s, "{") {
		return s
	}
	for _, x := range b {
		s = strings.ReplaceAll(s, x[0], x[1])
	}
	return s
}

func detail(r *Rule) string {
	var parts []string
	for _, p := range []struct{ head, text string }{{"What may happen", r.May}, {"Why", r.Why}, {"What to do", r.Do}, {"How sure", r.Sure}} {
		if p.text != "" {
			parts = append(parts, p.head+": "+strings.TrimSpace(p.text))
		}
	}
	return strings.Join(parts, "\n")
}

// action reads "stop:ibuprofen" or "replace:ibuprofen:acetaminophen".
func action(s string) ehr.AlertAction {
	p := strings.SplitN(s, ":", 3)
	out := ehr.AlertAction{Kind: p[0]}
	arg := ""
	if len(p) > 1 {
		arg = p[1]
	}
	if len(p) > 2 {
		out.Text = p[2]
	}
	switch p[0] {
	case "stop":
		out.Label = "Stop " + arg
	case "replace":
		out.Label = "Replace " + arg
	case "order_test":
		out.Label = "Order " + arg
	case "adjust_dose":
		out.Label = "Adjust " + arg
	default:
		out.Label = "Acknowledge"
	}
	if out.Text == "" {
		out.Text = arg
	}
	out.Subject = arg
	return out
}

func capital(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

func clip(s string, n int) string {
	if len(s) <= n {
		return s // no more runes than bytes
	}
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	return string(r[:n-1]) + "…"
}

// Words lists the circumstances for people.
func (w When) Words() []string {
	var out []string
	add := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	if len(w.Condition) > 0 {
		add("condition %s", strings.Join(w.Condition, " or "))
	}
	if len(w.NotCondition) > 0 {
		add("without %s", strings.Join(w.NotCondition, ", "))
	}
	for _, n := range []struct {
		format string
		v      float64
	}{{"from %g years", float64(w.AgeFrom)}, {"under %g years", float64(w.AgeBelow)}, {"under %g months", float64(w.MonthsBelow)}, {"eGFR below %g", w.EGFRBelow}, {"creatinine clearance below %g", w.CrClBelow}, {"weight below %g kg", w.WeightBelow}, {"more than %g mg a day", w.DailyAbove}, {"more than %g mg/kg a day", w.PerKgAbove}} {
		if n.v > 0 {
			add(n.format, n.v)
		}
	}
	if w.Sex != "" {
		add("%s", w.Sex)
	}
	if w.Pregnant {
		add("pregnant")
	}
	if w.Childbearing {
		add("may be pregnant")
	}
	if w.Above != nil {
		add("%s above %g", w.Test, *w.Above)
	}
	if w.Below != nil {
		add("%s below %g", w.Test, *w.Below)
	}
	if w.Missing != "" {
		add("no %s within %d days", w.Missing, w.Days)
	}
	if len(w.Without) > 0 {
		add("without %s", strings.Join(w.Without, ", "))
	}
	return out
}
