package fact

import (
	"strings"

	"github.com/visitwright/visitwright/scribe/clause"
)

var negators = map[string]bool{
	"no": true, "not": true, "denies": true, "denied": true, "deny": true, "denying": true, "never": true, "without": true, "none": true, "nor": true, "neither": true, "nil": true,
	"negative": true, "absent": true, "non": true, "resolved": false, "unable": false, "cannot": true, "lacks": true, "free": false, "nothing": true, "hardly": true, "-ve": true,
}

// harmless are words after which "no" and "not" negate nothing we look at.
var harmless = map[string]bool{"only": true, "sure": true, "just": true, "longer": false, "change": true, "harm": true, "changes": true, "increase": true, "doubt": true, "problem": true, "one": true, "worries": true, "idea": true, "matter": true, "necessarily": false}

// breakers end what a negation reaches.
var breakers = map[string]bool{
	"but": true, "however": true, "except": true, "although": true, "though": true, "because": true, "since": false, "which": true, "otherwise": true, "due": true, "so": true, "reports": true, "endorses": true, "notes": true, "admits": true, "states": true, "has": true, "is": true, "are": true, "was": true, "does": true, "did": true, "had": true, "will": true,
	"just": true, "only": true, "still": true, "unless": true, "until": true, "when": true, "if": true, "despite": true, "positive": true, "there": true, "complains": true, "instead": true,
}

// Negated gives for each word whether a negation reaches it.
func Negated(words []string) []bool { return negated(words) }

// reach is how many words a negator reaches at most, over a list.
const reach = 30

// negated gives for each word whether a negation reaches it.
func negated(words []string) []bool {
	out := make([]bool, len(words))
	for i, w := range words {
		if !negators[w] || i+1 < len(words) && harmless[words[i+1]] || w == "no" && i+1 < len(words) && (words[i+1] == "," || clause.Mark(words[i+1])) {
			continue
		}
		if w == "no" && i+1 < len(words) && answers[words[i+1]] || w == "denied" && i > 0 && words[i-1] == "i" {
			continue // "no i have a stuffy nose"
		}
		if w == "none" && i+1 < len(words) && words[i+1][0] >= '0' && words[i+1][0] <= '9' {
			continue // "0 being none, 10 the worst pain"
		}
		if w == "not" && i+1 < len(words) && (words[i+1] == "too" || words[i+1] == "much" || words[i+1] == "as" || words[i+1] == "controlled" || words[i+1] == "well") {
			continue
		}
		if w == "negative" && (i+1 >= len(words) || words[i+1] != "for") { // "McMurray's negative"
			for j := i - 1; j >= 0 && j >= i-4 && !clause.Mark(words[j]) && words[j] != "and"; j-- {
				out[j] = true
			}
		}
		spread(words, out, i)
	}
	for i, w := range words { // "free of edema", "absence of fever"
		if (w == "free" || w == "absence") && i+1 < len(words) && (words[i+1] == "of" || words[i+1] == "from") {
			spread(words, out, i)
		}
	}
	for i, w := range words {
		out[i] = out[i] || strings.HasPrefix(w, "non-") && len(w) > 4 // "non-smoker"
	}
	for i := range words { // "he denies it"; "fever: none", "edema is not present"
		if i >= 1 && (words[i] == "denied" || words[i] == "absent" || words[i] == "none") {
			for j := i - 1; j >= 0 && j >= i-4 && words[j] != "." && words[j] != "and"; j-- {
				out[j] = true
			}
		}
		if words[i] == "not" && i+1 < len(words) && (words[i+1] == "present" || words[i+1] == "noted" || words[i+1] == "appreciated" || words[i+1] == "seen" || words[i+1] == "painful" || words[i+1] == "there" && (i+2 == len(words) || words[i+2] != "was" && words[i+2] != "is") || amiss(words[i+1:])) {
			for j := i - 1; j >= 0 && j >= i-6 && words[j] != "." && words[j] != ","; j-- {
				out[j] = true
			}
		}
	}
	return out
}

// amiss reports whether what was "not" is a thing amiss: "the swelling has not
// been a problem".
func amiss(words []string) bool {
	if len(words) > 2 && words[0] == "been" {
		words = words[1:]
	}
	return len(words) > 1 && (words[0] == "a" || words[0] == "an") && (words[1] == "problem" || words[1] == "issue" || words[1] == "concern" || words[1] == "bother")
}

