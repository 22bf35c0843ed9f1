package store

import (
	"context"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype/zeronull"

	"github.com/visitwright/visitwright/ehr"
)

const questionQuery = `SELECT q.id, q.visit_id, q.code_id, coalesce(k.code, ''), q.sentence, q.text, q.asked_by, a.name, q.asked_at, q.answer, q.addendum,
		q.answered_by, coalesce(b.name, ''), q.answered_at, p.given_name || ' ' || p.family_name, v.date_of_service, v.clinician_id, p.id
	FROM code_question q
	JOIN visit v ON v.practice_id = q.practice_id AND v.id = q.visit_id
	JOIN patient p ON p.practice_id = v.practice_id AND p.id = v.patient_id
	JOIN users a ON a.practice_id = q.practice_id AND a.id = q.asked_by
	LEFT JOIN users b ON b.practice_id = q.practice_id AND b.id = q.answered_by
	LEFT JOIN code k ON k.practice_id = q.practice_id AND k.visit_id = q.visit_id AND k.id = q.code_id
	WHERE q.practice_id = $1`

// question is a row with its patient, for the audit.
type question struct {
	ehr.CodingQuestion
	patient ehr.PatientID
}

func scanQuestion(r pgx.CollectableRow) (q question, err error) {
	err = r.Scan(&q.ID, &q.Visit, &q.CodeID, &q.Code, &q.Sentence, &q.Text, &q.AskedBy, &q.Asker, &q.AskedAt, &q.Answer, &q.Addendum,
		(*zeronull.Text)(&q.AnsweredBy), &q.Answerer, (*zeronull.Timestamptz)(&q.AnsweredAt), &q.Patient, &q.Service, &q.Clinician, &q.patient)
	q.AskedAt, q.AnsweredAt = q.AskedAt.UTC(), q.AnsweredAt.UTC()
	return q, err
}

func plain(list []question) []ehr.CodingQuestion {
	out := make([]ehr.CodingQuestion, 0, len(list))
	for _, q := range list {
		out = append(out, q.CodingQuestion)
	}
	return out
}

// QuestionsOf lists what coders asked about a visit, oldest first.
func (t *Tx) QuestionsOf(ctx context.Context, visit ehr.VisitID) ([]ehr.CodingQuestion, error) {
	if _, err := t.ofVisit(ctx, ehr.ReadVisit, visit, "coding questions", false); err != nil {
		return nil, err
	}
	list, err := rows(ctx, t, "the questions", scanQuestion, questionQuery+` AND q.visit_id = $2 ORDER BY q.asked_at, q.id`, t.who.Practice, visit)
	return plain(list), err
}

// questionsListed is how many a list has, the latest.
const questionsListed = 500

// Questions lists questions over visits, those that wait first: a clinician's own
// visits', everybody's for a coder.
func (t *Tx) Questions(ctx context.Context) ([]ehr.CodingQuestion, error) {
	if !t.who.May(ehr.ReviewCodes) {
		return nil, t.touch(access{action: ehr.ReviewCodes, kind: "visit", part: "coding questions"})
	}
	var own zeronull.Text
	if !t.who.May(ehr.WorkCodes) {
		own = zeronull.Text(t.who.User)
	}
	list, err := rows(ctx, t, "the questions", scanQuestion, questionQuery+` AND ($2::uuid IS NULL OR v.clinician_id = $2)
		ORDER BY q.answered_at IS NOT NULL, q.asked_at DESC, q.id LIMIT $3`, t.who.Practice, own, questionsListed)
	for _, q := range list {
		if err := t.touch(ofPatient(ehr.ReviewCodes, q.patient, "coding questions", false)); err != nil {
			return nil, err
		}
	}
	return plain(list), err
}

// AskClinician puts a question about a code, a sentence or the note. The asker
// holds the case.
func (t *Tx) AskClinician(ctx context.Context, version int, q ehr.CodingQuestion) (ehr.CodingCase, error) {
	if _, err := t.lockCase(ctx, q.Visit, version, "question to the clinician", true); err != nil {
		return ehr.CodingCase{}, err
	}
	if q.Text = strings.TrimSpace(q.Text); q.Text == "" {
		return ehr.CodingCase{}, ehr.Errorf(ehr.Invalid, "a question asks something")
	}
	err := t.exec(ctx, "the question", `INSERT INTO code_question (practice_id, id, visit_id, code_id, sentence, text, asked_by, asked_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`, t.who.Practice, ehr.NewID[string](), q.Visit, q.CodeID, q.Sentence, q.Text, t.who.User, t.now)
	if err != nil {
		return ehr.CodingCase{}, err
	}
	return t.keepCase(ctx, q.Visit, true, false)
}

// AnswerQuestion keeps the clinician's answer, which with addendum becomes one of
// the signed note. Conflict where it has an answer.
func (t *Tx) AnswerQuestion(ctx context.Context, visit ehr.VisitID, id, text string, addendum bool) error {
	if _, err := t.ofVisit(ctx, ehr.SignNote, visit, "answer to a coding question", true); err != nil {
		return err
	}
	if text = strings.TrimSpace(text); text == "" {
		return ehr.Errorf(ehr.Invalid, "an answer says something")
	}
	var open bool
	err := t.tx.QueryRow(ctx, `SELECT answered_at IS NULL FROM code_question WHERE practice_id = $1 AND visit_id = $2 AND id::text = $3 FOR UPDATE`,
		t.who.Practice, visit, id).Scan(&open)
	if err != nil {
		return wrap(err, "the question")
	}
	if !open {
		return ehr.Errorf(ehr.Conflict, "the question has an answer already")
	}
	number := 0
	if addendum {
		a, err := t.AddAddendum(ctx, visit, text)
		if err != nil {
			return err
		}
		number = a.Number
	}
	return t.exec(ctx, "the question", `UPDATE code_question SET answer = $4, addendum = $5, answered_by = $6, answered_at = $7
		WHERE practice_id = $1 AND visit_id = $2 AND id::text = $3`, t.who.Practice, visit, id, text, number, t.who.User, t.now)
}

func scanLevel(r pgx.CollectableRow) (l *ehr.VisitLevel, err error) { return l, r.Scan(&l) }

// SaveLevel keeps the table behind the level of a visit, made with its codes.
func (t *Tx) SaveLevel(ctx context.Context, visit ehr.VisitID, l ehr.VisitLevel) error {
	if _, err := t.ofVisit(ctx, ehr.EditNote, visit, "visit level", true); err != nil {
		return err
	}
	return t.exec(ctx, "the level", `INSERT INTO visit_level (practice_id, visit_id, level, made_at) VALUES ($1, $2, $3, $4)
		ON CONFLICT (practice_id, visit_id) DO UPDATE SET level = excluded.level, made_at = excluded.made_at`, t.who.Practice, visit, l, t.now)
}

// Level reads it; nil where none was worked out.
func (t *Tx) Level(ctx context.Context, visit ehr.VisitID) (*ehr.VisitLevel, error) {
	if _, err := t.ofVisit(ctx, ehr.ReadVisit, visit, "visit level", false); err != nil {
		return nil, err
	}
	l, err := optional(one(ctx, t, "the level", scanLevel, `SELECT level FROM visit_level WHERE practice_id = $1 AND visit_id = $2`, t.who.Practice, visit))
	if err != nil || l == nil {
		return nil, err
	}
	return *l, nil
}
