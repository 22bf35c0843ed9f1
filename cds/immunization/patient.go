package immunization

import (
	"sort"
	"strings"

	"github.com/visitwright/visitwright/ehr"
)

// Patient is what the engine needs to know of a patient.
type Patient struct {
	Birth ehr.Date
	// Sex is "female", "male" or "unknown" (also "F", "M"); any other word counts
	// as unknown.
	Sex string
	// BirthCountry is an ISO 3166 code such as "US"; empty where not known. It
	// decides immunity by year of birth for varicella.
	BirthCountry string
	Doses        []Dose
	Facts        []Fact
}

// Dose is one dose of vaccine that was given.
type Dose struct {
	ID   string // the caller's; comes back with the evaluation
	CVX  string
	MVX  string // empty where not known
	Date ehr.Date
	// Substandard says that the dose was expired, recalled or otherwise must be
	// repeated whatever else is true of it (specification 6.1).
	Substandard bool
}

// Fact is an active patient observation by CDSi code.
type Fact struct {
	Code string
	Date ehr.Date // of the observation; zero where not known
}

// record is an antigen administered record: a dose seen as one antigen.
type record struct {
	dose int // index into the patient's doses
	date day
	cvx  string
	mvx  string
	bad  bool
}

// history is a patient prepared for the engine.
type history struct {
	birth   day
	sex     string
	country string
	asOf    day
	all     []record // every dose up to asOf, in order of date
	antigen map[string][]record
	facts   map[string]day // most recent date; beginning where not known
}

// organize breaks doses into antigens (specification 4.2). Doses dated after the
// assessment or before birth have not happened and are left out.
func (s *Schedule) organize(p Patient, asOf ehr.Date) *history {
	h := &history{
		birth: dayOf(p.Birth), sex: sexWord(p.Sex), country: countryWord(p.BirthCountry), asOf: dayOf(asOf),
		antigen: map[string][]record{}, facts: map[string]day{},
	}
	for i, d := range p.Doses {
		if r := (record{i, dayOf(d.Date), normalCVX(d.CVX), strings.ToUpper(d.MVX), d.Substandard}); r.date <= h.asOf && r.date >= h.birth {
			h.all = append(h.all, r)
		}
	}
	sort.SliceStable(h.all, func(i, j int) bool { return h.all[i].date < h.all[j].date })
	for _, r := range h.all {
		for _, a := range s.cvx[r.cvx] {
			if a.begin.afterOr(h.birth, beginning) <= r.date && r.date < a.end.afterOr(h.birth, endOfTime) {
				h.antigen[a.antigen] = append(h.antigen[a.antigen], r)
			}
		}
	}
	for _, f := range p.Facts {
		d := beginning
		if !f.Date.IsZero() {
			d = dayOf(f.Date)
		}
		if had, ok := h.facts[f.Code]; d <= h.asOf && (!ok || d > had) {
			h.facts[f.Code] = d
		}
	}
	return h
}

func sexWord(s string) string {
	switch strings.ToLower(s) {
	case "f", "female":
		return "female"
	case "m", "male":
		return "male"
	}
	return "unknown"
}

func countryWord(s string) string {
	switch strings.ToUpper(strings.ReplaceAll(s, ".", "")) {
	case "US", "USA", "UNITED STATES":
		return "US"
	}
	return strings.ToUpper(s)
}

// age is the day the patient reaches p, or other where p is not set.
func (h *history) age(p period, other day) day { return p.afterOr(h.birth, other) }

// between reports begin age <= d < end age, with the specification's assumed
// values for ages left empty.
func (h *history) between(begin period, d day, end period) bool {
	return h.age(begin, beginning) <= d && d < h.age(end, endOfTime)
}

func (h *history) has(code string) bool {
	_, ok := h.facts[code]
	return ok
}
