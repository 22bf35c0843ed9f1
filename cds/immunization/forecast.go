package immunization

import "slices"

// Status is where a patient stands with a series or vaccine group
// (specification Table 3-3).
type Status string

// The values of Status.
const (
	AgedOut         Status = "Aged Out"
	Complete        Status = "Complete"
	Contraindicated Status = "Contraindicated"
	Immune          Status = "Immune"
	NotComplete     Status = "Not Complete"
	NotRecommended  Status = "Not Recommended"
)

const seasonOver = "the season is over"

// seriesForecast is the forecast of one patient series. Dates of 0 are not set.
type seriesForecast struct {
	status                Status
	reason                string
	target                int // index into targets
	earliest, recommended day
	unadjusted            day
	pastDue, latest       day
	hasPastDue, hasLatest bool
	priority              bool // FORECASTPRIORITY-1
	dose                  int
	vaccines              []string
	contra                []string
}

// forecastSeries runs chapter 7 for one series.
func (e *engine) forecastSeries(ps *patientSeries) {
	f := &ps.forecast
	immune := e.immune(ps.antigen)
	contra, barred := e.contraindicated(ps)
	for {
		at := skipAt{context: inForecast, before: len(ps.history), when: e.h.asOf, inForce: e.h.asOf}
		n := ps.next()
		for n < len(ps.targets) && e.skips(ps, ps.targets[n].dose, at) {
			ps.targets[n].status = skipped
			n = ps.next()
		}
		*f = seriesForecast{target: n, contra: barred, dose: e.doseNumber(ps)}
		if e.need(ps, f, immune, contra); f.status != NotComplete {
			return
		}
		e.dates(ps, f)
		at.when = f.earliest // 7.6: would the dose still be needed then?
		if !e.skips(ps, ps.targets[n].dose, at) {
			return
		}
		ps.targets[n].status = skipped
	}
}

// need decides Table 7-10: whether another dose should be given.
func (e *engine) need(ps *patientSeries, f *seriesForecast, immune, contra bool) {
	set := func(s Status, why string) { f.status, f.reason = s, why }
	if f.target == len(ps.targets) {
		if ps.valid() > 0 {
			set(Complete, "the series is complete")
		} else {
			set(NotRecommended, "doses given earlier protect enough")
		}
		return
	}
	d := ps.targets[f.target].dose
	max := endOfTime
	if a, ok := ageInForce(d, e.h.asOf); ok {
		max = e.h.age(a.max, endOfTime)
	}
	switch {
	case immune:
		set(Immune, "there is evidence of immunity")
	case contra:
		set(Contraindicated, "a contraindication is on record")
	case e.h.asOf > e.season(d).to:
		set(NotRecommended, seasonOver)
	case e.h.asOf >= max:
		set(AgedOut, "older than the series' maximum age")
	case e.earliest(ps, d) >= max:
		set(AgedOut, "cannot be finished before the maximum age")
	default:
		set(NotComplete, "")
	}
}

func ageInForce(d *seriesDose, at day) (ageRule, bool) {
	for _, a := range d.ages {
		if a.holds(at) {
			return a, true
		}
	}
	return ageRule{}, false
}

// season is the dose's season. A season the schedule gives for one year recurs:
// for an assessment before it, the one that ends next is meant. One that is over
// stays over, since the next year's recommendation is not known.
func (e *engine) season(d *seriesDose) span {
	s := span{d.seasonStart, d.seasonEnd}
	if !d.hasSeason || s.to == endOfTime {
		return s
	}
	for {
		last := period{years: -1}.after(s.to)
		if e.h.asOf > last {
			return s
		}
		s = span{period{years: -1}.after(s.from), last}
	}
}

// earliest is the candidate earliest date (FORECASTDTCAN-1).
func (e *engine) earliest(ps *patientSeries, d *seriesDose) day {
	out := e.season(d).from
	if a, ok := ageInForce(d, e.h.asOf); ok {
		out = max(out, e.h.age(a.min, beginning))
	}
	for _, in := range d.preferable {
		if ref, ok := e.reference(ps, in, len(ps.history)); ok && in.holds(e.h.asOf) {
			out = max(out, in.min.afterOr(ref, beginning))
		}
	}
	for _, v := range d.preferred { // CALCDTCONFLICT-3
		for prev, c := range e.s.conflicts[v.cvx] {
			for _, r := range e.h.all {
				if r.cvx == prev {
					out = max(out, c.end.after(r.date))
				}
			}
		}
	}
	if n := len(ps.history); n > 0 {
		out = max(out, ps.history[n-1].date)
	}
	if out == beginning { // nothing but skipped doses says from when on
		out = e.h.birth
		for _, t := range ps.targets {
			if a, ok := ageInForce(t.dose, e.h.asOf); ok && t.dose.number < d.number {
				out = max(out, e.h.age(a.min, beginning))
			}
		}
	}
	return out
}

// dates sets the forecast's dates (FORECASTDT-1 to -6) and recommended vaccines.
func (e *engine) dates(ps *patientSeries, f *seriesForecast) {
	d := ps.targets[f.target].dose
	f.earliest = e.earliest(ps, d)
	a, _ := ageInForce(d, e.h.asOf)
	f.unadjusted = f.earliest
	var recInt, lateInt []day
	f.priority = len(d.preferable) > 0
	for _, in := range d.preferable {
		f.priority = f.priority && in.priority
		ref, ok := e.reference(ps, in, len(ps.history))
		if !ok || !in.holds(e.h.asOf) {
			continue
		}
		if in.earliest.set {
			recInt = append(recInt, in.earliest.after(ref))
		}
		if in.latest.set {
			lateInt = append(lateInt, in.latest.after(ref))
		}
	}
	switch {
	case a.earliest.set:
		f.unadjusted = a.earliest.after(e.h.birth)
	case len(recInt) > 0:
		f.unadjusted = slices.Max(recInt)
	}
	f.recommended = max(f.earliest, f.unadjusted)
	switch {
	case a.latest.set:
		f.pastDue, f.hasPastDue = a.latest.after(e.h.birth)-1, true
	case len(lateInt) > 0:
		f.pastDue, f.hasPastDue = slices.Max(lateInt)-1, true
	}
	f.pastDue = max(f.pastDue, f.earliest)
	if a.max.set {
		f.latest, f.hasLatest = a.max.after(e.h.birth)-1, true
	}
	for _, v := range d.preferred { // FORECASTRECVAC-1
		fits := e.h.between(v.begin, f.earliest, v.end) || e.h.between(v.begin, f.recommended, v.end)
		if v.forecast && fits && !slices.Contains(f.contra, v.cvx) {
			f.vaccines = append(f.vaccines, v.cvx)
		}
	}
}

// doseNumber is the forecast dose number (FORECASTDN-1).
func (e *engine) doseNumber(ps *patientSeries) int {
	n := 1
	for _, t := range ps.targets {
		if t.status == satisfied && (!t.dose.hasSeason || ps.history[t.by].date >= e.season(t.dose).from) {
			n++
		}
	}
	return n
}
