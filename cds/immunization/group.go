package immunization

import (
	"cmp"
	"slices"

	"github.com/visitwright/visitwright/ehr"
)

// Forecast is what is recommended for one vaccine group. A patient at risk may
// have two for the same group: the risk one and the routine one.
type Forecast struct {
	Group string
	Risk  bool // from series for people at risk
	// Status is where the patient stands; the dates are set only for NotComplete.
	Status      Status
	Earliest    ehr.Date
	Recommended ehr.Date // first day it is recommended
	PastDue     ehr.Date // first day after which it is late; zero where never
	Latest      ehr.Date // last day it may be given; zero where none
	Dose        int      // number of the dose that is due
	Antigens    []string // that want a dose
	Series      []string // names of the series it was made from
	Vaccines    []string // CVX of the vaccines the schedule asks for, where it does
	Reasons     []string
	Doses       []DoseEvaluation

	// SeasonOver says that the schedule's season for it has ended: what is due now
	// it cannot know.
	SeasonOver bool

	begun bool // old enough to start one of the series
}

// DoseEvaluation is what became of one dose in a vaccine group.
type DoseEvaluation struct {
	Group   string // vaccine group
	ID      string
	CVX     string
	Date    ehr.Date
	Status  DoseStatus
	Target  int // number of the dose of the series it was held against
	Reasons []string
}

// groupForecasts puts an antigen's best series together into vaccine groups
// (specification chapter 9). Series are blended only within a series group.
func (e *engine) groupForecasts(g vaccineGroup, p Patient) []Forecast {
	type key struct {
		risk   bool
		number string
	}
	members := map[key][]*patientSeries{}
	var keys []key
	for _, a := range g.antigens {
		for _, ps := range e.best[a] {
			k := key{ps.kind == risk, ps.number}
			if _, ok := members[k]; !ok {
				keys = append(keys, k)
			}
			members[k] = append(members[k], ps)
		}
	}
	var out []Forecast
	for _, k := range keys {
		f := e.blend(g, members[k])
		f.Risk = k.risk
		f.Doses = e.doseEvaluations(members[k], p)
		e.s.pack.differ(e.h, &f)
		out = append(out, f)
	}
	slices.SortStableFunc(out, func(a, b Forecast) int {
		return cmp.Or(urgency(a)-urgency(b), int(dayOf(a.Earliest)-dayOf(b.Earliest)))
	})
	return out
}

// urgency orders the forecasts of one group: a dose that is wanted before a
// series that is settled, what the patient has outgrown after that, and last a
// series he is too young to start, so that neither the childhood series of a
// grown-up nor the series that starts at 50 hides what matters now.
func urgency(f Forecast) int {
	n := 1
	switch {
	case !f.begun:
		n = 3
	case f.Status == AgedOut:
		n = 2
	case f.Status == NotComplete:
		n = 0
	}
	if f.Risk {
		return 2 * n
	}
	return 2*n + 1
}

func (e *engine) blend(g vaccineGroup, in []*patientSeries) Forecast {
	if open := only(in, notContraindicated); !g.full && len(open) > 0 {
		// An antigen that must not be given does not hold up the others where the
		// group may be given in part (DT for DTaP after encephalopathy).
		in = open
	}
	f := Forecast{Group: g.name, Status: groupStatus(in)}
	for _, ps := range in {
		f.Series = append(f.Series, ps.name)
		f.begun = f.begun || ps.valid() > 0 || e.h.asOf >= e.h.age(ps.minStart, beginning)
		f.SeasonOver = f.SeasonOver || ps.forecast.reason == seasonOver
		if r := ps.forecast.reason; r != "" && !slices.Contains(f.Reasons, r) {
			f.Reasons = append(f.Reasons, r)
		}
	}
	if f.Status != NotComplete {
		return f
	}
	for _, ps := range in {
		if ps.guidance != "" && !slices.Contains(f.Reasons, ps.guidance) {
			f.Reasons = append(f.Reasons, ps.guidance)
		}
	}
	open := only(in, func(p *patientSeries) bool { return p.forecast.status == NotComplete })
	first, last := open[0].forecast.earliest, open[0].forecast.earliest
	rec, latest, hasLatest, priority := endOfTime, endOfTime, false, false
	due, hasDue := endOfTime, false
	for _, ps := range open {
		sf := ps.forecast
		first, last = min(first, sf.earliest), max(last, sf.earliest)
		rec, priority = min(rec, sf.recommended), priority || sf.priority
		if sf.hasPastDue {
			due, hasDue = min(due, sf.pastDue), true
		}
		if sf.hasLatest {
			latest, hasLatest = min(latest, sf.latest), true
		}
		f.Antigens = append(f.Antigens, ps.antigen)
		for _, v := range sf.vaccines {
			if !slices.Contains(f.Vaccines, v) {
				f.Vaccines = append(f.Vaccines, v)
			}
		}
		if f.Dose == 0 || (g.full && sf.dose < f.Dose) || (!g.full && sf.dose > f.Dose) { // FORECASTDN-2
			f.Dose = sf.dose
		}
	}
	earliest := e.groupEarliest(g, first, last, priority)
	f.Earliest = earliest.date()
	f.Recommended = max(rec, earliest).date() // FORECASTVG-2
	if hasDue {
		f.PastDue = max(due, earliest).date() // FORECASTVG-3
	}
	if hasLatest {
		f.Latest = latest.date()
	}
	return f
}

