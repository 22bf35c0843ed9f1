package immunization

import (
	"slices"

	"github.com/visitwright/visitwright/ehr"
)

// engine is one assessment under way.
type engine struct {
	s        *Schedule
	h        *history
	antigens map[string]*antigen
	complete map[string]map[string]bool // antigen, then series group with a complete series
	best     map[string][]*patientSeries
}

// Assessment is everything a schedule has to say of a patient.
type Assessment struct {
	Pack      string // schedule and version it was made with
	AsOf      ehr.Date
	Forecasts []Forecast
	// Doses is what became of each dose in each vaccine group it belongs to: the
	// best of its verdicts where the group has two forecasts.
	Doses []DoseEvaluation
	// Unknown are doses whose CVX code the schedule does not hold: they were not
	// evaluated.
	Unknown []Dose
}

// Assess evaluates a patient's doses and forecasts every vaccine group as of a
// day. The patient's date of birth must be known; ehr.Invalid otherwise.
func (s *Schedule) Assess(p Patient, asOf ehr.Date) (Assessment, error) {
	if p.Birth.IsZero() {
		return Assessment{}, ehr.Errorf(ehr.Invalid, "the date of birth is not known")
	}
	out := Assessment{Pack: s.Pack(), AsOf: asOf}
	e := &engine{
		s: s, h: s.organize(p, asOf), antigens: map[string]*antigen{},
		complete: map[string]map[string]bool{}, best: map[string][]*patientSeries{},
	}
	for _, d := range p.Doses {
		if _, ok := s.cvx[normalCVX(d.CVX)]; !ok {
			out.Unknown = append(out.Unknown, d)
		}
	}
	for _, a := range s.antigens {
		e.antigens[a.name] = a
		e.best[a.name] = e.antigen(a)
	}
	for _, g := range s.groups {
		fs := e.groupForecasts(g, p)
		out.Forecasts = append(out.Forecasts, fs...)
		out.Doses = append(out.Doses, mergeDoses(fs)...)
	}
	return out, nil
}

// antigen evaluates, forecasts and selects an antigen's series.
func (e *engine) antigen(a *antigen) []*patientSeries {
	all := e.h.relevant(a)
	// A series that may be skipped because another series group is complete has to
	// come after that group.
	slices.SortStableFunc(all, func(x, y *patientSeries) int { return dependence(x) - dependence(y) })
	e.complete[a.name] = map[string]bool{}
	groups := map[string][]*patientSeries{}
	var order []string
	for _, ps := range all {
		e.evaluate(ps)
		e.forecastSeries(ps)
		if isComplete(ps) {
			e.complete[a.name][ps.number] = true
		}
		if _, ok := groups[ps.number]; !ok {
			order = append(order, ps.number)
		}
		groups[ps.number] = append(groups[ps.number], ps)
	}
	slices.Sort(order)
	prioritized := map[string]*patientSeries{}
	for _, g := range order {
		prioritized[g] = e.prioritize(groups[g])
	}
	return bestSeries(prioritized, order)
}

func dependence(p *patientSeries) int {
	for _, d := range p.doses {
		for _, s := range d.skips {
			for _, set := range s.sets {
				for _, c := range set.conditions {
					if c.kind == bySeries && !slices.Contains(c.groups, p.number) {
						return 1
					}
				}
			}
		}
	}
	return 0
}
