// Package meaning puts together what finds codes by meaning: the embedder that the
// configuration names, the vectors kept in the data folder, and either the
// database's index of them, which the service fills in the background, or every
// vector in memory, for commands.
//
// Without an embedder, or while its vectors are not all there, codes are found by
// their words, and whoever asks is told so.
package meaning
