package scribe

import (
	"slices"
	"strings"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/scribe/clause"
	"github.com/visitwright/visitwright/scribe/fact"
	"github.com/visitwright/visitwright/scribe/lexicon"
	"github.com/visitwright/visitwright/scribe/reword"
	"github.com/visitwright/visitwright/scribe/sense"
	"github.com/visitwright/visitwright/scribe/statement"
)

// history writes everything the patient brought: the present illness and, under
// their own headings, past illnesses, operations, family, social, drugs and
// allergies.
func (d *drafter) history(why complaint, open []line, written map[ehr.SectionName][]line) {
	var present []line
	for _, p := range d.in(history) {
		l := line{text: d.historyText(p), kind: ehr.Statement, segments: p.Segments, weight: p.weight}
		if !reword.Sound(plainWords(l.text), false) {
			if l.text = d.fragment(p); l.text == "" {
				if p.Topic == statement.Conditions {
					written[ehr.PastMedical] = append(written[ehr.PastMedical], d.past(p, why)...)
				}
				continue
			}
		}
		name := d.shelf(p)
		if name == ehr.PastMedical && len(d.past(p, why)) > 0 && !slices.Contains(plainWords(l.text), "never") {
			l.text = "" // the list says the same
		}
		if name == ehr.HPI {
			present = append(present, l)
		} else {
			written[name] = append(written[name], l)
		}
		written[ehr.PastMedical] = append(written[ehr.PastMedical], d.past(p, why)...)
	}
	var meds []line
	for _, p := range d.placed {
		if p.room == history || p.room == plan && p.Speaker == ehr.ClinicianVoice {
			meds = append(meds, d.drugs(p)...)
		}
	}
	written[ehr.MedicationList] = append(written[ehr.MedicationList], fullest(meds)...)
	written[ehr.AllergyList] = d.reactions(written[ehr.AllergyList])
	written[ehr.PastMedical] = consistent(fullerNames(written[ehr.PastMedical]))
	written[ehr.HPI] = append(open, d.denials(d.agreed(present))...)
}

// consistent drops from past history that there is none, where something stands
// beside it: asked again, people remember.
func consistent(ls []line) []line {
	none := func(l line) bool {
		w := plainWords(l.text)
		return (reword.Has(w, "denies any") || reword.Has(w, "has not been diagnosed with")) && (reword.Has(w, "medical") || reword.Has(w, "conditions") || reword.Has(w, "health")) && len(w) < 13 && !reword.Has(w, "other")
	}
	if !slices.ContainsFunc(ls, func(l line) bool { return !none(l) && len(titles(plainWords(l.text))) > 0 }) {
		return ls
	}
	return slices.DeleteFunc(ls, none)
}

// fullerNames drops from a list of past conditions the bare name of one that stands there
// with its place or kind: "Fracture." beside "Arm fracture."
func fullerNames(ls []line) []line {
	return slices.DeleteFunc(ls, func(l line) bool {
		return slices.ContainsFunc(ls, func(o line) bool {
			return strings.HasSuffix(o.text, " "+lowerName(l.text)) && len(strings.Fields(o.text)) < 5
		})
	})
}

// fragment writes an answer of a few words that names a finding as a sentence:
// "slight cramps" as "He reports slight cramps." It returns "" for others.
func (d *drafter) fragment(p placed) string {
	w := reword.Tidy(reword.Statement(p.Source, p.Speaker, d.who.pronouns))
	if p.Joined != nil || p.Speaker == ehr.ClinicianVoice || len(w) > 9 || len(w) < 2 || slices.Contains(w, "no") || slices.Contains(w, "not") || slices.Contains(w, "they") {
		return ""
	}
	facts := fact.In(w)
	if !slices.ContainsFunc(facts, func(f fact.Fact) bool { return f.Kind == fact.Finding && f.Kin == "" && !f.Negated }) || facts[0].Start > 3 {
		return ""
	}
	for len(w) > 1 && (w[0] == "just" || w[0] == "," || w[0] == "maybe" && w[1] == "just" || w[0] == "generally") {
		w = w[1:]
	}
	verb := "reports"
	if felt[w[0]] || len(w) > 1 && felt[w[1]] && (w[0] == "very" || w[0] == "slightly" || w[0] == "really" || w[0] == "more" || w[0] == "so") {
		verb = "feels"
	}
	w = append([]string{d.who.pronouns.He, verb}, w...)
	if !reword.Sound(w, false) {
		return ""
	}
	return reword.Sentence(w)
}

