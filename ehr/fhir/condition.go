package fhir

import "github.com/visitwright/visitwright/ehr"

type conditionResource struct {
	ResourceType       string    `json:"resourceType"`
	ID                 string    `json:"id,omitempty"`
	ClinicalStatus     *concept  `json:"clinicalStatus,omitempty"`
	VerificationStatus *concept  `json:"verificationStatus,omitempty"`
	Code               concept   `json:"code"`
	BodySite           []concept `json:"bodySite,omitempty"`
	Subject            reference `json:"subject"`
	OnsetDateTime      string    `json:"onsetDateTime,omitempty"`
	OnsetPeriod        period    `json:"onsetPeriod,omitzero"`
	AbatementDateTime  string    `json:"abatementDateTime,omitempty"`
	AbatementPeriod    period    `json:"abatementPeriod,omitzero"`
	RecordedDate       string    `json:"recordedDate,omitempty"`
}

// problemStatus maps condition-clinical. Source: FHIR R4, value set
// condition-clinical.
var problemStatus = map[string]ehr.ProblemStatus{
	"active": ehr.ProblemActive, "recurrence": ehr.ProblemActive, "relapse": ehr.ProblemActive,
	"inactive": ehr.ProblemInactive, "remission": ehr.ProblemInactive, "resolved": ehr.ProblemResolved,
}

func (x *reading) condition(e *entry) {
	var c conditionResource
	if !x.decode(*e, &c) {
		return
	}
	r := x.recordOf(e, "subject", c.Subject)
	if r == nil {
		return
	}
	if v := c.VerificationStatus.code(refuted, enteredInError); v != "" {
		r.skip("Condition " + v)
		return
	}
	if !x.need(e.path+".code", c.Code) {
		return
	}
	p := ehr.Problem{ID: idOf[ehr.ProblemID](r, e), Patient: r.Chart.Patient.ID, Status: ehr.ProblemActive,
		Provenance: entered(x, e.path+".recordedDate", c.RecordedDate)}
	p.Code, p.Also = c.Code.pick(ehr.ICD10CM, ehr.SNOMED)
	for _, site := range c.BodySite {
		if !x.partly {
			break
		}
		// The side may stand only here.
		p.Also = append(p.Also, ehr.Coded{Display: c.Code.words() + ", " + site.words()})
	}
	p.Onset = x.first(e.path, []string{"onsetDateTime", "onsetPeriod.start", "recordedDate"}, c.OnsetDateTime, c.OnsetPeriod.Start, c.RecordedDate)
	p.Abated = x.first(e.path, []string{"abatementDateTime", "abatementPeriod.end"}, c.AbatementDateTime, c.AbatementPeriod.End)
	switch {
	case c.ClinicalStatus != nil:
		status, ok := problemStatus[first(c.ClinicalStatus.Coding).Code]
		if !ok {
			x.bad(e.path+".clinicalStatus", "must be a code of condition-clinical")
		}
		p.Status = status
	case !p.Abated.IsZero():
		p.Status = ehr.ProblemResolved
	}
	r.Chart.Problems = append(r.Chart.Problems, p)
}

// first reads the first of the dates that is there.
func (x *reading) first(path string, fields []string, dates ...string) ehr.Date {
	for i, d := range dates {
		if d != "" {
			return x.date(path+"."+fields[i], d)
		}
	}
	return ehr.Date{}
}

// first gives a list's first entry, or the zero value.
func first[T any](l []T) (v T) {
	if len(l) > 0 {
		v = l[0]
	}
	return v
}
