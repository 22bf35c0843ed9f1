package app

import (
	"context"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/scribe"
)

// drafter is the language model's, where one is configured; nil: the built-in
// drafter.
func (a *App) drafter() func(context.Context, []ehr.Segment, ehr.Chart, scribe.Options) ehr.Draft {
	return nil
}
