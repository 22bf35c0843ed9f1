package coding

import (
	_ "embed"
	"strings"
)

//go:embed data/phrases.tsv
var phrasesTSV string

// OfficePhrases returns our own list of what clinicians write as problem titles,
// each with the code a coder usually gives it. It stands in for the official
// alphabetic index until a practice loads CDC's.
func OfficePhrases() []Phrase {
	var out []Phrase
	for _, line := range strings.Split(phrasesTSV, "\n") {
		if text, code, ok := strings.Cut(line, "\t"); ok && !strings.HasPrefix(line, "#") {
			out = append(out, Phrase{Text: text, Code: code, Source: FromPhrase})
		}
	}
	return out
}
