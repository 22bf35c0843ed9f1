package scribe

import (
	"slices"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/scribe/fact"
	"github.com/visitwright/visitwright/scribe/lexicon"
	"github.com/visitwright/visitwright/scribe/reword"

	"github.com/visitwright/visitwright/scribe/sense"
	"github.com/visitwright/visitwright/scribe/statement"
)

// room is the part of the note a statement is written in.
type room int

const (
	nowhere room = iota
	history
	vitals
	exam
	results
	plan
)

// placed is a statement with its place.
type placed struct {
	statement.Statement
	room   room
	phase  string
	weight float64 // how far above the threshold
	// relative: told of a relative, who is named in the clause before.
	relative bool
}

var rooms = map[string]room{
	"hpi": history, "pmh": history, "psh": history, "family": history, "social": history, "meds": history, "allergy": history, "ros": history, "cc": history,
	"vitals": vitals, "exam": exam, "results": results, "ap": plan, "instructions": plan,
}

// place gives every statement its room.
func (d *drafter) place() {
	for _, s := range statement.From(d.visit, d.who.pronouns) {
		s.Scores = d.visit.Section(s.Clause)
		p := placed{Statement: s, phase: d.visit.Phase(s.Clause)}
		if s.Joined == nil && s.Speaker == ehr.ClinicianVoice && (reword.Conducts(s.Source) || p.phase == "talk" && explains(s.Source)) {
			d.placed = append(d.placed, p)
			continue
		}
		for l, name := range sense.Sections {
			if w := s.Scores[l] / sense.Threshold[name]; w >= 1 && w > p.weight && d.fits(p, rooms[name]) {
				p.room, p.weight = rooms[name], w
			}
		}
		if s.Speaker == ehr.ClinicianVoice && s.Joined == nil && p.phase != "plan" && (len(measured(s.Source)) > 0 || d.reading(p) != "") {
			p.room, p.weight = vitals, 1
		}
		if s.Joined == nil && s.Speaker == ehr.ClinicianVoice && p.room != plan && (warns(s.Source) || p.phase == "plan" && s.Source[0] == "please" && len(s.Source) > 3 || reword.Announces(s.Source) || reword.Has(s.Source, "problem") && turnsTo(s.Source)) {
			p.room, p.weight = plan, 1
		}
		if p.room == nowhere && s.Joined == nil && s.Speaker == ehr.ClinicianVoice && looked(s.Source) {
			p.room, p.weight = exam, 1
		}
		if p.room == nowhere && (mustStand(p) || background(p) || topical(p)) {
			p.room, p.weight = history, 1
		}
		d.placed = append(d.placed, d.relative(p))
	}
	d.examless()
	d.namedAllergies()
	d.readResults()
}

// examless takes back what was placed in an examination where none was made, as in a
// talk by telephone: what the patient told is history, what the clinician said is talk.
func (d *drafter) examless() {
	for _, c := range d.visit.Clauses {
		if c.Speaker == ehr.ClinicianVoice && examines(c.Words) {
			return
		}
	}
	for i, p := range d.placed {
		if p.room != exam {
			continue
		}
		d.placed[i].room = nowhere
		if patients(p) && mustStand(p) {
			d.placed[i].room, d.placed[i].weight = history, 1
		}
	}
}

// looked reports whether a clinician tells plainly what a part of the patient is like:
// "your reflexes are a little slow".
func looked(w []string) bool {
	if len(w) < 4 || len(w) > 16 || w[0] != "your" || reword.Garbled(w) || slices.ContainsFunc(w, func(s string) bool {
		return s == "if" || s == "will" || s == "because" || s == "should" || s == "was" || s == "were" || s == "pain" || s == "medication"
	}) {
		return false
	}
	at := slices.IndexFunc(w, func(s string) bool {
		return s == "is" || s == "are" || s == "looks" || s == "look" || s == "sounds" || s == "sound" || s == "feels"
	})
	return at > 1 && at < 6 && reword.System(w[:at]) != "" && reword.System(w[:at]) != "Vital signs" && len(lexicon.Find(w, lexicon.Test)) == 0 &&
		slices.ContainsFunc(w[at:], func(s string) bool {
			return observed[s] || s == "slow" || s == "swollen" || s == "enlarged" || s == "tender"
		})
}

