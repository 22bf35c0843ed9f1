package store

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype/zeronull"

	"github.com/visitwright/visitwright/ehr"
)

func scanAlert(r pgx.CollectableRow) (a ehr.Alert, err error) {
	var c answerColumns
	err = r.Scan(append([]any{&a.ID, &a.Visit, &a.Key, &a.Rule, &a.RuleVersion, &a.Tier, &a.Summary, &a.Detail, &a.Source, &a.Chart,
		&a.Sentences, &a.Segments, &a.Actions, &a.At, &a.Earlier, &a.Live}, c.dest()...)...)
	a.At, a.Answer = a.At.UTC(), c.answer()
	return a, err
}

// SaveChecks keeps what the checks of the chart said for the visit, in the place of
// what they said before. An alert with the id of an old one keeps its answer.
func (t *Tx) SaveChecks(ctx context.Context, visit ehr.VisitID, c ehr.Checks) error {
	patient, err := t.ofVisit(ctx, ehr.EditNote, visit, "checks", true)
	if err != nil {
		return err
	}
	err = t.exec(ctx, "the checks", `INSERT INTO checks (practice_id, visit_id, made_at, care_gaps, immunization, not_checked, areas, content, off_why)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		ON CONFLICT (practice_id, visit_id) DO UPDATE SET made_at = excluded.made_at, care_gaps = excluded.care_gaps,
			immunization = excluded.immunization, not_checked = excluded.not_checked, areas = excluded.areas, content = excluded.content,
			off_why = excluded.off_why`,
		t.who.Practice, visit, t.now, list(c.CareGaps), list(c.Immunization), list(c.NotChecked), list(c.Areas), list(c.Content), c.Off)
	if err != nil {
		return err
	}
	alerts := append([]ehr.Alert(nil), c.Alerts...)
	for i := range alerts {
		alerts[i].ID = given(alerts[i].ID)
		if alerts[i].At.IsZero() {
			alerts[i].At = t.now
		}
	}
	return replaceList(ctx, t, "the alerts", alerts, func(a ehr.Alert) ehr.AlertID { return a.ID },
		`UPDATE alert SET superseded_at = $4 WHERE practice_id = $1 AND visit_id = $2 AND superseded_at IS NULL AND id <> ALL ($3::text[])`,
		visit, func(b *pgx.Batch, place int, a ehr.Alert) {
			queueAlert(t, b, visit, patient, place, a)
		})
}

// queueAlert writes an alert; one with the id of an old one keeps its answer.
func queueAlert(t *Tx, b *pgx.Batch, visit ehr.VisitID, patient ehr.PatientID, place int, a ehr.Alert) {
	b.Queue(`INSERT INTO alert (practice_id, visit_id, id, patient_id, place, key, rule, rule_version, tier, summary, detail, source,
			chart, sentences, segments, actions, at, earlier, live)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
		ON CONFLICT (practice_id, visit_id, id) DO UPDATE SET place = excluded.place, key = excluded.key, rule = excluded.rule,
			rule_version = excluded.rule_version, tier = excluded.tier, summary = excluded.summary, detail = excluded.detail,
			source = excluded.source, chart = excluded.chart, sentences = excluded.sentences, segments = excluded.segments,
			actions = excluded.actions, earlier = excluded.earlier, live = alert.live OR excluded.live, superseded_at = NULL`,
		t.who.Practice, visit, a.ID, patient, place, a.Key, a.Rule, a.RuleVersion, a.Tier, a.Summary, a.Detail, a.Source,
		a.Chart, list(a.Sentences), list(a.Segments), a.Actions, a.At, a.Earlier, a.Live)
}

// AddLiveAlert keeps an alert that was raised while the visit is listened to,
// after those that are there. Its ID must be set. One with the key of an alert
// that stands already is not kept twice.
func (t *Tx) AddLiveAlert(ctx context.Context, visit ehr.VisitID, a ehr.Alert) error {
	patient, err := t.ofVisit(ctx, ehr.RecordVisit, visit, "a live alert", true)
	if err != nil {
		return err
	}
	var place int
	var there bool
	err = t.tx.QueryRow(ctx, `SELECT coalesce(max(place) + 1, 0), coalesce(bool_or(key = $3), false) FROM alert
		WHERE practice_id = $1 AND visit_id = $2 AND superseded_at IS NULL`, t.who.Practice, visit, a.Key).Scan(&place, &there)
	if err != nil || there {
		return wrap(err, "the alerts")
	}
	if a.At.IsZero() {
		a.At = t.now
	}
	a.Live = true
	b := &pgx.Batch{}
	queueAlert(t, b, visit, patient, place, a)
	return wrap(t.tx.SendBatch(ctx, b).Close(), "the alert")
}

