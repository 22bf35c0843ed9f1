package immunization

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"github.com/visitwright/visitwright/ehr"
)

// anyone makes a patient of any age with any doses of vaccines the schedule knows,
// and one it does not know.
func anyone(r *rand.Rand, s *Schedule) (Patient, ehr.Date) {
	codes := sortedKeys(s.cvx)
	asOf := ehr.Date{Year: 2026, Month: 11, Day: 22}
	p := Patient{Birth: asOf.Add(-r.IntN(90), -r.IntN(12), -r.IntN(28)), Sex: []string{"F", "M", ""}[r.IntN(3)]}
	days := int(dayOf(asOf)-dayOf(p.Birth)) + 1
	for i := range r.IntN(25) {
		d := Dose{ID: fmt.Sprint("d", i), CVX: codes[r.IntN(len(codes))], Date: p.Birth.Add(0, 0, r.IntN(days))}
		if r.IntN(20) == 0 {
			d.CVX = "99999"
		}
		p.Doses = append(p.Doses, d)
	}
	for range r.IntN(3) {
		p.Facts = append(p.Facts, Fact{Code: []string{"007", "014", "017", "154", "158", "160", "186"}[r.IntN(7)]})
	}
	return p, asOf
}

// TestWhatHoldsForEverybody: what must be true of every assessment, whoever it is of.
func TestWhatHoldsForEverybody(t *testing.T) {
	s := Routine()
	r := rand.New(rand.NewPCG(4, 6))
	for range 400 {
		p, asOf := anyone(r, s)
		a, err := s.Assess(p, asOf)
		if err != nil {
			t.Fatal(err)
		}
		orderly(t, s, p, a)
		again, _ := s.Assess(p, asOf)
		if !reflect.DeepEqual(a, again) {
			t.Fatalf("the same patient again is assessed otherwise: %+v", p)
		}
	}
}

func orderly(t *testing.T, s *Schedule, p Patient, a Assessment) {
	t.Helper()
	last := map[string]ehr.Date{}
	counted := map[string]bool{}
	for _, d := range a.Doses {
		if key := d.Group + " " + d.ID; counted[key] {
			t.Errorf("a dose stands twice in %s", d.Group)
		} else {
			counted[key] = true
		}
		if a.AsOf.Before(d.Date) {
			t.Errorf("a dose of the future was judged in %s", d.Group)
		}
		if last[d.Group].IsZero() || last[d.Group].Before(d.Date) {
			last[d.Group] = d.Date
		}
	}
	targets := map[string]bool{}
	for _, f := range a.Forecasts {
		for _, d := range f.Doses {
			key := fmt.Sprint(f.Group, f.Series, d.Target)
			if d.Status == DoseValid && targets[key] && !recurs(s, f.Series, d.Target) {
				t.Errorf("%s: two doses count for dose %d", f.Group, d.Target)
			}
			targets[key] = targets[key] || d.Status == DoseValid
		}
		if f.Status != NotComplete {
			if !f.Earliest.IsZero() || f.Dose != 0 {
				t.Errorf("%s is %s and has dates", f.Group, f.Status)
			}
			continue
		}
		switch {
		case f.Earliest.Before(p.Birth):
			t.Errorf("%s: due before birth, %s", f.Group, f.Earliest)
		case f.Earliest.Before(last[f.Group]):
			t.Errorf("%s: due on %s, before the last dose of %s", f.Group, f.Earliest, last[f.Group])
		case f.Recommended.Before(f.Earliest), !f.PastDue.IsZero() && f.PastDue.Before(f.Earliest):
			t.Errorf("%s: earliest %s, recommended %s, late after %s", f.Group, f.Earliest, f.Recommended, f.PastDue)
		}
		minimum(t, s, p, f)
	}
	for _, d := range p.Doses {
		known := s.cvx[d.CVX] != nil
		if told := slices.ContainsFunc(a.Unknown, func(u Dose) bool { return u.ID == d.ID }); told == known {
			t.Errorf("dose of CVX %s: reported as unknown %t", d.CVX, told)
		}
	}
}

func seriesNamed(s *Schedule, name string) *series {
	for _, a := range s.antigens {
		for _, x := range a.series {
			if x.name == name {
				return x
			}
		}
	}
	return nil
}

func recurs(s *Schedule, names []string, target int) bool {
	return slices.ContainsFunc(names, func(n string) bool {
		x := seriesNamed(s, n)
		return x != nil && target > 0 && target <= len(x.doses) && x.doses[target-1].recurring
	})
}

// minimum holds a forecast against the minimum age of the series, and, once a dose
// was given that counted by the grace period, against the absolute minimum.
func minimum(t *testing.T, s *Schedule, p Patient, f Forecast) {
	t.Helper()
	for _, n := range f.Series {
		x := seriesNamed(s, n)
		if x == nil || len(x.doses) == 0 || len(x.doses[0].ages) == 0 {
			continue
		}
		youngest := x.doses[0].ages[0].min
		if f.Dose > 1 {
			youngest = x.doses[0].ages[0].absMin
		}
		if from := youngest.afterOr(dayOf(p.Birth), beginning); dayOf(f.Earliest) < from {
			t.Errorf("%s (%s): due on %s, before the minimum age on %s", f.Group, n, f.Earliest, from.date())
		}
	}
}

// TestTheOrderOfTheRecordDoesNotMatter: doses come in any order.
func TestTheOrderOfTheRecordDoesNotMatter(t *testing.T) {
	s := Routine()
	r := rand.New(rand.NewPCG(8, 2))
	for range 200 {
		p, asOf := anyone(r, s)
		days := map[ehr.Date]bool{} // two doses of one day have no order
		p.Doses = slices.DeleteFunc(p.Doses, func(d Dose) bool {
			had := days[d.Date]
			days[d.Date] = true
			return had
		})
		a, err := s.Assess(p, asOf)
		if err != nil {
			t.Fatal(err)
		}
		q := p
		q.Doses = slices.Clone(p.Doses)
		slices.Reverse(q.Doses)
		slices.Reverse(q.Facts)
		b, _ := s.Assess(q, asOf)
		if !reflect.DeepEqual(a.Forecasts, b.Forecasts) {
			t.Fatalf("told backwards the doses give another forecast: %+v", p.Doses)
		}
	}
}

// TestADoseOfTomorrowDoesNotCount: only what had happened on the day counts.
func TestADoseOfTomorrowDoesNotCount(t *testing.T) {
	s := Routine()
	r := rand.New(rand.NewPCG(1, 9))
	for range 100 {
		p, asOf := anyone(r, s)
		a, err := s.Assess(p, asOf)
		if err != nil {
			t.Fatal(err)
		}
		q := p
		q.Doses = append(slices.Clone(p.Doses), Dose{ID: "later", CVX: "3", Date: asOf.Add(0, 0, 1)})
		b, _ := s.Assess(q, asOf)
		if !reflect.DeepEqual(a.Forecasts, b.Forecasts) {
			t.Fatal("a dose dated after the day changes the forecast")
		}
	}
}
