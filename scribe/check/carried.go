package check

import (
	"slices"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/scribe/clause"
	"github.com/visitwright/visitwright/scribe/fact"
)

// carrier remembers which side of which part talk is on: "now your left foot: I
// see some bruising on the bottom" is of the left foot.
type carrier struct {
	side    string
	parts   []string // stems of the words behind the side
	segment ehr.SegmentID
	turn    int
}

// at returns the side of a part that was named last before words[start:end] of a
// clause, in it, in its segment or in the turn that it answers; nothing where
// another is named right behind.
func (c *carrier) at(words []string, start, end int, segment ehr.SegmentID, turn int) (side string, parts []string) {
	for j := end; j < min(len(words), end+sideBehind); j++ {
		if fact.SideAt(words, j) != "" {
			return "", nil
		}
	}
	for j := start - 1; j >= 0; j-- {
		if s := fact.SideAt(words, j); s != "" {
			return s, partsBehind(words, j)
		}
	}
	if c.segment == segment || turn-c.turn <= carriedTurns {
		return c.side, c.parts
	}
	return "", nil
}

const (
	// carriedTurns is how many turns on a side is still taken to be spoken of.
	carriedTurns = 1
	// sideBehind is how many words behind a fact its own side may stand.
	sideBehind = 8
)

// hear goes past a clause.
func (c *carrier) hear(words []string, segment ehr.SegmentID, turn int) {
	for i := range words {
		if s := fact.SideAt(words, i); s != "" {
			*c = carrier{s, partsBehind(words, i), segment, turn}
		}
	}
}

// partsBehind gives the stems of the words that a side at i may be of.
func partsBehind(words []string, i int) []string {
	var out []string
	for _, w := range words[i+1 : min(len(words), i+4)] {
		if clause.Mark(w) || w == "and" || w == "or" {
			break
		}
		if len(w) > 2 && !unbound[w] {
			out = append(out, Stem(w))
		}
	}
	return out
}

// carried doubts one side where talk went on about the other one: what the
// sentence tells was said, but after the other side was named and before this one
// was.
func (e *examiner) carried() {
	mine := fact.Sides(e.words)
	if len(mine) != 1 || mine["bilateral"] {
		return
	}
	parts := stemsOf(e.words)
	for _, f := range e.facts {
		if f.Kind != fact.Finding && f.Kind != fact.Condition || f.Side == "" && e.turns() {
			continue
		}
		ms := closest(e.said(f.Kind, f.Name))
		ms = slices.DeleteFunc(ms, func(m mention) bool { return m.Negated != f.Negated })
		if len(ms) == 0 {
			continue
		}
		if !slices.ContainsFunc(ms, func(m mention) bool {
			s := m.Side
			if s == "" && slices.ContainsFunc(m.carriedParts, func(p string) bool { return parts[p] }) {
				s = m.carried
			}
			return s == "" || s == "bilateral" || mine[s]
		}) {
			e.doubt(ehr.LateralityDoubt, f.Text, "It was said while the other side was spoken of.")
			return
		}
	}
}

// turns reports whether the sentence turns to something else: what stands behind
// "but" need not be of the side before it.
func (e *examiner) turns() bool {
	return slices.Contains(e.words, "but") || slices.Contains(e.words, "however")
}
