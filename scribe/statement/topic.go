package statement

import (
	"slices"
	"strings"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/scribe/fact"
	"github.com/visitwright/visitwright/scribe/lexicon"
	"github.com/visitwright/visitwright/scribe/reword"
)

// Topic is the part of the history a clinician's question asks for. What answers it
// is written there, however little of it the answer says.
type Topic string

// The topics. An empty one is the present illness and everything else.
const (
	Conditions Topic = "conditions"
	Operations Topic = "operations"
	Medicines  Topic = "medicines"
	Allergies  Topic = "allergies"
	Family     Topic = "family"
	Tobacco    Topic = "tobacco"
	Alcohol    Topic = "alcohol"
	Drugs      Topic = "drugs"
	Living     Topic = "living"
	Work       Topic = "work"
	Sexual     Topic = "sexual"
)

// topics lists the words that ask for each, the more certain first.
var topics = []struct {
	topic Topic
	asked []string
}{
	{Family, []string{"family history", "run in your family", "run in the family", "runs in the family", "runs in your family", "anyone in your family", "anybody in your family", "anyone in the family", "anybody in the family", "anything in the family", "in your family", "in the family", "family members", "your immediate family", "siblings", "your parents have", "your parents had"}},
	{Allergies, []string{"allergies", "allergy", "allergic"}},
	{Operations, []string{"surgeries", "surgery", "operations", "operated on", "surgical history"}},
	{Conditions, []string{"medical conditions", "medical condition", "medical problems", "health conditions", "health problems", "past medical", "medical history", "chronic conditions", "chronic illnesses", "medical illnesses", "other conditions", "any conditions", "diagnosed with", "health issues", "medical issues", "long term conditions", "general health", "hospitalized", "hospitalizations", "been admitted", "past health"}},
	{Tobacco, []string{"smoke", "smoked", "smoking", "smoker", "cigarettes", "tobacco", "vape", "packs", "pack a day", "packs a day"}},
	{Alcohol, []string{"drink", "alcohol", "drinks", "drinking"}},
	{Drugs, []string{"recreational drugs", "marijuana", "cannabis", "other drugs", "illicit drugs", "other substances", "any drugs", "street drugs", "recreational drug", "any substances", "cocaine"}},
	{Medicines, []string{"medications", "medication", "medicines", "over the counter", "vitamins", "supplements", "prescriptions"}},
	{Sexual, []string{"sexually active", "sexual partners", "sexual partner", "sexual history"}},
	{Living, []string{"who do you live with", "who are you living with", "living situation", "do you live", "are you living", "live with", "live alone", "living with", "at home with", "home situation", "lives at home", "where are you living", "your home like", "your house"}},
	{Work, []string{"do for work", "for a living", "occupation", "do you work", "your job", "are you working", "currently working", "where do you work"}},
}

// notTopic are words that make a question one of the present illness whatever it
// names: "does smoke make it worse".
var notTopic = []string{"worse", "better", "help with", "for the pain", "for pain", "smoke inhalation", "around smoke", "second hand", "secondhand", "drink fluids", "eat or drink", "eating and drinking", "eating or drinking", "fluids", "drinking water", "drink water", "sick", "travel", "travelled", "traveled", "recently", "helped", "for it", "for this", "for that", "tried", "water"}

// topicOf returns what a question asks for, "" where it is the present illness.
func topicOf(q []string) Topic {
	for _, n := range notTopic {
		if reword.Has(q, n) {
			return ""
		}
	}
	best, at := Topic(""), -1
	for _, t := range topics {
		for _, a := range t.asked {
			if i := reword.Index(q, a); i >= 0 && at < 0 {
				best, at = t.topic, i
			}
		}
		if best == Family || best == Allergies {
			break
		}
	}
	return best
}

// topicsOf notes of each clause which question it answers and what that asks for:
// the last one a clinician asked, through the answer and what the patient adds.
func (b *builder) topicsOf() (out []Topic, asked []int) {
	cs := b.v.Clauses
	out, asked = make([]Topic, len(cs)), make([]int, len(cs))
	now, last := Topic(""), -1
	fresh := -1 // the turn of the last question
	for i, c := range cs {
		if c.Speaker != ehr.ClinicianVoice {
			out[i], asked[i] = now, last
			continue
		}
		asked[i] = last
		if !c.Question && !b.asks(i) {
			if len(c.Words) > 5 {
				now = ""
			}
			continue
		}
		t := topicOf(c.Words)
		switch {
		case t != "":
			now = t
		case leansOn(c.Words) && now != "":
		case c.Turn == fresh && now != "" && len(c.Words) < 7:
		default:
			now = ""
		}
		fresh, last = c.Turn, i
		out[i] = now
	}
	return out, asked
}

