// Package audio reads sound files of any kind into 16 kHz PCM with ffmpeg, run as a separate program.
package audio
