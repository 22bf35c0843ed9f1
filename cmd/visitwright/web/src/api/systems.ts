/** The code systems, as FHIR names them. */
export const ICD10CM = 'http://hl7.org/fhir/sid/icd-10-cm'
