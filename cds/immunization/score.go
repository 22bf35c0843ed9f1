package immunization

// points is what a condition of Tables 8-7, 8-9 and 8-11 is worth: alone where
// it holds for one series, shared where for more, missing where it does not.
type points struct{ alone, shared, missing int }

func award(n int, holds func(int) bool, p points, scores []int) {
	count := 0
	for i := range n {
		if holds(i) {
			count++
		}
	}
	for i := range n {
		switch {
		case !holds(i):
			scores[i] += p.missing
		case count == 1:
			scores[i] += p.alone
		default:
			scores[i] += p.shared
		}
	}
}

// best is the series with the highest score; ties go to the better preference
// (SELECTBEST-2), then to the order of the schedule.
func best(in []*patientSeries, scores []int) *patientSeries {
	b := 0
	for i := range in {
		if scores[i] > scores[b] || (scores[i] == scores[b] && rank(in[i]) < rank(in[b])) {
			b = i
		}
	}
	return in[b]
}

func rank(p *patientSeries) int {
	if p.preference == 0 {
		return 1 << 20
	}
	return p.preference
}

func mostValid(in []*patientSeries) func(int) bool { // SELECTB-19
	most := 0
	for _, p := range in {
		most = max(most, p.valid())
	}
	return func(i int) bool { return in[i].valid() == most }
}

func scoreComplete(in []*patientSeries) []int {
	scores := make([]int, len(in))
	award(len(in), mostValid(in), points{1, 0, -1}, scores)
	return scores
}

func (e *engine) scoreInProcess(in []*patientSeries) []int {
	n := len(in)
	scores := make([]int, n)
	finish := make([]day, n)
	done := make([]bool, n)
	open := make([]int, n)
	fewest, soonest := 1<<20, endOfTime
	for i, p := range in {
		finish[i], done[i] = e.completable(p)
		for _, t := range p.targets {
			if t.status == notSatisfied {
				open[i]++
			}
		}
		fewest = min(fewest, open[i])
		if done[i] {
			soonest = min(soonest, finish[i])
		}
	}
	award(n, func(i int) bool { return in[i].product && allValid(in[i]) }, points{2, 2, -2}, scores)
	award(n, func(i int) bool { return done[i] }, points{3, 3, -3}, scores)
	award(n, mostValid(in), points{2, 0, -2}, scores)
	award(n, func(i int) bool { return open[i] == fewest }, points{2, 0, -2}, scores)
	award(n, func(i int) bool { return done[i] && finish[i] == soonest }, points{1, 0, -1}, scores)
	return scores
}

func (e *engine) scoreFresh(in []*patientSeries) []int {
	n := len(in)
	scores := make([]int, n)
	first := endOfTime
	for _, p := range in {
		if p.forecast.status == NotComplete {
			first = min(first, p.forecast.earliest)
		}
	}
	award(n, func(i int) bool {
		return in[i].forecast.status == NotComplete && in[i].forecast.earliest == first
	}, points{1, 0, -1}, scores)
	award(n, func(i int) bool { _, ok := e.completable(in[i]); return ok }, points{1, 1, -1}, scores)
	award(n, func(i int) bool { return in[i].product }, points{-1, -1, 1}, scores)
	return scores
}

func allValid(p *patientSeries) bool { // SELECTB-2
	for _, ev := range p.evaluations {
		if ev.status != DoseValid {
			return false
		}
	}
	return true
}

// completable is the forecast finish date (SELECTB-12) and whether it lies before
// the last target dose's maximum age (SELECTB-3).
func (e *engine) completable(p *patientSeries) (day, bool) {
	if p.forecast.status != NotComplete {
		return 0, false
	}
	finish := p.forecast.earliest
	for _, t := range p.targets[min(p.forecast.target+1, len(p.targets)):] {
		for _, in := range t.dose.preferable {
			if in.min.set && in.holds(e.h.asOf) {
				finish = max(finish, in.min.after(p.forecast.earliest))
			}
		}
	}
	last := endOfTime
	if a, ok := ageInForce(p.targets[len(p.targets)-1].dose, e.h.asOf); ok {
		last = e.h.age(a.max, endOfTime)
	}
	return finish, finish < last
}