func spread(words []string, out []bool, i int) {
	for j := i + 1; j < len(words) && j <= i+reach; j++ {
		w := words[j]
		if w == "." || w == "?" || w == "!" {
			return
		}
		if breakers[w] && j > i+1 && !(j <= i+4 && believing(words[i+1:j])) && !told(words[i+1:j]) && !(j == i+2 && (words[i+1] == "ever" || words[i+1] == "really" || words[i+1] == "yet" || words[i+1] == "longer")) {
			return
		}
		if (w == "and" || w == ",") && j+2 < len(words) && (words[j+1] == "i" || words[j+1] == "he" || words[j+1] == "she" || words[j+1] == "it" || words[j+1] == "you" || words[j+1] == "the" || words[j+1] == "then" || words[j+1] == "this" || words[j+1] == "that" || words[j+1] == "my" || words[j+1] == "his" || words[j+1] == "her" || words[j+1] == "we" || breakers[words[j+1]]) {
			return
		}
		if j > i+1 && j+1 < len(words) && (placed(words, j) || turning[w] && speakers[words[j+1]] || speakers[w] && finds[words[j+1]]) {
			return
		}
		if w == "some" && j > i+1 && (words[i] == "no" || words[j-1] == "and" || words[j-1] == ",") {
			return // "no fever, some chills"
		}
		if j > i+1 && j+1 < len(words) && speakers[w] && turning[words[j+1]] && !believing(words[i+1:j]) {
			return // "if it does not improve we can consider an injection"
		}
		if j > i+1 && j+2 < len(words) && (w == "i" || w == "you") && words[j+1] == "do" && words[j+2] != "not" {
			return // "no masses on the right, you do have edema"
		}
		if w == "," && words[i] == "not" && j > i+4 && !lists(words[i+1:i+5]) {
			return
		}
		out[j] = true
	}
}

// answers are words before which "no" is an answer of its own.
var answers = map[string]bool{"i": true, "we": true, "he": true, "she": true, "it": true, "that": true, "there": true, "my": true, "you": true, "but": true, "they": true, "this": true, "just": true}

// lists reports whether a negation is of a list: "not had any".
func lists(words []string) bool {
	for _, w := range words {
		if w == "any" || w == "anyone" || w == "anything" {
			return true
		}
	}
	return false
}

// told reports whether what was not told, or not known, is being said: "never told that she has hepatitis".
func told(w []string) bool {
	said := false
	for _, s := range w {
		said = said || s == "told" || s == "aware" || s == "informed"
		if said && s == "that" {
			return true
		}
	}
	return false
}

// speakers and the verbs behind them begin another clause.
var (
	speakers = map[string]bool{"i": true, "we": true, "you": true, "he": true, "she": true, "they": true, "it": true}
	turning  = map[string]bool{"can": true, "will": true, "could": true, "would": true, "should": true, "may": true, "might": true, "am": true, "want": true, "need": true, "think": true}
)

// spared reports whether what is denied before a drug is its effect or a trouble
// with it and not the drug: "no side effects from the lisinopril".
func spared(words []string, at int) bool {
	for i := at - 1; i >= 0 && i > at-7; i-- {
		switch words[i] {
		case "effects", "effect", "problem", "problems", "issue", "issues", "trouble", "reaction", "reactions", "relief", "improvement", "refills", "changes", "complaints":
			return true
		}
	}
	return false
}

// unhelped reports whether what is denied before a finding is that something did
// it good: "ice did not relieve the pain". The finding is there.
func unhelped(words []string, at int) bool {
	for i := at - 1; i >= 0 && i >= at-4; i-- {
		switch words[i] {
		case "relieve", "relieving", "relieved", "help", "helped", "helping", "alleviate", "alleviated", "ease", "eased", "improve", "improved", "touch", "touched", "reduce", "reduced", "explain", "resolve":
			for j := i - 1; j >= 0 && j >= i-3; j-- {
				if negators[words[j]] {
					return true
				}
			}
		}
	}
	return false
}

// finds are verbs by which the examiner tells what is there.
var finds = map[string]bool{"appreciate": true, "see": true, "feel": true, "hear": true, "find": true, "notice": true}

// placed reports whether words that only place a denial in time, or name what a
// remedy is for, begin at j: "denies a pop at the time of the injury", "nothing
// else for the pain". What they name is not denied.
func placed(words []string, j int) bool {
	next := words[j+1]
	the := next == "the" || next == "his" || next == "her" || next == "this" || next == "that" || next == "your" || next == "my"
	switch words[j] {
	case "after", "since", "following", "during", "for", "before":
		return the
	case "at":
		return next == "the" && j+2 < len(words) && words[j+2] == "time"
	}
	return words[j] == "ongoing"
}

// believing reports whether "not" stands before "think" or "believe": then it
// reaches into the clause behind it.
func believing(w []string) bool {
	for _, s := range w {
		if s == "think" || s == "believe" || s == "feel" || s == "recall" || s == "remember" || s == "say" || s == "look" || s == "seem" || s == "appear" {
			return true
		}
	}
	return false
}
