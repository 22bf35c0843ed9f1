package clause

import (
	"slices"
	"strings"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/scribe/lexicon"
)

// Clause is one statement or question of one speaker.
type Clause struct {
	Segment ehr.SegmentID
	// Before is the segment in which the clause was begun, where a listener's
	// "mm-hmm" cut it in two; else empty.
	Before ehr.SegmentID
	// Turn counts changes of speaker from 0; clauses of one turn were said in a row.
	Turn     int
	Speaker  ehr.Speaker
	Words    []string // lower case, without the closing mark; commas are words
	Question bool
}

// Text is the clause as plain text.
func (c Clause) Text() string { return strings.Join(c.Words, " ") }

// Boundary says how likely, 0 to 1, a sentence ends before words[i].
type Boundary func(words []string, i int) float64

// Split cuts segments into clauses. Text without punctuation, as some
// recognisers give it, is cut where end says that a sentence ends.
func Split(segments []ehr.Segment, end Boundary) []Clause {
	var out []Clause
	turn, last := -1, ehr.Speaker("")
	for _, p := range pieces(segments) {
		if p.speaker != last || turn < 0 {
			turn, last = turn+1, p.speaker
		}
		bare := Bare(p.words)
		for n, w := range sentences(Numbers(Mend(p.words)), bare, end) {
			w, q := question(w, bare)
			for k, part := range coordinate(w) {
				if c := trim(part); len(c) > 0 {
					out = append(out, Clause{Segment: p.id, Turn: turn, Speaker: p.speaker, Words: c, Question: q})
					if n == 0 && k == 0 {
						out[len(out)-1].Before = p.before
					}
				}
			}
		}
	}
	denied(out)
	return out
}

// question takes the closing mark off a sentence and says whether it asks.
func question(w []string, bare bool) ([]string, bool) {
	q := false
	if n := len(w); Mark(w[n-1]) {
		q = w[n-1] == "?"
		w = w[:n-1]
	}
	if told := untag(w); q && len(told) < len(w) {
		w, q = told, Asks(told)
	}
	if bare && !q {
		q = Asks(w)
	}
	return w, q
}

// Bare reports whether a text came without usable punctuation.
func Bare(words []string) bool {
	marks := 0
	for _, w := range words {
		if Mark(w) {
			marks++
		}
	}
	return marks*12 < len(words)
}

func sentences(words []string, bare bool, end Boundary) [][]string {
	var out [][]string
	start := 0
	inside := insideTerms(words)
	for i := range words {
		switch {
		case i > start && bare && !inside[i] && !wondering(words[:i]) && (opensSentence(words, i) || end != nil && end(words, i) >= 0.3):
			if i-1 > start && words[i-1] == "now" && !rests[words[i-2]] {
				i-- // "the lungs are clear now | let us": it opens what follows
			}
			out = append(out, words[start:i])
			start = i
		case Mark(words[i]) && words[i] != ",":
			if i >= start {
				out = append(out, words[start:i+1])
			}
			start = i + 1
		}
	}
	if start < len(words) {
		out = append(out, words[start:])
	}
	return out
}

// wondering reports whether words end with what makes a question of all that follows:
// "to see whether or not | there is a clot" may never become "there is a clot".
func wondering(w []string) bool {
	n := len(w)
	return w[n-1] == "whether" || w[n-1] == "if" || n > 2 && w[n-1] == "not" && w[n-2] == "or"
}

// rests are words behind which "now" is a time and opens no sentence.
var rests = map[string]bool{"right": true, "for": true, "until": true, "till": true, "by": true, "of": true, "than": true, "just": true, "even": true, "up": true, "to": true, "and": true, "better": true, "fine": true, "okay": true, "years": true, "months": true, "weeks": true, "days": true, "while": true}

// untag takes "okay" or "all right" off the end: a clinician's "I'll order an
// x-ray, okay?" tells and does not ask.
func untag(w []string) []string {
	n := len(w)
	switch {
	case n > 4 && w[n-1] == "okay":
		w = w[:n-1]
	case n > 5 && w[n-2] == "all" && w[n-1] == "right":
		w = w[:n-2]
	}
	for len(w) > 0 && w[len(w)-1] == "," {
		w = w[:len(w)-1]
	}
	return w
}

// inverts are auxiliaries that open a question before "you", unless one of wh
// stands before them.
var inverts = map[string]bool{"have": true, "do": true, "did": true, "are": true}

var wh = map[string]bool{"what": true, "how": true, "when": true, "where": true, "why": true, "which": true, "who": true, "much": true, "often": true, "long": true, "kind": true, "many": true, "and": true, "or": true, "so": true, "medications": true, "symptoms": true, "else": true, "now": true, "well": true, "okay": true, "but": true, "exercise": true, "pain": true, "time": true}

