package note

import (
	"slices"
	"strings"

	"github.com/visitwright/visitwright/eval/note/parts"
	"github.com/visitwright/visitwright/scribe/fact"
	"github.com/visitwright/visitwright/scribe/lexicon"
)

// followed are the symptoms and signs whose polarity is compared.
var followed = map[string]bool{}

func init() {
	for _, f := range strings.Split("fever|chills|fatigue|weight loss|night sweats|chest pain|palpitations|edema|syncope|dizziness|headache|numbness|tingling|weakness|seizure|blurry vision|shortness of breath|cough|wheezing|sore throat|nasal congestion|nausea|vomiting|diarrhea|constipation|abdominal pain|heartburn|blood in stool|dysuria|hematuria|rash|itching|bruising|redness|swelling|tenderness|fracture|dislocation|effusion|murmur|bruit|crackles|rhonchi|wheezing|guarding|rebound|deformity|jugular venous distention|suicidal ideation|depression|anxiety|lymphadenopathy|stiffness|back pain|instability", "|") {
		followed[f] = true
	}
}

// polarity counts the findings that have one clear polarity in both notes, by
// whether the two agree.
func polarity(w Written) (same, contrary int) {
	a, b := signs(w.Text), signs(w.Visit.Note)
	for f, s := range a {
		if t := b[f]; s != 0 && t != 0 && s != 3 && t != 3 {
			if s == t {
				same++
			} else {
				contrary++
			}
		}
	}
	return same, contrary
}

// signs gives for each finding 1 for stated, 2 for denied, 3 for both.
func signs(note string) map[string]int {
	out := map[string]int{}
	for _, s := range parts.Sentences(note) {
		words := fact.Plain(s.Text)
		condition := slices.Index(words, "if") // "call if you have a fever" states no fever
		for _, f := range fact.In(words) {
			if condition >= 0 && f.Start > condition {
				continue
			}
			if f.Kind == fact.Finding && followed[f.Name] && f.Kin == "" {
				if f.Negated {
					out[f.Name] |= 2
				} else {
					out[f.Name] |= 1
				}
			}
		}
	}
	return out
}

var hanging = []string{"of", "to", "in", "on", "at", "for", "with", "and", "or", "but", "the", "a", "an", "that", "your", "my", "his", "her", "is", "are", "was", "because", "if", "when", "so", "like", "about", "from"}

var finite = []string{"is", "are", "was", "were", "has", "have", "had", "does", "do", "did", "will", "would", "can", "could", "should", "may", "might", "denies", "reports"}

// wellFormed counts the sentences of history and plan that start with a subject
// (not with a conjunction or verb), hold a finite verb and do not break off at a
// preposition, an article or a conjunction; in the plan an order in the imperative
// is well formed too. The rule is crude: it says nothing
// of sense. Headings, titles and lists of one or two words are left out.
func wellFormed(note string) ratio {
	var r ratio
	for _, s := range parts.Sentences(note) {
		if s.Part != "hpi" && s.Part != "ap" {
			continue
		}
		text := s.Text
		if i := strings.Index(text, ": "); i > 0 && i < 40 {
			text = text[i+2:]
		}
		words := fact.Plain(strings.TrimLeft(text, "-•*0123456789. "))
		words = slices.DeleteFunc(words, func(w string) bool { return w == "." || w == "," })
		if len(words) < 4 {
			continue
		}
		r.all++
		if good(words) || s.Part == "ap" && order(words) {
			r.good++
		}
	}
	return r
}

// order reports whether words are an order in the imperative, as plans are
// written: "Start lisinopril 10 mg daily."
func order(w []string) bool {
	v, ok := lexicon.VerbOf(w[0])
	return ok && v.Base == w[0] && v.Base != "be" && v.Base != "have" && v.Base != "do" && !slices.Contains(hanging, w[len(w)-1])
}

func good(w []string) bool {
	if slices.Contains(hanging, w[len(w)-1]) {
		return false
	}
	switch w[0] {
	case "and", "but", "or", "so", "because", "that", "which", "to", "of", "than", "not", "just", "like":
		return false
	}
	return slices.ContainsFunc(w, func(s string) bool {
		if slices.Contains(finite, s) {
			return true
		}
		v, ok := lexicon.VerbForm(s)
		return ok && (s == v.Third || s == v.Past)
	})
}
