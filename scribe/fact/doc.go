// Package fact finds in a text the facts a note must not get wrong: drugs,
// findings, conditions, body parts and tests, each with whether it is negated,
// on which side, and whose it is; numbers with their units; dates and times.
//
// It works by word lists and rules on plain words (see scribe/clause), the same
// for a sentence of a note and for what was said, so that the two can be held
// against each other.
package fact