// Checks reads what the checks said for the visit; nil where none has run and
// nothing was raised while it was listened to.
func (t *Tx) Checks(ctx context.Context, visit ehr.VisitID) (*ehr.Checks, error) {
	if _, err := t.ofVisit(ctx, ehr.ReadVisit, visit, "checks", false); err != nil {
		return nil, err
	}
	var c ehr.Checks
	err := t.tx.QueryRow(ctx, `SELECT care_gaps, immunization, not_checked, areas, content, off_why FROM checks WHERE practice_id = $1 AND visit_id = $2`,
		t.who.Practice, visit).Scan(&c.CareGaps, &c.Immunization, &c.NotChecked, &c.Areas, &c.Content, &c.Off)
	ran := !errors.Is(err, pgx.ErrNoRows)
	if err != nil && ran {
		return nil, wrap(err, "the checks")
	}
	c.Alerts, err = rows(ctx, t, "the alerts", scanAlert, `SELECT id, visit_id, key, rule, rule_version, tier, summary, detail, source, chart,
			sentences, segments, actions, at, earlier, live, choice, answer_reason, answered_by, answered_at
		FROM alert WHERE practice_id = $1 AND visit_id = $2 AND superseded_at IS NULL ORDER BY place, id`, t.who.Practice, visit)
	if err == nil && !ran && len(c.Alerts) == 0 {
		return nil, nil
	}
	c.Now = c.Front()
	return &c, err
}

// AnswerAlert keeps a person's decision about an alert: Accepted follows it,
// Rejected goes on in spite of it. An interruptive one needs a reason to go on.
func (t *Tx) AnswerAlert(ctx context.Context, visit ehr.VisitID, id ehr.AlertID, choice ehr.Choice, reason string) error {
	if _, err := t.ofVisit(ctx, ehr.EditNote, visit, "answer to an alert", true); err != nil {
		return err
	}
	if err := validChoice(choice); err != nil {
		return err
	}
	var tier ehr.Tier
	err := t.tx.QueryRow(ctx, `SELECT tier FROM alert WHERE practice_id = $1 AND visit_id = $2 AND id = $3 AND superseded_at IS NULL`,
		t.who.Practice, visit, id).Scan(&tier)
	if err != nil {
		return wrap(err, "the alert")
	}
	if tier == ehr.Interruptive && choice == ehr.Rejected && reason == "" {
		return ehr.Errorf(ehr.Invalid, "to go on in spite of this alert, give a reason")
	}
	return t.exec(ctx, "the alert", `UPDATE alert SET choice = $4, answer_reason = $5, answered_by = $6, answered_at = $7
		WHERE practice_id = $1 AND visit_id = $2 AND id = $3`, t.who.Practice, visit, id, choice, reason, zeronull.Text(t.who.User), t.now)
}

// AnsweredAlerts gives the latest answer to each alert of a patient, by the alert's
// Key, so that one that was acknowledged stays quiet.
func (t *Tx) AnsweredAlerts(ctx context.Context, patient ehr.PatientID) (map[string]ehr.Answer, error) {
	if err := t.touch(ofPatient(ehr.ReadChart, patient, "answered alerts", false)); err != nil {
		return nil, err
	}
	type keyed struct {
		key    string
		answer ehr.Answer
	}
	scan := func(r pgx.CollectableRow) (k keyed, err error) {
		var c answerColumns
		if err = r.Scan(append([]any{&k.key}, c.dest()...)...); err == nil {
			k.answer = *c.answer()
		}
		return k, err
	}
	found, err := rows(ctx, t, "the alerts", scan, `SELECT DISTINCT ON (key) key, choice, answer_reason, answered_by, answered_at FROM alert
		WHERE practice_id = $1 AND patient_id = $2 AND choice IS NOT NULL ORDER BY key, answered_at DESC`, t.who.Practice, patient)
	out := make(map[string]ehr.Answer, len(found))
	for _, k := range found {
		out[k.key] = k.answer
	}
	return out, err
}
