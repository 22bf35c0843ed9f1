package fact

import (
	"strings"

	"github.com/visitwright/visitwright/scribe/clause"
	"github.com/visitwright/visitwright/scribe/lexicon"
)

// Kind is what sort of fact it is.
type Kind string

// The kinds of fact. Number holds a number with its unit, Date a day, month,
// year or a span of time ("2 weeks ago").
const (
	Drug      = Kind(lexicon.Drug)
	Finding   = Kind(lexicon.Finding)
	Condition = Kind(lexicon.Condition)
	Anatomy   = Kind(lexicon.Anatomy)
	Test      = Kind(lexicon.Test)
	Number    = Kind("number")
	Date      = Kind("date")
)

// Fact is one fact in a list of words.
type Fact struct {
	Kind Kind
	Name string // canonical
	Text string // as it stands in the text
	// Term is the lexicon's entry; nil for numbers and dates.
	Term       *lexicon.Term
	Start, End int // words
	Negated    bool
	Side       string // "left", "right", "bilateral", "" where none is said
	Kin        string // the relative it is about, "" for the patient
	// Unit belongs to a Number: "mg", "week", "%", "times", "".
	Unit string
}

// In finds the facts in plain words.
func In(words []string) []Fact {
	neg := negated(words)
	kin := relatives(words)
	var out []Fact
	taken := map[lexicon.Kind]int{}
	for _, m := range lexicon.Find(words) {
		k := m.Term.Kind
		// one place, one fact: a condition within a finding or the reverse counts once each
		if m.Start < taken[k] {
			continue
		}
		taken[k] = m.End
		f := Fact{Kind: Kind(k), Name: m.Term.Name, Text: strings.Join(words[m.Start:m.End], " "), Term: m.Term, Start: m.Start, End: m.End}
		f.Negated = neg[m.Start] && !(f.Kind == Drug && spared(words, m.Start)) && !(f.Kind == Finding && unhelped(words, m.Start))
		f.Kin = kin[m.Start]
		f.Side = sideOf(words, m)
		out = append(out, f)
	}
	return append(out, numbers(words)...)
}

// Of finds the facts in a text.
func Of(text string) []Fact { return In(Plain(text)) }

// Plain gives the words of a text as facts are looked for in them.
func Plain(text string) []string { return clause.Numbers(clause.Words(text)) }

var sides = map[string]string{"left": "left", "right": "right", "bilateral": "bilateral", "bilaterally": "bilateral", "both": "bilateral", "either": "bilateral", "left-sided": "left", "right-sided": "right", "left-hand": "left", "right-hand": "right", "bilateral-sided": "bilateral", "both-sided": "bilateral"}

// sideOf looks for a side close to a body part, finding, condition or test.
func sideOf(words []string, m lexicon.Match) string {
	if m.Term.Kind == lexicon.Drug {
		return ""
	}
	for i := m.Start - 1; i >= 0 && i >= m.Start-3; i-- {
		if clause.Mark(words[i]) {
			break
		}
		if s, ok := sides[words[i]]; ok && isSide(words, i) {
			return s
		}
	}
	if m.End < len(words) && words[m.End] == "bilaterally" {
		return "bilateral"
	}
	if s := sideAcross(words, m); s != "" {
		return s
	}
	return ""
}

// sideAcross reads "the right side of my face" and "pain on the left".
func sideAcross(words []string, m lexicon.Match) string {
	for i := m.Start - 1; i >= 0 && i >= m.Start-6; i-- {
		if clause.Mark(words[i]) {
			break
		}
		if words[i] == "of" && i >= 2 && words[i-1] == "side" && sides[words[i-2]] != "" {
			return sides[words[i-2]]
		}
	}
	for i := m.End; i+2 < len(words) && i < m.End+3; i++ {
		if clause.Mark(words[i]) {
			break
		}
		if (words[i] == "on" || words[i] == "to") && words[i+1] == "the" && (words[i+2] == "left" || words[i+2] == "right" || words[i+2] == "bilateral") && (i+3 >= len(words) || clause.Mark(words[i+3]) || words[i+3] == "side") {
			return words[i+2]
		}
	}
	return ""
}

var notSide = map[string]bool{"now": true, "away": true, "there": true, "here": true, "before": true, "after": true, "then": true, ",": true, ".": true, "?": true, "so": true, "and": true, "when": true, "where": true, "in": true, "up": true, "about": true, "at": true}

// Sides returns the sides named in the words, "right now" and "he left" left out.
func Sides(words []string) map[string]bool {
	out := map[string]bool{}
	for i, w := range words {
		if s, ok := sides[w]; ok && isSide(words, i) {
			out[s] = true
		}
	}
	return out
}

// SideAt returns the side that words[i] names, "" where it names none.
func SideAt(words []string, i int) string {
	if s, ok := sides[words[i]]; ok && isSide(words, i) {
		return s
	}
	return ""
}

