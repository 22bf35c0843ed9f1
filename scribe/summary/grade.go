package summary

import (
	"strings"
	"unicode"
)

// Grade is the Flesch-Kincaid reading grade of an English text, in school years
// (Kincaid et al. 1975): 0.39 words a sentence + 11.8 syllables a word - 15.59,
// not below 0; 0 for a text without words. Syllables are counted by groups of
// vowels, which is off by one now and then.
func Grade(text string) float64 {
	words, syllables, sentences := 0, 0, 0
	for _, w := range strings.Fields(text) {
		n := Syllables(w)
		if n == 0 {
			continue
		}
		words++
		syllables += n
		if strings.ContainsAny(w[len(w)-1:], ".!?:") {
			sentences++
		}
	}
	if words == 0 {
		return 0
	}
	g := 0.39*float64(words)/float64(max(sentences, 1)) + 11.8*float64(syllables)/float64(words) - 15.59
	return max(g, 0)
}

// Syllables counts the syllables of a word; a number counts as one.
func Syllables(word string) int {
	w := strings.TrimFunc(strings.ToLower(word), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	if w == "" {
		return 0
	}
	if unicode.IsDigit(rune(w[0])) {
		return 1
	}
	n, last := 0, false
	for _, r := range w {
		v := strings.ContainsRune("aeiouy", r)
		if v && !last {
			n++
		}
		last = v
	}
	if strings.HasSuffix(w, "e") && !strings.HasSuffix(w, "le") && n > 1 {
		n--
	}
	if (strings.HasSuffix(w, "es") || strings.HasSuffix(w, "ed")) && n > 1 && !strings.HasSuffix(w, "ted") && !strings.HasSuffix(w, "ded") && !strings.HasSuffix(w, "etes") && !strings.HasSuffix(w, "ses") && !strings.HasSuffix(w, "ches") {
		n--
	}
	return max(n, 1)
}
