package check

import (
	"regexp"
	"slices"
	"strings"

	"github.com/visitwright/visitwright/scribe/fact"
)

// corrected takes back what a speaker corrects in the same breath: "a couple
// weeks, or, I'm sorry, a couple months". What was taken back bears nothing out.
func corrected(text string) string {
	words := strings.Fields(text)
	for i := range words {
		if n := marker(words[i:]); n > 0 {
			words = takenBack(words, i, i+n)
		}
	}
	return strings.Join(slices.DeleteFunc(words, func(w string) bool { return w == "" }), " ")
}

var (
	clippedHas = regexp.MustCompile(`(?i)\b([a-z]{4,})'s (gone|been|gotten|improved|resolved|subsided|cleared|healed|healing)\b`)
	clippedIs  = regexp.MustCompile(`(?i)\b([a-z]{4,})'s (better|worse|still|not|pretty|really|good|fine|normal|clear|just|getting|all|okay|tender|soft|red|swollen|sore|bad|so|too|very|only|a|an|no)\b`)
)

// unclipped writes out the verb of "the swelling's gone", that the name before it
// may be known.
func unclipped(text string) string {
	return clippedIs.ReplaceAllString(clippedHas.ReplaceAllString(text, "$1 has $2"), "$1 is $2")
}

// marker returns how many words of a correction's mark stand first: "I'm sorry",
// "I mean", "or rather"; zero for none.
func marker(words []string) int {
	for _, m := range [][]string{{"i'm", "sorry"}, {"i", "am", "sorry"}, {"sorry"}, {"i", "mean"}, {"or", "rather"}, {"no", "wait"}, {"make", "that"}, {"excuse", "me"}} {
		k := 0
		for _, w := range words {
			if w = bareWord(w); w == "" {
				continue
			}
			if k == len(m) || w != m[k] {
				break
			}
			k++
		}
		if k == len(m) {
			return len(m)
		}
	}
	return 0
}

// takenBack drops the last word before a mark that one of the same sort behind it
// replaces, and the number before it: a side, a unit of time, a number.
func takenBack(words []string, mark, behind int) []string {
	for j := behind; j < min(len(words), behind+6); j++ {
		sort := sortOf(words[j])
		if sort == "" {
			continue
		}
		for i := mark - 1; i >= max(0, mark-5); i-- {
			if sortOf(words[i]) != sort {
				continue
			}
			if bareWord(words[i]) != bareWord(words[j]) {
				words[i] = ""
				if sort == "time" && i > 0 && j > behind && (sortOf(words[i-1]) == "number" || bareWord(words[i-1]) == "couple" || bareWord(words[i-1]) == "few") {
					words[i-1] = ""
				}
			}
			return words
		}
	}
	return words
}

func bareWord(w string) string { return strings.ToLower(strings.Trim(w, ".,;:?!\"")) }

// sortOf names the sort of a word that a speaker may correct.
func sortOf(word string) string {
	w := bareWord(word)
	switch {
	case w == "left" || w == "right" || w == "both" || w == "bilateral":
		return "side"
	case minutes[fact.UnitOf(w)] > 0 && !strings.ContainsAny(w, "0123456789"):
		return "time"
	case w != "" && strings.Trim(w, "0123456789.") == "":
		return "number"
	}
	return ""
}
