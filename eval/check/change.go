package check

import (
	"math/rand/v2"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/visitwright/visitwright/scribe/fact"
)

// Kinds are the kinds of change, in the order of the report.
var Kinds = []string{"dose", "drug", "unit", "number", "side", "negation", "person", "time", "plan"}

// changes lists the ways to change one fact of a kind in a sentence: each is
// the whole sentence with one place changed. What can be drawn is drawn from r.
func changes(kind, text string, r *rand.Rand) []string {
	var out []string
	switch kind {
	case "dose":
		out = numbersChanged(text, r, dosed)
	case "number":
		out = numbersChanged(text, r, plainNumber)
	case "drug":
		out = otherDrugs(text, r)
	case "unit":
		out = replaced(text, units)
	case "side":
		out = otherSides(text)
	case "negation":
		out = turned(text)
	case "person":
		out = otherPersons(text, r)
	case "time":
		if !strings.Contains(text, "-year-old") && !strings.Contains(text, "year old") {
			out = replaced(text, times)
		}
	case "plan":
		out = replaced(text, plans)
	}
	return slices.DeleteFunc(out, func(s string) bool {
		return s == "" || s == text || noChange.MatchString(s) && !noChange.MatchString(text)
	})
}

// noChange finds changes that make no other fact or no English: what is "as
// currently discussed" was discussed before, "did not will be" says nothing.
var noChange = regexp.MustCompile(`\bcurrently (?:discussed|noted|mentioned|described|stated|documented|removed|recommended|scheduled)\b|\bnot will\b|\band will be obtained and\b|\bno no\b|\bnot have (?:been|had|\w+ed)\b|\bsome longer\b|\bbut limited to\b|\bto not due\b|\bif (?:he|she|they) does not\b|\b[Yy]ou has\b|\bnot have never\b|\bwill do not\b|(?i:\ball left\b)|\bleft (?:here|there|where)\b|\b(?:his|her|their) bilateral\.|mid-month|-to-month|-a-month|month-to-`)

// rule says what is replaced by what; ${1} and so on are groups of the pattern.
type rule struct {
	from *regexp.Regexp
	to   string
}

func rules(pairs ...string) []rule {
	var out []rule
	for i := 0; i+1 < len(pairs); i += 2 {
		out = append(out, rule{regexp.MustCompile(pairs[i]), pairs[i+1]})
	}
	return out
}

// replaced applies each rule at each place it matches, one place at a time.
func replaced(text string, rs []rule) []string {
	var out []string
	for _, t := range rs {
		for _, m := range t.from.FindAllStringSubmatchIndex(text, -1) {
			with := t.from.ExpandString(nil, t.to, text, m)
			out = append(out, text[:m[0]]+string(with)+text[m[1]:])
		}
	}
	return out
}

var (
	dosed       = regexp.MustCompile(`(?i)\b\d+(?:\.\d+)?(?:\s*(?:mg|mcg|milligrams?|units?|grams?|ml)\b)`)
	plainNumber = regexp.MustCompile(`\b\d+(?:\.\d+)?\b`)
	number      = regexp.MustCompile(`\d+(?:\.\d+)?`)
	doseAfter   = regexp.MustCompile(`(?i)^\s*(?:mg|mcg|milligrams?|grams?|ml)\b`)
	// itemNumber is the number of a line in a list: no fact.
	itemNumber = regexp.MustCompile(`^\W*\d+[.)]\W*`)
)

// draws is how many other numbers or drugs are drawn for each place.
const draws = 8

// numbersChanged changes each number: by a factor people confuse, or by some.
func numbersChanged(text string, r *rand.Rand, what *regexp.Regexp) []string {
	var out []string
	have := number.FindAllString(text, -1)
	item := 0
	if m := itemNumber.FindStringIndex(text); m != nil {
		item = m[1]
	}
	for _, m := range what.FindAllStringIndex(text, -1) {
		if m[0] < item || what == plainNumber && doseAfter.MatchString(text[m[1]:]) {
			continue
		}
		n := number.FindStringIndex(text[m[0]:m[1]])
		a, z := m[0]+n[0], m[0]+n[1]
		for range draws {
			if s := otherNumber(text[a:z], have, r); s != "" {
				out = append(out, text[:a]+s+text[z:])
			}
		}
	}
	return out
}

