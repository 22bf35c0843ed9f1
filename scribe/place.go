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
			if w := s.Scores[l] / sense.Threshold[name]; w >= 1 && w > p.weight {
				p.room, p.weight = rooms[name], w
			}
		}
		d.placed = append(d.placed, p)
	}
}

func (p placed) score(label string) float64 { return p.Scores[slices.Index(sense.Sections, label)] }
