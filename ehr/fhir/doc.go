// Package fhir reads charts from FHIR R4 bundles, and writes them.
//
// Read takes a bundle of any number of patients and gives a chart for each. It
// either understands the whole bundle or gives an error that names every place
// it does not understand, as a path such as Bundle.entry[12].resource.code; such
// an error holds no values, for those are health data. Nothing is guessed: what
// was entered in error, refuted or merely proposed is left out, and counted in
// Skipped, together with the resources that a chart has no place for (claims,
// organisations, care plans).
//
// Resources are found by fullUrl, by relative reference (Patient/123) or within
// the resource that contains them. An identifier that is a UUID is kept; any other
// becomes one, always the same.
//
// Source: HL7 FHIR R4 (4.0.1), hl7.org/fhir/R4, and the US Core profiles for how
// it is used here.
package fhir
