package interactions

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/visitwright/visitwright/ehr"
)

var (
	severeReaction = regexp.MustCompile(`(?i)anaphyla|angio-?edema|stevens|toxic epidermal|\bdress\b|(face|tongue|lip|throat) swelling|swelling of|swollen (face|tongue|throat|lips)|bronchospasm|trouble breathing|shortness of breath|hypotension|exfoliat`)
	sideEffect     = regexp.MustCompile(`(?i)^\W*(nausea|vomiting|upset stomach|stomach upset|gi upset|diarrhea|constipation|headache|drowsiness|dizziness|dry mouth|fatigue|cough|insomnia)\b`)
)

// reactionOf is how bad the earlier reaction was, by severity and words: "severe",
// "mild" or "" where it is moderate or not known.
func reactionOf(a ehr.Allergy) ehr.Severity {
	switch {
	case a.Severity == ehr.Severe || severeReaction.MatchString(a.Reaction):
		return ehr.Severe
	case a.Severity == ehr.Mild || sideEffect.MatchString(a.Reaction):
		return ehr.Mild
	}
	return a.Severity
}

var (
	conceptKind  = regexp.MustCompile(`\s*\((?:disorder|finding|substance|product|situation|medication)\)\s*$`)
	allergyWords = regexp.MustCompile(`(?i)^(?:(?:drug )?(?:allergy|allergic(?: reaction)?|hypersensitivity|intolerance|sensitivity) (?:to|caused by) )(.+)$|^(.+?) (?:drug )?(?:allergy|hypersensitivity|intolerance)$`)
)

// substance is what somebody is allergic to, out of the name of the allergy as code
// sets write it: "Allergy to penicillin (disorder)".
func substance(display string) string {
	name := strings.TrimSpace(conceptKind.ReplaceAllString(display, ""))
	if m := allergyWords.FindStringSubmatch(name); m != nil {
		return m[1] + m[2]
	}
	return name
}

// allergies runs the allergy rules and says which allergies could not be
// understood.
func (c *check) allergies() []ehr.Unchecked {
	var not []ehr.Unchecked
	active := 0
	for _, a := range c.f.Chart.Allergies {
		if !a.Active {
			continue
		}
		active++
		a.Substance.Display = substance(a.Substance.Display)
		text := strings.ToLower(a.Substance.Display)
		m := c.k.byCode([]ehr.Coded{a.Substance})
		if len(m.Drugs) == 0 {
			m = c.k.Resolve(text)
		}
		switch {
		case m.Confidence < certain || len(m.Drugs) > 0 && m.Confidence < 1 && harmless.MatchString(text):
			m.Drugs = nil
		case m.Confidence < 1: // better one alert too many than a reaction
			not = append(not, ehr.Unchecked{
				What: "Allergy to " + a.Substance.Display,
				Why:  fmt.Sprintf("checked as %s, %.0f %% sure; confirm or correct the name", m.Name, m.Confidence*100),
			})
		}
		if !c.allergy(a, text, m.Drugs) && len(m.Drugs) == 0 && !harmless.MatchString(text) {
			not = append(not, ehr.Unchecked{What: "Allergy to " + a.Substance.Display, Why: "the substance is not in the tables; check it by hand"})
		}
	}
	if active == 0 && c.f.Chart.Patient.AllergyStatus != ehr.NoKnownAllergies && len(c.meds) > 0 {
		not = append(not, ehr.Unchecked{What: "Allergies", Why: "no allergies are recorded and nobody has recorded that there are none"})
	}
	return not
}

// harmless are allergies that concern no drug.
var harmless = regexp.MustCompile(`(?i)^\W*(nkd?a|none|denies)\W*$|pollen|dust|mite|dander|\b(cat|dog|horse)s?\b|grass|ragweed|mold|mould|tree nut|peanut|strawberr|shrimp|milk|dairy|wheat|soy\b|nickel|bee\b|wasp|sesame|tomato|no known|adhesive|lactose|fish\b`)

// allergy runs the rules for one allergy and reports whether any rule knows the
// substance. Of several rules about the same drug the loudest speaks.
func (c *check) allergy(a ehr.Allergy, text string, to []*Drug) (known bool) {
	reaction := reactionOf(a)
	best := map[string]hit{}
	for _, r := range c.k.rules {
		if r.Kind != Allergy {
			continue
		}
		same := len(r.Allergen) == 0
		concerned := same || slices.ContainsFunc(to, func(d *Drug) bool { return r.allergen[d.Name] }) || slices.ContainsFunc(r.allergenWords, func(w string) bool { return strings.Contains(text, w) })
		if !concerned {
			continue
		}
		known = known || !same
		for _, m := range c.meds {
			is := slices.Contains(to, m.Drug)
			if (same && !is) || (!same && (is || !r.a[m.Drug.Name])) {
				continue
			}
			h := hit{rule: r, meds: []Taking{m}, tier: r.Tier, cond: a.Substance.Display, refs: []ehr.ChartRef{{Kind: "allergy", ID: string(a.ID)}}}
			if reaction == ehr.Mild && r.Mild != "" {
				h.tier = r.Mild
			}
			if reaction != "" {
				h.value = string(reaction)
			}
			if old, ok := best[m.Drug.Name]; !ok || loudness[string(h.tier)] > loudness[string(old.tier)] {
				best[m.Drug.Name] = h
			}
		}
	}
	for _, m := range c.meds { // in the order of the list
		if h, ok := best[m.Drug.Name]; ok {
			c.hits = append(c.hits, h)
			delete(best, m.Drug.Name)
		}
	}
	return known
}
