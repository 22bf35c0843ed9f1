// Package jobs is the work that follows a visit, done by river's workers:
// transcribe (the final pass over the recording), then draft (the note), and on
// a schedule the destruction of audio whose time is over.
//
// A job is inserted in the transaction that causes it, and its own change of the
// record, the next job and the audit's rows are again one transaction. So a
// program killed at any moment goes on where it was. Each worker loads, calls one
// verb of a stage and saves; the stages never see the database.
//
// A job that fails is tried again with growing pauses; after the last try it
// stays, visible to the visit's page and to administrators, until a person has
// it run again. What is kept of a failure is its safe message alone.
package jobs
