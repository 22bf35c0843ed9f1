package reword

import (
	"slices"
	"strings"

	"github.com/visitwright/visitwright/scribe/lexicon"
)

// Garbled reports whether words cannot be read as a sentence of a note whatever
// their place: a question's word order inside, a subject given up for another, a
// determiner with nothing behind it, the residue of talk.
func Garbled(w []string) bool {
	if len(w) == 0 {
		return true
	}
	last := w[len(w)-1]
	if helper[w[0]] && len(w) > 2 && (subjects[w[1]] || owners[w[1]]) || len(w) > 3 && last == "no" {
		return true
	}
	if spoken[last] || spoken[w[0]] || w[0] == "." || w[0] == "," || Index(w, "how about") == 0 || Index(w, "what about") == 0 {
		return true
	}
	if len(w) > 2 && strings.Trim(w[0], "0123456789") == "" && w[1] == "," && nominative[w[2]] {
		return true // "39, he is a male": the answer to who one is
	}
	for i := range w {
		if residue(w, i) || i+1 < len(w) && clash(w, i) {
			return true
		}
	}
	return empty(w)
}

// residue reports whether w[i] is said to a listener and was never cut out.
func residue(w []string, i int) bool {
	switch w[i] {
	case "sorry":
		return true
	case "yes":
		return i > 0
	case "okay":
		return i+1 < len(w) && (w[i+1] == "so" || w[i+1] == "and")
	case "how":
		return i+1 < len(w) && w[i+1] == "about"
	}
	return false
}

// spoken are words with which what is said to another opens or ends.
var spoken = map[string]bool{"yes": true, "okay": true, "sorry": true, "yep": true, "hi": true, "hello": true, "pretty": true, "sure": true, "huh": true, "please": false, "bye": true}

var (
	articles   = map[string]bool{"a": true, "an": true, "the": true}
	owners     = map[string]bool{"my": true, "your": true, "his": true, "their": true, "our": true, "this": true, "these": true, "those": true}
	nominative = map[string]bool{"he": true, "she": true, "they": true, "we": true, "i": true}
	following  = map[string]bool{"of": true, "in": true, "on": true, "at": true, "to": true, "with": true, "for": true, "from": true, "is": true, "are": true, "was": true, "and": true, "or": true, "if": true, "because": true, "when": true, "that": true, "has": true, "have": true, ",": true}
	denying    = map[string]bool{"denies": true, "reports": true}
)

// clash reports whether w[i] and the word behind it cannot stand together.
func clash(w []string, i int) bool {
	a, b := w[i], w[i+1]
	switch {
	case (articles[a] || a == "any") && (articles[b] || owners[b] || nominative[b]), owners[a] && a != "this" && articles[b]:
		return !(a == "a" && i > 0 && letter[w[i-1]])
	case a == "the" && following[b], (a == "a" || a == "an") && following[b] && b != "of" && b != "in" && !(i > 0 && letter[w[i-1]]):
		return true
	case a == "any" && (helper[b] || b == "if" || b == "at" || b == "apart" || b == "besides" || b == "from" || b == "long" || b == "well" || b == "like" || b == "of" && i+2 < len(w) && nominative[w[i+2]]):
		return true
	case nominative[a] && a != "i" && (b == "that" || b == "about" || b == "in" || b == "of" || b == "for" || b == "on" || b == "at" || b == "with" || b == "and" || b == "or" || b == "as" || b == "if" || b == "so" || b == "," || b == "like" && i+2 < len(w) && articles[w[i+2]]) && !(i > 0 && w[i-1] == "than"):
		return true
	case nominative[a] && (nominative[b] || b == "it" || articles[b] || owners[b] && b != "this"), a == "it" && nominative[b] && !(i > 0 && (giving[w[i-1]] || endsClause(w, i))):
		return a != "her"
	case i > 0 && helper[a] && nominative[b] && !(i > 0 && inverting[w[i-1]]) && !openly[w[0]] && !slices.Contains(w[:i], "if") && !slices.Contains(w[:i], "when") && !slices.Contains(w[:i], "as") && !slices.Contains(w[:i], "what") && !slices.Contains(w[:i], "how") && !slices.Contains(w[:i], "that"):
		return true
	case i > 0 && a == "have" && (b == "her" || b == "him") && i+2 < len(w) && w[i+2] == "been":
		return true
	case i > 0 && helper[a] && b == "it" && (w[i-1] == "but" || w[i-1] == "and" || w[i-1] == "or"), consuming[a] && b == "of":
		return true
	case helper[a] && a == b && a != "had" && a != "that", (a == "is" || a == "was") && (b == "is" || b == "was" || b == "has" || b == "it" && !openly[w[0]]):
		return i > 0 && w[i-1] != "what" && w[i-1] != "it" || a != "is"
	case denying[a] && (following[b] || b == "that" || b == "those" || b == "it" || b == "pretty" || b == "really") && i < 3:
		return b != "," && b != "that" || i+2 >= len(w) || !nominative[w[i+2]] && w[i+2] != "the"
	case denying[a] && b == "any" && i+2 < len(w) && (w[i+2] == "yes" || w[i+2] == "no" || w[i+2] == "okay" || w[i+2] == "just" || w[i+2] == "that" || w[i+2] == "feeling" && i+3 == len(w)-1):
		return true
	}
	return false
}

