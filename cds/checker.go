package cds

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/visitwright/visitwright/cds/facts"
	"github.com/visitwright/visitwright/cds/immunization"
	"github.com/visitwright/visitwright/cds/interactions"
	"github.com/visitwright/visitwright/cds/preventive"
	"github.com/visitwright/visitwright/ehr"
)

// Checker runs the checks. It is immutable and may be used by many at once.
type Checker struct {
	drugs    *interactions.Knowledge
	vaccines *immunization.Schedule
	loaded   *immunization.Schedule // what vaccines is chosen from
	settings map[string]Setting
	problems []ehr.Unchecked
}

// Options chooses a Checker's content.
type Options struct {
	// Drugs is the drug content; nil switches drug checks off, and says so.
	Drugs *interactions.Knowledge
	// Vaccines is the schedule; nil is the built-in routine one.
	Vaccines *immunization.Schedule
	// Settings are what the practice changed about rules.
	Settings []Setting
	// Problems are told with every check, e.g. content that could not be read.
	Problems []ehr.Unchecked
}

// New makes a Checker with the built-in drug content and the given options.
func New(o Options) (*Checker, error) {
	if o.Drugs == nil {
		k, err := interactions.Load()
		if err != nil {
			return nil, fmt.Errorf("drug content: %w", err)
		}
		o.Drugs = k
	}
	return With(o), nil
}

// With makes a Checker with exactly the given content, which may be missing.
func With(o Options) *Checker {
	c := &Checker{drugs: o.Drugs, vaccines: o.Vaccines, settings: map[string]Setting{}, problems: o.Problems}
	if c.vaccines == nil {
		c.vaccines = immunization.Routine()
	}
	c.loaded = c.vaccines
	for _, s := range o.Settings {
		c.settings[s.Rule] = s
	}
	return c
}

// For is the same checker with a practice's settings, as Current gives them.
func (c *Checker) For(settings []Setting) *Checker {
	out := *c
	out.settings = make(map[string]Setting, len(settings))
	for _, s := range settings {
		out.settings[s.Rule] = s
	}
	return &out
}

// Schedules lists the immunization schedules a practice can choose from.
func (c *Checker) Schedules() []immunization.Option { return c.loaded.Options() }

// Schedule is which of Schedules is in use.
func (c *Checker) Schedule() string {
	if c.vaccines.Name != c.loaded.Name {
		return immunization.BuiltIn
	}
	return c.vaccines.Chosen()
}

// WithSchedule is the same checker with one of Schedules; Invalid where there is
// no such one.
func (c *Checker) WithSchedule(id string) (*Checker, error) {
	s, err := c.loaded.Choose(id)
	if err != nil {
		return nil, err
	}
	out := *c
	out.vaccines = s
	return &out, nil
}

// Input is what a check looks at.
type Input struct {
	Chart  ehr.Chart
	Note   ehr.Note
	Orders []ehr.Order // of the visit, beyond the chart's
	Now    time.Time
	// Acknowledged are the answers that alerts were given for this patient in other
	// visits, by key.
	Acknowledged map[string]ehr.Answer
}

// Report is everything a check has to say.
type Report struct {
	ehr.Checks
	At time.Time // as of
	// Shadow are alerts of rules in shadow mode: counted, not shown.
	Shadow []ehr.Alert
}

// Check runs all checks.
func (c *Checker) Check(chart ehr.Chart, note ehr.Note, orders []ehr.Order, now time.Time) ehr.Checks {
	return c.Run(Input{Chart: chart, Note: note, Orders: orders, Now: now}).Checks
}

