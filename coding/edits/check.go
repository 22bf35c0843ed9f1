package edits

import (
	"fmt"
	"strconv"

	"github.com/visitwright/visitwright/ehr"
)

// Files is what is loaded; nil for what is not.
type Files struct {
	Pairs      *Pairs
	Units      map[string]Unit
	Fees       Fees
	FeesYear   string // that the fee schedule says it is of; empty where it does not
	Conditions Conditions
}

// Line is a service on the claim.
type Line struct {
	Code     string
	Units    int
	Modifier []string
	// Apart is why this line was a separate service (another site, another session),
	// in the words of its sentence; empty where the note does not say.
	Apart string
}

// Finding is one thing that a file says about the lines.
type Finding struct {
	What   string `json:"what"`
	Codes  []string
	Source string `json:"source"`
	// Modifier59 is the reason for that modifier, where the pair allows one and the
	// note gives the reason; without a reason none is proposed.
	Modifier59 string `json:"modifier_59,omitempty"`
}

// Report is what was checked, and what was not.
type Report struct {
	Findings   []Finding `json:"findings"`
	NotChecked []string  `json:"not_checked"`
}

// Check looks at the lines of one day.
func (f Files) Check(lines []Line, day ehr.Date) Report {
	r := Report{Findings: []Finding{}, NotChecked: []string{}}
	if f.Pairs == nil {
		r.NotChecked = append(r.NotChecked, "procedure-to-procedure pairs: NCCI's file is not loaded")
	} else {
		r.Findings = append(r.Findings, f.Pairs.check(lines, day)...)
	}
	if f.Units == nil {
		r.NotChecked = append(r.NotChecked, "units a day: NCCI's MUE file is not loaded")
	}
	fees := f.Fees
	switch year := strconv.Itoa(day.Year); {
	case fees == nil:
		r.NotChecked = append(r.NotChecked, "status under the fee schedule: no relative value file is loaded")
	case f.FeesYear != "" && f.FeesYear != year:
		fees = nil
		r.NotChecked = append(r.NotChecked, "status under the fee schedule: the file that is loaded is of "+f.FeesYear+", the service of "+year)
	}
	for _, l := range lines {
		if u, ok := f.Units[l.Code]; ok && l.Units > u.Most {
			r.Findings = append(r.Findings, Finding{What: fmt.Sprintf("%d units of %s; at most %d a day", l.Units, l.Code, u.Most), Codes: []string{l.Code}, Source: "NCCI, medically unlikely edits"})
		}
		if fee, ok := fees[l.Code]; ok && (fee.Status == "I" || fee.Status == "N" || fee.Status == "B") {
			r.Findings = append(r.Findings, Finding{What: fmt.Sprintf("%s has status %s: not paid as such", l.Code, fee.Status), Codes: []string{l.Code}, Source: "Medicare physician fee schedule, relative value file"})
		}
	}
	return r
}

func (p *Pairs) check(lines []Line, day ehr.Date) []Finding {
	var out []Finding
	for _, a := range lines {
		for _, b := range lines {
			for _, pair := range p.on(a.Code, b.Code, day) {
				f := Finding{What: b.Code + " is part of " + a.Code, Codes: []string{a.Code, b.Code}, Source: "NCCI, procedure-to-procedure edits"}
				if pair.modifier && b.Apart != "" {
					f.Modifier59 = b.Apart
				}
				out = append(out, f)
			}
		}
	}
	return out
}
