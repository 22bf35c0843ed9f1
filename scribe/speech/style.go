package speech

import (
	"strings"
	"unicode"

	"github.com/visitwright/visitwright/scribe/speech/align"
)

// The declared spelling rule of the transcript: "okay" is written "OK", and fillers that carry no meaning are left out.
// Figures of recognition quality are given with and without it.

var fillers = map[string]bool{"ah": true, "um": true, "uh": true, "er": true, "uhm": true, "umm": true}

// isFiller tells a sound of hesitation.
func isFiller(word string) bool { return fillers[align.Plain(word)] }

// spell writes one word by the rule; an empty string drops it.
func spell(word string) string {
	if isFiller(word) {
		return ""
	}
	if align.Plain(word) != "ok" {
		return word
	}
	start := strings.IndexFunc(word, unicode.IsLetter)
	end := strings.LastIndexFunc(word, unicode.IsLetter)
	return word[:start] + "OK" + word[end+1:]
}

// capital writes the first letter large, as after a filler that began the sentence.
func capital(word string) string {
	for i, r := range word {
		return word[:i] + string(unicode.ToUpper(r)) + word[i+len(string(r)):]
	}
	return word
}

// titles end with a point that ends no sentence.
var titles = map[string]bool{"mr.": true, "mrs.": true, "ms.": true, "dr.": true, "prof.": true, "st.": true, "vs.": true}

// endsSentence tells whether a sentence ends with this word.
func endsSentence(word string) bool {
	if titles[strings.ToLower(word)] {
		return false
	}
	return strings.HasSuffix(word, ".") || strings.HasSuffix(word, "?") || strings.HasSuffix(word, "!")
}
