// Package coding turns a note into codes: the ICD-10-CM diagnoses a coder would
// put on the claim, each tied to the sentence that proves it.
//
// A code is never written, only found: Lexicon holds every text of an official
// release (descriptions, inclusion terms, index entries) and our own list of
// office phrases, each pointing at a complete code of that release, and Suggest
// can name no code that the Lexicon did not return. What a note says is cut into
// statements (statement.go), each is looked up (lexicon.go), and the rules of the
// Official Guidelines for outpatients shape the result (rules_*.go), each with
// its section beside the line.
//
// The package takes values and gives values. It knows neither the database nor
// the network.
package coding