func otherNumber(was string, have []string, r *rand.Rand) string {
	v, err := strconv.ParseFloat(was, 64)
	if err != nil {
		return ""
	}
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
			return s
		}
	}
	return ""
}

// units are changes of a measure's unit, the number kept.
var units = rules(
	`(\d) ?mg\b`, "${1} mcg", `(\d) ?mcg\b`, "${1} mg", `(\d) ?milligrams?\b`, "${1} grams", `(\d) ?(?:lbs?|pounds?)\b`, "${1} kg", `(\d) ?kg\b`, "${1} pounds", `(\d) ?(?:cm|centimeters?)\b`, "${1} mm", `(\d) ?(?:mm|millimeters?)\b`, "${1} cm",
	`(\d) (?:tablets?|pills?|capsules?)\b`, "${1} mL", `(\d) puffs?\b`, "${1} tablets", `(\d) (?:inches|inch)\b`, "${1} feet", `(\d) (?:ml|mL|cc)\b`, "${1} L", `(\d) ?%`, "${1} mg", `(\d) (?:packs?)\b`, "${1} cartons", `(\d) miles?\b`, "${1} meters",
	`(\d)[- ]days?\b`, "${1} weeks", `(\d)[- ]weeks?\b`, "${1} months", `(\d)[- ]months?\b`, "${1} years", `(\d) years\b`, "${1} months", `(\d)[- ]hours?\b`, "${1} days", `(\d)[- ]minutes?\b`, "${1} hours",
)

var someDrugs = []string{"warfarin", "digoxin", "methotrexate", "phenytoin", "sertraline", "amlodipine", "glipizide", "levofloxacin", "tramadol", "clonazepam", "spironolactone", "azathioprine", "lamotrigine", "pioglitazone", "hydralazine", "Xarelto", "Zyprexa", "Humira", "Keppra", "Coreg"}

func otherDrugs(text string, r *rand.Rand) []string {
	var out []string
	for _, f := range fact.Of(text) {
		if f.Kind != fact.Drug || f.Term.Class {
			continue
		}
		for range draws {
			with := someDrugs[r.IntN(len(someDrugs))]
			if !strings.Contains(strings.ToLower(text), strings.ToLower(with)) {
				out = append(out, swap(text, f.Text, with))
			}
		}
	}
	return out
}

// swap replaces the first whole occurrence of a phrase, whatever its capitals.
func swap(text, old, with string) string {
	m := regexp.MustCompile(`(?i)\b` + regexp.QuoteMeta(old) + `\b`).FindStringIndex(text)
	if m == nil {
		return ""
	}
	return text[:m[0]] + with + text[m[1]:]
}

var (
	sideWord = regexp.MustCompile(`(?i)\b(?:left|right|bilateral)\b`)
	bothSaid = regexp.MustCompile(`(?i)\b(?:left (?:and|or|to) right|right (?:and|or|to) left|right-hand)\b`)
)

// otherSides puts the other side, or both, in the place of each side, where the
// sentence is of one side.
func otherSides(text string) []string {
	if len(fact.Sides(fact.Plain(text))) != 1 || bothSaid.MatchString(text) {
		return nil
	}
	var out []string
	for _, m := range sideWord.FindAllStringIndex(text, -1) {
		for _, with := range map[string][]string{"left": {"right", "bilateral"}, "right": {"left", "bilateral"}, "bilateral": {"left", "right"}}[strings.ToLower(text[m[0]:m[1]])] {
			if text[m[0]] < 'a' {
				with = strings.ToUpper(with[:1]) + with[1:]
			}
			out = append(out, text[:m[0]]+with+text[m[1]:])
		}
	}
	return out
}

