package clause

import (
	"slices"

	"github.com/visitwright/visitwright/scribe/lexicon"
)

// spliced reports whether one sentence ends and another begins at w[i] with
// nothing but a comma, or a "before that", between them, as recognisers write
// what was said without a breath: "it hurts when I walk, I have no fever". What
// stands before must be a sentence of its own from w[start].
func spliced(w []string, start, i int) bool {
	first, rest := w[start:i], w[i:]
	switch {
	case rest[0] == ",":
		rest = rest[1:]
	case len(rest) > 3 && (rest[0] == "before" || rest[0] == "after") && rest[1] == "that" && pronouns[rest[2]]:
		return standing(first) && beginning(rest[2:])
	default:
		return false
	}
	for len(rest) > 3 && openers[rest[0]] && rest[0] != "or" && rest[0] != "no" && rest[0] != "and" {
		rest = rest[1:]
	}
	if deferring(first) {
		return beginning(rest)
	}
	if !standing(first) || again(first, rest) {
		return false
	}
	if rest[0] == "no" && len(rest) > 1 { // "but not since then, no chills"
		ms := lexicon.Find(rest[1:], lexicon.Finding)
		return len(ms) > 0 && ms[0].Start == 0 && slices.Contains(first, "but")
	}
	return rest[0] == "please" || beginning(rest)
}

// standing reports whether words can be a sentence: a subject and a finite verb
// before anything subordinate, and no tail that leans on what follows.
func standing(w []string) bool {
	for len(w) > 0 && (openers[w[0]] || w[0] == ",") {
		w = w[1:]
	}
	if i := slices.Index(w, ","); i > 0 && i < 8 && w[0] == "for" { // "for your diabetes, your last A1c was .."
		w = w[i+1:]
	}
	if len(w) < 4 || leaning[w[0]] || leaning[w[len(w)-1]] || asking[w[0]] && w[0] != "will" {
		return false
	}
	if i := lastComma(w); i >= 0 && (len(w)-i <= 3 || subordinating[w[i+1]] || leaning[w[i+1]]) {
		return false
	}
	for i := 1; i < len(w); i++ {
		if subordinating[w[i]] && conjoined[w[i-1]] { // "and when she slung it forward": belongs to what follows
			return false
		}
	}
	for i, s := range w {
		if subordinating[s] {
			return false
		}
		if i > 0 && finiteVerb(s) {
			return true
		}
	}
	return false
}

func lastComma(w []string) int {
	for i := len(w) - 1; i >= 0; i-- {
		if w[i] == "," {
			return i
		}
	}
	return -1
}

var (
	subordinating = map[string]bool{"when": true, "if": true, "because": true, "since": true, "although": true, "though": true, "while": true, "once": true, "after": true, "until": true, "as": true, "whenever": true, "unless": true, "with": true, "for": true, "that": true, "then": true, "now": true}
	conjoined     = map[string]bool{"and": true, "but": true, "so": true, "because": true, "that": true, "or": true, "just": true, ",": true}
)

// leaning are words that open or end what cannot stand without its neighbour.
var leaning = map[string]bool{"as": true, "after": true, "before": true, "until": true, "unless": true, "whenever": true, "whether": true, "think": true, "know": true, "guess": true, "mean": true, "said": true, "say": true, "is": true, "that": true, "like": true, "though": true, "even": true, "and": true, "for": true, "with": true, "to": true, "or": true, "in": true, "on": true, "given": true}

// again reports whether the second of two parts begins the first anew: "she had
// a congenital, she had a congenital artery".
func again(first, rest []string) bool {
	for i := 0; i+1 < len(first); i++ {
		if first[i] == rest[0] && first[i+1] == rest[1] {
			return true
		}
	}
	return len(rest) > 2 && rest[1] == "think" && rest[2] == ","
}

// beginning reports whether words open with a subject and its verb.
func beginning(w []string) bool {
	if len(w) < 3 || !subject[w[0]] {
		return false
	}
	j := 1
	for j < len(w)-1 && passing[w[j]] {
		j++
	}
	return finiteVerb(w[j]) || w[0] != "this" && w[0] != "it" && plainVerb(w[j])
}

var subject = map[string]bool{"i": true, "you": true, "he": true, "she": true, "it": true, "we": true, "they": true, "there": true, "this": true}

var passing = map[string]bool{"also": true, "just": true, "still": true, "never": true, "really": true, "usually": true, "always": true, "sometimes": true, "only": true, "then": true, "do": false, "probably": true, "often": true, "definitely": true}

// finiteVerb reports whether a word is a verb's form that needs no helper.
func finiteVerb(s string) bool {
	if auxiliaries[s] && s != "going" {
		return true
	}
	v, ok := lexicon.VerbForm(s)
	return ok && (s == v.Past || s == v.Third) || ok && firstPerson[s]
}

// firstPerson are base forms that follow "I" far more often than they are nouns.
var firstPerson = map[string]bool{"take": true, "get": true, "feel": true, "think": true, "want": true, "need": true, "use": true, "go": true, "try": true, "see": true, "hear": true, "know": true, "eat": true, "sleep": true, "live": true, "miss": true, "forget": true, "recommend": true, "believe": true, "suspect": true, "agree": true}

// plainVerb reports whether a word is a verb's base form, as it follows "I".
func plainVerb(s string) bool {
	v, ok := lexicon.VerbForm(s)
	return ok && v.Base == s
}

// deferring reports whether words only answer for the moment: "not right now".
func deferring(w []string) bool {
	return len(w) >= 2 && len(w) <= 4 && w[0] == "not" && (w[1] == "right" || w[1] == "now" || w[1] == "yet" || w[1] == "currently" || w[1] == "at" && w[2%len(w)] == "this")
}
