package store

import (
	"context"

	"github.com/jackc/pgx/v5"

	"github.com/visitwright/visitwright/ehr"
)

// Wordings reads how a clinician put drafts in their own words, most seen first.
// Nobody but they and the service may. Forbidden otherwise.
func (t *Tx) Wordings(ctx context.Context, clinician ehr.UserID) ([]ehr.Wording, error) {
	if t.who.User != "" && t.who.User != clinician {
		return nil, ehr.Errorf(ehr.Forbidden, "a clinician's wordings are their own")
	}
	scan := func(r pgx.CollectableRow) (w ehr.Wording, err error) {
		return w, r.Scan(&w.Section, &w.From, &w.To, &w.Seen, &w.Kept, &w.On, &w.Decided)
	}
	return rows(ctx, t, "the wordings", scan, `
		SELECT s.section, s.was, s.becomes, count(*) FILTER (WHERE NOT s.kept), count(*) FILTER (WHERE s.kept), coalesce(bool_or(c.used), false), bool_or(c.used) IS NOT NULL
		FROM wording_seen s LEFT JOIN (
			SELECT DISTINCT ON (section, was, becomes) section, was, becomes, used FROM wording_choice
			WHERE practice_id = $1 AND clinician_id = $2 ORDER BY section, was, becomes, id DESC
		) c USING (section, was, becomes)
		WHERE s.practice_id = $1 AND s.clinician_id = $2
		GROUP BY s.section, s.was, s.becomes ORDER BY 4 DESC, s.section, s.was, s.becomes`, t.who.Practice, clinician)
}

// SawWordings keeps what a visit's signed note shows of its signer's wordings: those
// that were made, and those whose words stayed as drafted.
func (t *Tx) SawWordings(ctx context.Context, visit ehr.VisitID, made, kept []ehr.Wording) error {
	if len(made)+len(kept) == 0 {
		return nil
	}
	if _, err := t.ofVisit(ctx, ehr.SignNote, visit, "wordings", true); err != nil {
		return err
	}
	for i, w := range append(append([]ehr.Wording{}, made...), kept...) {
		err := t.exec(ctx, "the wording", `INSERT INTO wording_seen (practice_id, visit_id, clinician_id, section, was, becomes, kept, at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING`, t.who.Practice, visit, t.who.User, w.Section, w.From, w.To, i >= len(made), t.now)
		if err != nil {
			return err
		}
	}
	return nil
}

// ChooseWording has one of the actor's own wordings put into drafts, or no longer.
// NotFound where they never made it.
func (t *Tx) ChooseWording(ctx context.Context, w ehr.Wording) error {
	if err := t.touch(access{action: ehr.EditNote, kind: "wording", id: string(t.who.User), part: "choice", write: true}); err != nil {
		return err
	}
	var made bool
	err := t.tx.QueryRow(ctx, `SELECT EXISTS (SELECT 1 FROM wording_seen WHERE practice_id = $1 AND clinician_id = $2 AND section = $3 AND was = $4 AND becomes = $5 AND NOT kept)`,
		t.who.Practice, t.who.User, w.Section, w.From, w.To).Scan(&made)
	if err != nil {
		return wrap(err, "the wording")
	}
	if !made {
		return ehr.Errorf(ehr.NotFound, "you never made that change to a draft")
	}
	return t.exec(ctx, "the wording", `INSERT INTO wording_choice (practice_id, clinician_id, section, was, becomes, used, at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		t.who.Practice, t.who.User, w.Section, w.From, w.To, w.On, t.now)
}