// turns are ways to take a negation away or to put one in.
var turns = rules(
	`\b[Dd]enies (?:any |having any |having |experiencing any |experiencing )?`, "reports ", `\bdenied (?:any )?`, "reported ", `\bno longer\b`, "still", `\b(?:does|do) not have (?:any )?`, "has ", `\bhas not had (?:any )?`, "has had ", `\bThere (?:is|are|was|were) no (?:evidence of )?`, "There is ", `^(?:• |- )?No (?:evidence of )?`, "Positive for ", `\bno (?:evidence of )?`, "some ", `\bwithout (?:any )?`, "with ", `\bnot\b `, "", `\b([Nn])egative for\b`, "positive for",
	`\breports (?:having |experiencing |some |a )?`, "denies ", `\b[Ee]ndorses `, "denies ", `\bhas (?:a |an |some )?`, "does not have ", `\bhas been\b`, "has not been", `\bhas (experienced|noticed|noted|vomited|developed|tried|improved|worsened|received)\b`, "has not ${1}", `\bhas had\b`, "has not had", `\bwas (found|noted|seen)\b`, "was not ${1}", `\bThere is (?:a |an |some |mild )?`, "There is no ", `\bthere is (?:a |an |some |mild )?`, "there is no ", `\bis experiencing\b`, "is not experiencing", `\bcomplains of\b`, "denies", `\bdoes have\b`, "does not have", `\bpresents with\b`, "presents without", `^(?:• |- )?(?:Mild|Some|Slight) `, "No ", `^(?:• |- )?Positive (?:for )?`, "Negative for ", `\b[Rr]eveals? (?:a |an |some )?`, "shows no ", `\b(?:show|shows|showed|demonstrates|demonstrated) (?:a |an |some )?`, "shows no ", `\bassociated with\b`, "not associated with", `\bdue to\b`, "not due to", `\bis taking\b`, "is not taking", `\btakes\b`, "does not take", `\bcontinue\b`, "do not continue",
)

// turned takes a negation away or puts one in, where a finding, a condition, a
// test or a drug stands behind it and changes its sign.
func turned(text string) []string {
	before := fact.Of(text)
	return slices.DeleteFunc(replaced(text, turns), func(s string) bool { return !signsDiffer(before, fact.Of(s)) })
}

