package store

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/visitwright/visitwright/ehr"
)

// HookCard is a card that was given to another record system.
type HookCard struct {
	ID        string // UUID
	Rule      string // empty for a card of no rule
	Indicator string // info, warning or critical
}

// HookOutcome is what became of a card, by the other system's word.
type HookOutcome struct {
	Card    string
	Outcome string // accepted or overridden
	Reason  string // code of an override reason
	Comment string
	At      time.Time
}

// SaveHookCall keeps the cards of a call of CDS Hooks and that it was made.
// detail says in safe words who called.
func (t *Tx) SaveHookCall(ctx context.Context, call, service, detail string, cards []HookCard) error {
	if err := t.Audit(ctx, "cds_hooks", call, "", ehr.ReadChart, detail); err != nil {
		return err
	}
	if len(cards) == 0 {
		return nil
	}
	b := &pgx.Batch{}
	for _, c := range cards {
		b.Queue(`INSERT INTO hook_card (practice_id, id, call, service, rule, indicator, at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
			t.who.Practice, c.ID, call, service, c.Rule, c.Indicator, t.now)
	}
	return wrap(t.tx.SendBatch(ctx, b).Close(), "the cards")
}

// SaveHookOutcome keeps what became of a card of a service; false where there was
// no such card.
func (t *Tx) SaveHookOutcome(ctx context.Context, service string, o HookOutcome) (bool, error) {
	if err := t.touch(access{action: ehr.ReadChart, kind: "cds_hooks", id: o.Card, part: "feedback", write: true}); err != nil {
		return false, err
	}
	tag, err := t.tx.Exec(ctx, `UPDATE hook_card SET outcome = $4, reason = $5, comment = $6, outcome_at = $7
		WHERE practice_id = $1 AND id = $2 AND service = $3`, t.who.Practice, o.Card, service, o.Outcome, o.Reason, o.Comment, o.At)
	return tag.RowsAffected() > 0, wrap(err, "the card")
}

// HookCards counts the cards of a time by rule and outcome. It names no patient.
func (t *Tx) HookCards(ctx context.Context, from, to time.Time) (fired []Fired, calls int, err error) {
	if err := t.touch(access{action: ehr.ManageService, kind: "rule", part: "counts of cards"}); err != nil {
		return nil, 0, err
	}
	scan := func(r pgx.CollectableRow) (f Fired, err error) {
		return f, r.Scan(&f.Rule, &f.Tier, &f.Choice, &f.Reason, &f.Count)
	}
	fired, err = rows(ctx, t, "the cards", scan, `
		SELECT rule, CASE indicator WHEN 'critical' THEN 'interruptive' WHEN 'warning' THEN 'inline' ELSE 'passive' END,
			CASE outcome WHEN 'accepted' THEN 'accepted' WHEN 'overridden' THEN 'rejected' ELSE '' END, reason, count(*)
		FROM hook_card WHERE practice_id = $1 AND at >= $2 AND at < $3 AND rule <> '' GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4`, t.who.Practice, from, to)
	if err != nil {
		return nil, 0, err
	}
	err = t.tx.QueryRow(ctx, `SELECT count(DISTINCT call) FROM hook_card WHERE practice_id = $1 AND at >= $2 AND at < $3`, t.who.Practice, from, to).Scan(&calls)
	return fired, calls, wrap(err, "the calls")
}