// Run runs all checks and tells the state of each.
func (c *Checker) Run(in Input) Report {
	chart := in.Chart
	chart.Problems = append(slices.Clone(chart.Problems), noted(in.Note)...)
	f := facts.From(chart, in.Now)
	out := Report{At: in.Now, Checks: ehr.Checks{Alerts: []ehr.Alert{}, CareGaps: []ehr.CareGap{}, Immunization: []ehr.VaccineForecast{}, NotChecked: []ehr.Unchecked{}}}

	alerts, not := c.drugAlerts(f, in.Orders)
	out.NotChecked = append(out.NotChecked, not...)
	for _, a := range alerts {
		a.At = in.Now
		a.Visit = in.Note.Visit
		c.place(&out, a, in.Acknowledged)
	}
	out.Areas = append(out.Areas, area("drugs", len(out.Alerts) > 0, not, c.drugContent()))

	broken := c.Canary()
	takes := c.takes(f, in.Orders, broken)
	gaps, not := preventive.Gaps(f, takes)
	out.CareGaps = append(out.CareGaps, gaps...)
	out.NotChecked = append(out.NotChecked, not...)
	due := slices.ContainsFunc(gaps, func(g ehr.CareGap) bool { return g.Status != "done" && g.Status != "excluded" })
	out.Areas = append(out.Areas, area("preventive care", due, not, "USPSTF recommendations "+preventive.Version))

	vs, not := c.forecasts(f, takes)
	out.Immunization = append(out.Immunization, vs...)
	out.NotChecked = append(out.NotChecked, not...)
	due = slices.ContainsFunc(vs, func(v ehr.VaccineForecast) bool { return v.Status == string(immunization.NotComplete) })
	out.Areas = append(out.Areas, area("immunization", due, not, c.vaccines.Pack()))

	out.Content = c.Contents(f.Today)
	if broken != nil {
		out.Off = "Interaction checking is off: " + broken.Error()
	}
	out.NotChecked = append(append(out.NotChecked, c.problems...), stale(out.Content)...)
	out.NotChecked = append(out.NotChecked, wordless(chart.Problems)...)
	return out
}

// wordless are problems that no check can understand: a code of a system that is
// not ours to hold (SNOMED CT), without words.
func wordless(problems []ehr.Problem) []ehr.Unchecked {
	var out []ehr.Unchecked
	for _, p := range problems {
		understood := slices.ContainsFunc(append([]ehr.Coded{p.Code}, p.Also...), func(c ehr.Coded) bool {
			return c.System == ehr.ICD10CM || (c.Display != "" && c.Display != c.Code)
		})
		if !understood && p.Status == ehr.ProblemActive {
			out = append(out, ehr.Unchecked{What: "Condition " + p.Code.Code, Why: "its code is not one the checks know, and it has no words"})
		}
	}
	return out
}

func area(name string, found bool, not []ehr.Unchecked, content string) ehr.Area {
	a := ehr.Area{Name: name, Finding: ehr.Clear, Content: content, NotChecked: append([]ehr.Unchecked{}, not...)}
	switch {
	case found:
		a.Finding = ehr.Found
	case len(not) > 0:
		a.Finding = ehr.NotChecked
	}
	return a
}

func (c *Checker) drugAlerts(f *facts.Facts, orders []ehr.Order) ([]ehr.Alert, []ehr.Unchecked) {
	if c.drugs == nil {
		return nil, []ehr.Unchecked{{What: "Drug interactions and all drug checks", Why: "no drug content is loaded"}}
	}
	return c.drugs.Check(f, orders)
}

func (c *Checker) takes(f *facts.Facts, orders []ehr.Order, broken error) preventive.Takes {
	if broken != nil {
		return nil
	}
	meds, _ := c.drugs.Takings(f.Chart, orders, f.Today)
	return func(names []string) bool {
		return slices.ContainsFunc(meds, func(m interactions.Taking) bool {
			return slices.ContainsFunc(names, func(n string) bool {
				if class, ok := strings.CutPrefix(n, "class:"); ok {
					return m.Drug.In(class)
				}
				return m.Drug.Name == n
			})
		})
	}
}

// place puts an alert where the practice's settings and earlier answers want it.
func (c *Checker) place(out *Report, a ehr.Alert, acknowledged map[string]ehr.Answer) {
	s, set := c.settings[a.Rule]
	switch {
	case set && s.Shadow:
		out.Shadow = append(out.Shadow, a)
		return
	case set && s.Tier != "":
		a.Tier = s.Tier
	}
	if earlier, ok := acknowledged[a.Key]; ok {
		a.Tier, a.Earlier = ehr.Passive, &earlier
	}
	out.Alerts = append(out.Alerts, a)
}

// noted are the problems the note names in its assessment, so that one that is
// not on the problem list yet is heeded.
func noted(n ehr.Note) []ehr.Problem {
	var out []ehr.Problem
	for _, sec := range n.Sections {
		for _, s := range sec.Sentences {
			if s.Kind == ehr.ProblemTitle && !notSure.MatchString(s.Text) {
				out = append(out, ehr.Problem{Code: ehr.Coded{Display: s.Text}, Status: ehr.ProblemActive})
			}
		}
	}
	return out
}

// Shown splits alerts into the interruptive ones to show now, most serious first,
// and all others.
func Shown(alerts []ehr.Alert) (now, later []ehr.Alert) {
	for _, a := range alerts {
		if a.Blocks() && len(now) < ehr.AtOnce {
			now = append(now, a)
		} else {
			later = append(later, a)
		}
	}
	return now, later
}
