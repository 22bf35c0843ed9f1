package clause

import (
	"slices"
	"strings"
)

// restarts takes out the beginnings a speaker gave up without a pause between:
// "it is the pain is in my knee", "in a in an apartment", "any a cough". What
// holds a negation or a number is never given up.
func restarts(in []string) []string {
	w := stems(answeredInside(corrected(in)))
	for n := 0; n < 3; n++ {
		w = articles(w)
	}
	return oneJust(anew(w))
}

// stems drops a word that the next one says in full: "osteo osteoarthritis".
func stems(in []string) []string {
	var out []string
	for i, w := range in {
		if i+1 < len(in) && len(w) >= 3 && len(in[i+1]) > len(w)+1 && strings.HasPrefix(in[i+1], w) && !negating[w] && plain(in[i:i+1]) && !standalone[w] {
			continue
		}
		out = append(out, w)
	}
	return out
}

var negating = map[string]bool{"no": true, "not": true, "never": true, "none": true, "nor": true, "without": true, "neither": true, "nothing": true}

// standalone are words that may stand before a longer one that begins alike.
var standalone = map[string]bool{"pain": true, "over": true, "head": true, "back": true, "with": true, "one": true, "some": true, "for": true, "under": true, "every": true, "his": true, "her": true, "can": true, "hand": true, "foot": true, "the": true, "out": true, "any": true}

var determiners = map[string]bool{"a": true, "an": true, "the": true, "my": true, "your": true, "our": true, "their": true, "his": true}

var prepositions = map[string]bool{"in": true, "on": true, "at": true, "of": true, "to": true, "with": true, "for": true, "from": true, "into": true}

// named are words behind which "a" is a name's letter: vitamin A.
var named = map[string]bool{"vitamin": true, "hepatitis": true, "type": true, "grade": true, "influenza": true, "group": true, "hemoglobin": true, "plan": true, "class": true, "stage": true}

// articles takes out a determiner with nothing to determine.
func articles(in []string) []string {
	var out []string
	for i, w := range in {
		next := ""
		if i+1 < len(in) {
			next = in[i+1]
		}
		switch {
		case determiners[w] && determiners[next] && !(i > 0 && named[in[i-1]]) && !(w == "his" && next != "his"):
			continue
		case w == "some" && (next == "a" || next == "an"):
			continue
		case (w == "a" || w == "an") && i > 0 && in[i-1] == "any" && next != "" && !Mark(next):
			continue
		case determiners[w] && w != "his" && prepositions[next] && i+2 < len(in) && determiners[in[i+2]] && !(i > 0 && named[in[i-1]]):
			if len(out) > 0 && prepositions[out[len(out)-1]] {
				out = out[:len(out)-1]
			}
			continue
		}
		out = append(out, w)
	}
	return out
}

// unlike are words behind which "like" compares nothing: it is thrown in.
var unlike = map[string]bool{}

func init() {
	for _, w := range strings.Fields("had has have having get gets getting got a an the some any been of and or but with in for to at on about are were maybe probably usually mostly also then than my your his her took take taking doing use using tried if only so because when since there as around ended did does do am i'll will can could he she they been became become starting started") {
		unlike[w] = true
	}
}

// thrownIn reports whether the "like" at i is a filler: "it has been like a month",
// "I had like a fever", "it was like 10 days".
func thrownIn(w []string, i int) bool {
	if i+1 >= len(w) || Mark(w[i+1]) {
		return false
	}
	next := w[i+1]
	if i == 0 || Mark(w[i-1]) {
		return false
	}
	prev := w[i-1]
	if next == "probably" || next == "maybe" || next == "these" && (prev == "have" || prev == "had" || prev == "are") || prev == "it" && finiteVerb(next) && !auxiliaries[next] {
		return true
	}
	if next == "to" || next == "this" || next == "that" || next == "it" || next == "those" || next == "these" || next == "him" || next == "them" {
		return false
	}
	if prev == "to" || prev == "do" || prev == "does" || prev == "did" { // "started to like last longer", but "to like the taste"
		return plainVerb(next)
	}
	if prev == "is" || prev == "was" || prev == "just" || prev == "it" || prev == "not" {
		return digits(next) || units[next] > 0 || tens[next] > 0 || next == "really" || next == "very" || next == "the" && prev == "just"
	}
	return unlike[prev]
}

// oneJust keeps the first of several "just" in a sentence.
func oneJust(in []string) []string {
	var out []string
	had := false
	for i, w := range in {
		if Mark(w) && w != "," {
			had = false
		}
		if w == "just" {
			if had && !(i+1 < len(in) && (in[i+1] == "like" || in[i+1] == "as")) {
				continue
			}
			had = true
		}
		out = append(out, w)
	}
	return out
}

