// Package summary writes the after-visit summary: what the patient takes home,
// in plain words, from the note's plan and instructions. Each line names the
// sentences of the note it says in other words. A line never loses or changes a
// number, a drug, a side or a negation: where the plain wording would, the
// note's own words stand.
//
// The reading grade is Flesch and Kincaid's; the aim is grade 8 or less, as
// health authorities ask for.
package summary
