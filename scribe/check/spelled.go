package check

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/visitwright/visitwright/scribe/fact"
)

// spelled finds numbers that were said in pieces: "two and a half", "point
// four", "ninety eight . seven", "half an hour".
func spelled(words []string) []mention {
	var out []mention
	add := func(n, u string, i int) {
		out = append(out, mention{Fact: fact.Fact{Kind: fact.Number, Name: n, Unit: u, Text: n, Start: i, End: i + 1}, tense: untold})
	}
	for i, w := range words {
		d := fact.Digits(w)
		if n, ok := decades[w]; ok { // "in the sixties"
			add(n, "", i)
		}
		at := func(k int) string {
			if i+k < len(words) {
				return words[i+k]
			}
			return ""
		}
		switch {
		case len(d) == 1 && at(1) == "and" && at(2) == "a" && at(3) == "half":
			add(d[0]+".5", fact.UnitOf(at(4)), i)
		case len(d) == 1 && minutes[fact.UnitOf(at(1))] > 0 && at(2) == "and" && at(3) == "a" && at(4) == "half":
			add(d[0]+".5", fact.UnitOf(at(1)), i)
		case len(d) == 1 && at(1) == "and" && len(fact.Digits(at(2))) == 1 && at(3) == "half":
			add(d[0]+".5", fact.UnitOf(at(4)), i)
		case (w == "thousand" || w == "hundred") && (i == 0 || len(fact.Digits(words[i-1])) == 0):
			add(map[string]string{"thousand": "1000", "hundred": "100"}[w], fact.UnitOf(at(1)), i)
		case onlyDigits(w) && len(w) == 1 && (at(1) == "or" || at(1) == "to") && len(at(2)) == 3 && strings.HasSuffix(at(2), "00") && w < at(2)[:1]:
			add(w+"00", fact.UnitOf(at(3)), i) // "5 or 600"
		case len(w) == 3 && onlyDigits(w) && w[1] == '0' && w[0] == w[2] && at(1) == "hundred":
			add(w[:1]+"00", first(fact.UnitOf(at(2)), ""), i) // "five hundred, five hundred", said twice
		case onlyDigits(w) && at(1) == "." && digitRun(words, i+2) > 1:
			n := digitRun(words, i+2)
			d := strings.Join(words[i+2:i+2+n], "")
			add(w+"."+strings.TrimSuffix(d, "%"), first(unitIn(d), fact.UnitOf(at(2+n))), i) // "0 . 0 5%"
		case (w == "point" || w == "." || w == "oh" && at(1) == "point") && onlyDigits(at(1)):
			add("0."+at(1), fact.UnitOf(at(2)), i)
		case len(d) == 1 && onlyDigits(w) && (at(1) == "." || at(1) == ",") && len(at(2)) == 1 && onlyDigits(at(2)):
			add(w+"."+at(2), fact.UnitOf(at(3)), i)
		case len(d) == 1 && strings.HasPrefix(w, "."):
			add("0"+w, fact.UnitOf(at(1)), i)
		case fact.UnitOf(w) != "" && at(1) == "and" && at(2) == "a" && at(3) == "half":
			add("1.5", fact.UnitOf(w), i) // "a pack and a half"
		case len(d) == 1 && (at(1) == "." || at(1) == ",") && figure[at(2)] != "":
			add(d[0]+"."+figure[at(2)], fact.UnitOf(at(3)), i) // "7 . one"
		case len(d) == 1 && (hundreds(at(1)) || (at(1) == "to" || at(1) == "or") && hundreds(at(3))):
			add(d[0]+"00", fact.UnitOf(at(4)), i) // "3 to 4 hundreds"
		case w == "half" && (at(1) == "an" || at(1) == "a" || at(1) == "hour"):
			add("0.5", fact.UnitOf(at(2)), i)
			add("30", "minute", i)
		case w == "quarter" && at(1) == "of":
			add("0.25", fact.UnitOf(at(3)), i)
		}
		if strings.HasPrefix(w, ".") && onlyDigits(w[1:]) {
			add("0"+w, fact.UnitOf(at(1)), i)
		}
	}
	return out
}

// digitRun counts the words from i on that are one digit each; the last may carry
// a percent sign.
func digitRun(words []string, i int) int {
	n := 0
	for i+n < len(words) && len(strings.TrimSuffix(words[i+n], "%")) == 1 && onlyDigits(strings.TrimSuffix(words[i+n], "%")) {
		n++
		if strings.HasSuffix(words[i+n-1], "%") {
			break
		}
	}
	return n
}

func unitIn(digits string) string {
	if strings.HasSuffix(digits, "%") {
		return "%"
	}
	return ""
}

func first(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

var decades = map[string]string{"twenties": "20", "thirties": "30", "forties": "40", "fifties": "50", "sixties": "60", "seventies": "70", "eighties": "80", "nineties": "90"}

var figure = map[string]string{"zero": "0", "oh": "0", "one": "1"}

func hundreds(w string) bool { return w == "hundred" || w == "hundreds" }

func onlyDigits(w string) bool {
	_, err := strconv.Atoi(w)
	return err == nil
}

var level = regexp.MustCompile(`^(?:[ctls]\d{1,2}(?:-.*)?|[a-z]{3,}-\d+(?:-.*)?)$`)

// named gives the numbers of a token that names a level of the spine or a thing:
// "c4-5", "t12", "covid-19".
func named(w string) []string {
	if !level.MatchString(w) {
		return nil
	}
	i := strings.IndexAny(w, "0123456789")
	if (w[0] == 'c' || w[0] == 'l') && i == 1 && len(w) == 3 && w[1] < w[2] {
		return []string{w[1:2], w[2:3]} // "c56" for C5-6
	}
	var out []string
	for _, p := range strings.FieldsFunc(w[i:], func(r rune) bool { return r < '0' || r > '9' }) {
		out = append(out, strings.TrimLeft(p, "0"))
	}
	return slices.DeleteFunc(out, func(p string) bool { return p == "" })
}

// names doubts a level or a name with a number that was not said: C6 for C5.
func (e *examiner) names() {
	for i, w := range e.words {
		ns := named(w)
		if len(ns) == 0 || e.spoken(w) || slices.ContainsFunc(e.facts, func(f fact.Fact) bool { return f.Start <= i && i < f.End && f.Term != nil }) {
			continue
		}
		for _, n := range ns {
			if !e.hasNumber(n, "") && !slices.ContainsFunc(e.ev, func(x *heard) bool {
				return slices.ContainsFunc(x.words, func(v string) bool {
					return slices.Contains(named(v), n) || slices.Contains(spellings[n], v) && len(v) > 2
				})
			}) {
				e.number(fact.Fact{Kind: fact.Number, Name: n, Text: w, Start: i, End: i + 1})
				break
			}
		}
	}
}
