package coding

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/visitwright/visitwright/ehr"
)

// Chooser picks one of the candidates for a sentence and returns its code; a
// language model behind it is never asked for a code of its own.
type Chooser func(ctx context.Context, sentence string, candidates []Alternative) (string, error)

// Choice is that for a statement another of its retrieved codes was chosen.
type Choice struct {
	SentenceID ehr.SentenceID // or
	Sentence   string         // its words, where the sentence will get another number
	From, To   string         // codes
}

// Choices asks a chooser to pick among what was retrieved, for the ticked
// suggestions that have alternatives. An answer that is not among the candidates is
// dropped and counted; after an error the suggestion stays as it was.
func (r Result) Choices(ctx context.Context, pick Chooser) (choices []Choice, dropped int) {
	for _, d := range r.Diagnoses {
		if !d.Selected || len(d.Alternatives) == 0 {
			continue
		}
		candidates := append([]Alternative{{d.Code, d.Description}}, d.Alternatives...)
		code, err := pick(ctx, d.Sentence, slices.Clone(candidates))
		if err != nil || code == d.Code {
			continue
		}
		if !slices.ContainsFunc(candidates, func(a Alternative) bool { return a.Code == code }) {
			dropped++
			continue
		}
		choices = append(choices, Choice{Sentence: d.Sentence, From: d.Code, To: code})
	}
	return choices, dropped
}

// chosen is the rule of a code that a model chose; the code it took the place of
// follows.
const chosen = "chosen-by-model (among the retrieved, in place of "

// Chosen reads the choices back from codes that are kept in the record.
func Chosen(codes []ehr.Code) (out []Choice) {
	for _, c := range codes {
		for _, rule := range c.Rules {
			if from, ok := strings.CutPrefix(rule, chosen); ok && c.System == ehr.ICD10CM {
				out = append(out, Choice{SentenceID: c.Sentence, From: strings.TrimSuffix(from, ")"), To: c.Code})
			}
		}
	}
	return out
}

// Apply puts the chosen codes in the place of those they were chosen over, where
// both were found again for the statement, and says how many it changed.
func (r *Result) Apply(choices []Choice) (changed int) {
	for _, ch := range choices {
		if slices.ContainsFunc(r.Diagnoses, func(o Suggestion) bool { return o.Code == ch.To }) {
			continue // it stands there already
		}
		for i := range r.Diagnoses {
			d := &r.Diagnoses[i]
			if d.Code != ch.From || ch.SentenceID != d.SentenceID && (ch.Sentence == "" || ch.Sentence != d.Sentence) {
				continue
			}
			at := slices.IndexFunc(d.Alternatives, func(a Alternative) bool { return a.Code == ch.To })
			if at < 0 {
				continue
			}
			d.Alternatives = slices.Clone(d.Alternatives)
			own := Alternative{d.Code, d.Description}
			d.Code, d.Description = d.Alternatives[at].Code, d.Alternatives[at].Description
			d.Alternatives[at] = own
			d.Rules = append(slices.Clone(d.Rules), fmt.Sprint(chosen, own.Code, ")"))
			changed++
			break
		}
	}
	return changed
}

// Choose lets a chooser pick and applies what it chose.
func (r *Result) Choose(ctx context.Context, pick Chooser) (changed, dropped int) {
	choices, dropped := r.Choices(ctx, pick)
	return r.Apply(choices), dropped
}
