package immunization

import (
	_ "embed"
	"fmt"
	"sort"
	"strings"
	"sync"

	"github.com/goccy/go-yaml"
)

//go:embed routine.yaml
var routineYAML []byte

type routineFile struct {
	Name       string              `yaml:"name"`
	Version    string              `yaml:"version"`
	Released   string              `yaml:"released"`
	LeavesOut  []string            `yaml:"leaves_out"`
	Vaccines   map[string]string   `yaml:"vaccines"`
	Live       []string            `yaml:"live"`
	Groups     map[string][]string `yaml:"groups"`
	BornBefore map[string]string   `yaml:"born_before"`
	Contra     map[string][]string `yaml:"contraindications"`
	Series     []routineSeries     `yaml:"series"`
}

type routineSeries struct {
	Name     string `yaml:"name"`
	Antigen  string `yaml:"antigen"`
	Group    string `yaml:"group"`
	Number   string `yaml:"series_group"`
	Second   bool   `yaml:"second"` // not the default series of its group
	MinStart string `yaml:"min_start"`
	MaxStart string `yaml:"max_start"`
	// Risk lists CDSi observation codes of people whom alone the series concerns,
	// from RiskFrom to RiskBelow years of age.
	Risk      []string `yaml:"risk"`
	RiskFrom  string   `yaml:"risk_from"`
	RiskBelow string   `yaml:"risk_below"`
	// Source is where the series comes from; every series has one.
	Source string `yaml:"source"`
	// Say goes with the forecast, e.g. that it is a shared decision.
	Say   string        `yaml:"say"`
	Doses []routineDose `yaml:"doses"`
}

type routineDose struct {
	Age       []string `yaml:"age"`
	Previous  []string `yaml:"previous"`
	First     []string `yaml:"first"` // interval from dose 1
	Only      string   `yaml:"only"`  // CVX; empty: every vaccine of the antigen
	SkipFrom  string   `yaml:"skip_from"`
	SkipAfter *struct {
		Count    string `yaml:"count"` // skip when more valid doses than this
		From     string `yaml:"from"`  // were given from this age on
		Vaccines string `yaml:"vaccines"`
	} `yaml:"skip_after"`
	Season    bool     `yaml:"season"` // once in each season
	Months    []string `yaml:"months"` // first and last day of a season, as 1001 0331
	Since     []string `yaml:"since"`  // interval from a fact: its code, then as previous
	Recurring bool     `yaml:"recurring"`
}

// Routine is the built-in schedule for people without special risk. It is the
// project's own table; see routine.yaml for its sources.
var Routine = sync.OnceValue(func() *Schedule {
	s, err := readRoutine(routineYAML)
	if err != nil {
		panic(err) // the table is part of the program and tested with it
	}
	return s
})

func readRoutine(b []byte) (*Schedule, error) {
	var f routineFile
	if err := yaml.UnmarshalWithOptions(b, &f, yaml.Strict()); err != nil {
		return nil, fmt.Errorf("routine schedule: %w", err)
	}
	s := &Schedule{Name: f.Name, Version: f.Version, Released: f.Released, LeavesOut: f.LeavesOut}
	sched := f.schedule()
	if err := sched.compile(s); err != nil {
		return nil, fmt.Errorf("routine schedule: %w", err)
	}
	byAntigen := map[string]*xmlAntigen{}
	var order []string
	for _, rs := range f.Series {
		s.Lines = append(s.Lines, Line{rs.Name, rs.Group, rs.Say, rs.Source})
		a := byAntigen[rs.Antigen]
		if a == nil {
			a = &xmlAntigen{}
			byAntigen[rs.Antigen] = a
			order = append(order, rs.Antigen)
		}
		a.Series = append(a.Series, rs.series(strings.Fields(f.Vaccines[rs.Antigen]), len(a.Series)+1))
	}
	for _, name := range order {
		a, err := byAntigen[name].compile()
		if err != nil {
			return nil, fmt.Errorf("routine schedule: %s: %w", name, err)
		}
		for _, code := range f.Contra[name] {
			a.contraindications = append(a.contraindications, contraindication{code: code})
		}
		if b := f.BornBefore[name]; b != "" {
			a.immunity.births = []birthImmunity{{before: (&reader{}).date(b, beginning)}}
		}
		s.antigens = append(s.antigens, a)
	}
	return s, s.whole()
}

