// Package interactions checks the drugs a patient takes and is about to take:
// against each other, against allergies, conditions, pregnancy, kidneys, liver,
// age and results, for double prescription, for too high a dose and for missing
// monitoring.
//
// What it knows stands in files under content/, which are the project's own and
// are read at start: drugs.txt is the table of drugs by ingredient with brands
// and classes; the rules-*.yaml files are the rules, each with its source, in
// our own words. A rule names drugs or classes ("class:nsaid") and the
// circumstances it needs (see Rule). Nothing about a single pair is written in
// code.
//
// A drug the table does not hold is reported as not checked, by name. A drug
// whose name is only close to one in the table is checked as that one, with the
// confidence stated, and reported so that a person confirms it.
package interactions
