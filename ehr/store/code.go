package store

import (
	"context"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype/zeronull"

	"github.com/visitwright/visitwright/ehr"
)

const codeColumns = `id, visit_id, system, code, display, release, selected, sentence, rules, confidence, alternatives, ask,
	status, answer_reason, answered_by, answered_at`

func scanCode(r pgx.CollectableRow) (c ehr.Code, err error) {
	err = r.Scan(&c.ID, &c.Visit, &c.System, &c.Code, &c.Display, &c.Release, &c.Selected, &c.Sentence, &c.Rules, &c.Confidence,
		&c.Alternatives, &c.Ask, &c.Status, &c.Reason, (*zeronull.Text)(&c.By), (*zeronull.Timestamptz)(&c.At))
	c.At = c.At.UTC()
	return c, err
}

// Codes lists a visit's codes, proposed and answered.
func (t *Tx) Codes(ctx context.Context, visit ehr.VisitID) ([]ehr.Code, error) {
	if _, err := t.ofVisit(ctx, ehr.ReadVisit, visit, "codes", false); err != nil {
		return nil, err
	}
	return rows(ctx, t, "the codes", scanCode, `SELECT `+codeColumns+`
		FROM code WHERE practice_id = $1 AND visit_id = $2 AND superseded_at IS NULL ORDER BY place, id`, t.who.Practice, visit)
}

// ReplaceCodes puts new proposals in the place of the old ones. Codes that somebody
// accepted or rejected stay as they are.
func (t *Tx) ReplaceCodes(ctx context.Context, visit ehr.VisitID, codes []ehr.Code) error {
	if _, err := t.ofVisit(ctx, ehr.EditNote, visit, "proposed codes", true); err != nil {
		return err
	}
	codes = append([]ehr.Code(nil), codes...)
	for i := range codes {
		codes[i].ID = given(codes[i].ID)
	}
	return replaceList(ctx, t, "the codes", codes, func(c ehr.Code) ehr.CodeID { return c.ID },
		`UPDATE code SET superseded_at = $4 WHERE practice_id = $1 AND visit_id = $2 AND status = 'proposed' AND superseded_at IS NULL AND id <> ALL ($3::text[])`,
		visit, func(b *pgx.Batch, place int, c ehr.Code) {
			b.Queue(`INSERT INTO code (practice_id, visit_id, id, place, system, code, display, release, selected, sentence, rules, confidence,
					alternatives, ask, status)
				VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 'proposed')
				ON CONFLICT (practice_id, visit_id, id) DO UPDATE SET place = excluded.place, system = excluded.system, code = excluded.code,
					display = excluded.display, release = excluded.release, selected = excluded.selected, sentence = excluded.sentence,
					rules = excluded.rules, confidence = excluded.confidence, alternatives = excluded.alternatives, ask = excluded.ask, superseded_at = NULL
				WHERE code.status = 'proposed'`,
				t.who.Practice, visit, c.ID, place, c.System, c.Code, c.Display, c.Release, c.Selected, c.Sentence, list(c.Rules), c.Confidence,
				list(c.Alternatives), c.Ask)
		})
}

// AddCode adds a code that a person chose; it is accepted from the beginning.
func (t *Tx) AddCode(ctx context.Context, c ehr.Code) (ehr.Code, error) {
	if _, err := t.ofVisit(ctx, ehr.ReviewCodes, c.Visit, "code", true); err != nil {
		return c, err
	}
	c.ID, c.Status, c.Selected, c.By, c.At = given(c.ID), ehr.CodeAccepted, true, t.who.User, t.now
	return c, t.exec(ctx, "the code", `INSERT INTO code (practice_id, visit_id, id, place, system, code, display, release, selected, sentence, rules,
			confidence, status, answer_reason, answered_by, answered_at)
		SELECT $1, $2, $3, coalesce(max(place), -1) + 1, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15 FROM code WHERE practice_id = $1 AND visit_id = $2`,
		t.who.Practice, c.Visit, c.ID, c.System, c.Code, c.Display, c.Release, c.Selected, c.Sentence, list(c.Rules),
		c.Confidence, c.Status, c.Reason, zeronull.Text(c.By), c.At)
}

// AnswerCode keeps what a person made of a code. Proposed takes the answer back.
func (t *Tx) AnswerCode(ctx context.Context, visit ehr.VisitID, id ehr.CodeID, status ehr.CodeStatus, reason string) error {
	if _, err := t.ofVisit(ctx, ehr.ReviewCodes, visit, "answer to a code", true); err != nil {
		return err
	}
	return t.exec(ctx, "the code", `UPDATE code SET status = $4, answer_reason = $5, answered_by = $6, answered_at = $7
		WHERE practice_id = $1 AND visit_id = $2 AND id = $3 AND superseded_at IS NULL`,
		t.who.Practice, visit, id, status, reason, zeronull.Text(t.who.User), t.now)
}
