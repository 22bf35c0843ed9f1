// Package summary measures the after-visit summary: the reading grade of those
// made from the drafts of ACI-BENCH test1, and whether each line keeps its facts.
package summary