func isSide(words []string, i int) bool {
	w := words[i]
	if w == "both" || w == "either" {
		next := words[i+1 : min(len(words), i+5)]
		return len(next) > 0 && !clause.Mark(next[0]) && next[0] != "," && (next[0] == "sides" || len(lexicon.Find(next, lexicon.Anatomy)) > 0)
	}
	if w == "left-hand" || w == "right-hand" {
		return i+1 < len(words) && words[i+1] == "side"
	}
	if w != "right" && w != "left" {
		return true
	}
	if i+1 >= len(words) {
		return i > 0 && (words[i-1] == "the" || words[i-1] == "my" || words[i-1] == "his" || words[i-1] == "her" || words[i-1] == "your" || words[i-1] == "on")
	}
	if notSide[strings.Trim(words[i+1], "-")] {
		return i > 0 && (words[i-1] == "the" || words[i-1] == "my" || words[i-1] == "your")
	}
	if w == "left" && i > 0 && (words[i-1] == "i" || words[i-1] == "he" || words[i-1] == "she" || words[i-1] == "they" || words[i-1] == "have" || words[i-1] == "has") {
		return false
	}
	return !(w == "right" && i > 0 && (words[i-1] == "all" || words[i-1] == "is"))
}

var kinWords = map[string]string{
	"mother": "mother", "mom": "mother", "mum": "mother", "father": "father", "dad": "father", "brother": "brother", "sister": "sister", "brothers": "brother", "sisters": "sister",
	"son": "son", "daughter": "daughter", "grandmother": "grandmother", "grandfather": "grandfather", "grandma": "grandmother", "grandpa": "grandfather", "aunt": "aunt", "uncle": "uncle",
	"cousin": "cousin", "parents": "parents", "family": "family", "wife": "spouse", "husband": "spouse", "mother's": "mother", "father's": "father", "uncles": "uncle", "mom's": "mother", "mum's": "mother", "dad's": "father", "brother's": "brother", "sister's": "sister", "mums": "mother", "aunts": "aunt",
	"familial": "family", "fh": "family", "fhx": "family", "relatives": "family", "siblings": "siblings", "children": "children", "kids": "children", "grandparents": "grandparents", "mother-in-law": "spouse's",
}

// Kinship gives for each word the relative its clause is about, "" for the patient.
func Kinship(words []string) []string { return relatives(words) }

// relatives gives for each word the relative its clause is about.
func relatives(words []string) []string {
	out := make([]string, len(words))
	who := ""
	for i, w := range words {
		switch {
		case kinWords[w] != "" && !aside(words, i):
			several := who != "" && i > 1 && (words[i-1] == "and" || words[i-2] == "and") && who != kinWords[w]
			who = kinWords[w]
			if several { // "my mother and her sister both had it"
				who = "family"
			}
			for j := i - 1; j >= 0 && j >= i-8 && !clause.Mark(words[j]) && words[j] != "and" && words[j] != "but"; j-- { // "cancer in his mother"
				if words[j] == "in" || words[j] == "of" || words[j] == "with" || words[j] == "by" {
					for k := j; k >= 0 && k >= j-5 && !clause.Mark(words[k]); k-- {
						if (out[k] == "" || out[k] == "family") && (words[j] == "in" || words[j] == "of") {
							out[k] = who
						}
					}
					break
				}
			}
		case who != "" && (w == "." || w == "i" && !(i+1 < len(words) && supposes[words[i+1]]) || w == "but" || w == "patient" || w == "you"):
			who = ""
		case who != "" && (w == "he" || w == "she") && i > 0 && (words[i-1] == "," || words[i-1] == "and"):
			// "my mother had it and she died": still the mother
		}
		out[i] = first(out[i], who)
	}
	return out
}

// supposes are verbs by which a speaker weighs what is said of another: "my
// father, I think he had a stroke".
var supposes = map[string]bool{"think": true, "believe": true, "guess": true, "suppose": true, "mean": true}

func first(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// Kin returns the relatives named in the words, company left in.
func Kin(words []string) map[string]bool {
	out := map[string]bool{}
	for i, w := range words {
		k := kinWords[strings.TrimSuffix(w, "'s")]
		if k != "" && (k != "family" || i+1 < len(words) && (words[i+1] == "history" || words[i+1] == "hx")) {
			out[k] = true
		}
	}
	return out
}

// anyone are words that ask after all relatives: "does anyone in your family".
var anyone = map[string]bool{"anyone": true, "anybody": true, "someone": true, "somebody": true, "else": true, "one": true, "nobody": true, "people": true, "members": true}

// aside reports whether a relative is only company: "with my wife", "his son brought him".
func aside(words []string, i int) bool {
	if words[i] == "fh" || words[i] == "fhx" {
		return false
	}
	if kinWords[words[i]] == "family" {
		asked := i >= 3 && (words[i-2] == "in" || words[i-2] == "your") && anyone[words[i-3]]
		return !asked && !(i+1 < len(words) && (words[i+1] == "history" || words[i+1] == "hx"))
	}
	for j := max(0, i-2); j < i; j++ {
		if words[j] == "with" || words[j] == "and" && j == i-1 {
			return true
		}
	}
	return kinWords[words[i]] == "spouse"
}
