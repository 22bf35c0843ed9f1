package reword

import (
	"slices"
	"strings"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/scribe/lexicon"
)

// Pronouns are the words for the patient. Teller is who speaks and is spoken to where
// that is someone else, as a parent for a child, "" where the patient does.
type Pronouns struct{ He, Him, His, Himself, Teller string }

// Says is who reports and denies.
func (p Pronouns) Says() string {
	if p.Teller != "" {
		return p.Teller
	}
	return p.He
}

// told rewrites what someone says of a patient in their charge: "I" is the teller.
func (p Pronouns) told(words []string, speaker ehr.Speaker) []string {
	patient := speaker != ehr.ClinicianVoice
	in := slices.Clone(words)
	out := make([]string, 0, len(in))
	for i := 0; i < len(in); i++ {
		w := in[i]
		own := patient && w == "my" || !patient && w == "your"
		switch {
		case patient && w == "i", !patient && w == "you" && subject(in, i):
			agree(in, i+1)
			out = append(out, strings.Fields(p.Teller)...)
		case patient && w == "me", !patient && w == "you":
			out = append(out, strings.Fields(p.Teller)...)
		case own:
			out = append(out, strings.Fields(p.Teller+"'s")...)
		case patient && w == "myself", w == "yourself":
			out = append(out, "themselves")
		case patient && w == "we":
			out = append(out, "they")
		case patient && w == "us":
			out = append(out, "them")
		case patient && w == "our":
			out = append(out, "their")
		case patient && w == "am":
			out = append(out, "is")
		default:
			out = append(out, w)
		}
	}
	return out
}

// For returns the pronouns of a sex. Where it is not known the note says "the
// patient", which takes the same verb forms.
func For(s ehr.Sex) Pronouns {
	switch s {
	case ehr.Female:
		return Pronouns{"she", "her", "her", "herself", ""}
	case ehr.Male:
		return Pronouns{"he", "him", "his", "himself", ""}
	}
	return Pronouns{"the patient", "the patient", "the patient's", "themselves", ""}
}

// Neutral reports whether the pronouns say nothing of sex: then the first
// mention is "the patient" and later ones are "they".
func (p Pronouns) Neutral() bool { return p.He == "the patient" }

// Third rewrites a clause in the third person: "i" and "my" of a patient, "you"
// and "your" of a clinician become the patient.
func Third(words []string, speaker ehr.Speaker, p Pronouns) []string {
	if p.Teller != "" {
		return p.told(words, speaker)
	}
	patient := speaker != ehr.ClinicianVoice
	out := make([]string, 0, len(words)+4)
	in := append([]string{}, words...)
	named := false
	put := func(first, later string) {
		if p.Neutral() && named {
			first = later
		}
		out = append(out, first)
		named = true
	}
	for i := 0; i < len(in); i++ {
		w := in[i]
		switch {
		case patient && w == "i", !patient && w == "you" && subject(in, i), patient && w == "you" && subject(in, i) && i+1 < len(in):
			if p.Neutral() && named {
				plural(in, i+1)
			} else {
				agree(in, i+1)
			}
			put(p.He, "they")
		case patient && w == "me", !patient && w == "you":
			put(p.Him, "them")
		case patient && w == "you":
			out = append(out, "me")
		case patient && w == "my", !patient && w == "your", patient && w == "your", patient && w == "mine", !patient && w == "yours":
			put(p.His, "their")
		case patient && w == "myself", w == "yourself":
			out = append(out, p.Himself)
		case patient && w == "we":
			out = append(out, "they")
		case patient && w == "us":
			out = append(out, "them")
		case patient && w == "our":
			out = append(out, "their")
		case w == "am" && patient:
			out = append(out, "is")
		default:
			out = append(out, w)
		}
	}
	return out
}

// plural puts "am" and "was" after a subject at in[i-1] into the form of "they".
func plural(in []string, i int) {
	for n := 0; i < len(in) && adverbs[in[i]] && n < 4; n++ {
		i++
	}
	if i >= len(in) {
		return
	}
	switch in[i] {
	case "am":
		in[i] = "are"
	case "was":
		in[i] = "were"
	}
}

