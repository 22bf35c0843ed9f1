package check

import (
	"slices"
	"strings"

	"github.com/visitwright/visitwright/scribe/reword"
)

// Answers whose first words are yes or no only in reply to a question after
// symptoms, beside those that reword knows.
var (
	noAnswers  = []string{"absolutely not", "definitely not", "certainly not", "of course not", "probably not", "it is gone", "they are gone", "it went away", "that is gone", "it has gone", "that went away", "all gone", "no longer", "zero", "nil"}
	yesAnswers = []string{"a lot", "lots", "aye", "off and on", "on and off", "kind of", "sort of", "so i think", "i think so", "i guess so", "still", "unfortunately", "here and there", "indeed", "daily", "big time", "from time to time", "especially", "only when", "only if", "only at", "just when", "just at", "mostly", "quite", "here", "some", "big", "constantly", "all day", "all night", "every", "at night", "at times", "in the morning", "when i", "plenty", "too much", "more than"}
	unsure     = []string{"unfortunately not", "unfortunately no", "not unfortunately", "still no", "still not", "here i", "some people", "quite the", "every time i ask"}
)

// polarity reads an answer's first words.
func polarity(words []string) reword.Reply {
	if r, _ := reword.Polarity(words); r == reword.Yes && !opensWith(words, noAnswers) || r == reword.No {
		return r
	}
	for len(words) > 1 && (words[0] == "," || words[0] == "well" || words[0] == "so" || words[0] == "oh" || words[0] == "um" || words[0] == "uh" || words[0] == "just") {
		words = words[1:]
	}
	switch {
	case opensWith(words, noAnswers) || opensWith(words, []string{"unfortunately not", "unfortunately no", "still no", "still not"}):
		return reword.No
	case opensWith(words, unsure):
		return reword.Unclear
	case opensWith(words, yesAnswers) || len(words) < 7 && stretch(words):
		return reword.Yes
	}
	return reword.Unclear
}

// opensWith reports whether the words begin with one of the phrases.
func opensWith(words []string, phrases []string) bool {
	return slices.ContainsFunc(phrases, func(p string) bool {
		w := strings.Fields(p)
		return len(words) >= len(w) && slices.Equal(words[:len(w)], w)
	})
}

// stretch reports whether a short answer only says since when or how often, and
// so grants: "for three weeks now", "last week", "two days ago".
func stretch(words []string) bool {
	return !slices.ContainsFunc(words, quits) && !slices.ContainsFunc(words, well) && slices.ContainsFunc(spansIn(words, told{}), func(s span) bool { return s.rel != ahead && (len(s.many) > 0 || s.vague) })
}
