// Package alert measures the checks of package cds: interaction pairs that must
// and must not interrupt, CDC's immunization cases, quality-measure patients,
// charts that have nothing wrong with them, and speed. The data it reads are
// named by folder and stay outside the repository.
package alert
