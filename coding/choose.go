package coding

import (
	"context"
	"slices"
)

// Chooser picks one of the candidates for a sentence and returns its code; a
// language model behind it is never asked for a code of its own.
type Chooser func(ctx context.Context, sentence string, candidates []Alternative) (string, error)

// Choose lets a chooser pick among what was retrieved, for the suggestions that
// have alternatives. An answer that is not among the candidates is dropped and
// counted; after an error the suggestion stays as it was.
func (r *Result) Choose(ctx context.Context, pick Chooser) (changed, dropped int) {
	for i := range r.Diagnoses {
		d := &r.Diagnoses[i]
		if !d.Selected || len(d.Alternatives) == 0 {
			continue
		}
		own := Alternative{d.Code, d.Description}
		candidates := append([]Alternative{own}, d.Alternatives...)
		code, err := pick(ctx, d.Sentence, slices.Clone(candidates))
		if err != nil || code == d.Code {
			continue
		}
		at := slices.IndexFunc(candidates, func(a Alternative) bool { return a.Code == code })
		if at < 0 {
			dropped++
			continue
		}
		if slices.ContainsFunc(r.Diagnoses, func(o Suggestion) bool { return o.Code == code }) {
			continue // it stands there already
		}
		d.Code, d.Description = candidates[at].Code, candidates[at].Description
		d.Alternatives[at-1] = own
		d.Rules = append(d.Rules, "chosen-by-model (among the retrieved)")
		changed++
	}
	return changed, dropped
}
