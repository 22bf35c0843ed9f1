package fhir

import (
	"fmt"
	"slices"
	"strings"

	"github.com/visitwright/visitwright/ehr"
)

type observationResource struct {
	ResourceType      string                 `json:"resourceType"`
	ID                string                 `json:"id,omitempty"`
	Status            string                 `json:"status"`
	Category          []concept              `json:"category,omitempty"`
	Code              concept                `json:"code"`
	Subject           reference              `json:"subject"`
	EffectiveDateTime string                 `json:"effectiveDateTime,omitempty"`
	EffectivePeriod   *period                `json:"effectivePeriod,omitempty"`
	EffectiveInstant  string                 `json:"effectiveInstant,omitempty"`
	Issued            string                 `json:"issued,omitempty"`
	ReferenceRange    []referenceRange       `json:"referenceRange,omitempty"`
	Component         []observationComponent `json:"component,omitempty"`
	DataAbsentReason  *concept               `json:"dataAbsentReason,omitempty"`
	Extension         []extension            `json:"extension,omitempty"`
	observationValue
}

type observationComponent struct {
	Code           concept          `json:"code"`
	ReferenceRange []referenceRange `json:"referenceRange,omitempty"`
	observationValue
}

type observationValue struct {
	ValueQuantity        *quantity `json:"valueQuantity,omitempty"`
	ValueCodeableConcept *concept  `json:"valueCodeableConcept,omitempty"`
	ValueString          string    `json:"valueString,omitempty"`
	ValueBoolean         *bool     `json:"valueBoolean,omitempty"`
	ValueInteger         num       `json:"valueInteger,omitempty"`
	ValueRange           *bounds   `json:"valueRange,omitempty"`
	ValueRatio           *ratio    `json:"valueRatio,omitempty"`
	ValueDateTime        string    `json:"valueDateTime,omitempty"`
	ValueTime            string    `json:"valueTime,omitempty"`
	ValuePeriod          *period   `json:"valuePeriod,omitempty"`
}

type bounds struct {
	Low  *quantity `json:"low,omitempty"`
	High *quantity `json:"high,omitempty"`
}

type ratio struct {
	Numerator   quantity `json:"numerator"`
	Denominator quantity `json:"denominator"`
}

type referenceRange struct {
	Low  *quantity `json:"low,omitempty"`
	High *quantity `json:"high,omitempty"`
}

// kept are the values of observation-status that a chart takes.
var keptObservation = map[string]bool{"preliminary": true, "final": true, "amended": true, "corrected": true}

// observation reads a value and those of its components, each an observation of
// its own: a blood pressure becomes two.
func (x *reading) observation(e *entry) {
	var o observationResource
	if !x.decode(*e, &o) {
		return
	}
	r := x.recordOf(e, "subject", o.Subject)
	if r == nil {
		return
	}
	if o.Status = x.status(o.Status, "final"); !keptObservation[o.Status] {
		if x.partly && o.Status == "cancelled" {
			x.untaken(r, e, o)
		}
		r.skip("Observation " + known(o.Status, "registered", "cancelled", "unknown", enteredInError))
		return
	}
	if !x.need(e.path+".code", o.Code) {
		return
	}
	base := ehr.Observation{Patient: r.Chart.Patient.ID, Provenance: entered(x, e.path+".issued", o.Issued)}
	for _, c := range o.Category {
		if base.Category = first(c.Coding).Code; base.Category != "" {
			break
		}
	}
	if !x.when(r, e, o, &base) {
		return
	}
	found := x.value(r, e, e.path, base, idOf[ehr.ObservationID](r, e), o.Code, o.observationValue, o.ReferenceRange)
	if !found && x.partly && o.finding() {
		base.ID = idOf[ehr.ObservationID](r, e)
		base.Code, base.Also = o.Code.pick(ehr.SNOMED)
		r.Chart.Observations = append(r.Chart.Observations, base)
		found = true
	}
	for i, c := range o.Component {
		path := fmt.Sprintf("%s.component[%d]", e.path, i)
		if x.need(path+".code", c.Code) && x.value(r, e, path, base, partOf[ehr.ObservationID](r, e, fmt.Sprint(i)), c.Code, c.observationValue, c.ReferenceRange) {
			found = true
		}
	}
	if !found {
		r.skip("Observation without a value")
	}
}

// untaken keeps a cancelled observation as one that was not done.
func (x *reading) untaken(r *Record, e *entry, o observationResource) {
	at, field := o.EffectiveDateTime, "effectiveDateTime"
	if at == "" {
		at, field = o.Issued, "issued"
	}
	var own []concept
	if o.DataAbsentReason != nil {
		own = append(own, *o.DataAbsentReason)
	}
	r.notDone(e, o.Code, reasonOf(o.Extension, own), x.date(e.path+"."+field, at))
}

