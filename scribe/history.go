package scribe

import (
	"slices"
	"strings"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/scribe/fact"
	"github.com/visitwright/visitwright/scribe/reword"
	"github.com/visitwright/visitwright/scribe/sense"
)

// history writes everything the patient brought: the present illness and, under
// their own headings, past illnesses, operations, family, social, drugs and
// allergies.
func (d *drafter) history(why complaint, written map[ehr.SectionName][]line) {
	var present []line
	for _, p := range d.in(history) {
		l := line{text: d.historyText(p), kind: ehr.Statement, segments: p.Segments, weight: p.weight}
		name := d.shelf(p)
		if name == ehr.HPI {
			present = append(present, l)
		} else {
			written[name] = append(written[name], l)
		}
		written[ehr.MedicationList] = append(written[ehr.MedicationList], d.drugs(p)...)
		written[ehr.PastMedical] = append(written[ehr.PastMedical], d.past(p, why)...)
	}
	written[ehr.HPI] = append(d.opening(why), present...)
}

// shelf chooses the heading of a statement of history.
func (d *drafter) shelf(p placed) ehr.SectionName {
	facts := fact.In(p.Source)
	if slices.ContainsFunc(facts, func(f fact.Fact) bool { return f.Kin != "" && (f.Kind == fact.Condition || f.Kind == fact.Finding) }) || reword.Has(p.Source, "family history") {
		return ehr.FamilyHistory
	}
	if reword.Has(p.Source, "allergic to") || reword.Has(p.Source, "allergies to") || reword.Has(p.Source, "drug allergies") {
		return ehr.AllergyList
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

// drugs lists what the patient is said to take.
func (d *drafter) drugs(p placed) []line {
	if p.phase == "plan" || p.phase == "exam" {
		return nil
	}
	words := p.Joined
	if words == nil {
		words = p.Source
	}
	var out []line
	facts := fact.In(words)
	for _, f := range facts {
		if f.Kind != fact.Drug || f.Negated || f.Kin != "" || f.Term.Class || !taking(words) {
			continue
		}
		text := reword.Printed(f.Text) + dose(words, f, facts)
		out = append(out, line{text: reword.Capitalise(text) + ".", kind: ehr.Statement, segments: p.Segments})
	}
	return out
}

func taking(w []string) bool {
	for _, s := range []string{"stopped", "used to", "allergic", "allergy", "allergies", "try", "tried", "was on", "instead"} {
		if reword.Has(w, s) {
			return false
		}
	}
	return true
}

// dose prints the dose that stands right behind a drug.
func dose(words []string, f fact.Fact, facts []fact.Fact) string {
	for _, n := range facts {
		if n.Kind == fact.Number && n.Start >= f.End && n.Start <= f.End+1 && (n.Unit == "mg" || n.Unit == "mcg" || n.Unit == "unit" || n.Unit == "g") {
			return " " + strings.Join(words[n.Start:n.End], " ")
		}
	}
	return ""
}

// past lists conditions the patient is said to have or to have had, other than
// what they came for.
func (d *drafter) past(p placed, why complaint) []line {
	if p.phase == "plan" || p.phase == "exam" {
		return nil
	}
	var out []line
	words := p.Joined
	if words == nil {
		words = p.Source
	}
	for _, t := range titles(words) {
		if !t.condition || slices.ContainsFunc(why.titles, func(w string) bool { return sameProblem(w, t.text) }) {
			continue
		}
		if p.Joined != nil && slices.Contains(p.Joined, "denies") || slices.Contains(words, "not") || slices.Contains(words, "no") {
			continue
		}
		out = append(out, line{text: t.text + ".", kind: ehr.Statement, segments: p.Segments})
	}
	return out
}