// examines reports whether a clinician looks at, touches or listens to the patient now,
// or tells what was found so.
func examines(w []string) bool {
	if slices.ContainsFunc([]string{"face to face", "would", "cannot", "not", "need to", "needs to", "come in", "before", "last time", "another doctor"}, func(s string) bool { return reword.Has(w, s) }) && !reword.Has(w, "i do not") {
		return false
	}
	return slices.ContainsFunc([]string{"exam", "examination", "examine", "examining", "listen to your", "listen to her", "listen to his", "look at your", "look in your", "look at that", "look at you", "look at her", "look at him", "look at it", "a look at", "let me have a look", "deep breath", "deep breaths", "does that hurt", "does this hurt", "when i press", "when i push", "when i touch", "when i bend", "when i move", "i press", "i touch", "palpation", "auscultation", "appreciate", "range of motion", "murmur", "murmurs", "lungs are", "heart is", "heart sounds", "abdomen is", "bend your", "raise your", "squeeze my", "follow my finger", "i am feeling", "going to feel", "feel your", "let me feel", "let me check your", "take a look", "no nodules", "eardrum", "eardrums", "swollen when i", "i hear", "i do not hear", "i do not see", "show me where", "point to", "on inspection", "vitals"}, func(s string) bool { return reword.Has(w, s) })
}

// namedAllergies drops "is allergic to medications", made of a question and its
// yes, where another statement says to which.
func (d *drafter) namedAllergies() {
	vague := func(p placed) bool {
		return p.Joined != nil && len(lexicon.Find(p.Joined, lexicon.Drug)) == 0 &&
			reword.Has(p.Joined, "allergic to")
	}
	named := slices.ContainsFunc(d.placed, func(p placed) bool {
		return reword.Has(p.Source, "allergic to") && len(lexicon.Find(p.Source, lexicon.Drug)) > 0
	})
	if named {
		d.placed = slices.DeleteFunc(d.placed, vague)
	}
}

// explains reports whether a clinician's words only say what a name means, as they do
// to a patient who does not know whether a relative had it: "fibrosis is a condition
// where the lung gets stiff".
func explains(w []string) bool {
	return slices.ContainsFunc([]string{"is a condition in", "is a condition where", "is a condition that", "is a disease where", "is a disease that", "is a disease of", "is when your", "is when you", "is when the"}, func(s string) bool { return reword.Has(w, s) })
}

func (p placed) score(label string) float64 { return p.Scores[slices.Index(sense.Sections, label)] }

// fits keeps what a patient says in the talk before the examination out of the
// findings and, where it answers a question, out of the plan.
func (d *drafter) fits(p placed, r room) bool {
	words := p.Source
	switch {
	case p.phase == "talk" && (p.Speaker != ehr.ClinicianVoice || p.Joined != nil):
		return r == history || r == results && p.Joined == nil && resulting(words)
	case r == results:
		return resulting(words)
	}
	return true
}

// topical reports whether a statement answers a question of history with something
// that can be told: it stands, whatever the learnt scores say of so few words.
func topical(p placed) bool {
	if p.Joined != nil && p.phase != "plan" && slices.ContainsFunc([]string{"rates", "is located", "the pain is", "radiates"}, func(s string) bool { return reword.Has(p.Joined, s) }) {
		return true // where it hurts, how and how much
	}
	if p.Topic == "" || p.phase == "plan" || !patients(p) {
		return false
	}
	return p.Joined != nil || len(p.Source) < 16 && slices.ContainsFunc(fact.In(p.Source), func(f fact.Fact) bool {
		return f.Kind == fact.Condition || f.Kind == fact.Drug || f.Kind == fact.Number
	})
}

// mustStand reports whether a statement of the patient may not be lost whatever
// the learnt scores say: an allergy, a drug taken, a red flag, tobacco.
func mustStand(p placed) bool {
	if p.phase == "plan" || p.Speaker == ehr.ClinicianVoice && p.Joined == nil {
		return false
	}
	words := p.Joined
	if words == nil {
		words = p.Source
	}
	if allergic(words) || reword.Has(words, "pack a day") || reword.Has(words, "packs a day") || habit(words) || missing(words) || ofFamily(words) && slices.ContainsFunc(fact.In(words), func(f fact.Fact) bool { return f.Kind == fact.Condition && !f.Negated }) {
		return true
	}
	return slices.ContainsFunc(fact.In(words), func(f fact.Fact) bool {
		return f.Kin == "" && !f.Negated && (f.Kind == fact.Drug && !f.Term.Class || f.Kind == fact.Finding && redFlags[f.Name])
	})
}
