// Package wire holds the messages of the capture protocol: their bytes, their
// limits and nothing else. PROTOCOL.md in the folder above says what they mean.
//
// Parse never panics and never keeps more than it was given, whatever the bytes;
// a fuzz test holds it to that. Audio is not copied: a parsed Frame's PCM points
// into the message it came from.
package wire
