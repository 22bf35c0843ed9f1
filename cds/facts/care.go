package facts

import (
	"strings"

	"github.com/visitwright/visitwright/ehr"
)

// span is when a condition was so: from the zero date where the beginning is not
// known, to the zero date while it goes on.
type span struct {
	from, to ehr.Date
	ref      ehr.ChartRef
}

func problemSpan(p ehr.Problem, ref ehr.ChartRef) span {
	s := span{p.Onset, p.Abated, ref}
	if s.to.IsZero() && (p.Status == ehr.ProblemResolved || p.Status == ehr.ProblemInactive) {
		if s.to = p.Onset; s.to.IsZero() { // over, and nobody knows since when
			s.to = ehr.Date{Year: 1, Month: 1, Day: 1}
		}
	}
	return s
}

func (f *Facts) lasted(name string, s span) { f.times[name] = append(f.times[name], s) }

// caredFor takes the facts about a patient's care out of what was coded.
func (f *Facts) caredFor(codes []ehr.Coded, s span) {
	if f.Today.Before(s.from) {
		return
	}
	for _, name := range vocabulary().among(vocabulary().care, codes) {
		f.lasted(name, s)
		if _, ok := f.past[name]; !ok {
			f.past[name] = s.ref
		}
	}
}

// found reads an observation about a patient's care: what was found ("lives in a
// nursing home"), or, where it was not denied, what was looked at ("hospice care:
// yes").
func (f *Facts) found(o ehr.Observation, ref ehr.ChartRef) {
	at := ehr.DateOf(o.At)
	s := span{at, at, ref}
	if said := o.ValueCode; said.Display != "" || o.Text != "" {
		if said.Display == "" {
			said.Display = o.Text
		}
		if hasWords(Text(said), denials) {
			return
		}
		f.caredFor([]ehr.Coded{said}, s)
		if !strings.HasPrefix(strings.ToLower(said.Display), "yes") {
			return
		}
	}
	f.caredFor(append([]ehr.Coded{o.Code}, o.Also...), s)
}

var denials = []string{"no", "not", "none", "denies", "declined", "refused", "without"}

// HadWithin reports whether a condition was so at some time of the last months,
// or, where months is 0, ever, and which entry of the chart says so.
func (f *Facts) HadWithin(name string, months int) (ehr.ChartRef, bool) {
	since := f.Today.Add(0, -months, 0)
	for _, s := range f.times[name] {
		if f.Today.Before(s.from) {
			continue
		}
		if months == 0 || s.to.IsZero() || since.Before(s.to) {
			return s.ref, true
		}
	}
	return ehr.ChartRef{}, false
}
