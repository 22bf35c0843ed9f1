package check

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/visitwright/visitwright/scribe/fact"
	"github.com/visitwright/visitwright/scribe/lexicon"
)

// Kinds are the kinds of change, in the order of the report.
var Kinds = []string{"dose", "drug", "side", "negation", "number", "person", "time"}

// change makes one change of a kind to a sentence; "" where the sentence has
// nothing to change.
func change(kind, text string, r *rand.Rand) string {
	var out string
	switch kind {
	case "dose":
		out = onNumber(text, r, dosed)
	case "number":
		out = onNumber(text, r, plainNumber)
	case "drug":
		out = otherDrug(text, r)
	case "side":
		out = otherSide(text, r)
	case "negation":
		out = turned(text, r)
	case "person":
		out = otherPerson(text, r)
	case "time":
		out = otherTime(text, r)
	}
	if out == text {
		return ""
	}
	return out
}

var (
	dosed       = regexp.MustCompile(`(?i)\b\d+(?:\.\d+)?(?:\s*(?:mg|mcg|milligrams?|units?|grams?|ml)\b)`)
	plainNumber = regexp.MustCompile(`\b\d+(?:\.\d+)?\b`)
	number      = regexp.MustCompile(`\d+(?:\.\d+)?`)
	doseAfter   = regexp.MustCompile(`(?i)^\s*(?:mg|mcg|milligrams?|grams?|ml)\b`)
)

// onNumber changes one number: by a factor people confuse, or by one.
func onNumber(text string, r *rand.Rand, what *regexp.Regexp) string {
	var places [][]int
	for _, m := range what.FindAllStringIndex(text, -1) {
		if what == plainNumber && doseAfter.MatchString(text[m[1]:]) {
			continue
		}
		places = append(places, m)
	}
	if len(places) == 0 {
		return ""
	}
	m := places[r.IntN(len(places))]
	n := number.FindStringIndex(text[m[0]:m[1]])
	a, z := m[0]+n[0], m[0]+n[1]
	v, _ := strconv.ParseFloat(text[a:z], 64)
	have := numbersOf(text)
	for range 20 {
		var w float64
		switch r.IntN(4) {
		case 0:
			w = v * 2
		case 1:
			w = v * 10
		case 2:
			w = v + float64(1+r.IntN(9))
		default:
			w = v + float64(10*(1+r.IntN(5)))
		}
		s := strconv.FormatFloat(w, 'f', -1, 64)
		if w > 0 && w != v && !slices.Contains(have, s) {
			return text[:a] + s + text[z:]
		}
	}
	return ""
}

func numbersOf(text string) []string { return number.FindAllString(text, -1) }

var someDrugs = []string{"warfarin", "digoxin", "methotrexate", "phenytoin", "sertraline", "amlodipine", "glipizide", "levofloxacin", "tramadol", "clonazepam", "spironolactone", "azathioprine", "lamotrigine", "pioglitazone", "hydralazine", "Xarelto", "Zyprexa", "Humira", "Keppra", "Coreg"}

func otherDrug(text string, r *rand.Rand) string {
	var names []string
	for _, f := range fact.Of(text) {
		if f.Kind == fact.Drug && !f.Term.Class {
			names = append(names, f.Text)
		}
	}
	if len(names) == 0 {
		return ""
	}
	name := names[r.IntN(len(names))]
	with := someDrugs[r.IntN(len(someDrugs))]
	if strings.Contains(strings.ToLower(text), strings.ToLower(with)) {
		return ""
	}
	return swap(text, name, with)
}

// swap replaces the first whole occurrence of a phrase, whatever its capitals.
func swap(text, old, with string) string {
	m := regexp.MustCompile(`(?i)\b` + regexp.QuoteMeta(old) + `\b`).FindStringIndex(text)
	if m == nil {
		return ""
	}
	return text[:m[0]] + with + text[m[1]:]
}

var sideWord = regexp.MustCompile(`(?i)\b(left|right)\b`)

func otherSide(text string, r *rand.Rand) string {
	said := fact.Sides(fact.Plain(text))
	ms := sideWord.FindAllStringIndex(text, -1)
	if len(ms) == 0 || len(said) != 1 {
		return ""
	}
	m := ms[r.IntN(len(ms))]
	with := "left"
	if strings.EqualFold(text[m[0]:m[1]], "left") {
		with = "right"
	}
	if text[m[0]] < 'a' {
		with = strings.ToUpper(with[:1]) + with[1:]
	}
	return text[:m[0]] + with + text[m[1]:]
}

