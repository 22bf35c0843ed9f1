// Package lists keeps the official lists that a practice loads beside ICD-10-CM:
// HCPCS Level II, its licensed CPT table, NCCI's pairs and units, the fee schedule
// and the HCC map.
//
// What a file is, is told by its content. A file is read to its end before anything
// changes; then its copy is put in the place of the former one in a single rename,
// so that a bad file leaves the list in use as it was. A list that is not loaded is
// "not checked".
package lists
