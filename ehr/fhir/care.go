package fhir

import (
	"strings"

	"github.com/visitwright/visitwright/ehr"
)

type extension struct {
	URL                  string   `json:"url,omitempty"`
	ValueCodeableConcept *concept `json:"valueCodeableConcept,omitempty"`
	ValueBoolean         bool     `json:"valueBoolean,omitempty"`
}

// requestResource is a ServiceRequest or a DeviceRequest.
type requestResource struct {
	Status            string      `json:"status"`
	Intent            string      `json:"intent"`
	DoNotPerform      bool        `json:"doNotPerform"`
	Code              concept     `json:"code"`
	CodeConcept       concept     `json:"codeCodeableConcept"`
	Subject           reference   `json:"subject"`
	AuthoredOn        string      `json:"authoredOn"`
	ReasonCode        []concept   `json:"reasonCode"`
	Extension         []extension `json:"extension"`
	ModifierExtension []extension `json:"modifierExtension"`
}

// stay reads an encounter of elsewhere for what it says of a patient's care: what
// it was, and where its end led to (hospice, a nursing home).
func (x *reading) stay(e *entry) {
	var v encounterResource
	if !x.decode(*e, &v) {
		return
	}
	r := x.recordOf(e, "subject", v.Subject)
	if r == nil {
		return
	}
	if v.Status == "cancelled" || v.Status == enteredInError || v.Status == "planned" {
		r.skip("Encounter " + v.Status)
		return
	}
	from, to := x.date(e.path+".period.start", v.Period.Start), x.date(e.path+".period.end", v.Period.End)
	if to.IsZero() && v.Status == "finished" {
		to = from
	}
	for _, t := range v.Type {
		r.care(e, t, from, to)
	}
	if d := v.Hospitalization.DischargeDisposition; !d.empty() && !to.IsZero() {
		r.care(e, d, to, to)
	}
}

// request reads what was asked for: a service or device that says how a patient is
// cared for, or something that is not to be done, with its reason.
func (x *reading) request(e *entry) {
	var v requestResource
	if !x.decode(*e, &v) {
		return
	}
	r := x.recordOf(e, "subject", v.Subject)
	if r == nil {
		return
	}
	if v.Code.empty() {
		v.Code = v.CodeConcept
	}
	for _, m := range v.ModifierExtension {
		v.DoNotPerform = v.DoNotPerform || (strings.HasSuffix(m.URL, "doNotPerform") && m.ValueBoolean)
	}
	v.Status = x.status(v.Status, "active")
	switch at := x.date(e.path+".authoredOn", v.AuthoredOn); {
	case v.Intent == "proposal" || v.Intent == "option":
		r.skip(e.kind + " only proposed")
	case v.DoNotPerform:
		r.notDone(e, v.Code, reasonOf(v.Extension, v.ReasonCode), at)
	case v.Status != "active" && v.Status != "completed" && v.Status != "on-hold":
		r.skip(e.kind + " " + known(v.Status, "draft", "revoked", "unknown", enteredInError))
	case !v.Code.empty():
		r.care(e, v.Code, at, at)
	}
}

func (r *Record) care(e *entry, c concept, from, to ehr.Date) {
	out := ehr.Care{ID: partOf[string](r, e, "care"), From: from, To: to}
	out.Code, out.Also = c.pick(ehr.SNOMED, ehr.HCPCS)
	r.Chart.Care = append(r.Chart.Care, out)
}

// notDone keeps what was not done where the reason and the day are on record.
func (r *Record) notDone(e *entry, c concept, reason string, at ehr.Date) {
	if c.empty() || reason == "" || at.IsZero() {
		return
	}
	out := ehr.NotDone{ID: partOf[string](r, e, "not-done"), Reason: reason, Date: at}
	out.Code, out.Also = c.pick(ehr.LOINC, ehr.SNOMED)
	r.Chart.NotDone = append(r.Chart.NotDone, out)
}

// reasonOf is why something was not done: QI-Core's extensions notDoneReason and
// doNotPerformReason, or the resource's own reason.
func reasonOf(ext []extension, own []concept) string {
	for _, x := range ext {
		if x.ValueCodeableConcept != nil && (strings.HasSuffix(x.URL, "notDoneReason") || strings.HasSuffix(x.URL, "doNotPerformReason")) {
			return x.ValueCodeableConcept.words()
		}
	}
	return first(own).words()
}
