package store

import (
	"context"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype/zeronull"

	"github.com/visitwright/visitwright/ehr"
)

func scanOmission(r pgx.CollectableRow) (o ehr.Omission, err error) {
	var a answerColumns
	err = r.Scan(append([]any{&o.ID, &o.Text, &o.Section, &o.Group, &o.Kind, &o.Segments, &o.Blocking}, a.dest()...)...)
	o.Answer = a.answer()
	return o, err
}

// Omissions lists what was heard and is not in the note.
func (t *Tx) Omissions(ctx context.Context, visit ehr.VisitID) ([]ehr.Omission, error) {
	if _, err := t.ofVisit(ctx, ehr.ReadVisit, visit, "omissions", false); err != nil {
		return nil, err
	}
	return rows(ctx, t, "the omissions", scanOmission, `SELECT id, text, section, group_name, kind, segments, blocking,
			choice, answer_reason, answered_by, answered_at
		FROM omission WHERE practice_id = $1 AND visit_id = $2 AND superseded_at IS NULL ORDER BY place, id`, t.who.Practice, visit)
}

// ReplaceOmissions puts a new list in the place of the old one. An entry with the
// id of an old one keeps that one's answer.
func (t *Tx) ReplaceOmissions(ctx context.Context, visit ehr.VisitID, omissions []ehr.Omission) error {
	if _, err := t.ofVisit(ctx, ehr.EditNote, visit, "omissions", true); err != nil {
		return err
	}
	omissions = append([]ehr.Omission(nil), omissions...)
	for i := range omissions {
		omissions[i].ID = given(omissions[i].ID)
	}
	return replaceList(ctx, t, "the omissions", omissions, func(o ehr.Omission) ehr.OmissionID { return o.ID },
		`UPDATE omission SET superseded_at = $4 WHERE practice_id = $1 AND visit_id = $2 AND superseded_at IS NULL AND id <> ALL ($3::text[])`,
		visit, func(b *pgx.Batch, place int, o ehr.Omission) {
			b.Queue(`INSERT INTO omission (practice_id, visit_id, id, place, text, section, group_name, kind, segments, blocking)
				VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
				ON CONFLICT (practice_id, visit_id, id) DO UPDATE SET place = excluded.place, text = excluded.text, section = excluded.section,
					group_name = excluded.group_name, kind = excluded.kind, segments = excluded.segments, blocking = excluded.blocking, superseded_at = NULL`,
				t.who.Practice, visit, o.ID, place, o.Text, o.Section, o.Group, o.Kind, list(o.Segments), o.Blocking)
		})
}

// AnswerOmission keeps a person's decision. Accepted: the sentence was added to
// the note, which the caller does.
func (t *Tx) AnswerOmission(ctx context.Context, visit ehr.VisitID, id ehr.OmissionID, choice ehr.Choice, reason string) error {
	if _, err := t.ofVisit(ctx, ehr.EditNote, visit, "answer to an omission", true); err != nil {
		return err
	}
	if err := validChoice(choice); err != nil {
		return err
	}
	return t.exec(ctx, "the omission", `UPDATE omission SET choice = $4, answer_reason = $5, answered_by = $6, answered_at = $7
		WHERE practice_id = $1 AND visit_id = $2 AND id = $3 AND superseded_at IS NULL`,
		t.who.Practice, visit, id, choice, reason, zeronull.Text(t.who.User), t.now)
}
