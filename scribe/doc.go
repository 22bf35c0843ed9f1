// Package scribe turns what was said in a visit into a note.
//
// Draft is the built-in drafter: no language model, no network, the same words
// in give the same note out. It cuts the transcript into clauses (scribe/clause),
// judges with small learnt models which part of the note each belongs to
// (scribe/sense), joins questions with their answers and rewrites them in the
// third person (scribe/reword), and sets them under the template's headings.
// DraftWith asks a language model instead and falls back to Draft.
//
// Both end at Check, which holds every sentence's drugs, doses, numbers, units,
// dates, sides, negations, persons and times against the segments it names and
// the chart. What it finds blocks signing until a person answers.
//
// Stages take values and give values: nothing here knows a database or a clock.
package scribe
