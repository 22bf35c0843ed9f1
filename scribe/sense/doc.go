// Package sense holds what the scribe has learnt: where a sentence ends in text
// without punctuation, which part of a note a clause belongs to, and which role
// its speaker has.
//
// Each is a linear model over hashed features: numbers only, from which no
// sentence of the material it was trained on can be read back. The material is
// the train and valid splits of ACI-BENCH and MTS-Dialog (CC BY 4.0), and the
// weights are made again by the command in eval/train/note.
package sense
