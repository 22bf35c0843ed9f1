// Package moonshine recognises English speech with the Moonshine models (Useful Sensors, MIT): an encoder over raw 16 kHz
// sound and a decoder that writes one token at a time.
//
// Greedy takes the likeliest token each time; where an earlier reading of the sound is at hand it is checked many tokens at a
// time instead of written anew, which gives the same text for a part of the work. Beam keeps several texts in play and lets a word model have its say each
// time a word is finished; it reads a window better, but can swap a rare right word for a common wrong one, so callers
// compare the two where it matters.
package moonshine
