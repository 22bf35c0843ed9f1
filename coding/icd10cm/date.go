package icd10cm

import (
	"fmt"
	"time"

	"github.com/visitwright/visitwright/ehr"
)

// Name and time of the release that takes effect in the given month: October
// for a fiscal year, April for its update. It holds until the day before the
// next one.
func (r *Release) effective(year int, month time.Month) {
	r.Name = fmt.Sprintf("ICD-10-CM %04d-%02d", year, int(month))
	r.From = ehr.Date{Year: year, Month: month, Day: 1}
	if month < time.October {
		r.To = ehr.Date{Year: year, Month: time.September, Day: 30}
		return
	}
	r.To = ehr.Date{Year: year + 1, Month: time.September, Day: 30}
}

// Set is several releases side by side.
type Set []*Release

// On returns the release for the date of service. Where none covers it, exact is
// false and every code made from it must say so: it is then the one of the same
// fiscal year, else the newest that began before the date, else the oldest.
func (s Set) On(service ehr.Date) (r *Release, exact bool) {
	var newest, oldest, same, covering *Release
	for _, c := range s {
		// An April update supersedes the October release that also covers the day.
		if c.Covers(service) && (covering == nil || covering.From.Before(c.From)) {
			covering = c
		}
		if fiscalYear(c.From) == fiscalYear(service) {
			same = c
		}
		if !service.Before(c.From) && (newest == nil || newest.From.Before(c.From)) {
			newest = c
		}
		if oldest == nil || c.From.Before(oldest.From) {
			oldest = c
		}
	}
	switch {
	case covering != nil:
		return covering, true
	case same != nil:
		return same, false
	case newest != nil:
		return newest, false
	}
	return oldest, false
}

// fiscalYear is the year in which the fiscal year of the day ends.
func fiscalYear(d ehr.Date) int {
	if d.Month >= time.October {
		return d.Year + 1
	}
	return d.Year
}
