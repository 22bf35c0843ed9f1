package scribe

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/scribe/fact"
)

// Wording is a phrase of the drafter's and the phrase a clinician wants in its
// place: "denies any" and "denies". It may change words, never what is said.
type Wording struct {
	From string `json:"from" yaml:"from"`
	To   string `json:"to" yaml:"to"`
}

// Macro is a text a clinician inserts by its name, ".normalheart". It is the
// clinician's own words: the drafter never writes it by itself.
type Macro struct {
	Name string `json:"name" yaml:"name"`
	Text string `json:"text" yaml:"text"`
}

var macroName = regexp.MustCompile(`^[a-z][a-z0-9-]{1,30}$`)

// checkWords refuses wordings that would change a fact and macros without a name
// that can be typed.
func (t Template) checkWords() error {
	for _, w := range t.Wording {
		if strings.TrimSpace(w.From) == "" || len(w.From) > 80 || len(w.To) > 80 {
			return ehr.Errorf(ehr.Invalid, "a template's wording needs a phrase of 1 to 80 letters to replace")
		}
		if !slices.Equal(factsOf(w.From), factsOf(w.To)) {
			return ehr.Errorf(ehr.Invalid, "a template's wording may not change what is said: a finding, drug, number, side or negation differs")
		}
	}
	seen := map[string]bool{}
	for _, m := range t.Macros {
		if !macroName.MatchString(m.Name) || seen[m.Name] || m.Text == "" || len(m.Text) > 4000 {
			return ehr.Errorf(ehr.Invalid, "a template's macro needs a name of its own (small letters, digits and hyphens) and a text of at most 4,000 letters")
		}
		seen[m.Name] = true
	}
	return nil
}

// factsOf lists the facts and negators of a phrase.
func factsOf(text string) []string {
	words := fact.Plain(text)
	var out []string
	for _, f := range fact.In(words) {
		out = append(out, fmt.Sprint(f.Kind, f.Name, f.Unit, f.Negated, f.Side))
	}
	for _, w := range words {
		switch w {
		case "no", "not", "never", "without", "denies", "denied", "none", "nor", "negative":
			out = append(out, "negated")
		case "left", "right", "bilateral":
			out = append(out, w)
		}
	}
	slices.Sort(out)
	return out
}

// worded puts a clinician's phrases in the place of the drafter's, whole words
// only.
func (t Template) worded(text string) string {
	for _, w := range t.Wording {
		re := regexp.MustCompile(`(?i)(^|[\s(])` + regexp.QuoteMeta(w.From) + `($|[\s.,;)])`)
		text = re.ReplaceAllStringFunc(text, func(m string) string {
			at := strings.Index(strings.ToLower(m), strings.ToLower(w.From))
			to := w.To
			if r := m[at]; r >= 'A' && r <= 'Z' && to != "" {
				to = strings.ToUpper(to[:1]) + to[1:]
			}
			return m[:at] + to + m[at+len(w.From):]
		})
	}
	return strings.Join(strings.Fields(text), " ")
}

// Expand writes the texts of a template's macros where a person typed their
// names behind a full stop: ".normalheart".
func (t Template) Expand(text string) string {
	for _, m := range t.Macros {
		re := regexp.MustCompile(`(^|\s)\.` + regexp.QuoteMeta(m.Name) + `\b`)
		text = re.ReplaceAllStringFunc(text, func(s string) string { return s[:strings.IndexByte(s, '.')] + m.Text })
	}
	return text
}

// Hash names the exact content of a template, so that a note can say what it was
// drafted with even after the template was edited under the same version.
func (t Template) Hash() string {
	b, err := json.Marshal(t)
	if err != nil { // plain strings and numbers: it cannot fail
		panic(err)
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:8])
}
