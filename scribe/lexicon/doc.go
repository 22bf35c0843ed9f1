// Package lexicon holds the words the scribe knows: drugs, findings by body
// system, conditions with the title a clinician would give them, body parts,
// tests, verbs with their irregular forms, given names.
//
// The lists are written by hand, one entry a line, and embedded. Each entry has
// one canonical form and the other ways people say it, so that "short of
// breath" and "dyspnea" meet in one place.
package lexicon
