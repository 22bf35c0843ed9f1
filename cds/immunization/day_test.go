package immunization

import (
	"testing"

	"github.com/visitwright/visitwright/ehr"
)

func on(s string) ehr.Date {
	d, err := ehr.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// The examples of the specification's Table 3-6.
func TestPeriodAfter(t *testing.T) {
	for _, c := range []struct{ from, period, want string }{
		{"2000-01-01", "3 years", "2003-01-01"},
		{"2000-01-01", "6 months", "2000-07-01"},
		{"2000-11-01", "6 months", "2001-05-01"},
		{"2000-01-01", "3 days", "2000-01-04"},
		{"2000-01-01", "3 weeks", "2000-01-22"},
		{"2000-02-01", "5 weeks", "2000-03-07"},
		{"2001-02-01", "5 weeks", "2001-03-08"},
		{"2000-01-15", "- 4 days", "2000-01-11"},
		{"2000-03-31", "6 months", "2000-10-01"},
		{"2000-08-31", "6 months", "2001-03-01"},
		{"2000-01-31", "6 months - 4 days", "2000-07-27"},
		{"2004-02-29", "1 year", "2005-03-01"},
		{"2010-05-10", "16 years - 4 months", "2026-01-10"},
		{"2010-05-10", "7 months + 4 weeks", "2011-01-07"},
	} {
		p, err := parsePeriod(c.period)
		if err != nil {
			t.Fatal(err)
		}
		if got := p.after(dayOf(on(c.from))).date().String(); got != c.want {
			t.Errorf("%s + %s = %s, want %s", c.from, c.period, got, c.want)
		}
	}
}

func TestPeriodRefusesWhatItCannotRead(t *testing.T) {
	for _, s := range []string{"soon", "4 fortnights", "4", "weeks 4"} {
		if p, err := parsePeriod(s); err == nil {
			t.Errorf("%q read as %+v", s, p)
		}
	}
}
