// Package align pairs the words of two texts of the same speech.
package align
