// Package wordlm is a small word model: how likely is a word after the two words before it, in interviews between
// clinician and patient. It is learnt (eval/train/speech) from transcripts of such interviews published under CC BY 4.0
// (Fareez et al., Sci Data 9, 313, 2022) and ships as numbers over hashed n-grams: no text can be read out of it.
package wordlm
