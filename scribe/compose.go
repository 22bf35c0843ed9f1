package scribe

import (
	"strings"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/scribe/reword"
)

func (d *drafter) compose() {
	written := map[ehr.SectionName][]ehr.Sentence{
		ehr.HPI:            d.statements(history, d.historyText),
		ehr.VitalSigns:     d.statements(vitals, d.examText),
		ehr.Exam:           d.statements(exam, d.examText),
		ehr.ResultList:     d.statements(results, d.examText),
		ehr.AssessmentPlan: d.statements(plan, d.planText),
	}
	for _, t := range d.o.Template.Sections {
		ss := written[t.Name]
		for _, also := range t.Include {
			ss = append(ss, written[also]...)
		}
		if len(ss) > 0 {
			d.note.Sections = append(d.note.Sections, ehr.Section{Name: t.Name, Title: t.Title, Sentences: ss})
		}
	}
}

func (d *drafter) statements(r room, write func(placed) string) []ehr.Sentence {
	var out []ehr.Sentence
	for _, p := range d.placed {
		if p.room == r {
			if text := write(p); text != "" {
				out = append(out, d.sentence(text, ehr.Statement, "", p.Segments))
			}
		}
	}
	return out
}

func (d *drafter) historyText(p placed) string {
	w := p.Joined
	if w == nil {
		w = reword.Statement(p.Source, p.Speaker, d.who.pronouns)
	}
	return reword.Sentence(reword.Tidy(w))
}

func (d *drafter) examText(p placed) string {
	w := p.Joined
	if w == nil {
		w = reword.Exam(p.Source, d.who.pronouns)
	}
	return reword.Sentence(reword.Tidy(w))
}

func (d *drafter) planText(p placed) string {
	w := p.Joined
	if w == nil {
		w = reword.Plan(p.Source, d.who.pronouns)
	}
	return reword.Sentence(reword.Tidy(w))
}

// Text lays a note out as plain text: headings, and one sentence a line.
func Text(n ehr.Note) string {
	var b strings.Builder
	for i, s := range n.Sections {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(s.Title + "\n\n")
		for _, t := range s.Sentences {
			b.WriteString(t.Text + "\n")
		}
	}
	return b.String()
}
