package reword

import (
	"strings"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/scribe/lexicon"
)

var willLeads = []string{
	"what i would like to do is", "what i am going to do is", "what i want to do is", "what we are going to do is", "what we will do is", "the plan is to",
	"i am going to want to", "i am going to go ahead and", "i am going to", "i want to", "i would like to", "i do want to", "we are going to want to", "we are going to go ahead and", "we are going to", "i will go ahead and", "we will go ahead and", "i will", "we will", "let us go ahead and", "let us", "i would also like to", "i also want to", "i am also going to", "we are also going to", "we want to", "we would like to", "i think we should", "i think we will", "we can go ahead and", "i would", "i also would like to", "i just want to", "we will also", "i will also", "i am just going to", "we are just going to",
}

var patientWill = []string{
	"i am going to have you", "i want you to", "i would like you to", "i would like to see you", "i do want you to", "i also want you to", "i would also like you to", "we will have you", "i am going to ask you to", "we are going to have you", "i will have you", "i just want you to", "i am going to want you to", "i want to have you", "i would like to have you", "we want you to", "i need you to", "let us have you",
}

// Plan rewrites what a clinician announces: "I'm going to order" as "We will
// order", "I want you to continue" as "He will continue".
func Plan(words []string, p Pronouns) []string {
	w := problemLess(lead(words))
	for again := true; again; {
		again = false
		for _, o := range []string{"i think", "i do think", "again", "first", "second", "also", "at this point", "at this time", "for now", "what", "hopefully", "in addition", "additionally", "let me"} {
			if n := len(strings.Fields(o)); Index(w, o) == 0 && len(w) > n+3 && (w[n] == "," || startsPlan(w[n:])) {
				w, again = w[n:], true
				if w[0] == "," {
					w = w[1:]
				}
			}
		}
	}
	for _, o := range []string{"what we will do is", "what we can do is", "what we are going to do is", "what i will do is", "what i am going to do is"} {
		if i, n := Index(w, o), count(o); i >= 0 && i < 2 && len(w) > i+n+2 && (w[i+n] == "we" || w[i+n] == "i") {
			w = w[i+n:]
		}
	}
	if i := Index(w[:min(len(w), 4)], "really"); i > 0 && (w[0] == "i" || w[0] == "we") {
		w = append(append([]string{}, w[:i]...), w[i+1:]...)
	}
	if f := again(w); f != nil {
		return Third(f, ehr.ClinicianVoice, p)
	}
	w = Impersonal(w)
	for _, l := range patientWill {
		if n := len(strings.Fields(l)); Index(w, l) == 0 && len(w) > n {
			if r := unjust(w[n:]); living[r[0]] && !Has(r, "want") {
				return Third(r, ehr.ClinicianVoice, p)
			}
			if strings.HasSuffix(l, "see you") || strings.HasSuffix(l, "see you to") || w[n] == "back" || w[n] == "again" || w[n] == "in" {
				continue
			}
			return append([]string{p.Says(), "will"}, Third(replace(unjust(w[n:]), []string{"and", "to"}, []string{"and"}), ehr.ClinicianVoice, p)...)
		}
	}
	for _, l := range willLeads {
		n := len(strings.Fields(l))
		if Index(w, l) != 0 || len(w) <= n || helper[w[n]] && w[n] != "do" && w[n] != "have" {
			continue
		}
		rest := unjust(w[n:])
		if o := Order(rest); o != nil {
			return Third(o, ehr.ClinicianVoice, p)
		}
		if len(rest) > 0 && (rest[0] == "not") {
			return append([]string{"we", "will"}, Third(rest, ehr.ClinicianVoice, p)...)
		}
		return append([]string{"we", "will"}, Third(rest, ehr.ClinicianVoice, p)...)
	}
	if o := Order(w); o != nil {
		w = o
	}
	return Third(w, ehr.ClinicianVoice, p)
}

// Announces reports whether a clinician's words order a drug or a test, start,
// stop or go on with it.
func Announces(words []string) bool {
	w := problemLess(lead(words))
	for _, l := range willLeads {
		if n := count(l); Index(w, l) == 0 && len(w) > n && (n > 1 || bidden[w[n]]) {
			w = unjust(w[n:])
			break
		}
	}
	o := Order(w)
	return o != nil && len(lexicon.Find(o, lexicon.Drug, lexicon.Test)) > 0
}

// Told writes what a patient is asked to do as it is said to them: "I want you to
// call me if you get worse" is "call us if you get worse".
func Told(words []string) []string {
	w := lead(words)
	for _, l := range patientWill {
		if n := len(strings.Fields(l)); Index(w, l) == 0 && len(w) > n {
			w = w[n:]
			break
		}
	}
	out := make([]string, 0, len(w))
	for i, s := range unjust(w) {
		switch {
		case s == "me":
			s = "us"
		case s == "my" && i+1 < len(w):
			s = "our"
		}
		out = append(out, s)
	}
	return out
}

func unjust(w []string) []string {
	for len(w) > 1 && (w[0] == "just" || w[0] == "go" && w[1] == "ahead") {
		if w[0] == "just" {
			w = w[1:]
			continue
		}
		w = w[2:]
		if len(w) > 1 && w[0] == "and" {
			w = w[1:]
		}
	}
	return w
}

func startsPlan(w []string) bool {
	for _, l := range willLeads {
		if Index(w, l) == 0 {
			return true
		}
	}
	for _, l := range patientWill {
		if Index(w, l) == 0 {
			return true
		}
	}
	return false
}

var problemLeads = []string{"for your first problem", "for your second problem", "for your third problem", "for your fourth problem", "for your next problem", "for your last problem", "for your first issue", "for your next issue", "for your last issue", "for your", "for the", "regarding your", "in terms of your", "as far as your", "with regards to your", "in regards to your", "when it comes to your", "as for your", "then for your", "now for your", "for the first problem", "for the next problem"}

// Unheaded takes "for your diabetes" off the front of what is told of it.
func Unheaded(w []string) []string { return problemLess(w) }

// problemLess takes "for your first problem, your hypertension," off: the title
// says it.
func problemLess(w []string) []string {
	for _, l := range problemLeads {
		if Index(w, l) != 0 {
			continue
		}
		n := len(strings.Fields(l))
		ms := lexicon.Find(w[n:min(len(w), n+8)], lexicon.Condition, lexicon.Finding)
		if len(ms) == 0 {
			return w
		}
		end := n + ms[0].End
		for end < len(w) && (w[end] == "," || w[end] == "issue" || w[end] == "problem" || w[end] == "goes" || w[end] == "standpoint") {
			end++
		}
		if end >= len(w) {
			return nil
		}
		if len(w)-end < 2 || w[end] == "and" || w[end] == "or" || w[end] == "medication" || w[end] == "medications" || w[end] == "that" {
			return w
		}
		return lead(w[end:])
	}
	return w
}
