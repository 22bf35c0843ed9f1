package reword

import (
	"slices"
	"strings"
)

// atPlace are the words with which a place is pointed at while it is touched. A note
// has no finger: they go from the end of a finding.
var atPlace = []string{
	"right up here", "right down here", "right over here", "right in here", "right around here", "right over there", "right around there", "over here", "over there", "up here", "up there", "down here", "down there", "in here", "in there", "around here", "around there", "right here", "right there", "that i appreciate", "that i can appreciate", "that i can see", "that i can hear", "that i can feel", "when i press", "when i push", "as i push", "as i press", "here", "there", "today",
}

// Placed takes off a finding's end the words that only point, and off its front the
// place a cut left there: "of your left arm your capillary refill is normal".
func Placed(words []string) []string {
	w := slices.Clone(words)
	if i := Meant(w); i > 2 {
		w = w[:i]
	}
	for again := true; again; {
		again = false
		for _, p := range atPlace {
			n := len(strings.Fields(p))
			if len(w) > n+2 && Index(w[len(w)-n:], p) == 0 && !prepositions[w[len(w)-n-1]] {
				w, again = w[:len(w)-n], true
				for len(w) > 0 && w[len(w)-1] == "," {
					w = w[:len(w)-1]
				}
				break
			}
		}
	}
	return Unmoored(w)
}

// Meant returns where words turn from a finding to what it means, which is said to the
// patient: "crackles in the lungs and what that means is ..."; len(w) where they do not.
func Meant(w []string) int {
	at := len(w)
	for _, m := range []string{"and what that means", "and what this means", "what that means", "what this means", "and that means", "so that means", "which means", "and this means", "so this means", "that means", "this means", "and that just means", "that just means"} {
		if i := Index(w, m); i >= 0 {
			at = min(at, i)
		}
	}
	return at
}

var prepositions = map[string]bool{"from": true, "of": true, "to": true, "in": true, "is": true, "are": true, "was": true, "out": true, "not": true, "still": true, "right": true}

// Unmoored takes a leading "of your left arm" off where a whole sentence follows it.
func Unmoored(w []string) []string {
	if len(w) < 6 || w[0] != "of" && w[0] != "to" {
		return w
	}
	for j := 2; j < min(len(w)-2, 7); j++ {
		if !begins[w[j]] || prepositions[w[j-1]] || w[j-1] == "the" || w[j-1] == "on" || w[j-1] == "at" || w[j-1] == "," && j < 3 {
			continue
		}
		if slices.ContainsFunc(w[j+1:min(len(w), j+5)], func(s string) bool { return helper[s] }) {
			return w[j:]
		}
	}
	return w
}

var begins = map[string]bool{"you": true, "your": true, "there": true, "it": true, "the": true, "he": true, "she": true, "i": true, "no": true}
