package immunization

import "slices"

// reference is the day an interval of the i-th dose of the history is counted
// from (CALCDTINT-1, -2, -8, -9); ok is false where there is none, and the
// interval then asks for nothing. For a forecast i is len(history).
func (e *engine) reference(ps *patientSeries, in interval, i int) (day, bool) {
	switch {
	case in.fromPrevious:
		for j := i - 1; j >= 0; j-- {
			ev := ps.evaluations[j]
			if (ev.status == DoseValid || ev.status == DoseNotValid) && !ev.inadvertent {
				return ps.history[j].date, true
			}
		}
	case in.fromDose > 0:
		for _, t := range ps.targets {
			if t.dose.number == in.fromDose && t.status == satisfied && t.by < i {
				return ps.history[t.by].date, true
			}
		}
	case len(in.fromVaccines) > 0:
		for j := i - 1; j >= 0; j-- {
			if slices.Contains(in.fromVaccines, ps.history[j].cvx) && !ps.evaluations[j].inadvertent {
				return ps.history[j].date, true
			}
		}
	case in.fromObservation != "":
		if d, ok := e.h.facts[in.fromObservation]; ok && d > beginning {
			return d, true
		}
	}
	return 0, false
}

// intervalsHold decides Tables 6-18 and 6-21: all preferable intervals hold, or
// there are allowable intervals and all of them hold. early says that a
// preferable interval held only by the grace period.
func (e *engine) intervalsHold(ps *patientSeries, d *seriesDose, i int) (ok, early bool) {
	date := ps.history[i].date
	ok = true
	for _, in := range d.preferable {
		ref, found := e.reference(ps, in, i)
		if !in.holds(date) || !found {
			continue
		}
		if date < in.absMin.afterOr(ref, beginning) {
			ok = false
		} else if date < in.min.afterOr(ref, beginning) {
			early = true
		}
	}
	if ok {
		return true, early
	}
	any := false
	for _, in := range d.allowable {
		if !in.holds(date) {
			continue
		}
		any = true
		if ref, found := e.reference(ps, in, i); found && date < in.absMin.afterOr(ref, beginning) {
			return false, false
		}
	}
	return any, false
}
