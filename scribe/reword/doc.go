// Package reword turns a clause as it was spoken into a clause as it is written
// in a note: third person with its verb, a question and its answer as one
// statement, an examination finding without "I appreciate", a plan as "We will".
//
// It works on plain words of package clause. It moves and replaces words by
// rule and deletes none that carries a fact; the caller checks every result
// against its source all the same.
package reword
