package immunization

import "strings"

func (x xmlDose) compile(r *reader, number int) *seriesDose {
	d := &seriesDose{
		number: number, recurring: r.yes(x.Recurring),
		preferred: r.vaccines(x.Preferred), allowed: r.vaccines(x.Allowed),
		seasonStart: r.date(x.Season.Start, beginning), seasonEnd: r.date(x.Season.End, endOfTime),
		hasSeason: !absent(x.Season.Start),
	}
	for _, v := range r.vaccines(x.Inadvertent) {
		d.inadvertent = append(d.inadvertent, v.cvx)
	}
	for _, a := range x.Ages {
		d.ages = append(d.ages, ageRule{
			span: r.span(a.From, a.To), absMin: r.period(a.AbsMin), min: r.period(a.Min),
			earliest: r.period(a.Earliest), latest: r.period(a.Latest), max: r.period(a.Max),
		})
	}
	d.preferable = r.intervals(x.Intervals)
	d.allowable = r.intervals(x.Allowable)
	for _, s := range x.Skips {
		if len(s.Sets) > 0 {
			d.skips = append(d.skips, s.compile(r))
		}
	}
	return d
}

func (r *reader) intervals(in []xmlInterval) []interval {
	var out []interval
	for _, x := range in {
		i := interval{
			span: r.span(x.From, x.To), fromPrevious: r.yes(x.Previous), fromDose: r.number(x.Target),
			fromVaccines: cvxList(x.MostRecent), absMin: r.period(x.AbsMin), min: r.period(x.Min),
			earliest: r.period(x.Earliest), latest: r.period(x.Latest),
			priority: r.yes(x.Priority) || strings.EqualFold(strings.TrimSpace(x.Priority), "override"),
		}
		if !absent(x.Observation) {
			i.fromObservation = strings.TrimSpace(x.Observation)
		}
		if i.fromPrevious || i.fromDose > 0 || len(i.fromVaccines) > 0 || i.fromObservation != "" {
			out = append(out, i)
		}
	}
	return out
}

func (x xmlSkip) compile(r *reader) skip {
	s := skip{all: strings.EqualFold(strings.TrimSpace(x.SetLogic), "AND")}
	switch strings.ToLower(strings.TrimSpace(x.Context)) {
	case "evaluation":
		s.context = inEvaluation
	case "forecast":
		s.context = inForecast
	case "both", "":
	default:
		r.fail("conditional skip context %q is not known", x.Context)
	}
	for _, set := range x.Sets {
		ss := skipSet{span: r.span(set.From, set.To), all: !strings.EqualFold(strings.TrimSpace(set.Logic), "OR")}
		for _, c := range set.Conditions {
			ss.conditions = append(ss.conditions, c.compile(r))
		}
		s.sets = append(s.sets, ss)
	}
	return s
}

func (x xmlCondition) compile(r *reader) skipCondition {
	c := skipCondition{
		start: r.date(x.Start, beginning), end: r.date(x.End, endOfTime),
		begin: r.period(x.BeginAge), fin: r.period(x.EndAge), interval: r.period(x.Interval),
		count: r.number(x.Count), validOnly: strings.EqualFold(strings.TrimSpace(x.DoseType), "valid"),
		vaccines: cvxList(x.Vaccines), groups: list(x.Groups), season: x.Season,
	}
	switch strings.ToLower(strings.TrimSpace(x.Compare)) {
	case "greater than":
		c.compare = 1
	case "less than":
		c.compare = -1
	}
	switch t := strings.ToLower(strings.TrimSpace(x.Type)); {
	case t == "age":
		c.kind = byAge
	case t == "completed series":
		c.kind = bySeries
	case t == "interval":
		c.kind = byInterval
	case strings.HasPrefix(t, "vaccine count by"):
		c.kind = byCount
	default:
		r.fail("conditional skip type %q is not known", x.Type)
	}
	return c
}

func (x xmlSchedule) compile(s *Schedule) error {
	r := &reader{}
	s.cvx, s.vaccine = map[string][]association{}, map[string]string{}
	s.conflicts = map[string]map[string]conflict{}
	for _, c := range x.Conflicts {
		cur, prev := normalCVX(c.Current), normalCVX(c.Previous)
		if s.conflicts[cur] == nil {
			s.conflicts[cur] = map[string]conflict{}
		}
		s.conflicts[cur][prev] = conflict{r.period(c.Begin), r.period(c.MinEnd), r.period(c.End)}
	}
	full := map[string]bool{}
	for _, g := range x.Groups {
		full[strings.TrimSpace(g.Name)] = r.yes(g.Full)
	}
	for _, g := range x.GroupAntigens {
		vg := vaccineGroup{name: strings.TrimSpace(g.Name), full: full[strings.TrimSpace(g.Name)]}
		for _, a := range g.Antigens {
			vg.antigens = append(vg.antigens, strings.TrimSpace(a))
		}
		s.groups = append(s.groups, vg)
	}
	for _, c := range x.CVX {
		code := normalCVX(c.CVX)
		s.vaccine[code] = strings.TrimSpace(c.Short)
		for _, a := range c.Associations {
			s.cvx[code] = append(s.cvx[code], association{strings.TrimSpace(a.Antigen), r.period(a.Begin), r.period(a.End)})
		}
	}
	s.Observations, s.coded, s.titled = map[string]Observation{}, map[string][]string{}, map[string][]string{}
	for _, o := range x.Observations {
		ob := Observation{Code: strings.TrimSpace(o.Code), Title: strings.TrimSpace(o.Title)}
		for _, v := range o.Values {
			key := strings.TrimSpace(v.System) + " " + strings.TrimSpace(v.Code)
			ob.Codes = append(ob.Codes, key)
			s.coded[key] = append(s.coded[key], ob.Code)
		}
		s.Observations[ob.Code] = ob
		if t := plainTitle(ob.Title); t != "" {
			s.titled[t] = append(s.titled[t], ob.Code)
		}
	}
	return r.err
}
