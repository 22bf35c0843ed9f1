package app

import (
	"context"

	"github.com/visitwright/visitwright/coding"
	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/prompts/llm"
	"github.com/visitwright/visitwright/scribe"
)

// openModel makes the language model's client where one is configured. It is the
// one place from which words of a visit can leave the machine, for a draft, the
// translation of a summary or the choice among codes.
func (a *App) openModel(context.Context) error {
	if a.cfg.ModelURL == "" {
		return nil
	}
	client, err := llm.New(llm.Config{BaseURL: a.cfg.ModelURL, Key: a.cfg.ModelKey, Model: a.cfg.ModelName})
	if err != nil {
		return ehr.Wrap(ehr.Invalid, err, "the language model cannot be used: set VISITWRIGHT_MODEL_URL and VISITWRIGHT_MODEL_NAME")
	}
	a.model = client
	a.steps.Chooser = coding.ByModel(client)
	a.draft = func(ctx context.Context, segments []ehr.Segment, chart ehr.Chart, o scribe.Options) ehr.Draft {
		return scribe.DraftWith(ctx, client, segments, chart, o)
	}
	return nil
}
