package preventive

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/goccy/go-yaml"

	"github.com/visitwright/visitwright/cds/facts"
	"github.com/visitwright/visitwright/ehr"
)

//go:embed recommendations.yaml
var file []byte

// Version and Released name the table of recommendations.
const (
	Version  = "2026.11"
	Released = "2026-11-22"
)

// Recommendation is one recommendation of the Task Force.
type Recommendation struct {
	ID        string   `yaml:"id"`
	Version   int      `yaml:"version"`
	Grade     string   `yaml:"grade"`      // "A" or "B"
	GradeBTo  int      `yaml:"grade_b_to"` // up to this age the grade is B; 0: one grade for all
	Sex       ehr.Sex  `yaml:"sex"`
	From      int      `yaml:"from"`  // completed years
	To        int      `yaml:"to"`    // last year that counts
	Needs     []string `yaml:"needs"` // conditions of which one is needed; "a+b" needs both
	Ask       string   `yaml:"ask"`   // question where the population is not known
	PackYears float64  `yaml:"pack_years"`
	BMIFrom   float64  `yaml:"bmi_from"`
	// Excluded are conditions that take the patient out; "a+b" needs both. The
	// names of excused.yaml stand for what is written there.
	Excluded  []string       `yaml:"excluded"`
	Satisfied []Satisfaction `yaml:"satisfied"`
	Drugs     []string       `yaml:"drugs"` // taking one of these satisfies it
	Say       string         `yaml:"say"`
	Order     string         `yaml:"order"` // what one click orders or asks
	By        string         `yaml:"by"`    // kind of order, "measure" or "ask" with a question
	Source    string         `yaml:"source"`
}

// Satisfaction is a test or procedure that satisfies a recommendation for some
// months; 0 is for life.
type Satisfaction struct {
	Test      string `yaml:"test"`
	Procedure string `yaml:"procedure"` // words of a procedure's name
	Months    int    `yaml:"months"`
	From      int    `yaml:"from"` // age from which it counts
}

// Recommendations lists the table.
var Recommendations = sync.OnceValue(func() []Recommendation { return table[Recommendation](file) })

//go:embed undecided.yaml
var undecidedFile []byte

// Undecided is a recommendation that a chart cannot decide.
type Undecided struct {
	Topic  string `yaml:"topic"`
	Why    string `yaml:"why"`
	Source string `yaml:"source"`
}

// NotDecided lists the recommendations of grade A and B that a chart cannot
// decide.
var NotDecided = sync.OnceValue(func() []Undecided { return table[Undecided](undecidedFile) })

// table reads one of the files above.
func table[T any](file []byte) (out []T) {
	if err := yaml.UnmarshalWithOptions(file, &out, yaml.Strict()); err != nil {
		panic(fmt.Sprintf("preventive: %v", err)) // part of the program, tested with it
	}
	return out
}

// gradeAt is the recommendation's grade for somebody of that age in years.
func (r *Recommendation) gradeAt(age int) string {
	if age <= r.GradeBTo {
		return "B"
	}
	return r.Grade
}

// Takes answers whether the patient takes one of the named drugs.
type Takes func(drugs []string) bool

// Gaps goes through every recommendation whose population the patient belongs
// to, or may belong to.
func Gaps(f *facts.Facts, takes Takes) ([]ehr.CareGap, []ehr.Unchecked) {
	age, ok := f.Age()
	if !ok {
		return nil, []ehr.Unchecked{{What: "Preventive care", Why: "the date of birth is not known"}}
	}
	var out []ehr.CareGap
	for _, r := range Recommendations() {
		if age < r.From || age > r.To || (r.Sex != "" && f.Chart.Patient.Sex != r.Sex) {
			continue
		}
		gap := ehr.CareGap{Rule: r.ID, Summary: r.Say, Source: r.Source, Recommendation: "USPSTF grade " + r.gradeAt(age) + ": " + r.Order}
		switch r.population(f) {
		case facts.No:
			continue
		case facts.Unknown:
			gap.Status, gap.Recommendation, gap.Action = "unknown", r.Ask, r.asks(f)
			out = append(out, gap)
			continue
		}
		r.decide(f, takes, age, &gap)
		if gap.Status == "due" || gap.Status == "overdue" {
			gap.Action = r.action()
		}
		out = append(out, gap)
	}
	return out, nil
}

// population decides whether the patient is one of those the recommendation is
// for, beyond age and sex.
func (r Recommendation) population(f *facts.Facts) facts.Known {
	if r.BMIFrom > 0 {
		if b, ok := f.Latest("bmi"); !ok || !b.HasValue || b.Value < r.BMIFrom {
			if !f.Has("obesity") {
				return facts.No
			}
		}
	}
	if len(r.Needs) == 0 {
		return facts.Yes
	}
	has := false
	for _, n := range r.Needs {
		all := strings.Split(n, "+")
		has = has || !slices.ContainsFunc(all, func(c string) bool { return !holds(f, c) })
	}
	if !has {
		if _, asked := f.Latest("tobacco_status"); r.Ask != "" && !asked {
			return facts.Unknown
		}
		return facts.No
	}
	if r.PackYears > 0 {
		p, ok := f.Latest("pack_years")
		if !ok || !p.HasValue {
			return facts.Unknown
		}
		if p.Value < r.PackYears {
			return facts.No
		}
	}
	return facts.Yes
}

// holds reports whether a condition of a population is so now. What can only be
// looked back on counts when it is over, too.
func holds(f *facts.Facts, name string) bool {
	if name == "pregnancy" {
		return f.Pregnant() == facts.Yes
	}
	return f.Has(name) || (strings.HasSuffix(name, "_history") && f.Had(name))
}

func (r Recommendation) decide(f *facts.Facts, takes Takes, age int, gap *ehr.CareGap) {
	if r.excluded(f, takes, age, gap) {
		return
	}
	if len(r.Drugs) > 0 && takes != nil && takes(r.Drugs) {
		gap.Status = "done"
		return
	}
	gap.Status, gap.Due = "due", f.Today
	for _, s := range r.Satisfied {
		if age < s.From {
			continue
		}
		at, ref, ok := s.last(f)
		if !ok || at.Before(gap.LastDone) {
			continue
		}
		until := ehr.Date{Year: 9999, Month: 12, Day: 31}
		if s.Months > 0 {
			until = at.Add(0, s.Months, 0)
		}
		if gap.Status == "done" && until.Before(gap.Due) {
			continue
		}
		gap.LastDone, gap.Due, gap.Satisfied = at, until, []ehr.ChartRef{ref}
		gap.Status = "done"
		if !f.Today.Before(until) { // on the day itself it is due
			gap.Status = "due"
			if until.Add(0, 6, 0).Before(f.Today) {
				gap.Status = "overdue"
			}
		}
		if s.Months == 0 {
			gap.Due = ehr.Date{}
		}
		if gap.Status == "done" {
			return
		}
	}
	r.declined(f, gap)
}

// last is when the test or procedure was last done.
func (s Satisfaction) last(f *facts.Facts) (ehr.Date, ehr.ChartRef, bool) {
	if s.Test != "" {
		r, ok := f.Latest(s.Test)
		return r.At, r.Ref, ok
	}
	var at ehr.Date
	var ref ehr.ChartRef
	for _, p := range f.Chart.Procedures {
		if strings.Contains(facts.Text(p.Code), s.Procedure) && !f.Today.Before(p.Date) && (at.IsZero() || at.Before(p.Date)) {
			at, ref = p.Date, ehr.ChartRef{Kind: "procedure", ID: string(p.ID)}
		}
	}
	return at, ref, !at.IsZero()
}
