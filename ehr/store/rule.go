package store

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/visitwright/visitwright/ehr"
)

// RuleSetting is one change that a practice made to a rule of the checks.
type RuleSetting struct {
	Rule   string     `json:"rule"`
	Shadow bool       `json:"shadow"`         // fires unseen, for counting
	Tier   ehr.Tier   `json:"tier,omitempty"` // promoted or demoted; empty: the rule's own
	Why    string     `json:"why"`
	By     ehr.UserID `json:"by"`
	At     time.Time  `json:"at"`
}

// RuleSettings reads every change the practice made, oldest first. They hold
// nothing of patients and may be read by whoever works here.
func (t *Tx) RuleSettings(ctx context.Context) ([]RuleSetting, error) {
	scan := func(r pgx.CollectableRow) (s RuleSetting, err error) {
		err = r.Scan(&s.Rule, &s.Shadow, &s.Tier, &s.Why, &s.By, &s.At)
		s.At = s.At.UTC()
		return s, err
	}
	return rows(ctx, t, "the rules", scan, `SELECT rule, shadow, tier, why, set_by, at FROM rule_setting WHERE practice_id = $1 ORDER BY id`, t.who.Practice)
}

// SetRule changes a rule for the practice. A reason is needed: Invalid without.
func (t *Tx) SetRule(ctx context.Context, s RuleSetting) error {
	if err := t.touch(access{action: ehr.ManageService, kind: "rule", id: s.Rule, part: "setting", write: true}); err != nil {
		return err
	}
	if s.Rule == "" || s.Why == "" {
		return ehr.Errorf(ehr.Invalid, "to change a rule, say which and why")
	}
	return t.exec(ctx, "the rule", `INSERT INTO rule_setting (practice_id, rule, shadow, tier, why, set_by, at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		t.who.Practice, s.Rule, s.Shadow, s.Tier, s.Why, t.who.User, t.now)
}

// SaveShadow keeps that rules in shadow mode would have fired in the visit.
func (t *Tx) SaveShadow(ctx context.Context, visit ehr.VisitID, alerts []ehr.Alert) error {
	if len(alerts) == 0 {
		return nil
	}
	if _, err := t.ofVisit(ctx, ehr.EditNote, visit, "checks", true); err != nil {
		return err
	}
	b := &pgx.Batch{}
	for _, a := range alerts {
		b.Queue(`INSERT INTO shadow_alert (practice_id, visit_id, key, rule, tier, at) VALUES ($1, $2, $3, $4, $5, $6)
			ON CONFLICT DO NOTHING`, t.who.Practice, visit, a.Key, a.Rule, a.Tier, t.now)
	}
	return wrap(t.tx.SendBatch(ctx, b).Close(), "the alerts")
}

// Fired is how often a rule spoke, and what came of it.
type Fired struct {
	Rule   string
	Tier   ehr.Tier
	Shadow bool
	Choice ehr.Choice // empty: not answered
	Reason string     // as it was given, only where the alert was overridden
	Count  int
}

// FiredRules counts the alerts of a time, from its beginning to before its end,
// by rule and answer, and the visits that were checked in it. An alert that was
// quiet because of an earlier answer does not count again. It names no patient.
func (t *Tx) FiredRules(ctx context.Context, from, to time.Time) (fired []Fired, visits int, err error) {
	if err := t.touch(access{action: ehr.ManageService, kind: "rule", part: "counts of alerts"}); err != nil {
		return nil, 0, err
	}
	scan := func(r pgx.CollectableRow) (f Fired, err error) {
		return f, r.Scan(&f.Rule, &f.Tier, &f.Shadow, &f.Choice, &f.Reason, &f.Count)
	}
	fired, err = rows(ctx, t, "the alerts", scan, `
		SELECT rule, tier, false, coalesce(choice, ''), CASE choice WHEN 'rejected' THEN answer_reason ELSE '' END, count(*)
			FROM alert WHERE practice_id = $1 AND at >= $2 AND at < $3 AND earlier IS NULL AND (superseded_at IS NULL OR choice IS NOT NULL)
			GROUP BY 1, 2, 4, 5
		UNION ALL
		SELECT rule, tier, true, '', '', count(*) FROM shadow_alert WHERE practice_id = $1 AND at >= $2 AND at < $3 GROUP BY 1, 2
		ORDER BY 1, 2, 3, 4, 5`, t.who.Practice, from, to)
	if err != nil {
		return nil, 0, err
	}
	err = t.tx.QueryRow(ctx, `SELECT count(*) FROM checks WHERE practice_id = $1 AND made_at >= $2 AND made_at < $3`, t.who.Practice, from, to).Scan(&visits)
	return fired, visits, wrap(err, "the visits")
}

// CheckedVisits names the visits that were checked in a time, latest first, at
// most limit, for a replay of past charts.
func (t *Tx) CheckedVisits(ctx context.Context, from, to time.Time, limit int) ([]ehr.VisitID, error) {
	if err := t.touch(access{action: ehr.ManageService, kind: "rule", part: "visits of a replay"}); err != nil {
		return nil, err
	}
	return rows(ctx, t, "the visits", pgx.RowTo[ehr.VisitID], `SELECT visit_id FROM checks
		WHERE practice_id = $1 AND made_at >= $2 AND made_at < $3 ORDER BY made_at DESC, visit_id LIMIT $4`, t.who.Practice, from, to, limit)
}
