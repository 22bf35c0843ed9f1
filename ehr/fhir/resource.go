package fhir

import "github.com/visitwright/visitwright/ehr"

// resource reads one that is not a Patient into the chart of its patient.
func (x *reading) resource(e *entry) {
	switch e.kind {
	case "Condition":
		x.condition(e)
	case "MedicationRequest":
		x.medicationRequest(e)
	case "MedicationStatement":
		x.medicationStatement(e)
	case "AllergyIntolerance":
		x.allergy(e)
	case "Observation":
		x.observation(e)
	case "Immunization":
		x.immunization(e)
	case "Procedure":
		x.procedure(e)
	case "Encounter":
		x.encounter(e)
	case "Coverage":
		x.coverage(e)
	case "", "Medication": // nothing, or read by those that name it
	default:
		for i := range x.records { // said of every patient: whose it is, is not looked at
			x.records[i].skip(e.kind)
		}
	}
}

// need asks for a code, a text or both.
func (x *reading) need(path string, c concept) bool {
	if c.empty() {
		x.bad(path, "has neither a code nor a text")
		return false
	}
	return true
}

// entered says where an entry of the chart came from.
func entered(x *reading, path, at string) ehr.Provenance {
	p := ehr.Provenance{Source: "fhir"}
	if t, ok := parseTime(at); ok {
		p.RecordedAt = t.UTC()
	} else if at != "" {
		x.bad(path, "must be a time such as 2026-11-22T09:30:00-05:00")
	}
	return p
}

// Codes that say an entry is none. Source: FHIR R4, value sets
// condition-ver-status and allergyintolerance-verification.
const (
	refuted        = "refuted"
	enteredInError = "entered-in-error"
)
