package alert

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"

	"github.com/visitwright/visitwright/cds/immunization"
	"github.com/visitwright/visitwright/ehr"
)

// typhoidVi is CVX 101, an inactivated vaccine of a group of its own: no other
// group may change by it.
const typhoidVi, typhoidGroup = "101", "Typhoid"

// HistoriesResult is what was found wrong with the assessments of made patients.
type HistoriesResult struct {
	Patients int
	Faults   []string // each with the number of the patient
}

// RunHistories assesses n made patients of any age with any doses and any of the
// schedule's observations, the same ones for the same seed, and holds each
// assessment against what must be true of everybody.
func RunHistories(s *immunization.Schedule, n int, seed uint64) (HistoriesResult, error) {
	r := rand.New(rand.NewPCG(seed, 46))
	codes, facts := s.Vaccines(), slices.Sorted(maps.Keys(s.Observations))
	out := HistoriesResult{Patients: n}
	for i := range n {
		p, asOf := madeHistory(r, codes, facts)
		a, err := s.Assess(p, asOf)
		if err != nil {
			return out, err
		}
		faults := slices.Concat(datesOf(a, p), dosesOf(a, p))
		changed, err := alike(s, p, a)
		if err != nil {
			return out, err
		}
		for _, f := range append(faults, changed...) {
			out.Faults = append(out.Faults, fmt.Sprintf("patient %d: %s", i, f))
		}
	}
	return out, nil
}

// madeHistory gives at most one dose a day, since doses of one day have no order.
func madeHistory(r *rand.Rand, codes, facts []string) (immunization.Patient, ehr.Date) {
	asOf := ehr.Date{Year: 2026, Month: 11, Day: 22}
	years := 90
	if r.IntN(2) == 0 { // half of them children, whose schedules are the fullest
		years = 12
	}
	p := immunization.Patient{
		Birth: asOf.Add(-r.IntN(years), -r.IntN(12), -r.IntN(28)), Sex: []string{"F", "M", ""}[r.IntN(3)],
	}
	days := int(asOf.Time().Sub(p.Birth.Time()).Hours()/24) + 1
	had := map[ehr.Date]bool{}
	for i := range r.IntN(25) {
		d := immunization.Dose{ID: fmt.Sprint("d", i), CVX: codes[r.IntN(len(codes))], Date: p.Birth.Add(0, 0, r.IntN(days))}
		if !had[d.Date] {
			p.Doses = append(p.Doses, d)
		}
		had[d.Date] = true
	}
	for range r.IntN(3) {
		if len(facts) > 0 {
			p.Facts = append(p.Facts, immunization.Fact{Code: facts[r.IntN(len(facts))]})
		}
	}
	return p, asOf
}

// datesOf: no date before birth or before the last dose of the group, and none
// before the one it must follow.
func datesOf(a immunization.Assessment, p immunization.Patient) []string {
	last := map[string]ehr.Date{}
	for _, d := range a.Doses {
		if l, ok := last[d.Group]; !ok || l.Before(d.Date) {
			last[d.Group] = d.Date
		}
	}
	var out []string
	for _, f := range a.Forecasts {
		say := func(format string, args ...any) {
			out = append(out, f.Group+" "+fmt.Sprint(f.Series)+": "+fmt.Sprintf(format, args...))
		}
		switch l, ok := last[f.Group]; {
		case f.Status != immunization.NotComplete:
			if !f.Earliest.IsZero() || !f.Recommended.IsZero() || !f.PastDue.IsZero() {
				say("is %s and has dates", f.Status)
			}
		case f.Earliest.Before(p.Birth):
			say("earliest %s is before birth", f.Earliest)
		case ok && f.Earliest.Before(l):
			say("earliest %s is before the last dose, %s", f.Earliest, l)
		case f.Recommended.Before(f.Earliest):
			say("recommended %s is before earliest %s", f.Recommended, f.Earliest)
		case !f.PastDue.IsZero() && f.PastDue.Before(f.Recommended):
			say("past due %s is before recommended %s", f.PastDue, f.Recommended)
		}
	}
	return out
}

// dosesOf: a dose is judged once in a group, and only one that was given.
func dosesOf(a immunization.Assessment, p immunization.Patient) []string {
	given, judged := map[string]bool{}, map[string]bool{}
	for _, d := range p.Doses {
		given[d.ID] = true
	}
	var out []string
	for _, d := range a.Doses {
		key := d.Group + " " + d.ID
		if !given[d.ID] || judged[key] {
			out = append(out, d.Group+": a dose is judged twice or was never given")
		}
		judged[key] = true
	}
	return out
}

// alike: the record told backwards, a dose dated tomorrow, and one of another
// vaccine today change nothing.
func alike(s *immunization.Schedule, p immunization.Patient, a immunization.Assessment) ([]string, error) {
	backwards, tomorrow, other := p, p, p
	backwards.Doses, backwards.Facts = slices.Clone(p.Doses), slices.Clone(p.Facts)
	slices.Reverse(backwards.Doses)
	slices.Reverse(backwards.Facts)
	tomorrow.Doses = append(slices.Clone(p.Doses), immunization.Dose{ID: "later", CVX: "03", Date: a.AsOf.Add(0, 0, 1)})
	other.Doses = append(slices.Clone(p.Doses), immunization.Dose{ID: "other", CVX: typhoidVi, Date: a.AsOf})
	var out []string
	for _, q := range []struct {
		what string
		immunization.Patient
	}{{"the record told backwards", backwards}, {"a dose of tomorrow", tomorrow}, {"a vaccine of another group", other}} {
		b, err := s.Assess(q.Patient, a.AsOf)
		if err != nil {
			return nil, err
		}
		of := func(fs []immunization.Forecast) []immunization.Forecast {
			return slices.DeleteFunc(slices.Clone(fs), func(f immunization.Forecast) bool { return f.Group == typhoidGroup })
		}
		if !reflect.DeepEqual(of(a.Forecasts), of(b.Forecasts)) {
			out = append(out, q.what+" changes the forecast")
		}
	}
	return out, nil
}
