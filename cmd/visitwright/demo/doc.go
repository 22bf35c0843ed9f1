// Package demo is the demonstration: a clinic with people and charts of our own invention, and one visit that is
// spoken by a speech synthesizer with two voices and streamed through the same websocket a browser uses. Nothing
// in it is faked; what the note says is what the service made of the sound.
package demo
