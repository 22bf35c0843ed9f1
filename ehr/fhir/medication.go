package fhir

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/visitwright/visitwright/ehr"
)

type medicationRequestResource struct {
	ResourceType              string      `json:"resourceType"`
	ID                        string      `json:"id,omitempty"`
	Status                    string      `json:"status"`
	Intent                    string      `json:"intent,omitempty"`
	DoNotPerform              bool        `json:"doNotPerform,omitempty"`
	MedicationCodeableConcept *concept    `json:"medicationCodeableConcept,omitempty"`
	MedicationReference       *reference  `json:"medicationReference,omitempty"`
	Subject                   reference   `json:"subject"`
	AuthoredOn                string      `json:"authoredOn,omitempty"`
	ReasonCode                []concept   `json:"reasonCode,omitempty"`
	ReasonReference           []reference `json:"reasonReference,omitempty"`
	DosageInstruction         []dosage    `json:"dosageInstruction,omitempty"`
}

type medicationStatementResource struct {
	ResourceType              string      `json:"resourceType"`
	ID                        string      `json:"id,omitempty"`
	Status                    string      `json:"status"`
	MedicationCodeableConcept *concept    `json:"medicationCodeableConcept,omitempty"`
	MedicationReference       *reference  `json:"medicationReference,omitempty"`
	Subject                   reference   `json:"subject"`
	EffectiveDateTime         string      `json:"effectiveDateTime,omitempty"`
	EffectivePeriod           *period     `json:"effectivePeriod,omitempty"`
	DateAsserted              string      `json:"dateAsserted,omitempty"`
	ReasonCode                []concept   `json:"reasonCode,omitempty"`
	ReasonReference           []reference `json:"reasonReference,omitempty"`
	Dosage                    []dosage    `json:"dosage,omitempty"`
}

type dosage struct {
	Text            string        `json:"text,omitempty"`
	Timing          *timing       `json:"timing,omitempty"`
	AsNeededBoolean bool          `json:"asNeededBoolean,omitempty"`
	Route           *concept      `json:"route,omitempty"`
	DoseAndRate     []doseAndRate `json:"doseAndRate,omitempty"`
}

type doseAndRate struct {
	DoseQuantity *quantity `json:"doseQuantity,omitempty"`
}

type timing struct {
	Repeat *repeat  `json:"repeat,omitempty"`
	Code   *concept `json:"code,omitempty"`
}

type repeat struct {
	Frequency  int    `json:"frequency,omitempty"`
	Period     num    `json:"period,omitempty"`
	PeriodUnit string `json:"periodUnit,omitempty"`
}

// requestStatus maps medicationrequest-status; a prescription that is completed,
// cancelled or stopped is taken no more. Others are no medication of the patient.
var requestStatus = map[string]ehr.MedicationStatus{
	"active": ehr.MedicationActive, "on-hold": ehr.MedicationOnHold,
	"completed": ehr.MedicationStopped, "cancelled": ehr.MedicationStopped, "stopped": ehr.MedicationStopped,
}

// statementStatus maps medication-statement-status.
var statementStatus = map[string]ehr.MedicationStatus{
	"active": ehr.MedicationActive, "intended": ehr.MedicationActive, "on-hold": ehr.MedicationOnHold,
	"completed": ehr.MedicationStopped, "stopped": ehr.MedicationStopped, "not-taken": ehr.MedicationStopped,
}

func (x *reading) medicationRequest(e *entry) {
	var m medicationRequestResource
	if !x.decode(*e, &m) {
		return
	}
	r := x.recordOf(e, "subject", m.Subject)
	if r == nil {
		return
	}
	m.Status = x.status(m.Status, "active")
	status, taken := requestStatus[m.Status]
	switch {
	case !taken: // draft, unknown, entered in error
		r.skip("MedicationRequest " + known(m.Status, "draft", "unknown", enteredInError))
		return
	case m.Intent == "proposal" || m.Intent == "option" || m.DoNotPerform:
		r.skip("MedicationRequest only proposed")
		return
	}
	out := ehr.Medication{Status: status, Provenance: entered(x, e.path+".authoredOn", m.AuthoredOn)}
	out.Start = x.date(e.path+".authoredOn", m.AuthoredOn)
	x.medication(r, e, out, m.MedicationCodeableConcept, m.MedicationReference, m.ReasonCode, m.ReasonReference, first(m.DosageInstruction))
}

