package facts

import (
	"sort"
	"strings"
	"time"

	"github.com/visitwright/visitwright/ehr"
)

// Known is an answer that may be missing.
type Known int

// The answers.
const (
	Unknown Known = iota
	Yes
	No
)

// Facts is a chart prepared for the checks. Make it with From.
type Facts struct {
	Chart ehr.Chart
	Today ehr.Date
	Now   time.Time

	conditions map[string]ehr.ChartRef // active ones by name
	past       map[string]ehr.ChartRef // resolved ones too
	results    map[string][]Result     // newest first
	times      map[string][]span       // when each condition was so
	pregnant   Known
}

// Result is a value of a test in the unit of tests.yaml.
type Result struct {
	Value    float64
	HasValue bool
	Text     string
	At       ehr.Date
	Ref      ehr.ChartRef
}

// From prepares a chart as of now. Entries dated after now have not happened.
func From(chart ehr.Chart, now time.Time) *Facts {
	f := &Facts{
		Chart: chart, Now: now, Today: ehr.DateOf(now),
		conditions: map[string]ehr.ChartRef{}, past: map[string]ehr.ChartRef{}, results: map[string][]Result{},
		times: map[string][]span{},
	}
	for _, p := range chart.Problems {
		ref := ehr.ChartRef{Kind: "problem", ID: string(p.ID)}
		for _, name := range vocabulary().conditionsOf(append([]ehr.Coded{p.Code}, p.Also...)) {
			f.past[name] = ref
			f.lasted(name, problemSpan(p, ref))
			if p.Status == ehr.ProblemResolved || p.Status == ehr.ProblemInactive {
				continue
			}
			f.conditions[name] = ref
			if name == "pregnancy" && f.recent(p) {
				f.pregnant = Yes
			}
		}
	}
	for _, o := range chart.Observations {
		if o.At.After(now) {
			continue
		}
		f.observe(o)
	}
	for _, p := range chart.Procedures {
		f.did(p)
	}
	for _, c := range chart.Care {
		f.caredFor(append([]ehr.Coded{c.Code}, c.Also...), span{c.From, c.To, ehr.ChartRef{Kind: "care", ID: c.ID}})
	}
	for _, rs := range f.results {
		sort.SliceStable(rs, func(i, j int) bool { return rs[j].At.Before(rs[i].At) })
	}
	return f
}

func (f *Facts) observe(o ehr.Observation) {
	ref := ehr.ChartRef{Kind: "observation", ID: string(o.ID)}
	said := o.ValueCode
	for _, name := range vocabulary().testsOf(append([]ehr.Coded{o.Code}, o.Also...)) {
		v, ok := vocabulary().convert(name, o.Value, o.Unit)
		text := o.Text
		if text == "" {
			text = o.ValueCode.Display
		}
		if name == "tobacco_status" && said.Display == "" {
			said.Display = o.Text
		}
		f.results[name] = append(f.results[name], Result{Value: v, HasValue: o.HasValue && ok, Text: text, At: ehr.DateOf(o.At), Ref: ref})
	}
	f.found(o, ref)
	if said.Display == "" {
		return
	}
	for _, name := range vocabulary().conditionsOf([]ehr.Coded{said}) { // "current smoker"
		if name == "tobacco" || name == "former_smoker" {
			if _, ok := f.conditions[name]; !ok {
				f.conditions[name], f.past[name] = ref, ref
			}
		}
	}
}

// did counts a procedure as the test or the condition its words name (a
// mammogram, a hysterectomy).
func (f *Facts) did(p ehr.Procedure) {
	if f.Today.Before(p.Date) {
		return
	}
	ref := ehr.ChartRef{Kind: "procedure", ID: string(p.ID)}
	codes := append([]ehr.Coded{p.Code}, p.Also...)
	for _, name := range vocabulary().testsOf(codes) {
		f.results[name] = append(f.results[name], Result{At: p.Date, Ref: ref})
	}
	for _, name := range vocabulary().conditionsOf(codes) {
		f.past[name], f.conditions[name] = ref, ref
		f.lasted(name, span{p.Date, p.Date, ref})
	}
}

// Has reports whether a condition of conditions.yaml is active.
func (f *Facts) Has(name string) bool { _, ok := f.conditions[name]; return ok }

// Had reports whether a condition is or was on the problem list.
func (f *Facts) Had(name string) bool { _, ok := f.past[name]; return ok }

// Ref points at the chart entry a condition was taken from.
func (f *Facts) Ref(name string) (ehr.ChartRef, bool) {
	r, ok := f.past[name]
	return r, ok
}

// Latest is the newest result of a test of tests.yaml.
func (f *Facts) Latest(name string) (Result, bool) {
	if rs := f.results[name]; len(rs) > 0 {
		return rs[0], true
	}
	return Result{}, false
}

// Results are all results of a test, newest first.
func (f *Facts) Results(name string) []Result { return f.results[name] }

// Within is the newest result of a test that is at most so many days old.
func (f *Facts) Within(name string, days int) (Result, bool) {
	r, ok := f.Latest(name)
	if !ok || r.At.Before(f.Today.Add(0, 0, -days)) {
		return Result{}, false
	}
	return r, true
}

// Age is the age in completed years; ok is false where the birth date is not
// known.
func (f *Facts) Age() (int, bool) {
	if f.Chart.Patient.BirthDate.IsZero() {
		return 0, false
	}
	return f.Chart.Patient.Age(f.Today), true
}

// AgeMonths is the age in completed months.
func (f *Facts) AgeMonths() (int, bool) {
	b := f.Chart.Patient.BirthDate
	if b.IsZero() {
		return 0, false
	}
	m := (f.Today.Year-b.Year)*12 + int(f.Today.Month) - int(b.Month)
	if f.Today.Day < b.Day {
		m--
	}
	return m, true
}

// pregnancyDays is how long a pregnancy entry without an end is believed: 44
// weeks after its onset or entry.
const pregnancyDays = 308

// recent reports whether a pregnancy entry can still be true.
func (f *Facts) recent(p ehr.Problem) bool {
	from := p.Onset
	if from.IsZero() && !p.Provenance.RecordedAt.IsZero() {
		from = ehr.DateOf(p.Provenance.RecordedAt)
	}
	return from.IsZero() || !from.Before(f.Today.Add(0, 0, -pregnancyDays))
}

// Pregnant answers from the problem list. A woman of 11 to 55 without an entry is
// Unknown, never No, unless she has had a hysterectomy.
func (f *Facts) Pregnant() Known {
	if f.pregnant == Yes {
		return Yes
	}
	age, ok := f.Age()
	if f.Chart.Patient.Sex == ehr.Male || (ok && (age < 11 || age > 55)) || f.Had("hysterectomy") {
		return No
	}
	return Unknown
}

// Childbearing reports whether a pregnancy is possible.
func (f *Facts) Childbearing() bool {
	return f.Pregnant() != No && f.Chart.Patient.Sex == ehr.Female
}

// Text is the lower-case words of a coded thing.
func Text(c ehr.Coded) string { return strings.ToLower(c.Display) }
