// Package header says which section of a note a short piece of talk belongs to:
// one of the twenty section headers of MTS-Dialog (Ben Abacha et al., EACL 2023),
// such as FAM/SOCHX, or the section of our notes that stands for it.
//
// It is a linear model over hashed words and letter groups, numbers only, learnt
// from the train and valid splits of MTS-Dialog (CC BY 4.0) by the command in
// eval/train/header. No text of them can be read back.
package header
