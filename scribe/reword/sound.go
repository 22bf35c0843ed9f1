package reword

import (
	"slices"
	"strings"

	"github.com/visitwright/visitwright/scribe/lexicon"
)

// aboutTalk are openings of clauses that conduct the visit and say nothing of
// the patient.
var aboutTalk = []string{
	"tell me", "let us start with", "let us talk", "let us go over", "let us move on", "let us look", "let us take a look", "let us see", "let us begin", "let us do a quick", "let us do a physical", "let me talk", "let me focus", "let me just", "let me go ahead", "let me take", "let me look", "let me listen", "let me feel", "let me check", "let me press", "let me examine", "let me go over", "let me see", "let me do", "let me know what questions", "let me pull", "let me turn", "let me have", "let me examine", "let me get you up", "let us have a look", "i will have a look", "i will take a look", "i am going to have a", "i will examine", "i will listen", "let me start by", "may i", "can i",
	"i am going to take a look", "i am going to take a listen", "i am going to examine", "i am going to do a quick", "i am going to do a physical", "i am going to do some maneuvers", "i am going to listen", "i am going to press", "i am going to touch", "i am going to tap", "i am going to feel", "i am going to look", "i am going to go over", "i am going to call out", "i am going to be calling", "i am going to move", "i am going to ask", "i am going to lift", "i am going to bend", "i am going to go ahead and examine", "i am going to go ahead and do", "i am just going to", "i am going to check you out", "i am going to let you know what",
	"i want to turn your", "i want to touch", "i just want to touch", "i want to press", "i want to listen", "i want to look at", "i want to take a look", "i want to move on", "i want to go over", "i want to do a physical", "i want to do a quick", "i want to talk about", "i want to examine", "i would like to do a quick", "i would like to do a physical", "i just want to check out", "i would like to examine", "i would like to go over", "i want to go ahead and examine",
	"can you", "could you", "go ahead and", "good to see you", "great to see you", "nice to see you", "we will move on", "turn your", "squeeze", "show me", "i am feeling your", "i am pressing", "i am listening", "does that sound", "do you have any questions", "any questions", "what questions", "i know the nurse", "i heard the nurse", "the nurse told", "let us dive", "moving on", "we just talked", "we have talked", "i know that we", "i know we", "take care", "have a good", "have a great", "thanks for", "thank you", "all questions", "what does that mean", "what does all that mean", "so what does", "i will be right back", "i understand", "we can talk about that", "i look forward", "please use my", "use my", "insert my", "put in my", "add to the note", "in the note", "in assessment", "for the physical exam", "i used my", "use the",
}

// actsOn are words that make an opening above an order after all: "let me check
// an A1c".
func actsOn(w []string) bool {
	return len(lexicon.Find(w, lexicon.Test, lexicon.Drug)) > 0 && !Has(w, "look at") && !Has(w, "talk") && !Has(w, "listen")
}

// Conducts reports whether a clause only conducts the visit: it turns to a
// subject, bids the patient do something or takes leave.
func Conducts(words []string) bool {
	for _, hello := range []string{"good to see you", "great to see you", "nice to see you"} {
		if Has(words, hello) {
			return !actsOn(words)
		}
	}
	w := words
	for len(w) > 1 && (leads[w[0]] || w[0] == "just" || w[0] == "actually" || w[0] == "again") {
		w = w[1:]
	}
	for i := 0; i < 3 && i < len(w); i++ { // "Anna, good to see you"
		for _, o := range aboutTalk {
			if Index(w[i:], o) == 0 && (i == 0 || strings.Contains(o, "see you") || o == "can you" || o == "could you" || w[max(0, i-1)] == "," && strings.HasPrefix(o, "let ")) {
				return !actsOn(w)
			}
		}
	}
	return false
}

// dangling are words with which no sentence ends, openless those with which none
// starts.
var (
	dangling = strings.Fields("of to in on at for with and or but the a an that your my his her their is are was were because if when so like about from as than which who i we you he she has have had been into do does some any really just very no not it's be by while where how what whether")
	openless = strings.Fields("and but or so because that which to of than not just like as despite until unless although though whereas with from into about")
)

// Sound reports whether words can stand as a sentence of a note: they open as
// one, end as one, and hold a finite verb, or are an order in the imperative
// where that is allowed.
func Sound(words []string, imperative bool) bool {
	if Garbled(words) || !imperative && leansOnly(words) {
		return false
	}
	w := slices.DeleteFunc(slices.Clone(words), func(s string) bool { return s == "," })
	if len(w) < 2 || slices.Contains(dangling, w[len(w)-1]) || slices.Contains(openless, w[0]) {
		return false
	}
	if helper[w[0]] && (len(w) > 1 && (subjects[w[1]])) { // a question's word order
		return false
	}
	if v, ok := lexicon.VerbOf(w[0]); ok && v.Base == w[0] && !helper[w[0]] {
		return imperative
	}
	if places[w[0]] { // "on the inside of the knee, mostly when she walks" has no verb of its own
		return finite(principal(w))
	}
	return finite(w)
}

var subjects = map[string]bool{"he": true, "she": true, "it": true, "they": true, "the": true, "you": true, "i": true, "we": true, "there": true, "that": true, "this": true, "his": true, "her": true, "their": true}

var finites = strings.Fields("is are was were has have had does do did will would can could should may might must denies reports")

func finite(w []string) bool {
	return slices.ContainsFunc(w, func(s string) bool {
		if s == "left" { // a side far more often than a verb
			return false
		}
		if slices.Contains(finites, s) {
			return true
		}
		v, ok := lexicon.VerbForm(s)
		return ok && (s == v.Third || s == v.Past)
	})
}