func signsDiffer(a, b []fact.Fact) bool {
	for _, f := range a {
		if f.Kind == fact.Number || f.Kind == fact.Date || f.Kind == fact.Anatomy {
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
	theirs   = regexp.MustCompile(`\b([Hh]is|[Hh]er|[Tt]he patient's) (?:own )?`)
	kin      = []string{"mother", "father", "brother", "sister", "son", "daughter", "grandmother", "uncle"}
)

// otherPersons gives the patient's condition to a relative, and the reverse.
func otherPersons(text string, r *rand.Rand) []string {
	if !clinical(text) {
		return nil
	}
	var out []string
	for _, m := range relative.FindAllStringIndex(text, -1) {
		out = append(out, text[:m[0]]+"the patient"+text[m[1]:])
	}
	if len(out) > 0 {
		return out
	}
	for _, i := range r.Perm(len(kin))[:draws/2] {
		if !strings.Contains(strings.ToLower(text), kin[i]) {
			out = append(out, givenTo(text, kin[i])...)
		}
	}
	return out
}

// givenTo says of a relative what the sentence says of the patient.
func givenTo(text, who string) []string {
	var out []string
	for _, m := range subject.FindAllStringSubmatchIndex(text, -1) {
		if clinical(text[m[1]:]) {
			out = append(out, text[:m[0]]+"The patient's "+who+" "+text[m[2]:m[3]]+text[m[1]:])
		}
	}
	for _, m := range theirs.FindAllStringIndex(text, -1) { // "her chest pain" to "her mother's chest pain"
		if fs := fact.Of(text[m[1]:]); len(fs) > 0 && fs[0].Start == 0 && (fs[0].Kind == fact.Condition || fs[0].Kind == fact.Finding) {
			out = append(out, text[:m[1]]+who+"'s "+text[m[1]:])
		}
	}
	return out
}

// clinical reports whether a condition or finding stands in the text.
func clinical(text string) bool {
	return slices.ContainsFunc(fact.Of(text), func(f fact.Fact) bool { return f.Kind == fact.Condition || f.Kind == fact.Finding })
}

// times are changes of when: stretches, days and years, before for after, past
// for present.
var times = rules(
	`\bday(s?)\b`, "month${1}", `\bweek(s?)\b`, "year${1}", `\bmonth(s?)\b`, "week${1}", `\byear(s?)\b`, "week${1}", `\bhour(s?)\b`, "day${1}", `\bminute(s?)\b`, "hour${1}", `\bdaily\b`, "weekly", `\bweekly\b`, "monthly", `\byesterday\b`, "in January", `\bannual(?:ly)?\b`, "weekly",
	`\bMonday\b`, "Thursday", `\bTuesday\b`, "Friday", `\bWednesday\b`, "Sunday", `\bFriday\b`, "Tuesday", `\bSaturday\b`, "Wednesday", `\bJanuary\b`, "August", `\bMarch\b`, "October", `\bApril\b`, "November", `\bJune\b`, "December", `\bSeptember\b`, "February", `\b20(\d\d)\b`, "1994", `\b19(\d\d)\b`, "2016",
	`\b(\d+|couple of|few|a) (days?|weeks?|months?|years?) ago\b`, "${1} ${2} from now", `\bin (\d+|a couple of|a few) (days|weeks|months|years)\b`, "${1} ${2} ago",
	`\bcurrently (?:has|takes|taking|using|on)\b`, "previously took", `\bcurrently\b`, "previously", `\bpreviously\b`, "currently", `\bis taking\b`, "was formerly taking", `\btakes\b`, "used to take", `\bsmokes\b`, "formerly smoked", `\bcontinues to (?:have|take|use)\b`, "no longer has", `\bstopped taking\b`, "is currently taking", `\bused to\b`, "currently does", `\bhas been (?:having|experiencing|taking|using)\b`, "formerly had",
)

// plans are changes between planned and done.
var plans = rules(
	`\b(We|we|I) will (?:also )?(?:order|obtain|get|check|repeat|schedule)\b`, "${1} already obtained", `\b(We|we|I) (?:will|are going to|am going to) (?:also )?(?:start|prescribe|initiate|give|begin)\b`, "${1} gave",
	`\bwill be (?:ordered|obtained|scheduled|performed|done|checked|repeated)\b`, "was performed", `\bwill be (?:given|started|prescribed|placed)\b`, "was given", `\bwill (?:undergo|have|receive)\b`, "underwent", `\bis scheduled for\b`, "has completed",
	`\b(?:was|were) (?:obtained|performed|taken|done|completed)\b`, "will be obtained", `\bunderwent\b`, "will undergo", `\bhas had (?:a|an)\b`, "will have a", `\breceived\b`, "will receive", `\b(?:was|were) (?:administered|given)\b`, "will be given",
	`\b([Xx]-rays?|[Ee]chocardiogram|EKG|MRI|CT scan|CT|[Uu]ltrasound|[Mm]ammogram|colonoscopy|endoscopy)( [^.:]*?)?(?: demonstrates?| demonstrated| reveals?| revealed| showed| shows)\b`, "${1}${2} will be obtained and may show", `\bI have (?:also )?ordered\b`, "I have received", `\b(?:is|are|was|were) ordered\b`, "was completed",
	`\bI (?:recommend|recommended|advised) (?:that )?(?:the patient |him |her |we )?(?:to start|starting|start)\b`, "the patient was given", `\b(We|we|I) will (?:also )?refer (?:the patient|him|her|you) to\b`, "The patient was seen by", `\bwill (?:return|come back|[Ff]ollow[- ]up)\b`, "returned", `\bplan(?:s|ned)? to (?:order|obtain|get|check|repeat|schedule)\b`, "already obtained", `\bwas (?:prescribed|started on)\b`, "will be started on", `\bWill (?:order|obtain|get|check|repeat)\b`, "Already obtained", `^(?:Order|Obtain|Repeat|Schedule) `, "Already obtained ", `\bto be (?:ordered|obtained|scheduled|performed|done)\b`, "that was performed",
)
