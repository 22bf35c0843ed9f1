// Package statement joins clauses into statements: what was said about the
// patient, by whom, in which segments. A question with its answer is one
// statement; a question without one is none; a clinician's bare list of
// symptoms is a question even without a question mark.
package statement