// felt are words for how a patient is, which nobody reports but feels.
var felt = map[string]bool{"tired": true, "dizzy": true, "hot": true, "cold": true, "achy": true, "nauseous": true, "weak": true, "fatigued": true, "lightheaded": true, "feverish": true, "chilly": true, "sweaty": true, "anxious": true, "short": true, "sick": true, "itchy": true, "stiff": true, "sore": true, "faint": true, "exhausted": true}

// fullest keeps of several mentions of a drug the one that says most.
func fullest(ls []line) []line {
	var out []line
	for _, l := range ls {
		name := strings.ToLower(strings.TrimSuffix(strings.Fields(l.text)[0], "."))
		k := slices.IndexFunc(out, func(o line) bool {
			return strings.ToLower(strings.TrimSuffix(strings.Fields(o.text)[0], ".")) == name
		})
		switch {
		case k < 0:
			out = append(out, l)
		case len(l.text) > len(out[k].text):
			out[k] = l
		}
	}
	return out
}

// reacting are words for what an allergy does.
var reacting = []string{"rash", "hives", "swelling", "itching", "itchy", "anaphylaxis", "throat closed", "throat closes", "break out", "broke out", "nausea", "vomiting", "shortness of breath", "trouble breathing", "swell", "swelled"}

// reactions adds to an allergy what it did, where that was said right behind it.
func (d *drafter) reactions(ls []line) []line {
	var out []line
	for _, l := range ls {
		out = append(out, l)
		for _, p := range d.placed {
			if p.Speaker == ehr.ClinicianVoice && p.Joined == nil || len(p.Source) > 16 || slices.ContainsFunc(reacting, func(r string) bool { return reword.Has(plainWords(l.text), r) }) {
				continue
			}
			at := slices.IndexFunc(d.visit.Clauses, func(c clause.Clause) bool { return slices.Contains(l.segments, c.Segment) })
			if p.Clause <= at || p.Clause > at+4 || allergic(p.Source) || !slices.ContainsFunc(reacting, func(r string) bool { return reword.Has(p.Source, r) }) {
				continue
			}
			if text := d.historyText(p); reword.Sound(plainWords(text), false) {
				out = append(out, line{text: text, kind: ehr.Statement, segments: union(l.segments, p.Segments)})
				break
			}
		}
	}
	return out
}

// shelf chooses the heading of a statement of history.
func (d *drafter) shelf(p placed) ehr.SectionName {
	if p.relative {
		return ehr.FamilyHistory
	}
	facts := fact.In(p.Source)
	if slices.ContainsFunc(facts, func(f fact.Fact) bool { return f.Kin != "" && (f.Kind == fact.Condition || f.Kind == fact.Finding) }) || ofFamily(p.Source) && len(titles(p.Source)) > 0 {
		return ehr.FamilyHistory
	}
	if reword.Has(p.Source, "allergic to") || reword.Has(p.Source, "allergies to") || reword.Has(p.Source, "drug allergies") {
		return ehr.AllergyList
	}
	if s := asked(p, facts); s != "" {
		return s
	}
	if p.phase == "talk" && patients(p) {
		if habit(p.Source) {
			return ehr.SocialHistory
		}
		if background(p) {
			return ehr.PastMedical
		}
	}
	if p.Joined != nil && p.Topic == "" && slices.Contains(p.Joined, "denies") {
		return ehr.HPI // a symptom asked for between questions about the patient's life
	}
	hpi := p.score("hpi")
	for _, s := range []struct {
		label string
		name  ehr.SectionName
	}{{"social", ehr.SocialHistory}, {"psh", ehr.PastSurgical}} {
		if v := p.score(s.label); v > hpi && v >= sense.Threshold[s.label] && p.phase == "talk" {
			return s.name
		}
	}
	return ehr.HPI
}

