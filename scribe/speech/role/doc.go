// Package role tells from words alone whether a clinician or a patient speaks. One sentence is often not enough; summed
// over all that a voice has said it names the voice reliably. Learnt (eval/train/speech) from transcripts of interviews
// published under CC BY 4.0 (Fareez et al., Sci Data 9, 313, 2022); it ships as weights of hashed features.
package role
