// Package speech turns the sound of a visit into text: who said what, and when, on this machine alone.
//
// A Recogniser holds the models and a fixed number of workers; all visits of a process share it. Sound comes in either as a
// Live visit, while it is spoken, or as a whole Recording through Final. Both do the same work:
//
//  1. Voice activity (Silero) cuts the sound into pieces at pauses of 0.45 s, and at shorter ones after 6 s.
//  2. Each piece is read at once by Moonshine base, greedily: the live pass. While someone is still speaking, a live visit
//     also gets an interim reading by Moonshine tiny about each second; at a short pause the live pass reads ahead. Each
//     reading is the draft of the next one, which checks it many words at a time instead of writing it anew.
//  3. Neighbouring pieces are joined to windows of up to 20 s and read again with a beam and a small word model: the final pass,
//     which knows more of what surrounds a word. It replaces the text of the live pass; the times of its words come from
//     aligning the two. Where they differ in a clinical term, a drug, a number, a negation or a side, both stay on the segment.
//  4. Each half second of speech is placed among the voices heard (GE2E); the voices are told apart when the visit ends, and
//     which of them is the clinician is found from the words. With a microphone each, the channel says it.
//
// Names of drugs are given by the caller. The final pass leans towards them; a word that does not exist and sounds like one of them
// is taken for it, and the segment keeps what was heard.
//
// Each segment and each live event says which pass its text is from.
//
// Work that someone waits for on a screen goes before work that can wait for the end of the visit. The final pass runs along on
// threads to which the system gives what is left over, so Finish takes seconds; of visits that have ended, the first to end
// is finished first. A second recogniser behind an OpenAI-compatible endpoint may take step 3's place; where it fails,
// the local reading stands and says so.
//
// Silence, noise and music give no segments. Text is written by a declared spelling rule: "OK" for "okay", and no fillers.
// The package keeps nothing, logs nothing, and opens no connection unless a Remote is configured.
package speech
