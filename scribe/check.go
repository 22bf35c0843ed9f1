package scribe

import (
	"fmt"
	"strings"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/scribe/check"
)

// Check holds every sentence of a note against the segments and chart entries
// it names, and returns the note with the doubts set anew. A person's own words
// are theirs: they carry no doubts. Answers are kept.
func Check(n ehr.Note, segments []ehr.Segment, chart ehr.Chart) ehr.Note {
	return checked(n, check.Hear(segments), chart)
}

func checked(n ehr.Note, h *check.Hearing, chart ehr.Chart) ehr.Note {
	known := knownOf(n, chart)
	out := n
	out.Sections = make([]ehr.Section, len(n.Sections))
	for i, s := range n.Sections {
		out.Sections[i] = s
		out.Sections[i].Sentences = make([]ehr.Sentence, len(s.Sentences))
		for k, t := range s.Sentences {
			t.Doubts = nil
			if t.Origin != ehr.ByPerson {
				t.Doubts = h.Doubts(check.Claim{Text: t.Text, Segments: t.Segments, Chart: entries(t.Chart, chart), Known: known, Day: dayOf(n), Family: s.Name == ehr.FamilyHistory})
			}
			out.Sections[i].Sentences[k] = t
		}
	}
	return out
}

// dayOf is the day of the visit; zero where the note has none yet.
func dayOf(n ehr.Note) ehr.Date {
	if n.CreatedAt.IsZero() {
		return ehr.Date{}
	}
	return ehr.DateOf(n.CreatedAt)
}

// knownOf lists what holds of the patient in every sentence: age and name.
func knownOf(n ehr.Note, chart ehr.Chart) []string {
	p := chart.Patient
	if p.BirthDate.IsZero() || n.CreatedAt.IsZero() {
		return nil
	}
	return []string{fmt.Sprintf("%d-year-old", p.Age(ehr.DateOf(n.CreatedAt)))}
}

// entries gives the text of the chart's entries a sentence names.
func entries(refs []ehr.ChartRef, c ehr.Chart) []string {
	var out []string
	for _, r := range refs {
		if t := entry(r, c); t != "" {
			out = append(out, t)
		}
	}
	return out
}

func entry(r ehr.ChartRef, c ehr.Chart) string {
	switch r.Kind {
	case "patient":
		if string(c.Patient.ID) == r.ID {
			return c.Patient.Name() + " " + string(c.Patient.Sex)
		}
	case "problem":
		for _, p := range c.Problems {
			if string(p.ID) == r.ID {
				return p.Code.Display
			}
		}
	case "medication":
		for _, m := range c.Medications {
			if string(m.ID) == r.ID {
				return strings.Join([]string{m.Code.Display, m.Dose, m.Route, m.Frequency}, " ")
			}
		}
	case "allergy":
		for _, a := range c.Allergies {
			if string(a.ID) == r.ID {
				return a.Substance.Display + " " + a.Reaction
			}
		}
	case "observation":
		for _, o := range c.Observations {
			if string(o.ID) == r.ID {
				return fmt.Sprintf("%s %v %s %s", o.Code.Display, o.Value, o.Unit, o.Text)
			}
		}
	case "procedure":
		for _, p := range c.Procedures {
			if string(p.ID) == r.ID {
				return p.Code.Display
			}
		}
	}
	return ""
}

// NextSentenceID returns an identifier no sentence of the note has.
func NextSentenceID(n ehr.Note) ehr.SentenceID {
	top := 0
	for _, s := range n.Sections {
		for _, t := range s.Sentences {
			var k int
			if _, err := fmt.Sscanf(string(t.ID), "t%d", &k); err == nil && k > top {
				top = k
			}
		}
	}
	return ehr.SentenceID(fmt.Sprintf("t%d", top+1))
}