// finding reports whether the code itself states what is so ("asplenia"), as codes
// of SNOMED CT and CDC's immunization observations do, and no value is wanted.
func (o observationResource) finding() bool {
	if o.DataAbsentReason != nil || len(o.Component) > 0 || o.observationValue != (observationValue{}) {
		return false
	}
	return slices.ContainsFunc(o.Code.Coding, func(c coding) bool {
		return c.System == string(ehr.SNOMED) || strings.Contains(strings.ToLower(c.System), "cdsi")
	})
}

// when sets the time of an observation; without one it has no place in a chart.
func (x *reading) when(r *Record, e *entry, o observationResource, out *ehr.Observation) bool {
	at, field := o.EffectiveDateTime, "effectiveDateTime"
	switch {
	case at != "":
	case o.EffectiveInstant != "":
		at, field = o.EffectiveInstant, "effectiveInstant"
	case o.EffectivePeriod != nil && o.EffectivePeriod.Start != "":
		at, field = o.EffectivePeriod.Start, "effectivePeriod.start"
	case o.EffectivePeriod != nil && o.EffectivePeriod.End != "":
		at, field = o.EffectivePeriod.End, "effectivePeriod.end"
	case o.Issued != "":
		at, field = o.Issued, "issued"
	case x.partly && o.finding():
		return true
	default:
		r.skip("Observation without a time")
		return false
	}
	t, ok := parseTime(at)
	if !ok {
		x.bad(e.path+"."+field, "must be a time such as 2026-11-22T09:30:00-05:00")
	}
	out.At = t.UTC()
	return ok
}

// value puts an observation in the chart if v holds one.
func (x *reading) value(r *Record, e *entry, path string, o ehr.Observation, id ehr.ObservationID, code concept, v observationValue, ranges []referenceRange) bool {
	o.ID = id
	o.Code, o.Also = code.pick(ehr.LOINC)
	switch {
	case v.ValueQuantity != nil:
		q := *v.ValueQuantity
		n, ok := number(q.Value)
		if q.Value != "" && !ok {
			x.bad(path+".valueQuantity.value", "must be a number")
		}
		if q.Value == "" {
			return false
		}
		if o.Unit = q.unit(); q.Comparator != "" { // "<5" is no number
			o.Text, o.Unit = q.words(), ""
		} else {
			o.Value, o.HasValue = n, true
		}
	case v.ValueInteger != "":
		n, ok := number(v.ValueInteger)
		if !ok {
			x.bad(path+".valueInteger", "must be a number")
		}
		o.Value, o.HasValue = n, true
	case v.ValueCodeableConcept != nil && !v.ValueCodeableConcept.empty():
		o.ValueCode, _ = v.ValueCodeableConcept.pick(ehr.SNOMED, ehr.LOINC)
		o.Text = v.ValueCodeableConcept.words()
	default:
		if o.Text = v.words(); o.Text == "" {
			return false
		}
	}
	if o.HasValue && len(ranges) > 0 {
		o.Low, o.High = x.bound(path, ranges[0].Low), x.bound(path, ranges[0].High)
	}
	r.Chart.Observations = append(r.Chart.Observations, o)
	return true
}

// bound is an end of a reference range.
func (x *reading) bound(path string, q *quantity) *float64 {
	if q == nil || q.Value == "" {
		return nil
	}
	n, ok := number(q.Value)
	if !ok {
		x.bad(path+".referenceRange", "must be numbers")
	}
	return &n
}

// words writes the values that are no numbers.
func (v observationValue) words() string {
	switch {
	case v.ValueString != "":
		return v.ValueString
	case v.ValueBoolean != nil && *v.ValueBoolean:
		return "yes"
	case v.ValueBoolean != nil:
		return "no"
	case v.ValueRange != nil && v.ValueRange.Low != nil && v.ValueRange.High != nil:
		return v.ValueRange.Low.words() + " to " + v.ValueRange.High.words()
	case v.ValueRatio != nil:
		return v.ValueRatio.Numerator.words() + " : " + v.ValueRatio.Denominator.words()
	case v.ValueDateTime != "":
		return v.ValueDateTime
	case v.ValueTime != "":
		return v.ValueTime
	case v.ValuePeriod != nil:
		return v.ValuePeriod.Start + " to " + v.ValuePeriod.End
	}
	return ""
}