// answeredInside takes out a yes in the middle of a sentence: "he smokes , yes , a
// pack", "it does hurt , yes". At the front it is the answer and stays.
func answeredInside(in []string) []string {
	var out []string
	for i, w := range in {
		if w == "yes" && len(out) > 0 && !Mark(out[len(out)-1]) || w == "yes" && len(out) > 1 && out[len(out)-1] == "," && out[len(out)-2] != "no" && out[len(out)-2] != "yes" {
			if slices.Contains(out[lastStop(out)+1:], "no") || i+1 < len(in) && in[i+1] == "or" || out[len(out)-1] == "or" || out[len(out)-1] == "say" || out[len(out)-1] == "said" {
				out = append(out, w)
				continue
			}
			if !Mark(out[len(out)-1]) && !dangling[out[len(out)-1]] {
				out = append(out, ",")
			}
			continue
		}
		out = append(out, w)
	}
	return out
}

// corrected keeps what stands behind "sorry" where it says again, otherwise, what
// stood before: "than my left , sorry , than my right" is "than my right".
func corrected(in []string) []string {
	out := in
	for i := 1; i+1 < len(out); i++ {
		if out[i] != "sorry" {
			continue
		}
		j := i + 1
		for j < len(out) && (out[j] == "," || out[j] == "no" && j+1 < len(out) && out[j+1] == ",") {
			j++
		}
		if j >= len(out) || Mark(out[j]) {
			continue
		}
		from := max(lastStop(out[:i])+1, i-6)
		for s := i - 1; s >= from; s-- {
			if out[s] == out[j] {
				out = append(append([]string{}, out[:s]...), out[j:]...)
				i = s
				break
			}
		}
	}
	return out
}

var subjectWords = map[string]bool{"i": true, "he": true, "she": true, "it": true, "we": true, "they": true, "you": true}

var given = map[string]bool{"like": true, "just": true, "well": true, "so": true, "also": true, "really": true, ",": true, "then": true, "actually": true, "yes": true, "first": true, "probably": true}

// anew drops a subject, with its helping verb, that is given up for another:
// "she is she had diarrhea", "it i can not stop", "it is the pain is in my knee".
func anew(in []string) []string {
	out := in
	for i := 0; i < len(out); i++ {
		if i > 0 && !Mark(out[i-1]) && out[i-1] != "and" && out[i-1] != "but" && out[i-1] != "so" && out[i-1] != "because" && out[i-1] != "think" && out[i-1] != "if" && out[i-1] != "when" && out[i-1] != "say" {
			continue
		}
		if end := givenUp(out[i:]); end > 0 {
			out = append(append([]string{}, out[:i]...), out[i+end:]...)
			i--
		}
	}
	return out
}

// givenUp returns how many words at the front of w were given up, 0 for none.
func givenUp(w []string) int {
	if len(w) < 4 {
		return 0
	}
	helped := false
	j := 1
	switch {
	case subjectWords[w[0]]:
	case w[0] == "there" || w[0] == "that" || w[0] == "this":
		if !auxiliaries[w[1]] {
			return 0
		}
	default:
		return 0
	}
	for n := 0; j < len(w) && n < 2 && auxiliaries[w[j]] && w[j] != "going"; n++ {
		helped = true
		j++
	}
	if j+2 < len(w) && w[j] == "used" && w[j+1] == "to" && subjectWords[w[j+2]] {
		helped = true
		j += 2
	}
	for n := 0; j < len(w) && given[w[j]] && n < 3; n++ {
		j++
	}
	if j+1 >= len(w) {
		return 0
	}
	if subjectWords[w[j]] && j+1 < len(w) && w[j+1] != "know" {
		next := w[j+1]
		if w[j] == "it" && w[0] != "it" && !helped || w[j] == "you" && w[0] != "you" {
			return 0
		}
		if auxiliaries[next] && next != "going" || finiteVerb(next) || plainVerb(next) && w[j] != "it" {
			return j
		}
		return 0
	}
	// "it is the pain is just right in my back"
	if helped && (w[0] == "it" || w[0] == "that") && (w[j] == "the" || w[j] == "my") && j+3 < len(w) {
		for k := j + 2; k < min(len(w), j+4); k++ {
			if w[k] == "is" || w[k] == "was" || w[k] == "has" || w[k] == "are" {
				return j
			}
			if Mark(w[k]) || subordinating[w[k]] || prepositions[w[k]] {
				return 0
			}
		}
	}
	return 0
}
