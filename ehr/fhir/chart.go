package fhir

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/visitwright/visitwright/ehr"
)

// ReadChart reads the chart of the one patient of a bundle for being checked: what
// is not understood is left out and named, and the rest is given. Unlike Read it
// takes a patient without a name or a birth date, a bundle of any type, entries
// that do not say whose they are where only one patient can be meant, and
// entries whose status is missing. It fails, with Invalid, only where there is no
// bundle, or not exactly one patient. What is named holds no values.
func ReadChart(r io.Reader) (ehr.Chart, []ehr.Unchecked, error) {
	x := &reading{byName: map[string]*entry{}, of: map[*entry]int{}, partly: true}
	if err := x.open(r); err != nil {
		return ehr.Chart{}, nil, err
	}
	for i := range x.entries {
		if e := &x.entries[i]; e.kind == "Patient" {
			x.patient(e)
		}
	}
	if len(x.records) != 1 {
		if err := x.failure(); len(x.problems) > 0 {
			return ehr.Chart{}, nil, err
		}
		return ehr.Chart{}, nil, ehr.Errorf(ehr.Invalid, "the bundle holds %d patients; it must hold one", len(x.records))
	}
	for i := range x.entries {
		switch e := &x.entries[i]; e.kind {
		case "Patient":
		case "Encounter":
			x.stay(e)
		case "ServiceRequest", "DeviceRequest":
			x.request(e)
		default:
			x.resource(e)
		}
	}
	rec := &x.records[0]
	rec.finish()
	return rec.Chart, x.leftOut(rec), nil
}

// notTaken are resources that may say what a patient takes and are not read.
var notTaken = []string{"MedicationAdministration", "MedicationDispense"}

// leftOut is what a reader of the checks has to know is missing from the chart.
func (x *reading) leftOut(r *Record) []ehr.Unchecked {
	var out []ehr.Unchecked
	for _, err := range x.problems {
		var p Problem
		if errors.As(err, &p) {
			out = append(out, ehr.Unchecked{What: p.Path, Why: "left out: " + p.Words})
		}
	}
	if x.more > 0 {
		out = append(out, ehr.Unchecked{What: "Bundle", Why: fmt.Sprintf("%d more places are not understood", x.more)})
	}
	if r.roughBirth {
		out = append(out, ehr.Unchecked{What: "Ages", Why: "the date of birth is known only to the month or year; they are reckoned from the first day it can be"})
	}
	var words []string
	for what, n := range r.Skipped {
		kind, why, _ := strings.Cut(what, " ")
		if slices.Contains(notTaken, kind) {
			why = "not read; what is taken is known from MedicationRequest and MedicationStatement"
		}
		if strings.Contains(why, "unknown") || strings.HasPrefix(why, "without") || strings.HasPrefix(why, "not read") {
			words = append(words, fmt.Sprintf("%d %s: %s", n, kind, why))
		}
	}
	slices.Sort(words)
	for _, w := range words {
		what, why, _ := strings.Cut(w, ": ")
		out = append(out, ehr.Unchecked{What: what, Why: why})
	}
	return out
}

// status is what an entry says of itself, or, where a chart is read partly and it
// says nothing, what entries of its kind mostly are.
func (x *reading) status(said, mostly string) string {
	if said == "" && x.partly {
		return mostly
	}
	return said
}
