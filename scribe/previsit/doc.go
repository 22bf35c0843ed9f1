// Package previsit makes the page a clinician reads before a visit, from the
// chart alone: who comes and why, what is new since the last visit, orders that
// are open and results that came, what is due, and what stands in the chart. It
// states what the chart holds and judges nothing; care that is due comes from
// the checks of cds, handed in.
package previsit
