package scribe

import (
	"slices"

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
}

// threshold is the score from which a label counts; chosen on ACI-BENCH's valid
// split.
var threshold = map[string]float64{
	"hpi": 0.10, "pmh": 0.10, "psh": 0.10, "family": 0.10, "social": 0.10, "meds": 0.10, "allergy": 0.10, "ros": 0.12, "cc": 0.12,
	"vitals": 0.10, "exam": 0.10, "results": 0.10, "ap": 0.10, "instructions": 0.10,
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
		for l, name := range sense.Sections {
			if w := s.Scores[l] / threshold[name]; w >= 1 && w > p.weight {
				p.room, p.weight = rooms[name], w
			}
		}
		d.placed = append(d.placed, p)
	}
}

func (p placed) score(label string) float64 { return p.Scores[slices.Index(sense.Sections, label)] }
