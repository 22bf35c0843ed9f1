package immunization

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/visitwright/visitwright/ehr"
)

// reader turns the supporting data's strings into values and keeps the first
// thing it could not read, so that a schedule is never half understood.
type reader struct{ err error }

func (r *reader) fail(format string, args ...any) {
	if r.err == nil {
		r.err = fmt.Errorf(format, args...)
	}
}

func absent(s string) bool {
	s = strings.TrimSpace(s)
	return s == "" || strings.EqualFold(s, "n/a")
}

func (r *reader) period(s string) period {
	p, err := parsePeriod(s)
	if err != nil {
		r.fail("%w", err)
	}
	return p
}

// date reads "20251001" or "01/31/2000".
func (r *reader) date(s string, other day) day {
	s = strings.TrimSpace(s)
	if absent(s) {
		return other
	}
	for _, layout := range []string{"20060102", "01/02/2006", "1/2/2006", time.DateOnly} {
		if t, err := time.Parse(layout, s); err == nil {
			return dayOf(ehr.DateOf(t))
		}
	}
	r.fail("%q is not a date", s)
	return other
}

func (r *reader) span(from, to string) span {
	return span{r.date(from, beginning), r.date(to, endOfTime)}
}

func (r *reader) number(s string) int {
	if absent(s) {
		return 0
	}
	n, err := strconv.Atoi(strings.TrimSpace(s))
	if err != nil {
		r.fail("%q is not a number", s)
	}
	return n
}

func (r *reader) yes(s string) bool {
	s = strings.ToLower(strings.TrimSpace(s))
	return s == "y" || s == "yes"
}

// list splits "09; 28;35".
func list(s string) []string {
	var out []string
	for _, f := range strings.Split(s, ";") {
		if f = strings.TrimSpace(f); f != "" && !absent(f) {
			out = append(out, f)
		}
	}
	return out
}

func cvxList(s string) []string {
	out := list(s)
	for i := range out {
		out[i] = normalCVX(out[i])
	}
	return out
}

// normalCVX drops leading zeros: "03" and "3" are the same vaccine.
func normalCVX(s string) string {
	s = strings.TrimLeft(strings.TrimSpace(s), "0")
	if s == "" {
		return "0"
	}
	return s
}

func (r *reader) vaccines(in []xmlVaccine) []vaccineAge {
	var out []vaccineAge
	for _, v := range in {
		if absent(v.CVX) {
			continue
		}
		va := vaccineAge{cvx: normalCVX(v.CVX), begin: r.period(v.Begin), end: r.period(v.End), forecast: r.yes(v.Forecast)}
		if !absent(v.MVX) {
			va.mvx = strings.TrimSpace(v.MVX)
		}
		if !absent(v.Trade) {
			va.trade = strings.TrimSpace(v.Trade)
		}
		out = append(out, va)
	}
	return out
}

func (x xmlAntigen) compile() (*antigen, error) {
	if len(x.Series) == 0 {
		return nil, errors.New("no series")
	}
	r := &reader{}
	a := &antigen{name: strings.TrimSpace(x.Series[0].Disease)}
	for _, h := range x.Immunity.History {
		a.immunity.history = append(a.immunity.history, h.Code)
	}
	for _, b := range x.Immunity.Births {
		if absent(b.Before) {
			continue
		}
		bi := birthImmunity{before: r.date(b.Before, beginning)}
		if !absent(b.Country) {
			bi.country = strings.TrimSpace(b.Country)
		}
		for _, e := range b.Exclusions {
			bi.exclusions = append(bi.exclusions, e.Code)
		}
		a.immunity.births = append(a.immunity.births, bi)
	}
	for _, c := range append(x.Contraindications.Antigen, x.Contraindications.Vaccine...) {
		a.contraindications = append(a.contraindications, contraindication{
			code: strings.TrimSpace(c.Code), text: strings.TrimSpace(c.Text),
			begin: r.period(c.Begin), end: r.period(c.End), vaccines: r.vaccines(c.Vaccines),
		})
	}
	for _, s := range x.Series {
		a.series = append(a.series, s.compile(r))
	}
	return a, r.err
}

func (x xmlSeries) compile(r *reader) *series {
	s := &series{
		name: strings.TrimSpace(x.Name), antigen: strings.TrimSpace(x.Disease), group: strings.TrimSpace(x.Group),
		number: strings.TrimSpace(x.Select.Group), equivalent: list(x.Equivalent),
		isDefault: r.yes(x.Select.Default), product: r.yes(x.Select.Product),
		priority: strings.TrimSpace(x.Select.Priority), preference: r.number(x.Select.Preference),
		minStart: r.period(x.Select.MinStart), maxStart: r.period(x.Select.MaxStart),
		guidance: strings.Join(slices.DeleteFunc(slices.Clone(x.Guidance), absent), " "),
	}
	switch strings.TrimSpace(x.Type) {
	case "Standard":
	case "Risk":
		s.kind = risk
	case "Evaluation Only":
		s.kind = evaluationOnly
	default:
		r.fail("series type %q is not known", x.Type)
	}
	for _, g := range x.Genders {
		if !absent(g) {
			s.genders = append(s.genders, strings.ToLower(strings.TrimSpace(g)))
		}
	}
	for _, i := range x.Indications {
		s.indication = append(s.indication, indication{
			code: strings.TrimSpace(i.Code), text: strings.TrimSpace(i.Text), begin: r.period(i.Begin), end: r.period(i.End),
		})
	}
	for n, d := range x.Doses {
		s.doses = append(s.doses, d.compile(r, n+1))
	}
	return s
}
