package store

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype/zeronull"

	"github.com/visitwright/visitwright/ehr"
)

// CodeVerdict is what a coder decides about a code of a case.
type CodeVerdict struct {
	Visit   ehr.VisitID
	Version int        // of the case that was read
	Code    ehr.CodeID // the code decided about; empty for an added one
	Verdict ehr.CodeVerdict
	Reason  string
	// With is the code that is added or takes the other's place. The caller has
	// found it in the code set of the date of service.
	With ehr.Code
}

// standing is an answer as a code's row keeps it.
type standing struct {
	Status ehr.CodeStatus `json:"status"`
	Reason string         `json:"reason"`
	By     ehr.UserID     `json:"by"`
	At     time.Time      `json:"at"`
}

// DecideCode keeps a coder's verdict, with what was proposed, and renews the
// lease. Invalid where a rejection has no reason; Conflict as for ClaimCase.
func (t *Tx) DecideCode(ctx context.Context, v CodeVerdict) (ehr.CodingCase, error) {
	if _, err := t.lockCase(ctx, v.Visit, v.Version, "code "+string(v.Verdict), true); err != nil {
		return ehr.CodingCase{}, err
	}
	v.Reason = strings.TrimSpace(v.Reason)
	if err := t.verdict(ctx, v); err != nil {
		return ehr.CodingCase{}, err
	}
	return t.keepCase(ctx, v.Visit, true, false)
}

func (t *Tx) verdict(ctx context.Context, v CodeVerdict) error {
	if v.Verdict == ehr.VerdictAdded {
		added, err := t.newCode(ctx, v.Visit, v.With, v.Reason)
		if err != nil {
			return err
		}
		return t.decided(ctx, v, added, standing{Status: ehr.CodeProposed})
	}
	c, err := one(ctx, t, "the code", scanCode, `SELECT `+codeColumns+` FROM code
		WHERE practice_id = $1 AND visit_id = $2 AND id = $3 AND superseded_at IS NULL FOR UPDATE`, t.who.Practice, v.Visit, v.Code)
	if err != nil {
		return err
	}
	was := standing{c.Status, c.Reason, c.By, c.At}
	switch v.Verdict {
	case ehr.VerdictAccepted:
		err = t.stand(ctx, c, standing{ehr.CodeAccepted, v.Reason, t.who.User, t.now})
	case ehr.VerdictRejected:
		if v.Reason == "" {
			return ehr.Errorf(ehr.Invalid, "a rejection says why")
		}
		err = t.stand(ctx, c, standing{ehr.CodeRejected, v.Reason, t.who.User, t.now})
	case ehr.VerdictReplaced:
		if (v.With.System == ehr.ICD10CM) != (c.System == ehr.ICD10CM) {
			return ehr.Errorf(ehr.Invalid, "a diagnosis takes the place of a diagnosis, a service that of a service")
		}
		if v.With.Sentence == "" {
			v.With.Sentence = c.Sentence
		}
		if v.With, err = t.newCode(ctx, v.Visit, v.With, "in place of "+c.Code); err != nil {
			return err
		}
		err = t.stand(ctx, c, standing{ehr.CodeRejected, "replaced by " + v.With.Code, t.who.User, t.now})
	case ehr.VerdictWithdrawn:
		err = t.withdraw(ctx, c)
	default:
		return ehr.Errorf(ehr.Invalid, "there is no such verdict")
	}
	if err != nil {
		return err
	}
	return t.decided(ctx, v, c, was)
}

// newCode adds a code by hand, Conflict where it stands on the claim already.
func (t *Tx) newCode(ctx context.Context, visit ehr.VisitID, c ehr.Code, reason string) (ehr.Code, error) {
	if c.Code == "" || c.Release == "" {
		return c, ehr.Errorf(ehr.Invalid, "which code?")
	}
	there, err := t.Codes(ctx, visit)
	if err != nil {
		return c, err
	}
	for _, k := range there {
		if k.System == c.System && k.Code == c.Code && (k.Status == ehr.CodeAccepted || k.Status == ehr.CodeProposed && k.Selected) {
			return c, ehr.Errorf(ehr.Conflict, "%s stands on the claim already", c.Code)
		}
	}
	c.Visit, c.Reason, c.Confidence, c.ID = visit, reason, 1, ""
	return t.AddCode(ctx, c)
}

// stand writes the answer of a code.
func (t *Tx) stand(ctx context.Context, c ehr.Code, s standing) error {
	return t.exec(ctx, "the code", `UPDATE code SET status = $4, answer_reason = $5, answered_by = $6, answered_at = $7
		WHERE practice_id = $1 AND visit_id = $2 AND id = $3`, t.who.Practice, c.Visit, c.ID, s.Status, s.Reason, zeronull.Text(s.By), zeronull.Timestamptz(s.At))
}

// withdraw takes the latest verdict about the code back: the answer before it
// stands again, and a code that it added goes.
func (t *Tx) withdraw(ctx context.Context, c ehr.Code) error {
	var last struct {
		verdict ehr.CodeVerdict
		with    string
		was     standing
	}
	err := t.tx.QueryRow(ctx, `SELECT verdict, with_id, was FROM code_decision WHERE practice_id = $1 AND visit_id = $2 AND code_id = $3
		ORDER BY id DESC LIMIT 1`, t.who.Practice, c.Visit, c.ID).Scan(&last.verdict, &last.with, &last.was)
	if err != nil {
		return wrap(err, "a verdict to take back")
	}
	gone := last.with
	switch last.verdict {
	case ehr.VerdictWithdrawn:
		return ehr.Errorf(ehr.Conflict, "the verdict was taken back already")
	case ehr.VerdictAdded:
		gone = string(c.ID)
	default:
		if err := t.stand(ctx, c, last.was); err != nil {
			return err
		}
	}
	if gone == "" {
		return nil
	}
	return t.exec(ctx, "the code", `UPDATE code SET superseded_at = $4 WHERE practice_id = $1 AND visit_id = $2 AND id = $3`, t.who.Practice, c.Visit, gone, t.now)
}

