// Package facts turns a patient's chart into what the checks ask about: age,
// pregnancy, kidney function, the latest result of a test, the conditions on
// the problem list. A fact that the chart does not hold is unknown, never
// "no": every question here can be answered that way, so that a check that
// lacks its data says so instead of passing.
//
// Which codes and words mean a condition or a test stands in two data files,
// conditions.yaml and tests.yaml.
package facts
