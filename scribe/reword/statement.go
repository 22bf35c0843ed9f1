package reword

import (
	"slices"
	"strings"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/scribe/lexicon"
)

var heads = []string{
	"you said that you", "you said you", "you mentioned that you", "you mentioned you", "you said that", "you said", "you mentioned that", "you mentioned", "you were saying that", "you were saying",
	"i would say", "i would say that", "i mean", "i guess", "i suppose", "to be honest", "honestly", "as i said", "like i said", "you know", "i do know that", "it sounds like", "it looks like", "i know that you", "i know you", "i see that you", "i see here that you", "i understand that you", "i understand you", "i heard that you", "i hear that you", "i hear you", "it seems like", "looks like", "sounds like", "i saw that you", "i see you", "i understand", "i know",
}

// Statement rewrites a statement of history in the third person.
func Statement(words []string, speaker ehr.Speaker, p Pronouns) []string {
	w := lead(words)
	if len(w) > 0 && speaker != ehr.ClinicianVoice {
		switch { // "no fever": what the patient denies
		case w[0] == "no" && len(w) > 1 && w[1] == ",":
			w = w[2:]
		case w[0] == "no" && len(w) > 3 && (w[1] == "but" || w[1] == "well") && (w[2] == "i" || w[2] == "it" || w[2] == "my"):
			w = w[2:]
		case w[0] == "no" && len(w) > 4 && tells(w[1:]):
			w = w[1:]
		case w[0] == "no" && len(w) > 1 && !helper[w[1]] && w[1] != "i" && w[1] != "it" && w[1] != "not":
			if len(lexicon.Find(w, lexicon.Finding, lexicon.Condition, lexicon.Drug)) > 0 || len(w) <= 5 {
				return append([]string{p.Says(), "denies"}, Third(anyFor(oneNo(w[1:])), speaker, p)...)
			}
		case w[0] == "no" && len(w) > 2 && (w[1] == "i" || w[1] == "it" || w[1] == "not" || helper[w[1]]):
			w = w[1:]
		}
	}
	if d, ok := denies(w, speaker, p); ok {
		return d
	}
	w = subjectless(w, speaker)
	return Third(w, speaker, p)
}

// tells reports whether what stands behind an answer's "no" is a sentence of its own
// about something else: "no , a long time ago i hurt my back".
func tells(w []string) bool {
	for i := 2; i+2 < len(w); i++ {
		if w[i] == "i" && w[i-1] != "that" && w[i-1] != "as" && w[i-1] != "when" && w[i-1] != "if" && w[i-1] != "because" && w[i-1] != "," && w[i-1] != "than" {
			v, ok := lexicon.VerbForm(w[i+1])
			return ok && v.Past == w[i+1] && !helper[w[i+1]] && len(lexicon.Find(w[:i], lexicon.Finding)) == 0
		}
	}
	return false
}

// oneNo writes the things that are denied one by one, "fever , no chills , no night
// sweats", as one list: "fever , chills , or night sweats". Where a part has a verb
// of its own it stays as it was said.
func oneNo(w []string) []string {
	var items [][]string
	start := 0
	for i := 0; i+1 < len(w); i++ {
		if (w[i] == "," || w[i] == "and" || w[i] == "or") && w[i+1] == "no" && i > start {
			items = append(items, w[start:i])
			start = i + 2
		}
	}
	items = append(items, w[start:])
	for _, it := range items {
		if len(it) == 0 || len(it) > 4 || len(items) == 1 || slices.ContainsFunc(it, func(s string) bool { return s == "," || helper[s] || s == "i" || s == "it" || s == "but" }) {
			return w
		}
	}
	out := slices.Clone(items[0])
	for i, it := range items[1:] {
		if len(items) > 2 {
			out = append(out, ",")
		}
		if i == len(items)-2 {
			out = append(out, "or")
		}
		out = append(out, it...)
	}
	return out
}

func anyFor(w []string) []string { return append([]string{"any"}, trimAny(w)...) }

// lead takes off what only opens a statement.
func lead(w []string) []string {
	for again := true; again && len(w) > 0; {
		again = false
		for len(w) > 1 && (leads[w[0]] || w[0] == "actually" || w[0] == "just" || w[0] == "honestly" || w[0] == "like") {
			w, again = w[1:], true
		}
		for _, h := range heads {
			n := len(strings.Fields(h))
			if Index(w, h) == 0 && len(w) > n+2 {
				if strings.HasSuffix(h, "you") {
					n--
				}
				w, again = w[n:], true
				if len(w) > 1 && w[0] == "that" && (w[1] == "you" || w[1] == "i" || w[1] == "it" || w[1] == "your" || w[1] == "he" || w[1] == "she") {
					w = w[1:]
				}
			}
		}
	}
	return w
}

var deniers = []string{"i do not have any", "i have not had any", "i have not noticed any", "i do not have", "i have not had", "i am not having any", "i did not have any", "i have not been having any", "i do not feel any", "i do not get any", "i have had no", "i have no", "i had no", "i do not notice any", "i have not experienced any", "i have not felt any",
	"you do not have any", "you have not had any", "you deny any", "you denied any", "you have no"}

// denies writes "I haven't had any fever" as "he denies any fever" where the
// rest names findings and nothing else happens in the clause.
func denies(w []string, speaker ehr.Speaker, p Pronouns) ([]string, bool) {
	for _, d := range deniers {
		n := len(strings.Fields(d))
		if Index(w, d) != 0 || len(w) <= n || (d[0] == 'y') != (speaker == ehr.ClinicianVoice) {
			continue
		}
		rest := w[n:]
		if len(lexicon.Find(rest, lexicon.Finding)) == 0 || len(rest) > 9 || Has(rest, "but") || Has(rest, "i") || Has(rest, "until") || Has(rest, "since") {
			return nil, false
		}
		return append([]string{p.Says(), "denies", "any"}, Third(trimAny(rest), speaker, p)...), true
	}
	return nil, false
}

// subjectless gives a clause that starts with its verb its subject back:
// "been having pain", "took some tylenol".
func subjectless(w []string, speaker ehr.Speaker) []string {
	if len(w) < 2 || speaker == ehr.ClinicianVoice {
		return w
	}
	switch w[0] {
	case "been", "had":
		if w[0] == "been" {
			return append([]string{"i", "have"}, w...)
		}
		return append([]string{"i"}, w...)
	}
	v, ok := lexicon.VerbForm(w[0])
	if ok && v.Past == w[0] && v.Past != v.Base && v.Participle == v.Past && !slices.Contains([]string{"used", "worried", "scared", "tired", "left", "felt", "found", "lost"}, w[0]) {
		return append([]string{"i"}, w...)
	}
	if ok && v.Gerund == w[0] && w[0] != "being" && w[0] != "swelling" && w[0] != "bleeding" && w[0] != "smoking" {
		return append([]string{"i", "am"}, w...)
	}
	return w
}
