// Package cds is decision support: from a chart, the note of the visit and its
// orders it makes alerts, care gaps and vaccine forecasts.
//
// A Checker holds the content (drug rules, recommendations, vaccine schedule)
// and a practice's own settings; Check is a pure function of its arguments.
// Drug checks are in interactions, vaccines in immunization, USPSTF
// recommendations in preventive, the CDS Hooks services in hooks; what all of
// them know of a patient is in facts.
//
// Every check ends in one of three states: found, clear, or not checked and why.
// Content that is missing, broken or too old, a drug that is not in the table, a
// fact that nobody recorded: each comes back as not checked. Test pairs are run
// with every check, so that broken content cannot pass for clear.
//
// Alerts come in three tiers. Interruptive ones need an answer; three of them at
// most are shown at once (Shown). One that was acknowledged for this patient
// stays quiet, until its key changes: another rule version, drug, dose or result.
package cds
