package immunization

import "slices"

// DoseStatus is what became of a dose that was given (specification Table 3-1).
type DoseStatus string

// The values of DoseStatus.
const (
	DoseValid       DoseStatus = "Valid"
	DoseNotValid    DoseStatus = "Not Valid"
	DoseExtraneous  DoseStatus = "Extraneous"
	DoseSubstandard DoseStatus = "Sub-standard"
)

// Reasons a dose is not valid, or is valid only by the grace period.
const (
	tooYoung     = "given too young"
	tooOld       = "given too old"
	grace        = "counts by the grace period"
	tooSoon      = "too soon after the dose before"
	inConflict   = "too soon after another live vaccine"
	wrongVaccine = "not a vaccine that counts for this dose"
	unintended   = "a vaccine not meant for this age or dose"
	expired      = "expired, recalled or otherwise to be repeated"
	notNeeded    = "more doses than the series has"
)

type evaluation struct {
	status      DoseStatus // empty: not evaluated yet
	reasons     []string
	inadvertent bool
	target      int // number of the series dose; 0 where none
}

// evaluate runs the antigen's doses against the series' target doses in order
// (specification 4.4, Figure 4-6).
func (e *engine) evaluate(ps *patientSeries) {
	cur := 0
	for i, r := range ps.history {
		if r.bad { // Table 6-3
			ps.evaluations[i] = evaluation{status: DoseSubstandard, reasons: []string{expired}}
			continue
		}
		for cur < len(ps.targets) && e.skips(ps, ps.targets[cur].dose, skipAt{context: inEvaluation, before: i, when: r.date, inForce: r.date}) {
			ps.targets[cur].status = skipped
			cur++
		}
		if cur == len(ps.targets) {
			ps.evaluations[i] = evaluation{status: DoseExtraneous, reasons: []string{notNeeded}}
			continue
		}
		t := ps.targets[cur]
		ev := e.judge(ps, t.dose, i)
		ev.target = t.dose.number
		ps.evaluations[i] = ev
		if ev.status != DoseValid {
			continue
		}
		t.status, t.by = satisfied, i
		if t.dose.recurring {
			ps.targets = slices.Insert(ps.targets, cur+1, &target{dose: t.dose})
		}
		cur++
	}
}

// judge decides Table 6-31 for the i-th dose of the history against a target
// dose.
func (e *engine) judge(ps *patientSeries, d *seriesDose, i int) evaluation {
	r := ps.history[i]
	if slices.Contains(d.inadvertent, r.cvx) { // Table 6-13
		return evaluation{status: DoseNotValid, reasons: []string{unintended}, inadvertent: true}
	}
	ev := evaluation{status: DoseValid}
	age, why := e.ageVerdict(d, r)
	if why != "" {
		ev.reasons = append(ev.reasons, why)
	}
	if age == DoseExtraneous {
		ev.status = DoseExtraneous
		return ev
	}
	bad := func(why string) {
		ev.status = DoseNotValid
		ev.reasons = append(ev.reasons, why)
	}
	if age == DoseNotValid {
		ev.status = DoseNotValid
	}
	ok, early := e.intervalsHold(ps, d, i)
	if !ok {
		bad(tooSoon)
	} else if early {
		ev.reasons = append(ev.reasons, grace)
	}
	if e.conflicts(ps, i) {
		bad(inConflict)
	}
	if !e.vaccineCounts(d, r) {
		bad(wrongVaccine)
	}
	return ev
}

// ageVerdict decides Table 6-15.
func (e *engine) ageVerdict(d *seriesDose, r record) (DoseStatus, string) {
	for _, a := range d.ages {
		if !a.holds(r.date) {
			continue
		}
		switch {
		case r.date < e.h.age(a.absMin, beginning):
			return DoseNotValid, tooYoung
		case r.date >= e.h.age(a.max, endOfTime):
			return DoseExtraneous, tooOld
		case r.date < e.h.age(a.min, beginning):
			return DoseValid, grace
		}
		return DoseValid, ""
	}
	return DoseValid, ""
}

// vaccineCounts decides Tables 6-26 and 6-29. The maker is compared only where
// both sides name one; volume is never a reason to repeat a dose.
func (e *engine) vaccineCounts(d *seriesDose, r record) bool {
	for _, v := range d.preferred {
		if v.cvx == r.cvx && e.h.between(v.begin, r.date, v.end) && (v.mvx == "" || r.mvx == "" || v.mvx == r.mvx) {
			return true
		}
	}
	for _, v := range d.allowed {
		if v.cvx == r.cvx && e.h.between(v.begin, r.date, v.end) {
			return true
		}
	}
	return false
}

// conflicts decides CONFLICT-3: whether the i-th dose came too close after a
// vaccine that impairs it. A dose this series has judged not valid blocks for
// the longer interval (CALCDTCONFLICT-2).
func (e *engine) conflicts(ps *patientSeries, i int) bool {
	cur := ps.history[i]
	pairs := e.s.conflicts[cur.cvx]
	if len(pairs) == 0 {
		return false
	}
	for _, prev := range e.h.all {
		if prev.date >= cur.date {
			break
		}
		c, ok := pairs[prev.cvx]
		if !ok {
			continue
		}
		end := c.minEnd
		for j := range i {
			if s := ps.evaluations[j].status; ps.history[j].dose == prev.dose && s != "" && s != DoseValid {
				end = c.end
			}
		}
		if cur.date >= c.begin.after(prev.date) && cur.date < end.after(prev.date) {
			return true
		}
	}
	return false
}
