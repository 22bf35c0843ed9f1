package immunization

import "slices"

type targetStatus int

const (
	notSatisfied targetStatus = iota
	satisfied
	skipped
)

// target is a target dose: a series dose this patient has to satisfy.
type target struct {
	dose   *seriesDose
	status targetStatus
	by     int // index into the series' history of the dose that satisfied it
}

// patientSeries is an antigen series as it stands for one patient.
type patientSeries struct {
	*series
	history     []record // of the antigen
	targets     []*target
	evaluations []evaluation // one for each of history
	forecast    seriesForecast
}

// next is the first target dose that still wants a dose; len(targets) if none.
func (ps *patientSeries) next() int {
	for i, t := range ps.targets {
		if t.status == notSatisfied {
			return i
		}
	}
	return len(ps.targets)
}

// valid is how many target doses are satisfied (SELECTB-21).
func (ps *patientSeries) valid() int {
	n := 0
	for _, t := range ps.targets {
		if t.status == satisfied {
			n++
		}
	}
	return n
}

// relevant chooses the antigen's series that concern the patient (Table 5-5).
func (h *history) relevant(a *antigen) []*patientSeries {
	var out []*patientSeries
	for _, s := range a.series {
		if h.concerns(s, h.asOf) {
			out = append(out, h.track(s))
		}
	}
	if len(out) > 0 {
		return out
	}
	// Nothing concerns the patient yet. A series his condition will ask for within
	// a year is forecast, so that it can be planned.
	for _, s := range a.series {
		if h.concerns(s, period{years: 1}.after(h.asOf)) {
			out = append(out, h.track(s))
		}
	}
	return out
}

func (h *history) track(s *series) *patientSeries {
	ps := &patientSeries{series: s, history: h.antigen[s.antigen]}
	ps.evaluations = make([]evaluation, len(ps.history))
	for _, d := range s.doses {
		ps.targets = append(ps.targets, &target{dose: d})
	}
	return ps
}

// concerns reports whether an indication (Table 5-4) and the sex ask for the
// series on a day.
func (h *history) concerns(s *series, on day) bool {
	if len(s.genders) > 0 && !slices.Contains(s.genders, h.sex) {
		return false
	}
	if s.kind != risk {
		return true
	}
	for _, i := range s.indication {
		if h.has(i.code) && h.between(i.begin, on, i.end) {
			return true
		}
	}
	return false
}
