package immunization

import "slices"

// prioritize picks the one prioritized series of a series group (specification
// 8.1 to 8.7); nil where there is none.
func (e *engine) prioritize(group []*patientSeries) *patientSeries {
	scorable := e.scorable(group)
	defaults := only(group, func(p *patientSeries) bool { return p.isDefault })
	complete := only(scorable, isComplete)
	inProcess := only(scorable, isInProcess)
	switch { // Table 8-3
	case len(scorable) == 0 && len(defaults) == 1:
		return defaults[0]
	case len(scorable) == 0:
		return nil
	case len(scorable) == 1:
		return scorable[0]
	case len(complete) == 1:
		return complete[0]
	case len(complete) > 1: // Table 8-5
		return best(complete, scoreComplete(complete))
	case len(inProcess) == 1:
		return inProcess[0]
	case len(inProcess) > 1:
		return best(inProcess, e.scoreInProcess(inProcess))
	}
	if d := only(scorable, func(p *patientSeries) bool { return p.isDefault }); len(d) == 1 {
		return d[0]
	}
	if len(defaults) == 1 {
		return defaults[0]
	}
	fresh := only(scorable, func(p *patientSeries) bool { return p.valid() == 0 })
	if len(fresh) == 0 {
		fresh = scorable
	}
	return best(fresh, e.scoreFresh(fresh))
}

func only(in []*patientSeries, keep func(*patientSeries) bool) []*patientSeries {
	var out []*patientSeries
	for _, p := range in {
		if keep(p) {
			out = append(out, p)
		}
	}
	return out
}

func isComplete(p *patientSeries) bool { return p.forecast.status == Complete } // SELECTB-6

func isInProcess(p *patientSeries) bool { // SELECTB-16
	return p.valid() > 0 && p.forecast.status == NotComplete
}

// scorable keeps the series that may be scored (Table 8-2).
func (e *engine) scorable(group []*patientSeries) []*patientSeries {
	allContra, anyValid, hasDefault := true, false, false
	top := ""
	for _, p := range group {
		allContra = allContra && p.forecast.status == Contraindicated
		anyValid = anyValid || p.valid() > 0
		hasDefault = hasDefault || p.isDefault
	}
	late := !anyValid && slices.ContainsFunc(group, fromTheStart)
	for _, p := range group {
		if p.kind == risk && (top == "" || p.priority < top) && (!late || fromTheStart(p)) {
			top = p.priority
		}
	}
	return only(group, func(p *patientSeries) bool {
		if p.forecast.status == Contraindicated && !allContra { // SELECTB-24
			return false
		}
		switch p.kind { // SELECTSCORE-2
		case risk:
			return p.priority == top && (!late || fromTheStart(p))
		case evaluationOnly:
			return isComplete(p)
		}
		if !anyValid {
			return !hasDefault
		}
		first := slices.IndexFunc(p.evaluations, func(ev evaluation) bool { return ev.status == DoseValid })
		return first >= 0 && p.history[first].date < e.h.age(p.maxStart, endOfTime)
	})
}

// fromTheStart says that a patient at risk without a dose could begin the series
// with its first dose. Where one series can be begun so, another whose first
// doses would only be skipped for age (the infants' series, for a grown-up) is
// not considered, which the specification leaves open.
func fromTheStart(p *patientSeries) bool {
	return p.kind == risk && p.forecast.target == 0 && p.forecast.status == NotComplete
}

// bestSeries decides Table 8-14 over an antigen's prioritized series.
func bestSeries(prioritized map[string]*patientSeries, order []string) []*patientSeries {
	var out []*patientSeries
	for _, g := range order {
		p := prioritized[g]
		if p == nil {
			continue
		}
		complete, hasRisk := false, false
		for _, eq := range p.equivalent {
			if o := prioritized[eq]; o != nil {
				complete = complete || isComplete(o)
				hasRisk = hasRisk || o.kind == risk
			}
		}
		switch {
		case isComplete(p):
		case complete || p.kind == evaluationOnly:
			continue
		case p.kind == risk:
		case hasRisk:
			continue
		}
		out = append(out, p)
	}
	return out
}
