package fhir

import (
	"time"

	"github.com/visitwright/visitwright/ehr"
)

// Encounter is a contact with care elsewhere. It is no visit of ours, and a chart
// has no place for it; what was found and done in it stands in the chart.
type Encounter struct {
	ID     string
	Status string // as FHIR's encounter-status, e.g. "finished"
	Class  string // as HL7's ActCode, e.g. "AMB"
	Type   ehr.Coded
	Reason string
	Start  time.Time // zero where it is not known
	End    time.Time
}

type encounterResource struct {
	Status     string    `json:"status"`
	Class      coding    `json:"class"`
	Type       []concept `json:"type"`
	Subject    reference `json:"subject"`
	Period     period    `json:"period"`
	ReasonCode []concept `json:"reasonCode"`

	Hospitalization struct {
		DischargeDisposition concept `json:"dischargeDisposition"`
	} `json:"hospitalization"`
}

func (x *reading) encounter(e *entry) {
	var v encounterResource
	if !x.decode(*e, &v) {
		return
	}
	r := x.recordOf(e, "subject", v.Subject)
	if r == nil {
		return
	}
	if v.Status == "cancelled" || v.Status == enteredInError {
		r.skip("Encounter " + v.Status)
		return
	}
	out := Encounter{ID: idOf[string](r, e), Status: v.Status, Class: v.Class.Code, Reason: first(v.ReasonCode).words()}
	out.Type, _ = first(v.Type).pick()
	for _, t := range []struct {
		field, s string
		to       *time.Time
	}{{"start", v.Period.Start, &out.Start}, {"end", v.Period.End, &out.End}} {
		at, ok := parseTime(t.s)
		if t.s != "" && !ok {
			x.bad(e.path+".period."+t.field, "must be a time such as 2026-11-22T09:30:00-05:00")
		}
		if ok {
			*t.to = at.UTC()
		}
	}
	r.Encounters = append(r.Encounters, out)
}
