// Package clause turns a transcript into clauses of plain words: contractions
// written out, stutters and fillers gone, numbers as digits, one statement or
// question each, and each tied to the segment it was said in.
//
// It deletes nothing that carries a fact. "No" is never a filler, a number is
// never a stutter, and when someone mends a sentence ("there is no, uh, there
// is a little tenderness") only what they settled on is kept.
package clause
