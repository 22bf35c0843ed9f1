// Package em proposes the level of an office visit by the rules for evaluation
// and management in force since 2021 (2023 for the wording used here), as a table
// whose every cell names the sentence that fills it.
//
// The level is the one that two of three columns reach: problems addressed, data
// reviewed and analysed, and risk of management; or the one that the documented
// time reaches. The package is blind to revenue: it says what is documented for
// the level below and what is missing for the level above, and never proposes by
// price. Where the note does not say something, for instance whether the patient
// is new, it says that it does not know.
//
// The rules are told in our own words; no descriptor of a code stands here.
// Sources beside each rule: "AMA" is the CPT Evaluation and Management guideline
// changes of 2023 with the section's name; "MLN" is CMS's guide MLN006764;
// "MCPM" the Medicare Claims Processing Manual, chapter 12; "NCCI" the National
// Correct Coding Initiative Policy Manual, chapter I.
package em
