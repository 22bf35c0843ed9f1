// Package speech measures recognition: words, medical words, drugs and doses, who spoke, computing, delay, and whether
// anything but speech makes text. It takes any folder with audio/NAME.mp3 (or any other sound file) and transcripts/NAME.txt.
//
// Word error rates are those of medwer 1.0.0 (PyPI, Whisper's English normalizer, fixed list of medical terms), run as it is
// in an environment of its own in the user's cache.
package speech
