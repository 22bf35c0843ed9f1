package reword

import (
	"slices"
	"strings"

	"github.com/visitwright/visitwright/scribe/lexicon"
)

var thinks = []string{"i do not think that", "i do not think", "i do not believe that", "i do not believe", "i really think that", "i really think", "i do think that", "i do think", "i think that", "i think", "i do believe that", "i do believe", "i believe that", "i believe", "i would think that", "i would think", "i feel like"}

// weighing are words that already say how sure a clinician is.
var weighing = strings.Fields("likely probably possible possibly may might could maybe perhaps suspect concern concerned should would")

// Impersonal writes what a clinician thinks without the first person, and keeps
// the doubt: "I think your cough is from bronchitis" is "your cough is likely
// from bronchitis", "I don't think you need it" is "you likely do not need it".
// Words it cannot turn round safely stay as they are.
func Impersonal(w []string) []string {
	if len(w) > 5 && Index(w, "i am concerned") == 0 && (w[3] == "that" || w[3] == "about" || w[3] == "for") {
		return slices.Concat([]string{"there", "is", "concern"}, w[3:])
	}
	for _, t := range thinks {
		n := count(t)
		if Index(w, t) != 0 || len(w) < n+3 {
			continue
		}
		rest := w[n:]
		if rest[0] == "," {
			rest = rest[1:]
		}
		if out, ok := weighed(rest, strings.Contains(t, "not")); ok {
			return out
		}
		return w
	}
	return w
}

func weighed(w []string, negated bool) ([]string, bool) {
	at := mainVerb(w)
	if at < 1 {
		return nil, false
	}
	if !negated && slices.ContainsFunc(w[:min(len(w), at+4)], func(s string) bool { return slices.Contains(weighing, s) }) {
		return w, true
	}
	if !negated && (w[0] == "we" || slices.Contains(w[:min(len(w), at+3)], "doing")) {
		return w, true // what is to be done, or praise: no diagnosis to doubt
	}
	head, verb, tail := w[:at], w[at], w[at+1:]
	if negated {
		switch {
		case slices.Contains(tail, "not") || slices.Contains(tail, "no"):
			return nil, false
		case helper[verb] && verb != "have" && verb != "has" && verb != "do":
			return slices.Concat(head, []string{verb, "likely", "not"}, tail), true
		}
		v, ok := lexicon.VerbForm(verb)
		if !ok || verb == v.Past {
			return nil, false
		}
		do := "do"
		if verb == v.Third {
			do = "does"
		}
		return slices.Concat(head, []string{"likely", do, "not", v.Base}, tail), true
	}
	if helper[verb] && verb != "do" && (verb != "have" && verb != "has" || len(tail) > 0 && (tail[0] == "been" || participle(tail[0]))) {
		return slices.Concat(head, []string{verb, "likely"}, tail), true
	}
	return slices.Concat(head, []string{"likely", verb}, tail), true
}

// mainVerb finds the finite verb of a plain clause among its first words, -1
// where it opens otherwise.
func mainVerb(w []string) int {
	subject := map[string]bool{"it": true, "this": true, "that": true, "you": true, "your": true, "the": true, "he": true, "she": true, "his": true, "her": true, "they": true, "these": true, "there": true, "we": true}
	if !subject[w[0]] {
		return -1
	}
	for i := 1; i < len(w) && i < 8; i++ {
		switch s := w[i]; {
		case s == "if" || s == "when" || s == "because" || s == "since" || s == "that" || s == "," || s == "which" || s == "to":
			return -1
		case helper[s]:
			return i
		default:
			v, ok := lexicon.VerbForm(s)
			if ok && (s == v.Third || s == v.Base && i == 1 && (w[0] == "you" || w[0] == "we" || w[0] == "they")) {
				return i
			}
		}
	}
	return -1
}

var seeing = []string{"i will see you", "we will see you", "i would like to see you", "i want to see you", "i am going to see you", "we are going to see you", "i will plan to see you", "i will see him", "i will see her", "we will see him", "we will see her", "i would like to see him", "i would like to see her", "i want to see him", "i want to see her"}

// again writes "otherwise, I will see you again in two weeks" as "follow up in
// two weeks".
func again(w []string) []string {
	for len(w) > 1 && (w[0] == "otherwise" || w[0] == "then" || w[0] == ",") {
		w = w[1:]
	}
	for _, s := range seeing {
		n := count(s)
		if Index(w, s) != 0 || len(w) < n+2 {
			continue
		}
		rest := w[n:]
		for len(rest) > 1 && (rest[0] == "back" || rest[0] == "again" || rest[0] == "here") {
			rest = rest[1:]
		}
		switch rest[0] {
		case "in", "within", "for", "after", "next", "on", "at", "every":
			return append([]string{"follow", "up"}, rest...)
		}
	}
	return nil
}

// living are verbs of what a patient is asked to do or leave in daily life.
var living = map[string]bool{"stop": true, "quit": true, "avoid": true, "cut": true, "watch": true, "try": true, "exercise": true, "limit": true, "rest": true, "keep": true, "check": true, "drink": true, "elevate": true, "ice": true, "wear": true}

// Advises reports whether a sentence opens by asking something of the patient's
// daily life: "Stop smoking."
func Advises(text string) bool {
	first, rest, _ := strings.Cut(text, " ")
	return living[strings.ToLower(first)] && !strings.HasPrefix(rest, "up ")
}
