// Package edits checks codes against each other by the files that CMS publishes:
// procedure-to-procedure pairs and most units a day (NCCI), the physician fee
// schedule (relative values), and the hierarchy of conditions (HCC).
//
// Each is loaded as published. What is not loaded is "not checked", which is
// something else than "no conflict": a check without its file says so.
package edits
