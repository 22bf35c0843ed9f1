package summary

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/visitwright/visitwright/prompts"
	"github.com/visitwright/visitwright/prompts/llm"
)

// Model is a language model that answers a prompt; *llm.Client is one.
type Model interface {
	Complete(ctx context.Context, p prompts.Rendered) (llm.Reply, error)
}

// ErrTranslation says that a translation came and cannot be used: a line is
// missing, or it changed a number, its unit, a medicine, a side or whether the
// line denies.
var ErrTranslation = errors.New("the translation left out or changed a number, a unit, a medicine, a side, a no or a line")

// titles are the headings in Spanish, by hand.
var titles = map[string]string{
	"What we talked about": "De qué hablamos", "Your medicines": "Sus medicinas", "Tests you need": "Pruebas que necesita", "Others who will see you": "Otras personas que le atenderán",
	"What to do at home": "Qué hacer en casa", "When to come back": "Cuándo regresar",
}

// Spanish has a language model translate a summary. Every line must come back
// with the same numbers, units, medicines, sides and denials; otherwise the error is
// ErrTranslation or one of llm's, and the English summary is the one to print.
// The result is marked as machine translation and keeps each line's evidence.
func Spanish(ctx context.Context, m Model, s Summary) (Summary, error) {
	ask := prompts.Translation{Language: "Spanish"}
	for i, p := range s.Parts {
		for k, l := range p.Lines {
			ask.Said = append(ask.Said, prompts.Said{ID: lineID(i, k), Speaker: "summary", Text: l.Text})
		}
	}
	out := Summary{Language: "es", Machine: true}
	if len(ask.Said) == 0 {
		return out, nil
	}
	p, err := prompts.ForTranslation(ask)
	if err != nil {
		return Summary{}, err
	}
	reply, err := m.Complete(ctx, p)
	if err != nil {
		return Summary{}, err
	}
	var a struct {
		Lines []struct{ ID, Text string }
	}
	if err := json.Unmarshal([]byte(reply.Text), &a); err != nil || reply.Cut || reply.Refuse {
		return Summary{}, ErrTranslation
	}
	out.Model, out.PromptHash = reply.Model, p.Hash
	by := map[string]string{}
	for _, l := range a.Lines {
		by[l.ID] = strings.Join(strings.Fields(l.Text), " ")
	}
	for i, p := range s.Parts {
		part := Part{Title: titles[p.Title]}
		for k, l := range p.Lines {
			text := by[lineID(i, k)]
			if text == "" || !slices.Equal(inEnglish(l.Text), inSpanish(text)) {
				return Summary{}, ErrTranslation
			}
			part.Lines = append(part.Lines, Line{Text: text, Sentences: l.Sentences, Segments: l.Segments})
		}
		out.Parts = append(out.Parts, part)
	}
	return out, nil
}

func lineID(part, line int) string { return strconv.Itoa(part+1) + "." + strconv.Itoa(line+1) }
