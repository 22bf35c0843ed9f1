// Package ehr is the record: the words and rules of what gets signed.
//
// It holds the types that stand in a chart (patient, visit, transcript, note,
// code, alert, order) and the rules that belong to them alone: which visit
// state follows which (VISIT.md), what a note's content hash covers, which role
// may do what. It imports nothing of ours, so that every other room can speak
// its language: a stage such as scribe or cds takes these values and gives
// these values, and ehr/store is the only place that writes them down.
//
// Conventions. Identifiers are typed strings holding a UUID, so that arguments
// cannot be swapped. Instants are time.Time in UTC; dates without a time of
// day are Date. Offsets into audio are milliseconds from the first frame of the
// visit's recording. Nothing clinical is ever deleted: it is voided with a
// reason, or a later version follows it.
package ehr
