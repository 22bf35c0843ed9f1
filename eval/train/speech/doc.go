// Command speech learns what package scribe/speech ships as numbers, from data that is not part of the program:
//
//		go run ./eval/train/speech --data ../shared/data
//
//	  - scribe/speech/wordlm/interviews.bin.gz: a word model, from the interview transcripts in DATA/speech/osce/transcripts
//	    (Fareez et al., Sci Data 9, 313, 2022, CC BY 4.0)
//	  - scribe/speech/role/interviews.bin: who speaks, from the same transcripts
//	  - scribe/speech/terms/words.bin: drugs and clinical terms, from ICD-10-CM's titles and table of drugs (US government
//	    works) in DATA/codes/icd10cm, the Disease Ontology's names (CC0) in DATA/coding/terms, and brand names listed here
//
// The recordings that recognition is measured on are never learnt from: heldOut names them. The same data give the same bytes.
package main