func notContraindicated(p *patientSeries) bool { return p.forecast.status != Contraindicated }

// groupEarliest is SINGLEANTVG-2 and MULTIANTVG-1. Beyond the text, which asks for it
// only where a forecast has priority, a dose of a group of several antigens is never
// due before the last one given of any of them.
func (e *engine) groupEarliest(g vaccineGroup, first, last day, priority bool) day {
	if len(g.antigens) == 1 {
		return first
	}
	out := last
	if priority {
		out = first
	}
	for _, a := range g.antigens {
		if h := e.h.antigen[a]; len(h) > 0 {
			out = max(out, h[len(h)-1].date)
		}
	}
	return out
}

// groupStatus decides Table 9-4.
func groupStatus(in []*patientSeries) Status {
	for _, s := range []Status{Contraindicated, AgedOut, NotRecommended, NotComplete} {
		if slices.ContainsFunc(in, func(p *patientSeries) bool { return p.forecast.status == s }) {
			return s
		}
	}
	if len(only(in, func(p *patientSeries) bool { return p.forecast.status == Immune })) == len(in) {
		return Immune
	}
	return Complete
}

// doseEvaluations tells what became of each dose in the group: where antigens
// differ, the verdict that asks for most.
func (e *engine) doseEvaluations(in []*patientSeries, p Patient) []DoseEvaluation {
	severity := map[DoseStatus]int{DoseValid: 1, DoseExtraneous: 2, DoseSubstandard: 3, DoseNotValid: 4}
	at := map[int]int{}
	var out []DoseEvaluation
	for _, r := range e.h.all {
		for _, ps := range in {
			for j, h := range ps.history {
				if h.dose != r.dose {
					continue
				}
				ev := ps.evaluations[j]
				k, ok := at[r.dose]
				if !ok {
					k = len(out)
					at[r.dose] = k
					out = append(out, DoseEvaluation{Group: in[0].group, ID: p.Doses[r.dose].ID, CVX: p.Doses[r.dose].CVX, Date: r.date.date()})
				}
				if severity[ev.status] > severity[out[k].Status] {
					out[k].Status, out[k].Target, out[k].Reasons = ev.status, ev.target, ev.reasons
				}
			}
		}
	}
	return out
}

// mergeDoses takes, for every dose of a group's forecasts, the verdict that is
// best for the patient: a dose that counts in one of the series counts.
func mergeDoses(fs []Forecast) []DoseEvaluation {
	rank := map[DoseStatus]int{DoseValid: 0, DoseExtraneous: 1, DoseNotValid: 2, DoseSubstandard: 3}
	var out []DoseEvaluation
	for _, f := range fs {
		for _, d := range f.Doses {
			i := slices.IndexFunc(out, func(o DoseEvaluation) bool { return o.ID == d.ID && o.Date == d.Date && o.CVX == d.CVX })
			switch {
			case i < 0:
				out = append(out, d)
			case rank[d.Status] < rank[out[i].Status]:
				out[i] = d
			}
		}
	}
	return out
}
