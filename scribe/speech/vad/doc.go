// Package vad finds where someone speaks: Silero's network (MIT) gives a probability for each 32 ms, and a Cutter makes
// pieces of speech of those.
package vad
