// Package rouge scores a text against a reference as the Python package
// rouge-score 0.1.2 does without a stemmer, which is what the published tables
// on clinical note generation were made with: ROUGE-1, ROUGE-2 and the
// summary-level ROUGE-Lsum, in which every line is a sentence.
//
// It is checked against figures of that package and, in the evaluation, against
// the published scores of published outputs.
package rouge
