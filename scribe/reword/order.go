package reword

import (
	"slices"
	"strings"

	"github.com/visitwright/visitwright/scribe/lexicon"
)

// bidden are verbs that order something, in the imperative, with which a plan's
// sentence may start.
var bidden = map[string]bool{}

func init() {
	for _, w := range strings.Fields("order start continue increase decrease prescribe refer repeat recheck check obtain stop switch change add schedule refill renew discontinue hold taper double reduce lower restart resume adjust initiate administer perform") {
		bidden[w] = true
	}
}

// recast are orders as they are spoken, and how they are written.
var recast = []struct{ said, written string }{
	{"put you back on", "restart"}, {"put you on", "start"}, {"start you back on", "restart"}, {"start you on", "start"}, {"start you with", "start"}, {"keep you on", "continue"}, {"continue you on", "continue"}, {"continue you with", "continue"}, {"continue on with", "continue"}, {"continue on", "continue"}, {"continue with", "continue"}, {"keep on", "continue"}, {"refer you over to", "refer to"}, {"refer you out to", "refer to"}, {"refer you to", "refer to"}, {"refer you for", "refer for"}, {"send you to", "refer to"}, {"prescribe you", "prescribe"}, {"write you a prescription for", "prescribe"}, {"give you a prescription for", "prescribe"}, {"send in a prescription for", "prescribe"}, {"call in a prescription for", "prescribe"}, {"give you a refill of", "refill"}, {"order you a", "order a"}, {"increase you to", "increase to"}, {"increase you up to", "increase to"}, {"schedule you for", "schedule"}, {"go up on", "increase"}, {"go down on", "decrease"}, {"order a refill of", "refill"}, {"order a refill on", "refill"}, {"refer him to", "refer to"}, {"refer her to", "refer to"}, {"start him on", "start"}, {"start her on", "start"}, {"put him on", "start"}, {"put her on", "start"},
}

// Order writes what a clinician will do as an order in the imperative: "start
// you on the lisinopril 10 mg a day" is "start lisinopril 10 mg a day". It
// returns nil where the words order nothing. Nothing that carries a fact goes.
func Order(words []string) []string {
	w := words
	for _, r := range recast {
		if Index(w, r.said) == 0 && len(w) > count(r.said) {
			w = append(strings.Fields(r.written), w[count(r.said):]...)
			break
		}
	}
	for len(w) > 2 && (w[0] == "also" || w[0] == "then" || w[0] == "just") {
		w = w[1:]
	}
	if len(w) < 2 {
		return nil
	}
	if (w[0] == "get" || w[0] == "do") && len(w) > 2 && startsTest(w[1:]) {
		w = append([]string{"obtain"}, w[1:]...)
	}
	if !bidden[w[0]] || helper[w[1]] || w[1] == "with" || w[1] == "in" && w[0] == "check" || w[1] == "not" {
		return nil
	}
	out := make([]string, 0, len(w))
	for i, s := range w {
		if i > 0 && i < 5 && (s == "the" || s == "your" || s == "you") && i+1 < len(w) && (s == "you" && w[0] != "refer" && drugAt(w, i+1) || s != "you" && drugAt(w, i+1)) {
			continue
		}
		out = append(out, s)
	}
	return out
}

// startsTest reports whether words name a test among the first five.
func startsTest(w []string) bool {
	return len(lexicon.Find(w[:min(len(w), 5)], lexicon.Test)) > 0
}

// drugAt reports whether a drug's name starts at a place.
func drugAt(w []string, i int) bool {
	return slices.ContainsFunc(lexicon.Find(w[i:min(len(w), i+4)], lexicon.Drug), func(m lexicon.Match) bool { return m.Start == 0 && !m.Term.Class })
}

// Orders cuts a plan's sentence in the imperative into one order each: "order a
// lipid panel and start metformin". A word of doubt or condition keeps it whole.
func Orders(words []string) [][]string {
	if len(words) == 0 || !bidden[words[0]] || slices.Contains(words, "if") || slices.Contains(words, "or") {
		return [][]string{words}
	}
	var out [][]string
	start := 0
	for i := 1; i+2 < len(words); i++ {
		j := i
		if words[j] == "," {
			j++
		}
		if words[j] != "and" {
			continue
		}
		for j++; j+1 < len(words) && (words[j] == "then" || words[j] == "also" || words[j] == "we" || words[j] == "will"); {
			j++
		}
		if bidden[words[j]] && j+1 < len(words) && j-start > 2 {
			out = append(out, words[start:i])
			start, i = j, j
		}
	}
	return append(out, words[start:])
}
