package immunization

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/visitwright/visitwright/ehr"
)

// day counts days from 1970-01-01. The two ends are the specification's assumed
// values for dates that the supporting data leave empty.
type day int32

var (
	beginning = dayOf(ehr.Date{Year: 1900, Month: time.January, Day: 1})
	endOfTime = dayOf(ehr.Date{Year: 2999, Month: time.December, Day: 31})
)

func dayOf(d ehr.Date) day { return civil(d.Year, int(d.Month), d.Day) }

// civil is the day of a proleptic Gregorian date whose day of the month may
// run over the month's end.
func civil(y, m, d int) day {
	return day(time.Date(y, time.Month(m), 1, 0, 0, 0, 0, time.UTC).Unix()/86400) + day(d-1)
}

func (d day) date() ehr.Date {
	return ehr.DateOf(time.Unix(int64(d)*86400, 0).UTC())
}

// period is a length of time such as "6 months - 4 days". One that is not set
// was left empty in the supporting data.
type period struct {
	set                 bool
	years, months, days int
}

// parsePeriod reads the supporting data's notation: terms of a number and a unit
// joined by + or -.
func parsePeriod(s string) (period, error) {
	s = strings.TrimSpace(s)
	if s == "" || strings.EqualFold(s, "n/a") {
		return period{}, nil
	}
	p := period{set: true}
	sign := 1
	fields := strings.Fields(s)
	for i := 0; i < len(fields); {
		switch fields[i] {
		case "+":
			sign, i = 1, i+1
			continue
		case "-", "–":
			sign, i = -1, i+1
			continue
		}
		n, err := strconv.Atoi(fields[i])
		if err != nil || i+1 >= len(fields) {
			return period{}, fmt.Errorf("%q is not a length of time", s)
		}
		switch strings.TrimSuffix(strings.ToLower(fields[i+1]), "s") {
		case "year":
			p.years += sign * n
		case "month":
			p.months += sign * n
		case "week":
			p.days += sign * 7 * n
		case "day":
			p.days += sign * n
		default:
			return period{}, fmt.Errorf("%q is not a length of time", s)
		}
		i += 2
	}
	return p, nil
}

// after is the day that lies p after d: years first, then months, then weeks and
// days (CALCDT-6). A day the month does not have becomes the first of the next
// month (CALCDT-5).
func (p period) after(d day) day {
	if p.years == 0 && p.months == 0 {
		return d + day(p.days)
	}
	c := d.date()
	m := c.Year*12 + int(c.Month) - 1 + p.years*12 + p.months
	y, mon := m/12, m%12+1
	first := civil(y, mon, 1)
	next := civil(y, mon+1, 1)
	got := first + day(c.Day-1)
	if got >= next {
		got = next
	}
	return got + day(p.days)
}

// afterOr is p after d, or other where p is not set.
func (p period) afterOr(d, other day) day {
	if !p.set {
		return other
	}
	return p.after(d)
}
