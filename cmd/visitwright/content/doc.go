// Package content opens what the checks stand on in this installation: the
// built-in drug content, and what the practice loaded beside it (CDC's
// immunization schedule, RxNorm, lists of drug pairs).
package content