// asked is the heading under which an answer stands because its question asked for
// it, "" where it tells of something else.
func asked(p placed, facts []fact.Fact) ehr.SectionName {
	if !patients(p) || p.phase == "plan" || p.phase == "exam" && p.Joined == nil {
		return ""
	}
	troubled := slices.ContainsFunc(facts, func(f fact.Fact) bool { return f.Kind == fact.Finding && !f.Negated })
	switch p.Topic {
	case statement.Family:
		if p.Joined != nil || slices.ContainsFunc(p.Source, func(s string) bool { return kin[strings.TrimSuffix(s, "'s")] }) || reword.Has(p.Source, "family") || slices.Contains([]string{"he", "she", "they", "there"}, p.Source[0]) {
			return ehr.FamilyHistory
		}
	case statement.Allergies:
		if p.Joined != nil || slices.ContainsFunc(p.Source, func(s string) bool { return strings.HasPrefix(s, "allerg") || s == "reaction" }) {
			return ehr.AllergyList
		}
	case statement.Operations:
		return ehr.PastSurgical
	case statement.Conditions:
		if slices.ContainsFunc(facts, func(f fact.Fact) bool { return f.Kind == fact.Drug }) {
			return ""
		}
		if p.Joined != nil || !troubled || slices.ContainsFunc(facts, func(f fact.Fact) bool { return f.Kind == fact.Condition && f.Kin == "" }) {
			return ehr.PastMedical
		}
	case statement.Medicines:
		if p.Joined != nil && slices.Contains(p.Joined, "not") {
			return ehr.MedicationList
		}
	case statement.Tobacco, statement.Alcohol, statement.Drugs, statement.Living, statement.Work, statement.Sexual:
		if !troubled || p.Joined != nil {
			return ehr.SocialHistory
		}
	}
	return ""
}

// opening is the first sentence: who the patient is and why they came.
func (d *drafter) opening(why complaint) []line {
	for i, p := range d.placed { // said by the clinician as a whole sentence
		if p.Speaker == ehr.ClinicianVoice && p.room != nowhere && (reword.Has(p.Source, "who presents") || yearOld(p.Source) && (reword.Has(p.Source, "is a") || reword.Has(p.Source, "you are a") && i < len(d.placed)/3 || reword.Has(p.Source, "presents"))) {
			text := d.historyText(p)
			d.placed[i].room = nowhere
			return []line{{text: text, kind: ehr.Statement, segments: p.Segments}}
		}
	}
	if why.text == "" {
		return nil
	}
	what := strings.ToLower(why.text[:1]) + why.text[1:]
	reason := " for evaluation of " + what
	if len(why.titles) == 0 || strings.HasPrefix(why.text, "Follow-up") {
		reason = " for " + what
	}
	intro := d.who.intro()
	join := " presents today"
	if strings.Contains(intro, " is a ") {
		join = " who presents today"
	}
	l := line{text: intro + join + reason + ".", kind: ehr.Statement, segments: append(slices.Clone(d.who.segments), why.segments...)}
	if d.who.chart {
		l.chart = []ehr.ChartRef{{Kind: "patient", ID: string(d.chart.Patient.ID)}}
	}
	return []line{l}
}

func yearOld(w []string) bool {
	return slices.ContainsFunc(w, func(s string) bool { return strings.HasSuffix(s, "year-old") }) || reword.Has(w, "year old")
}

// drugs lists what the patient is said to take, with dose and how often. What is
// continued in the plan is taken too.
func (d *drafter) drugs(p placed) []line {
	if p.relative || d.tellers(p) || p.phase == "exam" || (p.phase == "plan" || p.room == plan) && !continued(p.Source) || p.Topic == statement.Allergies && patients(p) {
		return nil
	}
	words := p.Joined
	if words == nil {
		words = p.Source
	}
	var out []line
	facts := fact.In(words)
	for _, f := range facts {
		if (p.phase == "plan" || p.room == plan) && slices.ContainsFunc(words[:f.Start], func(s string) bool { return s == "consider" || s == "if" }) {
			break // what comes later or perhaps is not taken yet
		}
		if f.Kind != fact.Drug || f.Negated || f.Kin != "" || f.Term.Class || !taking(words) {
			continue
		}
		segs := p.Segments
		how := dosing(words, f, facts)
		if how == "" {
			how, segs = d.dosedLater(p)
		}
		out = append(out, line{text: reword.Capitalise(strings.Join(nonEmpty(reword.Phrase(strings.Fields(f.Text)), how), " ")) + ".", kind: ehr.Statement, segments: segs})
	}
	return out
}