// subject reports whether "you" at i does something rather than being done to.
func subject(w []string, i int) bool {
	if i+1 >= len(w) {
		return i == 0
	}
	next := w[i+1]
	if next == "to" || next == "on" || next == "in" || next == "for" || next == "at" || next == "a" || next == "the" || next == "some" || next == "with" || next == "," || next == "up" || next == "back" || next == "about" || next == "your" || next == "off" {
		return false
	}
	if i > 0 {
		switch w[i-1] {
		case "to", "for", "with", "on", "of", "from", "at", "by", "give", "see", "get", "have", "want", "start", "tell", "put", "send", "refer", "let", "show", "help", "gave", "sent", "told", "keep", "asked", "ask", "schedule", "set", "recommend", "about", "made", "make", "thank", "told:":
			return helper[next] && next != "have" && next != "do" && next != "come" && next != "be"
		}
	}
	return true
}

var helper = map[string]bool{
	"am": true, "is": true, "are": true, "was": true, "were": true, "have": true, "has": true, "had": true, "do": true, "did": true, "does": true,
	"will": true, "would": true, "can": true, "could": true, "should": true, "may": true, "might": true, "must": true, "shall": true,
}

var adverbs = map[string]bool{
	"also": true, "just": true, "still": true, "really": true, "usually": true, "always": true, "never": true, "often": true, "sometimes": true,
	"definitely": true, "probably": true, "actually": true, "currently": true, "only": true, "even": true, "now": true, "normally": true, "generally": true,
	"occasionally": true, "rarely": true, "mostly": true, "already": true, "recently": true, "kind": true, "of": true, "then": true, "certainly": true, "typically": true, "basically": true, "both": true, "first": true, "likely": true,
	",": true,
}

// agree puts the verb after a subject at in[i-1] into the third person.
func agree(in []string, i int) {
	for n := 0; i < len(in) && adverbs[in[i]] && n < 4; n++ {
		i++
	}
	if i >= len(in) {
		return
	}
	switch in[i] {
	case "am", "are":
		in[i] = "is"
		return
	case "were":
		in[i] = "was"
		return
	case "have":
		in[i] = "has"
		if i+1 < len(in) && in[i+1] != "been" && in[i+1] != "not" && !participle(in[i+1]) {
			also(in, i+1)
		}
		return
	case "do":
		in[i] = "does"
		return
	}
	if t, ok := third(in[i]); ok {
		in[i] = t
		also(in, i+1)
	}
}

func participle(w string) bool {
	v, ok := lexicon.VerbForm(w)
	return ok && v.Participle == w
}

// third gives the third person of a base form; not of one that may as well be a past.
func third(w string) (string, bool) {
	v, ok := lexicon.VerbOf(w)
	if !ok || v.Past == w || w == "be" {
		return w, false
	}
	return v.Third, true
}

// coordinated are verbs that follow "and" often and are seldom nouns there.
var coordinated = map[string]bool{
	"take": true, "use": true, "feel": true, "have": true, "get": true, "go": true, "do": true, "try": true, "eat": true, "keep": true, "make": true,
	"see": true, "live": true, "want": true, "need": true, "think": true, "know": true, "come": true, "give": true, "begin": true, "forget": true, "sit": true, "stand": true, "wake": true, "lie": true,
}

// also brings verbs joined by "and" into the same form.
func also(in []string, from int) {
	for i := from; i+1 < len(in); i++ {
		switch in[i] {
		case "to", "that", "if", "when", "because", "which", "who":
			return
		case "and", "or", "but":
			j := i + 1
			for j < len(in) && adverbs[in[j]] {
				j++
			}
			if j < len(in) && coordinated[in[j]] {
				in[j], _ = third(in[j])
			}
		}
	}
}

// Has reports whether the words hold the phrase.
func Has(words []string, phrase string) bool { return Index(words, phrase) >= 0 }

// Index returns where the phrase starts in the words, -1 where it does not.
func Index(words []string, phrase string) int {
	p := strings.Fields(phrase)
	for i := 0; i+len(p) <= len(words); i++ {
		k := 0
		for k < len(p) && words[i+k] == p[k] {
			k++
		}
		if k == len(p) {
			return i
		}
	}
	return -1
}