// leansOn reports whether a question only asks more about what was just asked:
// "how much", "for how long", "anything else".
func leansOn(q []string) bool {
	if len(q) > 9 {
		return false
	}
	for _, l := range []string{"how much", "how many", "how long", "how often", "for how long", "anything else", "any others", "any other", "and when", "when was that", "when did you quit", "what kind", "which", "what type", "and how", "do you know", "what happened", "what was", "is that"} {
		if i := reword.Index(q, l); i >= 0 && i < 3 {
			return len(lexicon.Find(q, lexicon.Finding)) == 0
		}
	}
	return false
}

// short writes an answer of a few words as a statement with the verb its question
// had: "type 2 diabetes" as "he has type 2 diabetes", "penicillin" as "he is
// allergic to penicillin". It reports false where the words name nothing.
func short(t Topic, question, answer []string, p reword.Pronouns) ([]string, bool) {
	a := bareAnswer(answer)
	if len(a) == 0 || len(a) > 14 || !reword.Verbless(a) || slices.ContainsFunc(a, func(s string) bool {
		return s == "no" || s == "not" || s == "none" || s == "never" || s == "nothing" || s == "nope" || s == "if" || s == "but"
	}) {
		return nil, false
	}
	names := func(kinds ...fact.Kind) bool {
		return slices.ContainsFunc(fact.In(a), func(f fact.Fact) bool { return slices.Contains(kinds, f.Kind) && f.Kin == "" && !f.Negated })
	}
	text := strings.Join(a, " ")
	var verb string
	switch t {
	case Conditions:
		if !names(fact.Condition) {
			return nil, false
		}
		verb = "has"
	case Medicines:
		if !names(fact.Drug) {
			return nil, false
		}
		verb = "takes"
	case Allergies:
		if !names(fact.Drug) && !slices.ContainsFunc(a, func(s string) bool { return allergens[s] }) {
			return nil, false
		}
		if a[0] == "to" {
			a = a[1:]
		}
		verb = "is allergic to"
	case Operations:
		if !operated(a) {
			return nil, false
		}
		verb = "had"
	case Tobacco:
		return smoked(question, a, p)
	case Alcohol:
		if !measured(a) && !reword.Has(a, "beer") && !reword.Has(a, "wine") {
			return nil, false
		}
		verb = "drinks"
		if (reword.Has(question, "how often") || strings.HasPrefix(text, "about")) && !reword.Has(a, "drinks") && !beverage(a) {
			verb = "drinks alcohol"
		}
	case Living:
		if a[0] == "with" || a[0] == "alone" || a[0] == "by" || a[0] == "in" {
			verb = "lives"
		} else if (a[0] == "my" || a[0] == "just") && slices.ContainsFunc(a, func(s string) bool { return household[s] }) {
			verb = "lives with"
			if a[0] == "just" && len(a) > 1 && (a[1] == "with" || a[1] == "me" || a[1] == "myself") {
				return nil, false
			}
		} else {
			return nil, false
		}
	default:
		return nil, false
	}
	if t == Allergies && (a[0] == "possibly" || a[0] == "maybe") && len(a) > 1 {
		verb, a = "is possibly allergic to", a[1:]
	}
	return slices.Concat([]string{p.He}, strings.Fields(verb), reword.Third(a, ehr.PatientVoice, p)), true
}

// bareAnswer takes yes and other openers off a short answer.
func bareAnswer(a []string) []string {
	for len(a) > 0 && (a[0] == "yes" || a[0] == "," || a[0] == "so" || a[0] == "well" || a[0] == "just" && len(a) > 1 || a[0] == "only" || a[0] == "and" || a[0] == "okay" || a[0] == "sure" || a[0] == "like" || a[0] == "also" || a[0] == "maybe" || a[0] == "mostly") {
		if a[0] == "maybe" || a[0] == "mostly" {
			break
		}
		a = a[1:]
	}
	for len(a) > 0 && (a[len(a)-1] == "," || a[len(a)-1] == "yes" || a[len(a)-1] == "and") {
		a = a[:len(a)-1]
	}
	return a
}

