package immunization

import "slices"

// skipAt is the situation a conditional skip is asked in.
type skipAt struct {
	context skipContext
	before  int // doses of the history that count: those before this index
	when    day // conditional skip reference date (CONDSKIP-2)
	inForce day // day a set must be in force on (RELEVANT-1, -2)
}

// skips reports whether a target dose can be skipped (specification 6.2, Tables
// 6-6 to 6-11). Each conditional skip of the dose stands for itself.
func (e *engine) skips(ps *patientSeries, d *seriesDose, at skipAt) bool {
	for _, s := range d.skips {
		if s.context != inBoth && s.context != at.context {
			continue
		}
		met, asked := 0, 0
		for _, set := range s.sets {
			if !set.holds(at.inForce) {
				continue
			}
			asked++
			if e.setMet(ps, d, set, at) {
				met++
			}
		}
		if met > 0 && (!s.all || met == asked) {
			return true
		}
	}
	return false
}

func (e *engine) setMet(ps *patientSeries, d *seriesDose, set skipSet, at skipAt) bool {
	met := 0
	for _, c := range set.conditions {
		if c.season {
			c.start = e.season(d).from
		}
		if e.conditionMet(ps, c, at) {
			met++
		}
	}
	return met > 0 && (!set.all || met == len(set.conditions))
}

func (e *engine) conditionMet(ps *patientSeries, c skipCondition, at skipAt) bool {
	switch c.kind {
	case byAge:
		return e.h.between(c.begin, at.when, c.fin)
	case bySeries:
		for _, g := range c.groups {
			if e.complete[ps.antigen][g] {
				return true
			}
		}
		return false
	case byInterval:
		return at.before > 0 && at.when >= c.interval.after(ps.history[at.before-1].date)
	}
	n := 0
	for i := range at.before { // CONDSKIP-1
		r := ps.history[i]
		if len(c.vaccines) > 0 && !slices.Contains(c.vaccines, r.cvx) {
			continue
		}
		if c.validOnly && ps.evaluations[i].status != DoseValid {
			continue
		}
		if e.h.between(c.begin, r.date, c.fin) && c.start <= r.date && r.date < c.end {
			n++
		}
	}
	return (n > c.count && c.compare > 0) || (n == c.count && c.compare == 0) || (n < c.count && c.compare < 0)
}
