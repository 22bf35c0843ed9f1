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
// is not named. The order is month, day, year, as in the United States. A year of two
// figures is taken for one of this century.
type date struct {
	month, day, year int
	short            bool // the year has two figures
}

var figures = regexp.MustCompile(`^(\d{1,2})(?:/(?:(\d{1,2})/)?|-(?:(\d{1,2})-)?)((?:19|20)\d\d|\d\d)$`)

// dateOf reads 11/24/2020, 11/24/20 and 03/2021.
func dateOf(w string) (date, bool) {
	m := figures.FindStringSubmatch(w)
	if m == nil || m[2] == "" && m[3] == "" && len(m[4]) != 4 {
		return date{}, false
	}
	n := func(s string) int { v, _ := strconv.Atoi(s); return v } // digits by the pattern, or nothing: 0
	d := date{month: n(m[1]), day: n(m[2] + m[3]), year: n(m[4])}
	if d.year < 100 {
		d.year, d.short = d.year+2000, true
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
	named := func(y int) bool { return y == d.year || d.short && y == d.year-100 }
	for _, x := range e.ev {
		for i, w := range x.words {
			day = day || ordinal(x.words, i) == d.day
			if (w == "o" || w == "oh" || w == "0") && i+1 < len(x.words) && len(x.words[i+1]) == 1 && x.words[i+1] == strconv.Itoa(d.year%100) {
				year = true // "july o eight"
			}
			if o, ok := dateOf(w); ok {
				if o.month == d.month && (d.day == 0 || o.day == d.day) && named(o.year) {
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
			case (m.Kind == fact.Date || m.Kind == fact.Number) && (m.Name == strconv.Itoa(d.year) || d.short && m.Name == strconv.Itoa(d.year-100)):
				year = true
			case m.Kind == fact.Number && m.Name == strconv.Itoa(d.day):
				day = true
			}
		}
	}
	return month && day && (year || e.impliedYear(d))
}

var ordinals = map[string]int{"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "nineth": 9,
	"tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16, "seventeenth": 17, "eighteenth": 18,
	"nineteenth": 19, "twentieth": 20, "thirtieth": 30}

// ordinal reads the day of a month that is said at a word: "third", or "second" behind
// "20"; 0 where none is.
func ordinal(words []string, i int) int {
	n := ordinals[words[i]]
	if n > 0 && n < 10 && i > 0 && (words[i-1] == "20" || words[i-1] == "30") {
		tens, _ := strconv.Atoi(words[i-1])
		return tens + n
	}
	return n
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
