package check

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/scribe/fact"
)

// date is a day, a month or a year as it is written in figures; 0 where a part
// is not named. The order is month, day, year, as in the United States.
type date struct{ month, day, year int }

var figures = regexp.MustCompile(`^(\d{1,2})(?:/(?:(\d{1,2})/)?|-(?:(\d{1,2})-)?)((?:19|20)\d\d|\d\d)$`)

// dateOf reads 11/24/2020, 11/24/20 and 03/2021.
func dateOf(w string) (date, bool) {
	m := figures.FindStringSubmatch(w)
	if m == nil || m[2] == "" && m[3] == "" && len(m[4]) != 4 {
		return date{}, false
	}
	n := func(s string) int { v, _ := strconv.Atoi(s); return v } // digits by the pattern, or nothing: 0
	d := date{n(m[1]), n(m[2] + m[3]), n(m[4])}
	if d.year < 100 {
		d.year += 2000
	}
	return d, d.month >= 1 && d.month <= 12 && d.day <= 31
}

// dates holds days, months and years against what was said.
func (e *examiner) dates() {
	for i, w := range e.words {
		if d, ok := dateOf(w); ok && !e.spoken(w) && !e.saidDate(d) {
			e.doubt(ehr.DateDoubt, e.words[i], "%q was not said in the lines behind this sentence.", w)
		}
	}
	for _, f := range e.facts {
		if f.Kind != fact.Date || isDate(e.words[f.Start]) || e.spoken(f.Text) {
			continue
		}
		if !slices.ContainsFunc(e.ev, func(x *heard) bool {
			return slices.ContainsFunc(x.facts, func(m mention) bool { return m.Kind == fact.Date && m.Name == f.Name }) ||
				slices.ContainsFunc(x.words, func(w string) bool {
					d, ok := dateOf(w)
					return ok && (strconv.Itoa(d.month) == f.Name || strconv.Itoa(d.year) == f.Name)
				})
		}) {
			e.doubt(ehr.DateDoubt, f.Text, "%q was not said in the lines behind this sentence.", f.Text)
		}
	}
}

func isDate(w string) bool { _, ok := dateOf(w); return ok }

// saidDate reports whether all parts of a date were said.
func (e *examiner) saidDate(d date) bool {
	month, day, year := false, d.day == 0, false
	for _, x := range e.ev {
		for _, w := range x.words {
			if o, ok := dateOf(w); ok {
				if o.month == d.month && (d.day == 0 || o.day == d.day) && o.year == d.year {
					return true
				}
				continue
			}
			n := fact.Digits(w)
			if len(n) == 2 && strings.ContainsAny(w, "/-") && n[0] == strconv.Itoa(d.month) && n[1] == strconv.Itoa(d.day) {
				month, day = true, true
			}
			if len(n) == 2 && len(w) == 5 && n[0]+n[1] == strconv.Itoa(d.year) { // "20-20"
				year = true
			}
			if d.day > 0 && (w == fmt.Sprintf("%d%d%02d", d.month, d.day, d.year%100) || w == fmt.Sprintf("%02d%02d%02d", d.month, d.day, d.year%100)) {
				return true // "6421", read out without a pause
			}
		}
		for _, m := range x.facts {
			switch {
			case m.Kind == fact.Date && m.Name == strconv.Itoa(d.month) && (m.Text[0] < '0' || m.Text[0] > '9'):
				month = true
			case m.Kind == fact.Date && m.Name == strconv.Itoa(d.year), m.Kind == fact.Number && m.Name == strconv.Itoa(d.year):
				year = true
			case m.Kind == fact.Number && m.Name == strconv.Itoa(d.day):
				day = true
			}
		}
	}
	return month && day && (year || e.impliedYear(d))
}

// impliedYear reports whether a month of which no year is said can only be of
// this one: it is the last such month before the visit, or the next after it.
func (e *examiner) impliedYear(d date) bool {
	if e.day.IsZero() {
		return false
	}
	apart := (d.year-e.day.Year)*12 + d.month - int(e.day.Month)
	return apart > -12 && apart < 12
}
