// Package check measures the check of scribe: it takes sentences that people
// wrote, changes one fact of each, and counts how many of the changed ones are
// caught and how many of the unchanged ones are flagged.
//
// Human notes name no segments, so the evidence of each sentence is found first:
// the segments that match it best. A changed sentence keeps the evidence of the
// sentence it was made from.
package check