// starts are words with which clinicians start a sentence in any case.
var starts = [][]string{
	{"your", "blood", "pressure", "today"}, {"your", "blood", "pressure", "is"}, {"your", "lungs", "are"}, {"your", "heart", "rate"}, {"your", "temperature"}, {"your", "hemoglobin", "a1c", "came"}, {"your", "hemoglobin", "a1c", "is"}, {"your", "oxygen"}, {"your", "abdomen", "is"}, {"your", "heart", "is"},
	{"so", "on", "your"}, {"so", "for", "your"}, {"and", "on", "your"}, {"on", "your", "heart"}, {"on", "your", "lung"}, {"on", "your", "neck"}, {"for", "your", "first"}, {"for", "your", "second"}, {"for", "your", "third"}, {"for", "your", "fourth"}, {"for", "your", "next"}, {"for", "your", "last"}, {"i", "want", "you", "to"},
	{"i", "do", "not", "hear"}, {"i", "do", "not", "see"}, {"i", "do", "not", "appreciate"}, {"i", "am", "also", "going"}, {"and", "then", "i"}, {"and", "then", "we"}, {"so", "i", "am", "going"}, {"do", "you", "have", "any"}, {"have", "you", "had", "any"}, {"any", "other"}, {"now", "for", "your"}, {"as", "far", "as"}, {"in", "terms", "of"}, {"okay", "and"}, {"okay", "so"},
	{"continue", "the"}, {"continue", "with"}, {"continue", "taking"}, {"so", "let", "me"}, {"so", "let", "us"}, {"now", "let", "me"}, {"so", "now"}, {"let", "me", "talk"}, {"so", "i", "reviewed"}, {"so", "i", "did"}, {"so", "we", "are"}, {"so", "you", "have"}, {"and", "i", "am", "going"}, {"the", "good", "news"}, {"your", "symptoms", "are"}, {"so", "your", "symptoms"}, {"i", "did", "review"}, {"i", "reviewed"}, {"i", "am", "going", "to"}, {"i", "would", "like", "to"}, {"i", "would", "like", "you"}, {"i", "will", "see", "you"}, {"which", "is", "good"}, {"so", "that", "is", "good"}, {"that", "is", "good"},
	{"let", "us"}, {"we", "will", "also"}, {"i", "will", "also"}, {"and", "your"}, {"no", "problem"},
}

// turns are words with which a sentence most often starts, unless one of joins or
// leans stands before them.
var turns = [][]string{
	{"now", "if"}, {"now", "i"}, {"now", "we"}, {"now", "let"}, {"now", "you"}, {"now", "the"}, {"now", "on"}, {"now", "in"}, {"now", "it"}, {"there", "is", "no"}, {"there", "are", "no"}, {"there", "is", "some"}, {"there", "is", "positive"}, {"this", "means"}, {"that", "means"}, {"so", "this", "means"}, {"so", "that", "means"}, {"so", "essentially"}, {"so", "what", "that", "means"}, {"how", "does", "that"}, {"how", "does", "it"}, {"does", "that", "hurt"}, {"does", "this", "hurt"}, {"does", "it", "hurt"}, {"does", "that", "sound"}, {"is", "that", "okay", "with"}, {"listening", "to", "your"}, {"looking", "at", "your"},
}

func opensSentence(words []string, i int) bool {
	if i+2 < len(words) && words[i+1] == "you" && inverts[words[i]] && !wh[words[i-1]] {
		return true
	}
	for _, s := range starts {
		if i+len(s) <= len(words) && equal(words[i:i+len(s)], s) && !joins[words[i-1]] {
			return true
		}
	}
	if joins[words[i-1]] || leans[words[i-1]] {
		return false
	}
	if words[i] == "on" && slices.ContainsFunc(words[min(len(words), i+2):min(len(words), i+5)], func(s string) bool { return s == "exam" || s == "examination" }) {
		return true // "on your right knee exam"
	}
	for k := max(1, i-5); k < i && words[i] == "there"; k++ {
		if words[k-1] == "on" && (words[k] == "the" || words[k] == "your" || words[k] == "that") {
			return false // "on the right foot there is bruising"
		}
	}
	return slices.ContainsFunc(turns, func(s []string) bool {
		return i+len(s) < len(words) && equal(words[i:i+len(s)], s) && !(s[0] == "now" && rests[words[i-1]])
	})
}

// leans are words behind which a clause hangs on what stands before.
var leans = map[string]bool{"where": true, "think": true, "know": true, "say": true, "says": true, "sure": true, "whether": true, "what": true, "all": true, "which": true, "or": true, "like": true, "feel": true, "believe": true, "me": true, "said": true, "it": true, "then": true, "now": true, "hope": true, "is": true, "are": true, "was": true, "not": true}

// insideTerms marks the places within a name of several words: no sentence ends
// there.
func insideTerms(words []string) []bool {
	out := make([]bool, len(words)+1)
	for _, m := range lexicon.Find(words) {
		for i := m.Start + 1; i < m.End; i++ {
			out[i] = true
		}
	}
	return out
}

