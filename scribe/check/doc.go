// Package check holds sentences against what was said. It takes a sentence, the
// segments it names and entries of the chart, and lists every fact of the
// sentence that these do not bear out: drug, dose, number, unit, date, side,
// negation, whose it is, past or present, planned or done, and findings, body
// parts and conditions nobody spoke of.
//
// It is deterministic, knows nothing of how the sentence was written and treats
// every drafter alike. It errs to the side of asking.
package check
