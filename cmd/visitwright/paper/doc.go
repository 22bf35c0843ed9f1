// Package paper sets a note and a patient's instructions as PDF: Letter, the
// patient and the date of birth on every page, page x of y, and the signature
// with its time and hash. It takes values and gives bytes; the layout is go-pdf's.
package paper
