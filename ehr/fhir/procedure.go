package fhir

import "github.com/visitwright/visitwright/ehr"

type procedureResource struct {
	ResourceType      string    `json:"resourceType"`
	ID                string    `json:"id,omitempty"`
	Status            string    `json:"status"`
	Code              concept   `json:"code"`
	Subject           reference `json:"subject"`
	PerformedDateTime string    `json:"performedDateTime,omitempty"`
	PerformedPeriod   *period   `json:"performedPeriod,omitempty"`
	StatusReason      *concept  `json:"statusReason,omitempty"`
}

func (x *reading) procedure(e *entry) {
	var p procedureResource
	if !x.decode(*e, &p) {
		return
	}
	r := x.recordOf(e, "subject", p.Subject)
	if r == nil {
		return
	}
	var during period
	if p.PerformedPeriod != nil {
		during = *p.PerformedPeriod
	}
	at := func() ehr.Date {
		return x.first(e.path, []string{"performedDateTime", "performedPeriod.start", "performedPeriod.end"}, p.PerformedDateTime, during.Start, during.End)
	}
	if x.partly && p.Status == "not-done" && p.StatusReason != nil {
		r.notDone(e, p.Code, p.StatusReason.words(), at())
	}
	if p.Status = x.status(p.Status, "completed"); p.Status != "completed" && p.Status != "in-progress" {
		r.skip("Procedure " + known(p.Status, "preparation", "not-done", "on-hold", "stopped", "unknown", enteredInError))
		return
	}
	if !x.need(e.path+".code", p.Code) {
		return
	}
	out := ehr.Procedure{ID: idOf[ehr.ProcedureID](r, e), Patient: r.Chart.Patient.ID, Provenance: ehr.Provenance{Source: "fhir"}}
	out.Code, out.Also = p.Code.pick(ehr.CPT, ehr.HCPCS, ehr.SNOMED)
	out.Date = at()
	r.Chart.Procedures = append(r.Chart.Procedures, out)
}