// decided appends the verdict to the history.
func (t *Tx) decided(ctx context.Context, v CodeVerdict, c ehr.Code, was standing) error {
	n, err := t.latestNote(ctx, v.Visit)
	if err != nil {
		return err
	}
	phrase := ""
	if n != nil {
		for _, sec := range n.Sections {
			for _, s := range sec.Sentences {
				if s.ID == c.Sentence && c.Sentence != "" {
					phrase = s.Text
				}
			}
		}
	}
	offered := []string{}
	for _, a := range c.Alternatives {
		offered = append(offered, a.Code)
	}
	selected, confidence, withID, with := c.Selected, c.Confidence, "", ""
	switch v.Verdict {
	case ehr.VerdictAdded:
		selected, confidence = false, 0
	case ehr.VerdictReplaced:
		withID, with = string(v.With.ID), v.With.Code
	}
	return t.exec(ctx, "the verdict", `INSERT INTO code_decision (practice_id, visit_id, code_id, verdict, system, code, display, selected, confidence, phrase, offered,
			with_id, with_code, reason, was, decided_by, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`,
		t.who.Practice, v.Visit, c.ID, v.Verdict, c.System, c.Code, c.Display, selected, confidence, phrase, offered,
		withID, with, v.Reason, was, t.who.User, t.now)
}

const decisionQuery = `SELECT d.id, d.visit_id, d.code_id, d.verdict, d.system, d.code, d.display, d.selected, d.confidence, d.phrase, d.offered, d.with_code, d.reason,
		d.decided_by, u.name, v.clinician_id, c.name, d.at
	FROM code_decision d
	JOIN users u ON u.practice_id = d.practice_id AND u.id = d.decided_by
	JOIN visit v ON v.practice_id = d.practice_id AND v.id = d.visit_id
	JOIN users c ON c.practice_id = v.practice_id AND c.id = v.clinician_id
	WHERE d.practice_id = $1`

func scanDecision(r pgx.CollectableRow) (d ehr.CodeDecision, err error) {
	var id int64
	err = r.Scan(&id, &d.Visit, &d.CodeID, &d.Verdict, &d.System, &d.Code, &d.Display, &d.Selected, &d.Confidence, &d.Phrase, &d.Offered, &d.With, &d.Reason,
		&d.By, &d.ByName, &d.Clinician, &d.Documenter, &d.At)
	d.ID, d.At = strconv.FormatInt(id, 10), d.At.UTC()
	return d, err
}

// DecisionsOf lists every verdict about a visit's codes, oldest first.
func (t *Tx) DecisionsOf(ctx context.Context, visit ehr.VisitID) ([]ehr.CodeDecision, error) {
	if _, err := t.ofVisit(ctx, ehr.WorkCodes, visit, "coding decisions", false); err != nil {
		return nil, err
	}
	return rows(ctx, t, "the verdicts", scanDecision, decisionQuery+` AND d.visit_id = $2 ORDER BY d.id`, t.who.Practice, visit)
}

// StandingDecisions lists, for each code of the cases of a time, the verdict that
// stands: the last one, where it was not taken back. It is for counting and for
// learning: their sentences are not for showing.
func (t *Tx) StandingDecisions(ctx context.Context, from, to time.Time) ([]ehr.CodeDecision, error) {
	right := ehr.ReportCodes
	if !t.who.May(right) {
		right = ehr.EditNote // ranking the proposals of a visit
	}
	if err := t.touch(access{action: right, kind: "code", part: "decisions of the practice"}); err != nil {
		return nil, err
	}
	return rows(ctx, t, "the verdicts", scanDecision, `SELECT * FROM (`+decisionQuery+` AND d.at >= $2 AND d.at < $3
			AND NOT EXISTS (SELECT FROM code_decision n WHERE n.practice_id = d.practice_id AND n.visit_id = d.visit_id AND n.code_id = d.code_id AND n.id > d.id)) s
		WHERE verdict <> 'withdrawn' ORDER BY 1`, t.who.Practice, from, to)
}

// Rerank says whether the practice has its proposals ranked by its own decisions.
func (t *Tx) Rerank(ctx context.Context) (on bool, err error) {
	err = t.tx.QueryRow(ctx, `SELECT coalesce((SELECT rerank FROM coding_setting WHERE practice_id = $1 ORDER BY id DESC LIMIT 1), false)`, t.who.Practice).Scan(&on)
	return on, wrap(err, "the setting")
}

// SetRerank switches that.
func (t *Tx) SetRerank(ctx context.Context, on bool) error {
	if err := t.touch(access{action: ehr.ManageService, kind: "code", part: "setting", write: true}); err != nil {
		return err
	}
	return t.exec(ctx, "the setting", `INSERT INTO coding_setting (practice_id, rerank, set_by, at) VALUES ($1, $2, $3, $4)`, t.who.Practice, on, t.who.User, t.now)
}