// turns are ways to take a negation away or to put one in.
var turns = []struct{ from, to string }{
	{`\bdenies (?:any |having any |having |experiencing any |experiencing )?`, "reports "}, {`\bdenied (?:any )?`, "reported "}, {`\bno longer\b`, "still"}, {`\b(?:does|do) not have (?:any )?`, "has "}, {`\bhas not had (?:any )?`, "has had "}, {`\bThere (?:is|are|was|were) no (?:evidence of )?`, "There is "}, {`^(?:• )?No (?:evidence of )?`, "Positive for "}, {`\bno (?:evidence of )?`, "some "}, {`\bwithout (?:any )?`, "with "}, {`\bnot\b `, ""}, {`\bNegative for\b`, "Positive for"}, {`\bnegative for\b`, "positive for"},
	{`\breports (?:having |experiencing |some |a )?`, "denies "}, {`\bendorses `, "denies "}, {`\bhas (?:a |an |some )?`, "does not have "}, {`\bThere is (?:a |an |some |mild )?`, "There is no "}, {`\bthere is (?:a |an |some |mild )?`, "there is no "}, {`\bis experiencing\b`, "is not experiencing"}, {`\bcomplains of\b`, "denies"}, {`\bdoes have\b`, "does not have"}, {`\bpresents with\b`, "presents without"}, {`^(?:• )?(?:Mild|Some|Slight) `, "No "}, {`^Positive `, "Negative "},
}

// turned takes a negation away or puts one in, where a finding, a condition, a
// test or a drug stands behind it.
func turned(text string, r *rand.Rand) string {
	before := fact.Of(text)
	order := r.Perm(len(turns))
	for _, i := range order {
		t := turns[i]
		m := regexp.MustCompile(t.from).FindStringIndex(text)
		if m == nil {
			continue
		}
		out := text[:m[0]] + t.to + text[m[1]:]
		if signsDiffer(before, fact.Of(out)) {
			return out
		}
	}
	return ""
}

// signsDiffer reports whether a finding or condition has another sign in b.
func signsDiffer(a, b []fact.Fact) bool {
	for _, f := range a {
		if f.Kind != fact.Finding && f.Kind != fact.Condition {
			continue
		}
		for _, g := range b {
			if g.Kind == f.Kind && g.Name == f.Name && g.Negated != f.Negated {
				return true
			}
		}
	}
	return false
}

var (
	subject  = regexp.MustCompile(`\b(?:The patient|He|She|[Tt]he patient) (has|had|reports|reported|denies|denied|was diagnosed|is a|takes|experiences|states|notes|complains|suffers|endorses)\b`)
	relative = regexp.MustCompile(`(?i)\b(?:his|her|the patient's) (?:mother|father|brother|sister|son|daughter|grandmother|grandfather|aunt|uncle|mom|dad)\b`)
)

// otherPerson gives the patient's condition to a relative, and the reverse.
func otherPerson(text string, r *rand.Rand) string {
	if !slices.ContainsFunc(fact.Of(text), func(f fact.Fact) bool { return f.Kind == fact.Condition || f.Kind == fact.Finding }) {
		return ""
	}
	if m := relative.FindStringIndex(text); m != nil {
		return text[:m[0]] + "the patient" + text[m[1]:]
	}
	who := []string{"mother", "father", "brother", "sister", "son", "daughter", "grandmother", "uncle"}[r.IntN(8)]
	if strings.Contains(strings.ToLower(text), who) {
		return ""
	}
	if m := subject.FindStringSubmatchIndex(text); m != nil && strings.Contains(strings.Join(kindsAfter(text[m[1]:]), " "), "c") {
		return text[:m[0]] + fmt.Sprintf("The patient's %s %s", who, text[m[2]:m[3]]) + text[m[1]:]
	}
	return ""
}

// kindsAfter tells whether a condition or finding stands in the rest of a sentence.
func kindsAfter(rest string) []string {
	var out []string
	for _, m := range lexicon.Find(fact.Plain(rest), lexicon.Condition, lexicon.Finding) {
		_ = m
		out = append(out, "c")
	}
	return out
}

// times are changes of when: spans, days, past for present, done for planned.
var times = []struct{ from, to string }{
	{`\bdays?\b`, "months"}, {`\bweeks?\b`, "years"}, {`\bmonths?\b`, "weeks"}, {`\byears?\b`, "weeks"}, {`\bhours?\b`, "days"}, {`\byesterday\b`, "in January"}, {`\bcurrently (?:has|takes|taking|using|on)\b`, "previously took"}, {`\bcurrently\b`, "previously"},
	{`\bMonday\b`, "Thursday"}, {`\bTuesday\b`, "Friday"}, {`\bJanuary\b`, "August"}, {`\bMarch\b`, "October"}, {`\bApril\b`, "November"}, {`\bJune\b`, "December"}, {`\bSeptember\b`, "February"}, {`\bhistory of\b`, "current"},
	{`\bWe will (?:also )?order\b`, "We obtained"}, {`\bwill start\b`, "was started"}, {`\bWe will (?:also )?refer\b`, "We referred"}, {`\bwe will obtain\b`, "we obtained"}, {`\bI will (?:also )?order\b`, "I have ordered and completed"}, {`\b20(\d\d)\b`, "1994"}, {`\b19(\d\d)\b`, "2016"},
}

func otherTime(text string, r *rand.Rand) string {
	if strings.Contains(text, "-year-old") || strings.Contains(text, "year old") {
		return ""
	}
	for _, i := range r.Perm(len(times)) {
		if m := regexp.MustCompile(times[i].from).FindStringIndex(text); m != nil {
			return text[:m[0]] + times[i].to + text[m[1]:]
		}
	}
	return ""
}
