package ehr

// Coded is a thing named by a code system, as most entries of a chart are. Any
// part may be missing: what was only spoken has a Display and no Code.
type Coded struct {
	System  CodeSystem `json:"system,omitempty"`
	Code    string     `json:"code,omitempty"`
	Display string     `json:"display"`
}

// CodeSystem is a code system's canonical URI, as in FHIR R4.
type CodeSystem string

// Code systems in use. Source: HL7 Terminology (terminology.hl7.org), "Using
// Codes" in FHIR R4.
const (
	ICD10CM CodeSystem = "http://hl7.org/fhir/sid/icd-10-cm"
	CPT     CodeSystem = "http://www.ama-assn.org/go/cpt"
	HCPCS   CodeSystem = "http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets"
	RxNorm  CodeSystem = "http://www.nlm.nih.gov/research/umls/rxnorm"
	LOINC   CodeSystem = "http://loinc.org"
	CVX     CodeSystem = "http://hl7.org/fhir/sid/cvx"
	SNOMED  CodeSystem = "http://snomed.info/sct"
)