// schedule turns the table's lists into the form the supporting data have.
func (f routineFile) schedule() xmlSchedule {
	var x xmlSchedule
	codes := map[string][]string{}
	for a, list := range f.Vaccines {
		for _, c := range strings.Fields(list) {
			codes[c] = append(codes[c], a)
		}
	}
	for _, c := range sortedKeys(codes) {
		x.CVX = append(x.CVX, xmlCVX{CVX: c})
		last := &x.CVX[len(x.CVX)-1]
		sort.Strings(codes[c])
		for _, a := range codes[c] {
			last.Associations = append(last.Associations, xmlAssociation{Antigen: a})
		}
	}
	for _, g := range sortedKeys(f.Groups) {
		x.GroupAntigens = append(x.GroupAntigens, xmlGroupAntigens{Name: g, Antigens: f.Groups[g]})
	}
	for _, prev := range f.Live {
		for _, cur := range f.Live {
			x.Conflicts = append(x.Conflicts, xmlConflict{Previous: prev, Current: cur, Begin: "1 day", MinEnd: "24 days", End: "28 days"})
		}
	}
	return x
}

func sortedKeys[V any](m map[string]V) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	sort.Strings(out)
	return out
}

func (rs routineSeries) series(vaccines []string, preference int) xmlSeries {
	x := xmlSeries{Name: rs.Name, Disease: rs.Antigen, Group: rs.Group, Type: "Standard"}
	x.Select.Group = rs.Number
	if rs.Number == "" {
		x.Select.Group = "1"
	}
	x.Select.Default = "Yes"
	if rs.Second {
		x.Select.Default = "No"
	}
	x.Select.Priority, x.Select.Preference = "A", fmt.Sprint(preference)
	x.Select.MinStart, x.Select.MaxStart = rs.MinStart, rs.MaxStart
	if rs.Say != "" {
		x.Guidance = []string{rs.Say}
	}
	if len(rs.Risk) > 0 {
		x.Type, x.Select.Default = "Risk", "No"
	}
	for _, code := range rs.Risk {
		x.Indications = append(x.Indications, xmlIndication{Code: code, Begin: rs.RiskFrom, End: rs.RiskBelow})
	}
	for _, d := range rs.Doses {
		x.Doses = append(x.Doses, d.dose(vaccines))
	}
	return x
}

func (d routineDose) dose(vaccines []string) xmlDose {
	var x xmlDose
	if len(d.Age) == 5 {
		x.Ages = []xmlAge{{AbsMin: d.Age[0], Min: d.Age[1], Earliest: d.Age[2], Latest: d.Age[3], Max: d.Age[4]}}
	}
	if len(d.Previous) == 4 {
		x.Intervals = append(x.Intervals, xmlInterval{Previous: "Y", AbsMin: d.Previous[0], Min: d.Previous[1], Earliest: d.Previous[2], Latest: d.Previous[3]})
	}
	if len(d.First) == 4 {
		x.Intervals = append(x.Intervals, xmlInterval{Previous: "N", Target: "1", AbsMin: d.First[0], Min: d.First[1], Earliest: d.First[2], Latest: d.First[3]})
	}
	if len(d.Since) == 5 {
		x.Intervals = append(x.Intervals, xmlInterval{Previous: "N", Observation: d.Since[0], AbsMin: d.Since[1], Min: d.Since[2], Earliest: d.Since[3], Latest: d.Since[4]})
	}
	if len(d.Months) == 2 { // any year stands for all
		x.Season.Start, x.Season.End = "2100"+d.Months[0], "2101"+d.Months[1]
	}
	if d.Only != "" {
		vaccines = strings.Fields(d.Only)
	}
	for _, v := range vaccines {
		x.Preferred = append(x.Preferred, xmlVaccine{CVX: v})
	}
	if d.SkipFrom != "" {
		x.Skips = append(x.Skips, skipOn(xmlCondition{Type: "Age", BeginAge: d.SkipFrom}))
	}
	if s := d.SkipAfter; s != nil {
		x.Skips = append(x.Skips, skipOn(xmlCondition{
			Type: "Vaccine Count by Age", BeginAge: s.From, Count: s.Count, DoseType: "Valid",
			Compare: "greater than", Vaccines: strings.Join(strings.Fields(s.Vaccines), ";"),
		}))
	}
	if d.Season { // the season recurs; any year stands for all
		x.Season.Start, x.Season.End = "21000701", "21010630"
		given := skipOn(xmlCondition{Type: "Vaccine Count by Date", Count: "0", DoseType: "Valid", Compare: "greater than", Season: true})
		given.Context = "Forecast"
		x.Skips = append(x.Skips, given)
	}
	if d.Recurring {
		x.Recurring = "Yes"
	}
	return x
}

func skipOn(c xmlCondition) xmlSkip {
	return xmlSkip{Context: "Both", Sets: []xmlSkipSet{{Conditions: []xmlCondition{c}}}}
}
