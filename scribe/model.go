package scribe

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/prompts"
	"github.com/visitwright/visitwright/prompts/llm"
	"github.com/visitwright/visitwright/scribe/check"
	"github.com/visitwright/visitwright/scribe/clause"
	"github.com/visitwright/visitwright/scribe/sense"
	"github.com/visitwright/visitwright/scribe/statement"
)

// Model is a language model that answers a prompt; *llm.Client is one.
type Model interface {
	Complete(ctx context.Context, p prompts.Rendered) (llm.Reply, error)
}

// windowChars is how much of a transcript goes into one prompt, in bytes: some
// 6,000 tokens, so that models with a context of 16,000 serve.
const windowChars = 24000

// DraftWith asks a language model for the note. Every sentence it answers must
// name segments that exist and passes the same check as the built-in drafter's;
// what the check doubts is shown and blocks signing. Where the model fails, is
// cancelled or answers nonsense the built-in draft stands, and
// Note.Drafter.Failed says why in safe words.
func DraftWith(ctx context.Context, m Model, segments []ehr.Segment, chart ehr.Chart, o Options) ehr.Draft {
	own := Draft(segments, chart, o)
	if own.Statement != "" {
		return own
	}
	if o.Template.Name == "" {
		o.Template, _ = TemplateNamed("soap") // it is built in
	}
	note, err := ask(ctx, m, segments, chart, o)
	if err != nil {
		own.Note.Drafter.Failed = reason(err)
		return own
	}
	cs := statement.Roles(clause.Split(toPeople(segments), sense.Boundary))
	d := drafter{chart: chart, o: o, visit: sense.Prepare(cs), who: whoIs(cs, chart, o.Now)}
	d.place()
	return finish(checked(note, check.Hear(segments), chart), segments, chart, &d)
}

var errNonsense = errors.New("the language model's answer was no note")

func reason(err error) string {
	for _, known := range []error{llm.ErrTimeout, llm.ErrBudget, llm.ErrRefused, llm.ErrDown, llm.ErrEmpty, llm.ErrConfig, errNonsense} {
		if errors.Is(err, known) {
			return known.Error() + "; the built-in drafter wrote this note"
		}
	}
	if errors.Is(err, context.Canceled) {
		return "the language model was stopped; the built-in drafter wrote this note"
	}
	return "the language model failed; the built-in drafter wrote this note"
}

// answer is a reply that follows the schema.
type answer struct {
	Sections []struct {
		Name      ehr.SectionName `json:"name"`
		Sentences []struct {
			Text     string           `json:"text"`
			Kind     ehr.SentenceKind `json:"kind"`
			Group    string           `json:"group"`
			Segments []ehr.SegmentID  `json:"segments"`
		} `json:"sentences"`
	} `json:"sections"`
}

func ask(ctx context.Context, m Model, segments []ehr.Segment, chart ehr.Chart, o Options) (ehr.Note, error) {
	n := ehr.Note{Visit: o.Visit, Template: o.Template.Name, TemplateVersion: o.Template.Version, TemplateHash: o.Template.Hash(), CreatedAt: o.Now}
	written := map[ehr.SectionName][]line{}
	parts := windows(segments)
	for i, part := range parts {
		p, err := prompts.ForNote(prompts.Note{Style: o.Template.Style, Sections: names(o.Template), Patient: patientLine(chart, o), Part: i + 1, Parts: len(parts), Said: part})
		if err != nil {
			return n, err
		}
		reply, err := m.Complete(ctx, p)
		if err != nil {
			return n, err
		}
		n.Drafter = ehr.Drafter{Name: reply.Model, Version: Version, PromptHash: p.Hash}
		var a answer
		if err := json.Unmarshal([]byte(reply.Text), &a); err != nil || reply.Cut || reply.Refuse {
			return n, errNonsense
		}
		if usable(a, part, written) == 0 && len(parts) == 1 {
			return n, errNonsense
		}
	}
	d := drafter{o: o, note: n}
	d.layOut(written)
	if len(d.note.Sections) == 0 {
		return n, errNonsense
	}
	return d.note, nil
}

// longest is the longest sentence taken from a model, in bytes.
const longest = 600

// usable takes the sentences of an answer that name segments of their window,
// and returns how many they were.
func usable(a answer, part []prompts.Said, into map[ehr.SectionName][]line) int {
	count := 0
	for _, s := range a.Sections {
		if !slices.Contains(sectionNames, s.Name) {
			continue
		}
		for _, t := range s.Sentences {
			text := strings.Join(strings.Fields(t.Text), " ")
			segs := slices.DeleteFunc(slices.Clone(t.Segments), func(id ehr.SegmentID) bool {
				return !slices.ContainsFunc(part, func(p prompts.Said) bool { return p.ID == string(id) })
			})
			if text == "" || len(text) > longest || len(segs) == 0 {
				continue
			}
			kind := t.Kind
			if s.Name != ehr.AssessmentPlan {
				kind = ehr.Statement
			}
			into[s.Name] = append(into[s.Name], line{text: text, kind: kind, group: t.Group, segments: segs})
			count++
		}
	}
	return count
}

// windows cuts a transcript into pieces a prompt can hold. Each starts with the
// last lines of the one before it, so that a question keeps its answer; none of
// the end is lost.
func windows(segments []ehr.Segment) [][]prompts.Said {
	var out [][]prompts.Said
	var part []prompts.Said
	size := 0
	for _, s := range segments {
		if s.Missing || s.Text == "" || check.ToMachine(s.Text) {
			continue
		}
		said := prompts.Said{ID: string(s.ID), Speaker: string(s.Speaker), Text: s.Text}
		if size+len(s.Text) > windowChars && len(part) > 0 {
			out = append(out, part)
			part = slices.Clone(part[max(0, len(part)-4):])
			size = 0
			for _, p := range part {
				size += len(p.Text)
			}
		}
		part = append(part, said)
		size += len(s.Text) + 40
	}
	if len(part) > 0 {
		out = append(out, part)
	}
	return out
}

func names(t Template) []string {
	var out []string
	for _, s := range t.Sections {
		out = append(out, string(s.Name))
	}
	return out
}

// patientLine tells the model age and sex, and no name.
func patientLine(chart ehr.Chart, o Options) string {
	w := whoIs(nil, chart, o.Now)
	w.name = ""
	if i := w.intro(); strings.Contains(i, " is a ") {
		return strings.TrimPrefix(i, "The patient is a ")
	}
	return ""
}
