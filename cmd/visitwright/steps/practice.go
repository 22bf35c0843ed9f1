package steps

import (
	"context"
	"encoding/json"
	"time"

	"github.com/visitwright/visitwright/coding"
	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/store"
)

// Past reads the practice's standing verdicts of a year as coding learns from
// them. Added codes were never proposed and teach nothing about proposals.
func Past(ctx context.Context, tx *store.Tx) ([]coding.Past, error) {
	list, err := tx.StandingDecisions(ctx, tx.Now().AddDate(-1, 0, 0), tx.Now().Add(time.Second))
	var past []coding.Past
	for _, d := range list {
		if d.Verdict != ehr.VerdictAdded && d.System == ehr.ICD10CM {
			past = append(past, coding.Past{Case: string(d.Visit), Code: d.Code, Phrase: d.Phrase, Selected: d.Selected, Confidence: d.Confidence,
				Kept: d.Verdict == ehr.VerdictAccepted, With: d.With, Offered: d.Offered})
		}
	}
	return past, err
}

// byPractice ranks proposals by the practice's own verdicts, where it chose to.
func byPractice(ctx context.Context, tx *store.Tx, r coding.Result) (coding.Result, error) {
	on, err := tx.Rerank(ctx)
	if err != nil || !on {
		return r, err
	}
	past, err := Past(ctx, tx)
	if err != nil {
		return r, err
	}
	r.Diagnoses = coding.Learn(past).Rerank(r.Diagnoses)
	return r, nil
}

// levelOf is the level's table as the record keeps it: the words of em and edits
// are those of ehr.VisitLevel.
func levelOf(c coding.Coded) (l ehr.VisitLevel, err error) {
	for _, part := range []any{c.Level, c.Edits} {
		b, err := json.Marshal(part)
		if err != nil {
			return l, ehr.Wrap(ehr.Internal, err, "the level of the visit could not be kept")
		}
		if err := json.Unmarshal(b, &l); err != nil {
			return l, ehr.Wrap(ehr.Internal, err, "the level of the visit could not be kept")
		}
	}
	return l, nil
}
