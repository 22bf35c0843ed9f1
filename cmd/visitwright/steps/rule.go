package steps

import (
	"context"

	"github.com/visitwright/visitwright/cds"
	"github.com/visitwright/visitwright/ehr/store"
)

// CheckerOf is the checker with what the actor's practice changed about rules, and
// with the immunization schedule it chose. A choice that is no longer to be had
// (another program version) leaves the installation's schedule, which every
// recommendation names.
func CheckerOf(ctx context.Context, tx *store.Tx, c *cds.Checker) (*cds.Checker, error) {
	history, err := tx.RuleSettings(ctx)
	if err != nil {
		return nil, err
	}
	c = c.For(cds.Current(Settings(history)))
	chosen, err := tx.ChosenSchedule(ctx)
	if err != nil || chosen == nil {
		return c, err
	}
	if with, err := c.WithSchedule(chosen.Schedule); err == nil {
		c = with
	}
	return c, nil
}

// Settings are changes of rules as the checks take them.
func Settings(history []store.RuleSetting) []cds.Setting {
	out := make([]cds.Setting, len(history))
	for i, s := range history {
		out[i] = cds.Setting{Rule: s.Rule, Shadow: s.Shadow, Tier: s.Tier, Why: s.Why, By: string(s.By), At: s.At}
	}
	return out
}

// Counts are what fired as the checks count it.
func Counts(fired []store.Fired) []cds.Count {
	out := make([]cds.Count, len(fired))
	for i, f := range fired {
		out[i] = cds.Count{Rule: f.Rule, Tier: f.Tier, Shadow: f.Shadow, Choice: f.Choice, Reason: f.Reason, N: f.Count}
	}
	return out
}