var (
	allergens = map[string]bool{"nuts": true, "peanuts": true, "shellfish": true, "latex": true, "eggs": true, "bees": true, "dust": true, "pollen": true, "cats": true, "dogs": true, "sulfa": true, "strawberries": true, "seafood": true, "dairy": true, "gluten": true, "kiwi": true}
	household = map[string]bool{"wife": true, "husband": true, "partner": true, "parents": true, "mom": true, "mother": true, "dad": true, "father": true, "roommate": true, "roommates": true, "kids": true, "children": true, "girlfriend": true, "boyfriend": true, "family": true, "son": true, "daughter": true, "brother": true, "sister": true}
)

// operated reports whether words name an operation.
func operated(w []string) bool {
	return slices.ContainsFunc(w, func(s string) bool {
		return s == "removed" || s == "surgery" || s == "replacement" || s == "repair" || s == "bypass" || s == "appendix" || s == "c-section" || s == "cesarean" || s == "stent" || s == "operation" || s == "tonsils" || s == "gallbladder" ||
			strings.HasSuffix(s, "ectomy") || strings.HasSuffix(s, "plasty") || strings.HasSuffix(s, "ostomy")
	})
}

// smoked writes "half a pack a day" and "about 20 years" behind a question about
// smoking.
func smoked(question, a []string, p reword.Pronouns) ([]string, bool) {
	years := slices.ContainsFunc(a, func(s string) bool { return s == "years" || s == "year" || s == "months" })
	amount := slices.ContainsFunc(a, func(s string) bool { return s == "pack" || s == "packs" || s == "cigarettes" || s == "cigarette" })
	switch {
	case amount:
		if reword.Has(question, "did you") || reword.Has(question, "were you") {
			return slices.Concat([]string{p.He, "smoked"}, a), true
		}
		return slices.Concat([]string{p.He, "smokes"}, a), true
	case years && !slices.Contains(a, "ago") && (reword.Has(question, "how long have") || reword.Has(question, "how many years have")):
		return slices.Concat([]string{p.He, "has", "smoked"}, spanned(a)), true
	case years && !slices.Contains(a, "ago") && (reword.Has(question, "how long did") || reword.Has(question, "how many years did")):
		return slices.Concat([]string{p.He, "smoked"}, spanned(a)), true
	}
	return nil, false
}

// spanned puts "for" before a length of time.
func spanned(a []string) []string {
	if a[0] == "for" || a[0] == "since" || a[0] == "over" {
		return a
	}
	return append([]string{"for"}, a...)
}

func measured(w []string) bool {
	return slices.ContainsFunc(w, func(s string) bool {
		return strings.ContainsAny(s, "0123456789") || s == "occasionally" || s == "socially" || s == "rarely" || s == "couple" || s == "few" || s == "once"
	})
}

func beverage(w []string) bool {
	return slices.ContainsFunc(w, func(s string) bool {
		return strings.HasPrefix(s, "beer") || s == "wine" || s == "drink" || s == "glass" || s == "glasses" || s == "whiskey" || s == "vodka"
	})
}

// denied writes what a plain no to a question of history denies: "he denies any
// medical conditions". It reports false where the question asks for what else
// there is.
func denied(t Topic, question []string, p reword.Pronouns) ([]string, bool) {
	for _, w := range []string{"other", "else", "besides", "apart", "another", "additional", "new", "complications"} {
		if reword.Has(question, w) {
			return nil, false
		}
	}
	for _, n := range []struct {
		topic  Topic
		phrase []string
	}{
		{Allergies, []string{"drug allergies", "medication allergies", "environmental allergies", "food allergies", "seasonal allergies", "known allergies", "allergies to medications", "allergies to any medications", "allergies"}},
		{Conditions, []string{"past medical conditions", "chronic medical conditions", "chronic conditions", "medical conditions", "medical problems", "health conditions", "health problems", "chronic illnesses", "medical history", "past medical history", "hospitalizations"}},
		{Operations, []string{"surgeries or hospitalizations", "hospitalizations or surgeries", "previous surgeries", "past surgeries", "prior surgeries", "surgeries"}},
		{Medicines, []string{"prescription medications", "regular medications", "medications"}},
	} {
		if n.topic != t {
			continue
		}
		for _, ph := range n.phrase {
			if reword.Has(question, ph) {
				w := strings.Fields(ph)
				if t == Medicines {
					return slices.Concat([]string{p.He, "does", "not", "take", "any"}, w), !reword.Has(question, "allergies")
				}
				return slices.Concat([]string{p.He, "denies", "any"}, w), true
			}
		}
	}
	return nil, false
}
