package scribe

import (
	"slices"
	"strings"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/scribe/fact"
	"github.com/visitwright/visitwright/scribe/reword"
	"github.com/visitwright/visitwright/scribe/statement"
)

// bodySystems is the order of a review of systems.
var bodySystems = []struct{ group, title string }{
	{"Constitutional", "Constitutional"}, {"Eyes", "Eyes"}, {"ENT", "Ears, Nose, Mouth and Throat"}, {"Cardiovascular", "Cardiovascular"}, {"Respiratory", "Respiratory"},
	{"Gastrointestinal", "Gastrointestinal"}, {"Genitourinary", "Genitourinary"}, {"Musculoskeletal", "Musculoskeletal"}, {"Skin", "Skin"}, {"Neurological", "Neurological"}, {"Psychiatric", "Psychiatric"}, {"Endocrine", "Endocrine"}, {"Hematologic", "Hematologic"},
}

// symptom is a finding with what the patient said of it.
type symptom struct {
	name     string
	denied   bool
	segments []ehr.SegmentID
}

// review lists the symptoms the patient reported and denied, by body system.
// One that was both reported and denied is left to the history.
func (d *drafter) review(why complaint) []line {
	by := map[string][]symptom{}
	both := map[string]int{}
	for _, p := range d.placed {
		if p.room != history || p.phase == "plan" || p.phase == "exam" && p.Joined != nil || p.relative || d.tellers(p) || p.Topic == statement.Family || p.Topic == statement.Operations || p.Speaker == ehr.ClinicianVoice && p.Joined == nil {
			continue
		}
		words := p.Joined
		if words == nil {
			words = reword.Statement(p.Source, p.Speaker, d.who.pronouns)
		}
		for _, f := range fact.In(words) {
			if f.Kind != fact.Finding || f.Kin != "" || f.Name == "pain" || f.Name == "side effects" || f.Name == "fall" || f.Name == "injury" || f.Name == "stress" || f.Name == "fracture" || f.Name == "anxiety" && reword.Has(words, "worried") || past(words) || f.Negated && d.sparing(f, words, why) || f.Name == "vaginal discharge" && !ofVagina(words) {
				continue
			}
			bit := 1
			if f.Negated {
				bit = 2
			}
			if both[f.Name]&bit == 0 {
				by[f.Term.Group] = append(by[f.Term.Group], symptom{f.Name, f.Negated, p.Segments})
			}
			both[f.Name] |= bit
		}
	}
	var out []line
	for _, s := range bodySystems {
		for _, denied := range []bool{false, true} {
			var names []string
			var segs []ehr.SegmentID
			for _, y := range by[s.group] {
				if y.denied == denied && both[y.name] != 3 {
					names = append(names, y.name)
					segs = union(segs, y.segments)
				}
			}
			if len(names) > 0 {
				verb, join := "Reports ", " and "
				if denied {
					verb, join = "Denies ", " or "
				}
				out = append(out, line{text: verb + enumerate(names, join) + ".", kind: ehr.Statement, group: s.title, segments: segs})
			}
		}
	}
	return out
}

// sparing reports whether a finding denied here may not be listed as denied: it is
// what the patient came for, only denied for another time or place.
func (d *drafter) sparing(f fact.Fact, words []string, why complaint) bool {
	for _, t := range why.titles {
		if strings.HasSuffix(strings.ToLower(t), f.Name) || strings.HasSuffix(f.Name, strings.ToLower(t)) {
			return true
		}
	}
	for _, w := range []string{"before", "ever", "previous", "previously", "history of", "anywhere else", "any other", "other joints", "like this", "like that", "over the", "at rest"} {
		if reword.Has(words, w) {
			return true
		}
	}
	return false
}

// ofVagina reports whether discharge is said to be that, and not from a nose or wound.
func ofVagina(w []string) bool {
	return slices.ContainsFunc([]string{"vaginal", "vagina", "down below", "down there", "vulva"}, func(s string) bool { return reword.Has(w, s) })
}

func past(w []string) bool {
	return slices.ContainsFunc([]string{"years ago", "used to", "in the past", "last year", "if", "when he was", "when she was", "but not since", "last weekend", "last month", "few months ago", "couple months ago", "since resolved", "gone away", "went away"}, func(p string) bool { return reword.Has(w, p) })
}

func union(a, b []ehr.SegmentID) []ehr.SegmentID {
	out := slices.Clone(a)
	for _, s := range b {
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// enumerate joins names as "a, b and c".
func enumerate(names []string, and string) string {
	switch n := len(names); n {
	case 1:
		return names[0]
	case 2:
		return names[0] + and + names[1]
	default:
		return strings.Join(names[:n-1], ", ") + "," + and + names[n-1]
	}
}
