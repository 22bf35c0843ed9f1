package scribe

import (
	"slices"
	"strings"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/scribe/clause"
	"github.com/visitwright/visitwright/scribe/reword"
)

// elders are relatives of whom a patient goes on speaking as "he" or "she". Of a
// son or daughter it may be the parent who speaks for the patient.
var elders = map[string]bool{
	"mother": true, "father": true, "mom": true, "dad": true, "brother": true, "sister": true, "grandmother": true, "grandfather": true, "aunt": true, "uncle": true, "cousin": true,
	"wife": true, "husband": true, "grandma": true, "grandpa": true, "girlfriend": true, "boyfriend": true, "roommate": true, "partner": true,
}

// relative names the relative of whom a patient goes on to speak: "my dad has heart
// trouble. He had a heart attack" is "his father had a heart attack" and no
// illness of the patient's.
func (d *drafter) relative(p placed) placed {
	if p.Speaker != ehr.PatientVoice || p.Joined != nil || len(p.Source) < 3 {
		return p
	}
	cs := d.visit.Clauses
	at := slices.IndexFunc(p.Source, func(s string) bool { return s == "he" || s == "she" })
	if at != 0 && !(at > 0 && at <= 3 && slices.Contains([]string{"think", "believe", "yes", "guess", "know"}, p.Source[at-1])) {
		return p
	}
	for k := p.Clause - 1; k >= max(0, p.Clause-4); k-- {
		for i, w := range cs[k].Words {
			name := strings.TrimSuffix(w, "'s")
			if kin[name] && !elders[name] && !speaksFor(cs) {
				p.room = nowhere // of a son or daughter, who is not the patient
				return p
			}
			if !elders[name] || i > 0 && cs[k].Words[i-1] == "your" && speaksFor(cs) {
				continue
			}
			p.Source = slices.Clone(p.Source)
			p.Source = slices.Concat(p.Source[:at], []string{"my", name}, p.Source[at+1:])
			p.Segments = union([]ehr.SegmentID{cs[k].Segment}, p.Segments)
			p.relative = true
			return p
		}
	}
	return p
}

// speaksFor reports whether someone else answers for the patient, as a parent does.
func speaksFor(cs []clause.Clause) bool {
	n := 0
	for _, c := range cs {
		if c.Speaker != ehr.ClinicianVoice && len(c.Words) > 3 && (c.Words[0] == "he" || c.Words[0] == "she") {
			n++
		}
	}
	return 8*n > len(cs)
}

// tellers reports whether who speaks for a patient speaks of themselves: "I used to have
// asthma as a child".
func (d *drafter) tellers(p placed) bool {
	return d.who.pronouns.Teller != "" && p.Joined == nil && p.Speaker != ehr.ClinicianVoice &&
		slices.Contains(p.Source, "i") && !slices.ContainsFunc(p.Source, func(s string) bool { return s == "he" || s == "she" || s == "his" || s == "him" || s == "her" })
}

// ofFamily reports whether words tell what a family has: "cancer runs in the family".
func ofFamily(w []string) bool {
	return slices.ContainsFunc([]string{"in the family", "in my family", "in our family", "in your family", "family history", "side of the family"}, func(s string) bool { return reword.Has(w, s) })
}
