// Package steps is what happens to a visit's note, each step as one function in
// the caller's transaction: a draft is taken in, an edit saved, a doubt answered,
// something heard taken into the note or the chart. Requests and jobs share it.
//
// It carries identities: a drafter numbers sentences, omissions and orders within
// one draft, the record needs them unique within the visit and steady through
// edits, so that answers and codes follow what they were given for and never
// slip to something else.
package steps
