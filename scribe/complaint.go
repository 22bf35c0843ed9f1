package scribe

import (
	"slices"
	"strings"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/scribe/fact"
	"github.com/visitwright/visitwright/scribe/lexicon"
	"github.com/visitwright/visitwright/scribe/reword"
)

// complaint is why the patient came, with the segments that say so.
type complaint struct {
	text     string
	titles   []string
	segments []ehr.SegmentID
}

// why finds the reason for the visit in what is said at its start: what the
// patient is said to present with, else the first problems named.
func (d *drafter) why() complaint {
	cs := d.visit.Clauses
	horizon := min(len(cs), max(12, len(cs)/4))
	var c complaint
	add := func(i int, limit int) {
		for _, t := range titles(cs[i].Words) {
			if len(c.titles) < limit && !slices.Contains(c.titles, t.text) {
				c.titles = append(c.titles, t.text)
				if !slices.Contains(c.segments, cs[i].Segment) {
					c.segments = append(c.segments, cs[i].Segment)
				}
			}
		}
	}
	for i := 0; i < horizon && len(c.titles) == 0; i++ { // "presents with", "here for", "chief complaint is"
		for _, cue := range []string{"presents with", "presents for", "presents today", "presenting with", "who presents", "chief complaint", "here for", "here with", "here today", "here because", "comes in", "came in", "complaining of", "complains of", "you have been having", "you are having", "brings you", "reason for"} {
			if at := reword.Index(cs[i].Words, cue); at >= 0 && !cs[i].Question {
				if c.text == "" {
					c.text = purpose(cs[i].Words[at:])
				}
				for _, t := range titles(cs[i].Words[at:]) {
					if len(c.titles) < 2 {
						c.titles = append(c.titles, t.text)
					}
				}
				if len(c.titles) > 0 || c.text != "" {
					c.segments = []ehr.SegmentID{cs[i].Segment}
					break
				}
			}
		}
		if c.text != "" {
			break
		}
	}
	for i := 0; i < max(min(len(cs), 8), len(cs)/6) && len(c.titles) == 0 && c.text == ""; i++ {
		if cs[i].Question || past(cs[i].Words) || reword.Has(cs[i].Words, "i had") || d.who.pronouns.Teller != "" && (reword.Has(cs[i].Words, "he had") || reword.Has(cs[i].Words, "she had")) || reword.Has(cs[i].Words, "side effects") || reword.Has(cs[i].Words, "gone away") {
			continue
		}
		if d.visit.Phase(i) == "talk" && (cs[i].Speaker == ehr.PatientVoice || !strings.HasPrefix(cs[i].Text(), "any")) {
			add(i, 1)
		}
	}
	if len(c.titles) == 0 && c.text == "" {
		d.sorePart(&c, horizon)
	}
	if len(c.titles) == 0 && c.text == "" { // nothing was said at the start: what the plan turns to first
		if ps := d.problems(complaint{}); len(ps) > 0 && (ps[0].named || len(lexicon.Find(plainWords(ps[0].title), lexicon.Condition)) > 0) && !hedged(ps[0].title) {
			text := ps[0].title
			if d.seenBefore(horizon) {
				text = "Follow-up of " + lowerName(text)
			}
			return complaint{text: text, titles: []string{ps[0].title}, segments: ps[0].segments}
		}
	}
	switch {
	case len(c.titles) > 0 && (c.text == "" || c.text == "Follow-up"):
		follow := c.text == "Follow-up"
		c.text = joinTitles(c.titles)
		if follow {
			c.text = "Follow-up of " + strings.ToLower(c.text[:1]) + c.text[1:]
		}
	}
	return c
}

func joinTitles(ts []string) string {
	out := ts[0]
	for i, t := range ts[1:] {
		sep := ", "
		if i == len(ts)-2 {
			sep = " and "
		}
		out += sep + lowerName(t)
	}
	return out
}

func purpose(words []string) string {
	for _, p := range purposes {
		if reword.Has(words, p.said) {
			return p.title
		}
	}
	return ""
}

// sorePart finds "It's my right knee. ... it still hurts": a part named first
// and the pain after it.
func (d *drafter) sorePart(c *complaint, horizon int) {
	part := ""
	var segs []ehr.SegmentID
	for _, cl := range d.visit.Clauses[:horizon] {
		for _, f := range fact.In(cl.Words) {
			switch {
			case f.Kind == fact.Anatomy && part == "" && cl.Speaker == ehr.PatientVoice:
				part = strings.TrimSpace(f.Side + " " + f.Name)
				segs = []ehr.SegmentID{cl.Segment}
			case f.Kind == fact.Finding && f.Name == "pain" && !f.Negated && part != "":
				c.titles = []string{reword.Capitalise(part) + " pain"}
				c.segments = union(segs, []ehr.SegmentID{cl.Segment})
				return
			}
		}
	}
}

// seenBefore reports whether the first words speak of an earlier visit.
func (d *drafter) seenBefore(horizon int) bool {
	for _, c := range d.visit.Clauses[:horizon] {
		for _, w := range []string{"last time", "last met", "last visit", "last saw", "follow-up", "follow up", "last seen"} {
			if reword.Has(c.Words, w) {
				return true
			}
		}
	}
	return false
}
