// Package terms knows which words matter clinically: drugs, clinical terms, numbers, negations and sides. Where two readings
// of the same sound differ in one, a person has to look. Drugs and terms are learnt (eval/train/speech) from ICD-10-CM's
// titles and its table of drugs (US government works) and the Disease Ontology's names (CC0); they ship as hashes.
package terms