func continued(w []string) bool {
	return reword.Has(w, "continue") || reword.Has(w, "keep you on") || reword.Has(w, "stay on") || reword.Has(w, "refill")
}

// dosing prints dose and frequency said behind a drug, before the next one.
func dosing(words []string, f fact.Fact, facts []fact.Fact) string {
	end := len(words)
	for _, o := range facts {
		if o.Kind == fact.Drug && o.Start >= f.End && o.Start < end {
			end = o.Start
		}
	}
	return strings.Join(nonEmpty(strings.TrimSpace(dose(words[:end], f, facts)), frequency(reword.Tidy(words[f.End:end]))), " ")
}

// dosedLater finds the dose in what follows a drug named without one: "Are you
// taking your lisinopril? Yes, twenty milligrams every morning."
func (d *drafter) dosedLater(p placed) (string, []ehr.SegmentID) {
	cs := d.visit.Clauses
	if len(lexicon.Find(p.Source, lexicon.Drug)) != 1 {
		return "", p.Segments
	}
	for i := p.Clause + 1; i < min(len(cs), p.Clause+5); i++ {
		w := cs[i].Words
		if len(lexicon.Find(w, lexicon.Drug)) > 0 {
			break
		}
		for _, n := range fact.In(w) {
			if n.Kind == fact.Number && (n.Unit == "mg" || n.Unit == "mcg") && cs[i].Speaker == ehr.PatientVoice && !cs[i].Question {
				return strings.Join(nonEmpty(strings.Join(w[n.Start:n.End], " "), frequency(reword.Tidy(w))), " "), union(p.Segments, []ehr.SegmentID{cs[i].Segment})
			}
		}
	}
	return "", p.Segments
}

func taking(w []string) bool {
	for _, s := range []string{"stopped", "used to", "allergic", "allergy", "allergies", "try", "tried", "was on", "instead", "prescribed some", "course of", "finished", "completed"} {
		if reword.Has(w, s) {
			return false
		}
	}
	// "I took amoxicillin a month ago"; what was started then may be taken still.
	return !(slices.Contains(w, "ago") && (slices.Contains(w, "took") || slices.Contains(w, "had")))
}

// dose prints the dose that stands right behind a drug.
func dose(words []string, f fact.Fact, facts []fact.Fact) string {
	for _, n := range facts {
		if n.Kind == fact.Number && n.Start >= f.End && n.End <= len(words) && n.Start <= f.End+2 && (n.Unit == "mg" || n.Unit == "mcg" || n.Unit == "unit" || n.Unit == "g") {
			return " " + strings.Join(words[n.Start:n.End], " ")
		}
	}
	return ""
}

// past lists conditions the patient is said to have or to have had, other than
// what they came for.
func (d *drafter) past(p placed, why complaint) []line {
	if p.phase == "plan" || p.phase == "exam" || p.relative || d.tellers(p) || p.Topic == statement.Family || p.Topic == statement.Operations || ofFamily(p.Source) {
		return nil
	}
	var out []line
	words := p.Joined
	if words == nil {
		words = p.Source
	}
	for _, t := range titles(words) {
		if !t.condition || t.text == "Tobacco use" || t.text == "Alcohol use" || slices.ContainsFunc(why.titles, func(w string) bool { return sameProblem(w, t.text) }) {
			continue
		}
		if p.Joined != nil && slices.Contains(p.Joined, "denies") || slices.Contains(words, "not") || slices.Contains(words, "no") {
			continue
		}
		if doubted(words, t.at) || slices.Contains(words, "maybe") || patients(p) && slices.ContainsFunc(words, func(s string) bool { return elders[s] }) {
			continue
		}
		if t.at > 0 && besides[words[t.at-1]] {
			continue
		}
		out = append(out, line{text: t.text + ".", kind: ehr.Statement, segments: p.Segments})
	}
	return out
}

// besides are words before a condition that is not the patient's: "before COVID",
// "exposed to COVID".
var besides = map[string]bool{"before": true, "during": true, "since": true, "to": true, "for": true, "about": true, "if": true, "by": true, "like": true, "any": true, "post": true}
