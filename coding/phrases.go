package coding

import (
	_ "embed"
	"strings"

	"github.com/visitwright/visitwright/coding/icd10cm"
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

// IndexPhrases gives the entries of a release's alphabetic index, none where it
// was not loaded.
func IndexPhrases(rel *icd10cm.Release) []Phrase {
	out := make([]Phrase, 0, len(rel.Index))
	for _, e := range rel.Index {
		out = append(out, Phrase{Text: e.Text, Code: e.Code, Source: FromIndex})
	}
	return out
}
