// Package drugs finds names of drugs that were heard nearly right: "lizanopril" for lisinopril. A word is taken for a misheard
// name only when it is no English word, sounds nearly like one name, and like no other. What was heard is never lost: callers
// keep it beside the name.
//
// The English words ship as hashes, made (eval/train/speech) from the SCOWL word lists as packaged by Debian (wamerican, wbritish).
package drugs
