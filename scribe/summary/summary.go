package summary

import (
	"slices"
	"strings"

	"github.com/visitwright/visitwright/ehr"
)

// Summary is what the patient takes home.
type Summary struct {
	Language string `json:"language"` // "en", "es"
	// Machine says that a machine translated it and nobody has read it over.
	Machine bool `json:"machine_translated"`
	// Model and PromptHash say with what it was translated.
	Model      string `json:"model,omitempty"`
	PromptHash string `json:"prompt_hash,omitempty"`
	Parts      []Part `json:"parts"`
	// Grade is the Flesch-Kincaid reading grade of its sentences, the names of
	// problems left out, in school years; for English alone.
	Grade float64 `json:"reading_grade"`
}

// Part is one heading of it.
type Part struct {
	Title string `json:"title"`
	Lines []Line `json:"lines"`
}

// Line is one sentence, with the note's sentences and the segments it rests on.
type Line struct {
	Text      string           `json:"text"`
	Sentences []ehr.SentenceID `json:"sentences"`
	Segments  []ehr.SegmentID  `json:"segments"`
}

// MostGrade is the reading grade that a summary should not be above.
const MostGrade = 8.0

const problemsTitle = "What we talked about"

var headings = []struct {
	title string
	kinds []ehr.SentenceKind
}{
	{"Your medicines", []ehr.SentenceKind{ehr.PlanMedication}},
	{"Tests you need", []ehr.SentenceKind{ehr.PlanTest}},
	{"Others who will see you", []ehr.SentenceKind{ehr.PlanReferral}},
	{"What to do at home", []ehr.SentenceKind{ehr.PlanAdvice}},
	{"When to come back", []ehr.SentenceKind{ehr.PlanFollowUp}},
}

// Of writes the summary of a note. A sentence that the check doubts and nobody
// has answered for, or that was rejected, is left out. A note without plan and
// instructions has a summary without parts.
func Of(n ehr.Note) Summary {
	s := Summary{Language: "en"}
	by := map[string][]Line{}
	var problems []Line
	for _, sec := range n.Sections {
		for _, t := range sec.Sentences {
			if t.Blocks() || t.Answer != nil && t.Answer.Choice == ehr.Rejected {
				continue
			}
			switch {
			case sec.Name == ehr.Instructions:
				by["What to do at home"] = append(by["What to do at home"], line(t))
			case sec.Name == ehr.AssessmentPlan && t.Kind == ehr.ProblemTitle:
				problems = append(problems, Line{Text: lower(bare(t.Text)), Sentences: []ehr.SentenceID{t.ID}, Segments: t.Segments})
			case sec.Name == ehr.AssessmentPlan:
				for _, h := range headings {
					if slices.Contains(h.kinds, t.Kind) {
						by[h.title] = append(by[h.title], line(t))
					}
				}
			}
		}
	}
	if len(problems) > 0 {
		s.Parts = append(s.Parts, Part{problemsTitle, distinct(spoken(problems))})
	}
	for _, h := range headings {
		if ls := distinct(by[h.title]); len(ls) > 0 {
			s.Parts = append(s.Parts, Part{h.title, ls})
		}
	}
	s.Grade = Grade(s.sentences())
	return s
}

func line(t ehr.Sentence) Line {
	return Line{Text: Plain(t.Text), Sentences: []ehr.SentenceID{t.ID}, Segments: t.Segments}
}

// spoken makes each problem's title a line.
func spoken(problems []Line) []Line {
	out := make([]Line, len(problems))
	for i, p := range problems {
		p.Text = Plain(upper(p.Text) + ".")
		out[i] = p
	}
	return out
}

// distinct joins lines that say the same.
func distinct(ls []Line) []Line {
	var out []Line
	for _, l := range ls {
		i := slices.IndexFunc(out, func(o Line) bool { return strings.EqualFold(o.Text, l.Text) })
		if i < 0 {
			out = append(out, l)
			continue
		}
		out[i].Sentences = append(slices.Clone(out[i].Sentences), l.Sentences...)
		out[i].Segments = append(slices.Clone(out[i].Segments), l.Segments...)
	}
	return out
}

// sentences is the running text: headings and the names of problems are none.
func (s Summary) sentences() string {
	var out []string
	for _, p := range s.Parts {
		if p.Title == problemsTitle {
			continue
		}
		for _, l := range p.Lines {
			out = append(out, l.Text)
		}
	}
	return strings.Join(out, " ")
}

// Text is the summary as plain text, one line a sentence.
func (s Summary) Text() string {
	var b strings.Builder
	for i, p := range s.Parts {
		if i > 0 {
			b.WriteString("\n")
		}
		b.WriteString(strings.ToUpper(p.Title) + "\n")
		for _, l := range p.Lines {
			b.WriteString("- " + l.Text + "\n")
		}
	}
	return b.String()
}

// bare takes the number and the point off a problem's title.
func bare(title string) string {
	return strings.TrimRight(strings.TrimLeft(title, "0123456789. "), ". ")
}

func upper(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// lower takes the capital off a title, not off an abbreviation.
func lower(s string) string {
	if len(s) > 1 && s[1] >= 'a' && s[1] <= 'z' {
		return strings.ToLower(s[:1]) + s[1:]
	}
	return s
}
