package scribe

import (
	"fmt"
	"slices"
	"strings"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/scribe/clause"
	"github.com/visitwright/visitwright/scribe/fact"
	"github.com/visitwright/visitwright/scribe/reword"
	"github.com/visitwright/visitwright/scribe/sense"
	"github.com/visitwright/visitwright/scribe/statement"
)

// Omissions lists what was heard, matters clinically and is not in the note,
// each with the sentence that would be added and its place.
func Omissions(n ehr.Note, segments []ehr.Segment, chart ehr.Chart) []ehr.Omission {
	cs := statement.Roles(clause.Split(segments, sense.Boundary))
	if len(cs) == 0 {
		return nil
	}
	who := whoIs(cs, chart, n.CreatedAt)
	d := drafter{chart: chart, visit: sense.Prepare(who.meant(cs)), who: who}
	d.place()
	return d.omissions(n)
}

// omissions goes through the statements heard and asks of each fact whether the
// note has it.
func (d *drafter) omissions(n ehr.Note) []ehr.Omission {
	have := held(n)
	var out []ehr.Omission
	for _, p := range d.placed {
		words := p.Joined
		if words == nil {
			words = p.Source
		}
		var missing []fact.Fact
		for _, f := range fact.In(words) {
			if kind := relevant(f, words); kind != "" && !have[key(f)] {
				missing = append(missing, f)
				have[key(f)] = true
			}
		}
		if len(missing) == 0 {
			continue
		}
		out = append(out, d.omission(p, words, missing, len(out)+1))
	}
	return out
}

func (d *drafter) omission(p placed, words []string, missing []fact.Fact, number int) ehr.Omission {
	o := ehr.Omission{ID: ehr.OmissionID(fmt.Sprintf("o%d", number)), Segments: p.Segments, Section: ehr.HPI}
	how := d.historyText
	switch {
	case p.room == exam, p.room == nowhere && p.phase == "exam" && p.Speaker == ehr.ClinicianVoice:
		o.Section, o.Group = ehr.Exam, reword.System(words)
		how = func(p placed) string { return d.write(p, reword.Exam) }
	case p.room == vitals:
		o.Section = ehr.VitalSigns
		how = func(p placed) string { return d.write(p, reword.Exam) }
	case p.room == results:
		o.Section = ehr.ResultList
		how = func(p placed) string { return d.write(p, reword.Result) }
	case p.room == plan, p.room == nowhere && p.phase == "plan" && p.Speaker == ehr.ClinicianVoice:
		o.Section = ehr.AssessmentPlan
		how = func(p placed) string { return d.write(p, reword.Plan) }
	case allergic(words):
		o.Section = ehr.AllergyList
	case slices.ContainsFunc(missing, func(f fact.Fact) bool { return f.Kin != "" }):
		o.Section = ehr.FamilyHistory
	case !slices.ContainsFunc(missing, func(f fact.Fact) bool { return relevant(f, words) != "social history" }):
		o.Section = ehr.SocialHistory
	}
	if o.Text = how(p); o.Text == "" { // the rewriter left nothing of it: "for your diabetes,"
		o.Text = d.historyText(p)
	}
	for _, f := range missing {
		if k := relevant(f, words); o.Kind == "" || k == "allergy" || k == "medication" {
			o.Kind = k
		}
		o.Blocking = o.Blocking || blocking(f, words)
	}
	return o
}

// tobacco is the lexicon's name for a habit, which is no entry of the problem list.
const tobacco = "Tobacco use"

// relevant says what kind of omission a fact would be, "" where it would be
// none: a body part alone, a number without a meaning, a vague word.
func relevant(f fact.Fact, words []string) string {
	switch f.Kind {
	case fact.Drug:
		if allergic(words) {
			return "allergy"
		}
		if f.Term.Class && f.Negated {
			return ""
		}
		return "medication"
	case fact.Condition:
		if f.Kin != "" {
			return "family history"
		}
		if f.Name == tobacco {
			return "social history"
		}
		return "problem"
	case fact.Finding:
		if vague[f.Name] || f.Name == "pain" {
			return ""
		}
		return "symptom"
	case fact.Test:
		return "test"
	case fact.Number:
		switch f.Unit {
		case "mg", "mcg", "unit", "g":
			return "medication"
		case "pack", "drink":
			return "social history"
		}
	}
	return ""
}

func allergic(w []string) bool {
	return slices.ContainsFunc([]string{"allergic to", "allergy to", "allergies to", "reaction to", "break out from"}, func(p string) bool { return reword.Has(w, p) })
}

// redFlags are symptoms that must not be lost silently.
// Source: warning symptoms common to the "red flags" of NICE CG95 (chest pain),
// NG12 (suspected cancer) and NG59 (low back pain and sciatica).
var redFlags = map[string]bool{"chest pain": true, "chest pressure": true, "syncope": true, "hemoptysis": true, "suicidal ideation": true, "homicidal ideation": true, "weight loss": true, "black stools": true, "blood in stool": true, "slurred speech": true, "seizure": true, "shortness of breath": true, "hematuria": true, "incontinence": true, "night sweats": true}

func blocking(f fact.Fact, words []string) bool {
	switch {
	case f.Kind == fact.Drug && !f.Term.Class:
		return true
	case f.Kind == fact.Number:
		return f.Unit == "mg" || f.Unit == "mcg" || f.Unit == "unit"
	}
	return f.Kind == fact.Finding && !f.Negated && f.Kin == "" && redFlags[f.Name]
}

// key names a fact for comparing note and talk.
func key(f fact.Fact) string {
	kin := ""
	if f.Kin != "" {
		kin = "kin"
	}
	k := string(f.Kind) + "|" + strings.ToLower(f.Name) + "|" + kin
	if f.Kind == fact.Number {
		k += f.Unit
	}
	return k
}

// held lists the facts of a note.
func held(n ehr.Note) map[string]bool {
	have := map[string]bool{}
	for _, s := range n.Sections {
		for _, t := range s.Sentences {
			for _, f := range fact.Of(t.Text) {
				have[key(f)] = true
				if f.Kind == fact.Condition || f.Kind == fact.Finding { // "migraine" is both
					have[key(fact.Fact{Kind: fact.Condition, Name: f.Name, Kin: f.Kin})] = true
					have[key(fact.Fact{Kind: fact.Finding, Name: f.Name, Kin: f.Kin})] = true
				}
			}
		}
	}
	return have
}

// AddOmission puts an omission's sentence into its section, making the section
// where the note has none.
func AddOmission(n ehr.Note, om ehr.Omission) ehr.Note {
	s := ehr.Sentence{ID: NextSentenceID(n), Text: om.Text, Kind: ehr.Statement, Group: om.Group, Segments: om.Segments, Origin: ehr.ByDrafter}
	out := n
	out.Sections = slices.Clone(n.Sections)
	for i, sec := range out.Sections {
		if sec.Name == om.Section {
			out.Sections[i].Sentences = append(slices.Clone(sec.Sentences), s)
			return out
		}
	}
	title := strings.ToUpper(strings.ReplaceAll(string(om.Section), "_", " "))
	if t, err := TemplateNamed(n.Template); err == nil {
		for _, ts := range t.Sections {
			if ts.Name == om.Section {
				title = ts.Title
			}
		}
	}
	out.Sections = append(out.Sections, ehr.Section{Name: om.Section, Title: title, Sentences: []ehr.Sentence{s}})
	return out
}