var asking = map[string]bool{
	"do": true, "does": true, "did": true, "are": true, "is": true, "was": true, "were": true, "have": true, "has": true, "had": true, "can": true,
	"could": true, "would": true, "will": true, "any": true, "what": true, "when": true, "where": true, "how": true, "which": true, "who": true, "why": true, "should": true,
}

var openers = map[string]bool{
	"okay": true, "and": true, "so": true, "now": true, "well": true, "then": true, "but": true, "yes": true, "no": true, "or": true, "also": true, "right": true, "good": true, "great": true,
}

// Asks guesses from the first words whether an unpunctuated clause asks.
func Asks(w []string) bool {
	for len(w) > 1 && openers[w[0]] {
		w = w[1:]
	}
	if len(w) < 2 || !asking[w[0]] {
		return false
	}
	switch w[0] {
	case "any", "what", "how", "where", "which", "who", "why":
		return true
	case "when":
		return w[1] == "did" || w[1] == "was" || w[1] == "do" || w[1] == "were"
	}
	switch w[1] {
	case "you", "your", "it", "he", "she", "they", "there", "that", "this", "anything", "any", "the", "i", "we", "not", "anyone":
		return true
	}
	return false
}

var pronouns = map[string]bool{
	"i": true, "you": true, "he": true, "she": true, "it": true, "we": true, "they": true, "there": true, "that": true, "this": true, "my": true, "your": true, "his": true, "her": true, "the": true,
}

var auxiliaries = map[string]bool{
	"am": true, "is": true, "are": true, "was": true, "were": true, "have": true, "has": true, "had": true, "do": true, "does": true, "did": true, "will": true, "would": true, "can": true, "could": true, "should": true, "may": true, "might": true, "going": true,
}

// coordinate cuts a long sentence where a new subject starts after "and",
// "but", "so" or a comma alone.
func coordinate(w []string) [][]string {
	var out [][]string
	start := 0
	for i := 2; i+2 < len(w); i++ {
		if spliced(w, start, i) {
			out = append(out, w[start:i])
			start = i
			continue
		}
		if i < 4 || i+3 >= len(w) {
			continue
		}
		if i-start < 4 || w[i] != "and" && w[i] != "but" && w[i] != "so" || w[i+1] == "that" && w[i] == "so" {
			continue
		}
		j := i + 1
		for j < len(w) && (w[j] == "," || openers[w[j]]) {
			j++
		}
		if j+2 < len(w) && pronouns[w[j]] && !subordinate(w[start:i]) && (w[j] != "the" && w[j] != "that" && w[j] != "this" && w[j] != "my" && w[j] != "your" && w[j] != "her" && w[j] != "his" || hasVerb(w[j+1:min(len(w), j+5)])) {
			out = append(out, w[start:i])
			start = i
		}
	}
	return append(out, w[start:])
}

// subordinate reports whether the words open with a clause that cannot stand alone.
func subordinate(w []string) bool {
	for len(w) > 0 && (openers[w[0]] || w[0] == ",") {
		w = w[1:]
	}
	return len(w) > 0 && (w[0] == "if" || w[0] == "when" || w[0] == "because" || w[0] == "since" || w[0] == "although" || w[0] == "while" || w[0] == "once")
}

func hasVerb(w []string) bool {
	for _, s := range w {
		if auxiliaries[s] {
			return true
		}
	}
	return false
}

var edges = map[string]bool{"okay": true, "so": true, "and": true, "but": true, "well": true, "now": true, "then": true, "right": true, "yes": false, "actually": true, "also": false, "anyway": true, ",": true, "or": true, "hey": true}

// trim takes openers and closers off that carry nothing.
func trim(w []string) []string {
	if i := slices.Index(w, "dragon"); i >= 0 && i < 3 && i+1 < len(w) { // a word to a machine, then the order itself
		w = w[i+1:]
	}
	for len(w) > 0 && edges[w[0]] && !(w[0] == "right" && len(w) > 1 && !edges[w[1]]) && !(w[0] == "well" && len(w) == 1) {
		w = w[1:]
	}
	for len(w) > 0 && (w[len(w)-1] == "okay" || w[len(w)-1] == "," || w[len(w)-1] == "so" || w[len(w)-1] == "and" || w[len(w)-1] == "but" || w[len(w)-1] == "or") {
		w = w[:len(w)-1]
	}
	return w
}

// joins are words after which nothing new starts.
var joins = map[string]bool{"and": true, "so": true, "that": true, "because": true, "if": true, "check": true, "on": true, "of": true, "take": true, "control": true, "for": true, "with": true, "is": true, "about": true, "monitor": true, "when": true, "see": true, "since": true, "but": true, "the": true, "to": true, "get": true, "we": true, "you": true, "will": true, "can": true, "just": true, "us": true, "also": true, "should": true, "i": true}
