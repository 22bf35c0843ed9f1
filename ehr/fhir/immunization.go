package fhir

import "github.com/visitwright/visitwright/ehr"

type immunizationResource struct {
	ResourceType       string    `json:"resourceType"`
	ID                 string    `json:"id,omitempty"`
	Status             string    `json:"status"`
	StatusReason       *concept  `json:"statusReason,omitempty"`
	VaccineCode        concept   `json:"vaccineCode"`
	Patient            reference `json:"patient"`
	OccurrenceDateTime string    `json:"occurrenceDateTime,omitempty"`
	Recorded           string    `json:"recorded,omitempty"`
	LotNumber          string    `json:"lotNumber,omitempty"`
	Manufacturer       *mvxMaker `json:"manufacturer,omitempty"`
	ReasonCode         []concept `json:"reasonCode,omitempty"`
}

// mvxMaker names a manufacturer by CDC's MVX code as a logical reference.
type mvxMaker struct {
	Identifier *identifier `json:"identifier,omitempty"`
	Display    string      `json:"display,omitempty"`
}

// mvx is the system of CDC's manufacturer codes. Source: HL7 Terminology, MVX.
const mvx = "http://hl7.org/fhir/sid/mvx"

func (x *reading) immunization(e *entry) {
	var m immunizationResource
	if !x.decode(*e, &m) {
		return
	}
	r := x.recordOf(e, "patient", m.Patient)
	if r == nil {
		return
	}
	if m.Status = x.status(m.Status, "completed"); m.Status != "completed" && m.Status != "not-done" {
		r.skip("Immunization " + known(m.Status, enteredInError))
		return
	}
	if !x.need(e.path+".vaccineCode", m.VaccineCode) {
		return
	}
	if m.OccurrenceDateTime == "" {
		r.skip("Immunization without a date")
		return
	}
	out := ehr.Immunization{ID: idOf[ehr.ImmunizationID](r, e), Patient: r.Chart.Patient.ID, Name: m.VaccineCode.words(), Lot: m.LotNumber,
		Date: x.date(e.path+".occurrenceDateTime", m.OccurrenceDateTime), NotDone: m.Status == "not-done",
		Provenance: entered(x, e.path+".recorded", m.Recorded)}
	for _, c := range m.VaccineCode.Coding {
		if c.coded().System == ehr.CVX {
			out.CVX = c.Code
		}
	}
	if m.Manufacturer != nil && m.Manufacturer.Identifier != nil && m.Manufacturer.Identifier.System == mvx {
		out.MVX = m.Manufacturer.Identifier.Value
	}
	if m.StatusReason != nil {
		out.Reason = m.StatusReason.words()
	} else {
		out.Reason = first(m.ReasonCode).words()
	}
	r.Chart.Immunizations = append(r.Chart.Immunizations, out)
}
