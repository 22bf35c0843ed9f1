// Package store keeps the record in PostgreSQL. It holds the only SQL of the
// program: explicit column lists, one file per noun, migrations beside it.
//
// Everything that touches a practice's data goes through InTx, which takes who
// acts and why. Inside, each method of Tx asks whether the actor's role may do
// what it does, and notes which patient's data it touched; at the end the notes
// become rows of the audit, in the same transaction as the change. A caller can
// therefore neither forget the check nor the audit. What was refused is written
// down in a transaction of its own.
//
// Two walls stand between practices: each statement names the practice, and row
// level security hides every row of another practice from the role that the
// program runs as, which is neither superuser nor owner of the tables.
//
// The audit is a chain of keyed digests (audit.go). The key is never in the
// database, and the head of the chain is noted in a file outside of it
// (heads.go), so that VerifyAudit finds rows that were changed, removed or cut
// off, also by somebody with all rights in the database.
//
// Nothing clinical is deleted: notes are versions, entries of the chart are
// voided with a reason, and what a row said before a change is kept in the table
// former. The state of a visit moves only along the arrows of ehr/VISIT.md, in Go
// and again in a trigger.
//
// Errors are ehr.Error: a kind, a message that is safe to show, and a cause that
// holds no values of rows.
package store
