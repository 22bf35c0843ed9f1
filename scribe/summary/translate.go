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
	"github.com/visitwright/visitwright/scribe/fact"
)

// Model is a language model that answers a prompt; *llm.Client is one.
type Model interface {
	Complete(ctx context.Context, p prompts.Rendered) (llm.Reply, error)
}

// ErrTranslation says that a translation came and cannot be used: a line is
// missing, or it changed a number or the name of a medicine.
var ErrTranslation = errors.New("the translation left out or changed a number, a medicine or a line")

// titles are the headings in Spanish, by hand.
var titles = map[string]string{
	"What we talked about": "De qué hablamos", "Your medicines": "Sus medicinas", "Tests you need": "Pruebas que necesita", "Others who will see you": "Otras personas que le atenderán",
	"What to do at home": "Qué hacer en casa", "When to come back": "Cuándo regresar",
}

// Spanish has a language model translate a summary. Every line must come back
// with the same numbers and the same medicines; otherwise the error is
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
	by := map[string]string{}
	for _, l := range a.Lines {
		by[l.ID] = strings.Join(strings.Fields(l.Text), " ")
	}
	for i, p := range s.Parts {
		part := Part{Title: titles[p.Title]}
		for k, l := range p.Lines {
			text := by[lineID(i, k)]
			if text == "" || !slices.Equal(figures(l.Text), figures(text)) || negated(l.Text) && !negatedInSpanish(text) {
				return Summary{}, ErrTranslation
			}
			part.Lines = append(part.Lines, Line{Text: text, Sentences: l.Sentences, Segments: l.Segments})
		}
		out.Parts = append(out.Parts, part)
	}
	return out, nil
}

func lineID(part, line int) string { return strconv.Itoa(part+1) + "." + strconv.Itoa(line+1) }

// figures are the numbers and the medicines of a text, whatever its language:
// medicines must keep their names.
func figures(text string) []string {
	words := fact.Plain(text)
	var out []string
	for _, w := range words {
		out = append(out, fact.Digits(w)...)
	}
	for _, f := range fact.In(words) {
		if f.Kind == fact.Drug && !f.Term.Class {
			out = append(out, f.Name)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func negated(text string) bool {
	return slices.ContainsFunc(fact.Plain(text), func(w string) bool {
		return w == "no" || w == "not" || w == "never" || w == "avoid" || w == "without" || w == "stop"
	})
}

func negatedInSpanish(text string) bool {
	return slices.ContainsFunc(fact.Plain(text), func(w string) bool {
		return w == "no" || w == "nunca" || w == "sin" || w == "ni" || w == "tampoco" || strings.HasPrefix(w, "evit") || strings.HasPrefix(w, "dej") || strings.HasPrefix(w, "suspend") || strings.HasPrefix(w, "interrump") || strings.HasPrefix(w, "par") || strings.HasPrefix(w, "det")
	})
}
