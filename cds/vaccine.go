package cds

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/visitwright/visitwright/cds/facts"
	"github.com/visitwright/visitwright/cds/immunization"
	"github.com/visitwright/visitwright/cds/preventive"
	"github.com/visitwright/visitwright/ehr"
)

// forecasts runs the vaccine schedule over the chart: one forecast for each
// vaccine group.
func (c *Checker) forecasts(f *facts.Facts, takes preventive.Takes) ([]ehr.VaccineForecast, []ehr.Unchecked) {
	a, err := c.vaccines.Assess(c.vaccinePatient(f, takes), f.Today)
	if err != nil {
		return nil, []ehr.Unchecked{{What: "Immunization", Why: "the date of birth is not known"}}
	}
	var not []ehr.Unchecked
	for _, d := range a.Unknown {
		not = append(not, ehr.Unchecked{What: fmt.Sprintf("Vaccine dose of %s (CVX %s)", d.Date, d.CVX), Why: "the schedule does not know this vaccine"})
	}
	for _, i := range f.Chart.Immunizations {
		if !i.NotDone && f.Today.Before(i.Date) {
			not = append(not, ehr.Unchecked{What: fmt.Sprintf("Vaccine dose of %s (%s)", i.Date, cmp.Or(i.Name, "CVX "+i.CVX)), Why: "it is dated after the day of the check"})
		}
		if !i.NotDone && i.CVX == "" {
			not = append(not, ehr.Unchecked{What: fmt.Sprintf("Vaccine dose of %s (%s)", i.Date, i.Name), Why: "it has no CVX code, by which the schedule knows vaccines"})
		}
	}
	if l := c.vaccines.LeavesOut; len(l) > 0 {
		not = append(not, ehr.Unchecked{
			What: "Vaccines the built-in schedule leaves out: " + strings.Join(l, "; "),
			Why:  "load CDC's files for them (visitwright content load)",
		})
	}
	var out []ehr.VaccineForecast
	for _, g := range a.Forecasts {
		if slices.ContainsFunc(out, func(v ehr.VaccineForecast) bool { return v.Group == g.Group }) {
			continue // the one that matters most comes first
		}
		v := ehr.VaccineForecast{
			Group: g.Group, Status: string(g.Status), Earliest: g.Earliest, Recommended: g.Recommended, PastDue: g.PastDue,
			Pack: a.Pack, Reasons: slices.Clone(g.Reasons),
		}
		if g.Dose > 0 {
			v.Dose = fmt.Sprint(g.Dose)
		}
		if g.Risk {
			v.Reasons = append(v.Reasons, "for people at risk: "+strings.Join(g.Series, ", "))
		}
		for _, d := range a.Doses {
			if d.Group == g.Group && d.Status != immunization.DoseValid {
				v.Reasons = append(v.Reasons, fmt.Sprintf("dose of %s: %s (%s)", d.Date, strings.ToLower(string(d.Status)), strings.Join(d.Reasons, ", ")))
			}
		}
		if g.SeasonOver {
			not = append(not, ehr.Unchecked{What: g.Group + " of this season", Why: "the schedule " + a.Pack + " ends with an earlier season; load a newer one"})
		}
		out = append(out, v)
	}
	return out, not
}

// vaccinePatient gathers doses and facts. Facts come from CDSi codes where the
// chart holds them, from the schedule's own SNOMED and CVX codes, from the
// conditions the checks know, and from drugs that suppress the immune system.
func (c *Checker) vaccinePatient(f *facts.Facts, takes preventive.Takes) immunization.Patient {
	p := immunization.Patient{Birth: f.Chart.Patient.BirthDate, Sex: string(f.Chart.Patient.Sex)}
	for _, i := range f.Chart.Immunizations {
		if !i.NotDone && i.CVX != "" {
			p.Doses = append(p.Doses, immunization.Dose{ID: string(i.ID), CVX: i.CVX, MVX: i.MVX, Date: i.Date})
		}
	}
	ended := f.Today.Add(0, 0, -308) // a pregnancy entered before this is over
	add := func(code string, at ehr.Date) {
		if (code == "007" || code == "170") && !at.IsZero() && at.Before(ended) {
			return
		}
		if code != "" {
			p.Facts = append(p.Facts, immunization.Fact{Code: code, Date: at})
		}
	}
	coded := func(codes []ehr.Coded, at ehr.Date) {
		for _, x := range codes {
			for _, o := range append(c.vaccines.FactsOf(string(x.System), x.Code), c.vaccines.FactsTitled(x.Display)...) {
				add(o, at)
			}
		}
	}
	for _, x := range f.Chart.Problems {
		if x.Status != ehr.ProblemResolved && x.Status != ehr.ProblemInactive {
			coded(append([]ehr.Coded{x.Code}, x.Also...), x.Onset)
		}
	}
	for _, x := range f.Chart.Observations {
		if denied(x) {
			continue
		}
		at := ehr.Date{}
		if !x.At.IsZero() {
			at = ehr.DateOf(x.At)
		}
		coded(append([]ehr.Coded{x.Code, x.ValueCode}, x.Also...), at)
	}
	for _, x := range f.Chart.Procedures {
		coded(append([]ehr.Coded{x.Code}, x.Also...), x.Date)
	}
	for _, x := range f.Chart.Allergies {
		if x.Active {
			coded([]ehr.Coded{x.Substance}, x.Onset)
		}
	}
	for _, name := range facts.Conditions() {
		if code := facts.CDSi(name); code != "" && name != "pregnancy" && (f.Has(name) || (strings.HasSuffix(name, "_history") && f.Had(name))) {
			add(code, ehr.Date{})
		}
	}
	if f.Pregnant() == facts.Yes {
		add("007", ehr.Date{})
		began := pregnantSince(f)
		add("170", began)
		if began.IsZero() { // no earlier than this
			began = f.Today.Add(0, 0, -280)
		}
		add("pregnancy", began)
	}
	if takes != nil && takes([]string{"class:live_vaccine_contra"}) {
		add("158", ehr.Date{})
	}
	return p
}

// denied reports whether an observation says that what its code names is not so.
func denied(o ehr.Observation) bool {
	switch strings.ToLower(strings.TrimSpace(cmp.Or(o.Text, o.ValueCode.Display))) {
	case "no", "false", "negative", "absent", "not present", "not detected", "none", "unknown", "not pregnant":
		return true
	}
	return false
}

func pregnantSince(f *facts.Facts) ehr.Date {
	ref, ok := f.Ref("pregnancy")
	for _, p := range f.Chart.Problems {
		if ok && string(p.ID) == ref.ID {
			return p.Onset
		}
	}
	return ehr.Date{}
}
