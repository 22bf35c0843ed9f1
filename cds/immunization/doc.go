// Package immunization says, for every dose a patient was given, whether it
// counts, and for every vaccine group what is due and when.
//
// It executes the Clinical Decision Support for Immunization (CDSi) Logic
// Specification for ACIP Recommendations, version 4.6, of CDC, on a Schedule.
// A Schedule is read from the supporting data that CDC publishes as a zip
// (ReadSupportingData), or is the package's own routine table (Routine), which
// serves until a practice has loaded CDC's files. Both go through the same
// engine, and every forecast names the pack it was made with.
//
// The walk through the package follows the specification's chapters: the
// history is broken into antigens (history.go, chapter 4.2), series that concern
// the patient are chosen (relevant.go, 5), each dose is evaluated against each
// series (evaluate.go, 6), each series is forecast (forecast.go, 7), the best
// series of each series group is selected (select.go and score.go, 8), and the
// antigens are put together into vaccine groups (group.go, 9). Business rules are named in the code by
// the specification's identifiers, e.g. CALCDTAGE-1.
//
// Everything here is a pure function of its arguments. Dates are days; the
// assessment date is an argument.
package immunization
