// Package eval holds the measurements of every stage. Each stage's sub-package
// measures; cmd/visitwright prints; what was printed stands in report/, one page
// an area, and REPORT.md is those pages in a row. TestReport goes red when it is
// stale; "go test ./eval -update" writes it again.
package eval
