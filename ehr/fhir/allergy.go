package fhir

import "github.com/visitwright/visitwright/ehr"

type allergyResource struct {
	ResourceType       string     `json:"resourceType"`
	ID                 string     `json:"id,omitempty"`
	ClinicalStatus     *concept   `json:"clinicalStatus,omitempty"`
	VerificationStatus *concept   `json:"verificationStatus,omitempty"`
	Code               concept    `json:"code"`
	Patient            reference  `json:"patient"`
	OnsetDateTime      string     `json:"onsetDateTime,omitempty"`
	RecordedDate       string     `json:"recordedDate,omitempty"`
	Reaction           []reaction `json:"reaction,omitempty"`
}

type reaction struct {
	Manifestation []concept `json:"manifestation"`
	Severity      string    `json:"severity,omitempty"`
}

// noKnownAllergy is the SNOMED CT concept that says that there is none at all.
// Source: FHIR R4, AllergyIntolerance, "Negated Allergies and Intolerances". The
// narrower ones, e.g. 409137002 for drugs, are left out: they are no allergies, and
// do not say that there is none.
const noKnownAllergy = "716186003"

var narrowNegations = []string{"409137002", "428607008", "429625007", "1003774007", "716184000", "716185004"}

var severityRank = map[ehr.Severity]int{"": 0, ehr.Mild: 1, ehr.Moderate: 2, ehr.Severe: 3}

func (x *reading) allergy(e *entry) {
	var a allergyResource
	if !x.decode(*e, &a) {
		return
	}
	r := x.recordOf(e, "patient", a.Patient)
	if r == nil {
		return
	}
	if v := a.VerificationStatus.code(refuted, enteredInError); v != "" {
		r.skip("AllergyIntolerance " + v)
		return
	}
	if !x.need(e.path+".code", a.Code) {
		return
	}
	active := a.ClinicalStatus.code("inactive", "resolved") == ""
	if a.Code.code(noKnownAllergy) != "" {
		if active {
			r.Chart.Patient.AllergyStatus = ehr.NoKnownAllergies
			r.Chart.Patient.AllergyAsOf = x.date(e.path+".recordedDate", a.RecordedDate)
		}
		return
	}
	if a.Code.code(narrowNegations...) != "" {
		r.skip("AllergyIntolerance that says there is none of a kind")
		return
	}
	out := ehr.Allergy{ID: idOf[ehr.AllergyID](r, e), Patient: r.Chart.Patient.ID, Active: active,
		Onset: x.first(e.path, []string{"onsetDateTime", "recordedDate"}, a.OnsetDateTime, a.RecordedDate), Provenance: entered(x, e.path+".recordedDate", a.RecordedDate)}
	out.Substance, _ = a.Code.pick(ehr.RxNorm, ehr.SNOMED)
	for _, re := range a.Reaction {
		for _, m := range re.Manifestation {
			if w := m.words(); w != "" && out.Reaction != "" {
				out.Reaction += ", " + w
			} else {
				out.Reaction += w
			}
		}
		s := ehr.Severity(re.Severity)
		rank, ok := severityRank[s]
		if !ok {
			x.bad(e.path+".reaction.severity", "must be mild, moderate or severe")
		}
		if rank > severityRank[out.Severity] {
			out.Severity = s
		}
	}
	r.Chart.Allergies = append(r.Chart.Allergies, out)
}