// consuming are verbs whose object's number was not heard: "smokes of cigarettes".
var consuming = map[string]bool{"smokes": true, "takes": true, "drinks": true, "uses": true, "has": true, "had": true, "smoked": true}

// letter are words behind which "a" is a letter, giving those behind which "it" is
// an object, inverting those that put a helper before its subject.
var (
	letter    = map[string]bool{"vitamin": true, "hepatitis": true, "type": true, "grade": true, "influenza": true, "group": true, "hemoglobin": true}
	giving    = map[string]bool{"take": true, "takes": true, "took": true, "taking": true, "use": true, "uses": true, "used": true, "of": true, "for": true, "with": true, "about": true, "to": true, "on": true, "had": true, "noticed": true, "feels": true, "felt": true, "do": true, "does": true, "did": true, "in": true, "from": true, "because": false}
	inverting = map[string]bool{"nor": true, "neither": true, "so": true, "only": true, "what": true, "how": true, "where": true, "when": true, "why": true, "than": true, "as": true, "like": true, "way": true, "time": true, "all": true, "much": true, "everything": true, "best": true, "whatever": true}
	openly    = map[string]bool{"if": true, "when": true, "while": true, "once": true, "whenever": true, "as": true, "after": true, "before": true, "because": true, "since": true, "what": true, "how": true}
)

// endsClause reports whether "it" at i ends what opened with "if" or "when".
func endsClause(w []string, i int) bool {
	return openly[w[0]] || slices.Contains(w[:i], "if") || slices.Contains(w[:i], "when") || slices.Contains(w[:i], "because")
}

// empty reports whether a short sentence about "it" says nothing: "it is there".
func empty(w []string) bool {
	if n := len(w); n > 2 && n < 8 && (w[n-1] == "think" || w[n-1] == "know") && w[n-2] == "not" {
		return true
	}
	if len(w) > 5 || len(w) == 0 || w[0] != "it" && w[0] != "that" && w[0] != "this" && w[0] != "they" {
		return false
	}
	return !slices.ContainsFunc(w[1:], func(s string) bool { return telling(s) })
}

func telling(s string) bool {
	if helper[s] || adverbs[s] || hollow[s] || len(s) < 3 && s != "no" {
		return false
	}
	if v, ok := lexicon.VerbForm(s); ok && (v.Base == "be" || v.Base == "do" || v.Base == "go" || v.Base == "have" || v.Base == "get") {
		return false
	}
	return true
}

var hollow = map[string]bool{}

func init() {
	for _, s := range []string{"it", "that", "this", "there", "here", "the", "a", "an", "very", "pretty", "quite", "bit", "both", "all", "same", "like", "right", "one", "ones", "standard", "okay", "them", "those", "these", "not", "been", "well", "so", "too", "in", "on", "of", "to", "up", "out"} {
		hollow[s] = true
	}
}

// leansOnly reports whether words open with "when" or "if" and go no further than
// that clause: "when he was lifting weights".
func leansOnly(w []string) bool {
	if !openly[w[0]] && w[0] != "unless" && w[0] != "until" || w[0] == "what" || w[0] == "how" || len(w) > 1 && (w[1] == "that" || w[1] == "then") {
		return false
	}
	verbs := 0
	for i, s := range w {
		if slices.Contains(finites, s) && !(i > 0 && helper[w[i-1]]) {
			verbs++
			continue
		}
		v, ok := lexicon.VerbForm(s)
		if ok && (s == v.Third || s == v.Past) && !(i > 0 && (helper[w[i-1]] || articles[w[i-1]] || owners[w[i-1]] || adverbs[w[i-1]] && i > 1 && helper[w[i-2]])) {
			verbs++
		}
	}
	return verbs < 2
}