func (x *reading) medicationStatement(e *entry) {
	var m medicationStatementResource
	if !x.decode(*e, &m) {
		return
	}
	r := x.recordOf(e, "subject", m.Subject)
	if r == nil {
		return
	}
	m.Status = x.status(m.Status, "active")
	status, taken := statementStatus[m.Status]
	if !taken {
		r.skip("MedicationStatement " + known(m.Status, "unknown", enteredInError))
		return
	}
	out := ehr.Medication{Status: status, Provenance: entered(x, e.path+".dateAsserted", m.DateAsserted)}
	if m.EffectivePeriod != nil {
		out.Start = x.date(e.path+".effectivePeriod.start", m.EffectivePeriod.Start)
		out.Stop = x.date(e.path+".effectivePeriod.end", m.EffectivePeriod.End)
	} else {
		out.Start = x.date(e.path+".effectiveDateTime", m.EffectiveDateTime)
	}
	x.medication(r, e, out, m.MedicationCodeableConcept, m.MedicationReference, m.ReasonCode, m.ReasonReference, first(m.Dosage))
}

// known gives the status if it is one of those, so that no free text is counted.
func known(status string, among ...string) string {
	for _, a := range among {
		if status == a {
			return a
		}
	}
	return "of unknown status"
}

// medication completes a medication and puts it in the chart.
func (x *reading) medication(r *Record, e *entry, m ehr.Medication, what *concept, ref *reference, reasons []concept, reasonRefs []reference, d dosage) {
	c, ok := x.drug(e, what, ref)
	if !ok {
		return
	}
	m.ID, m.Patient = idOf[ehr.MedicationID](r, e), r.Chart.Patient.ID
	m.Code, m.Also = c.pick(ehr.RxNorm)
	m.Reason = first(reasons).words()
	if m.Reason == "" && len(reasonRefs) > 0 {
		m.Reason = x.reason(e, reasonRefs[0])
	}
	if d.Route != nil {
		m.Route = d.Route.words()
	}
	m.Dose, m.Frequency = d.dose(), d.frequency()
	r.Chart.Medications = append(r.Chart.Medications, m)
}

// drug finds what the medication is: a code, or a Medication resource.
func (x *reading) drug(e *entry, what *concept, ref *reference) (concept, bool) {
	switch {
	case what != nil:
		return *what, x.need(e.path+".medicationCodeableConcept", *what)
	case ref != nil && ref.Reference != "":
		m := x.find(e, ref.Reference)
		if m == nil || m.kind != "Medication" {
			if ref.Display != "" {
				return concept{Text: ref.Display}, true
			}
			x.bad(e.path+".medicationReference", "names no Medication of this bundle")
			return concept{}, false
		}
		var res struct {
			Code concept `json:"code"`
		}
		return res.Code, x.decode(*m, &res) && x.need(m.path+".code", res.Code)
	}
	if ref != nil && ref.Display != "" {
		return concept{Text: ref.Display}, true
	}
	x.bad(e.path+".medication[x]", "is missing")
	return concept{}, false
}

// reason gives the words of the Condition that a reference names, if it is here.
func (x *reading) reason(e *entry, ref reference) string {
	if c := x.find(e, ref.Reference); c != nil && c.kind == "Condition" {
		var res conditionResource
		if json.Unmarshal(c.raw, &res) == nil {
			return res.Code.words()
		}
	}
	return ref.Display
}

// dose is what is taken at once, e.g. "10 mg"; the whole instruction where it is
// only written out.
func (d dosage) dose() string {
	if q := first(d.DoseAndRate).DoseQuantity; q != nil {
		if _, ok := number(q.Value); ok {
			return q.words()
		}
	}
	return d.Text
}

// periods are the units of Timing.repeat in words. Source: UCUM, as FHIR R4's
// units-of-time uses it.
var periods = map[string]string{"s": "second", "min": "minute", "h": "hour", "d": "day", "wk": "week", "mo": "month", "a": "year"}

// frequency is how often, e.g. "twice daily", "every 8 hours".
func (d dosage) frequency() string {
	words := ""
	if t := d.Timing; t != nil {
		switch {
		case t.Code != nil && !t.Code.empty():
			words = t.Code.words()
		case t.Repeat != nil:
			words = t.Repeat.words()
		}
	}
	if d.AsNeededBoolean {
		words = strings.TrimSpace(words + " as needed")
	}
	return words
}

func (r repeat) words() string {
	unit, ok := periods[r.PeriodUnit]
	period, isNumber := number(r.Period)
	if !ok || !isNumber {
		return ""
	}
	times := map[int]string{0: "once", 1: "once", 2: "twice"}[r.Frequency]
	if times == "" {
		times = fmt.Sprintf("%d times", r.Frequency)
	}
	switch {
	case period == 1 && unit == "day":
		return times + " daily"
	case period == 1:
		return times + " every " + unit
	case r.Frequency <= 1:
		return "every " + strconv.FormatFloat(period, 'g', -1, 64) + " " + unit + "s"
	}
	return times + " every " + strconv.FormatFloat(period, 'g', -1, 64) + " " + unit + "s"
}
