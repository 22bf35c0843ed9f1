package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/visitwright/visitwright/ehr"
)

// ErrReauth is in the chain where the user must first prove again who they are.
var ErrReauth = errors.New("prove again who you are")

// Blocker is something that must be answered before signing.
type Blocker struct {
	Kind string `json:"kind"` // "sentence", "omission", "alert"
	ID   string `json:"id"`
	Text string `json:"text"`
}

// Blocking lists what stands in the way of signing, in the order of the page.
func (t *Tx) Blocking(ctx context.Context, visit ehr.VisitID) ([]Blocker, error) {
	if _, err := t.ofVisit(ctx, ehr.ReadVisit, visit, "what blocks signing", false); err != nil {
		return nil, err
	}
	out := []Blocker{}
	n, err := t.latestNote(ctx, visit)
	if err != nil {
		return nil, err
	}
	if n != nil {
		for _, sec := range n.Sections {
			for _, s := range sec.Sentences {
				if s.Blocks() {
					out = append(out, Blocker{"sentence", string(s.ID), s.Text})
				}
			}
		}
	}
	scan := func(r pgx.CollectableRow) (b Blocker, err error) { return b, r.Scan(&b.Kind, &b.ID, &b.Text) }
	rest, err := rows(ctx, t, "the visit", scan, `
		SELECT kind, id, text FROM (
			SELECT 0 AS sort, 'omission' AS kind, id, text, place FROM omission
				WHERE practice_id = $1 AND visit_id = $2 AND blocking AND choice IS NULL AND superseded_at IS NULL
			UNION ALL
			SELECT 1, 'alert', id, summary, place FROM alert
				WHERE practice_id = $1 AND visit_id = $2 AND tier = 'interruptive' AND choice IS NULL AND superseded_at IS NULL
		) b ORDER BY sort, place, id`, t.who.Practice, visit)
	return append(out, rest...), err
}

// Sign fixes a version of the note: its content's hash is kept, and in the audit's
// chain as well, and the visit becomes Signed. Unauthorized with ErrReauth in the
// chain where the actor did not prove themselves in the last ReauthFor; Conflict
// where the version is not the latest, something is unanswered, or the visit is
// not in review.
func (t *Tx) Sign(ctx context.Context, visit ehr.VisitID, version int) (ehr.Signature, error) {
	if _, err := t.ofVisit(ctx, ehr.SignNote, visit, "signature", true); err != nil {
		return ehr.Signature{}, err
	}
	if t.who.User == "" {
		return ehr.Signature{}, ehr.Errorf(ehr.Forbidden, "only a person signs")
	}
	if age := t.now.Sub(t.who.ReauthAt); age > ReauthFor || t.who.ReauthAt.IsZero() {
		return ehr.Signature{}, ehr.Wrap(ehr.Unauthorized, ErrReauth, "to sign, prove again who you are")
	}
	v, err := t.lockVisit(ctx, visit)
	if err != nil {
		return ehr.Signature{}, err
	}
	if err := v.State.To(ehr.Signed); err != nil {
		return ehr.Signature{}, err
	}
	n, err := t.signable(ctx, visit, version)
	if err != nil {
		return ehr.Signature{}, err
	}
	sig := ehr.Signature{Note: n.ID, By: t.who.User, At: t.now, Hash: n.ContentHash()}
	err = t.touch(access{action: ehr.SignNote, kind: "note", id: string(n.ID), patient: v.Patient, part: "sha256:" + sig.Hash, write: true})
	if err != nil {
		return sig, err
	}
	err = t.exec(ctx, "the signature", `INSERT INTO signature (practice_id, note_id, visit_id, signed_by, at, hash) VALUES ($1, $2, $3, $4, $5, $6)`,
		t.who.Practice, sig.Note, visit, sig.By, sig.At, sig.Hash)
	if err != nil {
		return sig, err
	}
	return sig, t.exec(ctx, "the visit", `UPDATE visit SET state = 'signed', signed_at = $3, signed_by = $4 WHERE practice_id = $1 AND id = $2`,
		t.who.Practice, visit, sig.At, sig.By)
}

// signable reads the note that is to be signed.
func (t *Tx) signable(ctx context.Context, visit ehr.VisitID, version int) (*ehr.Note, error) {
	n, err := t.latestNote(ctx, visit)
	if err != nil {
		return nil, err
	}
	if n == nil {
		return nil, ehr.Errorf(ehr.Conflict, "there is no note to sign")
	}
	if n.Version != version {
		return nil, ehr.Errorf(ehr.Conflict, "the note has changed meanwhile: its latest version is %d", n.Version)
	}
	open, err := t.Blocking(ctx, visit)
	if err != nil {
		return nil, err
	}
	if len(open) > 0 {
		return nil, ehr.Errorf(ehr.Conflict, "%d things must be answered before signing", len(open))
	}
	return n, nil
}

func scanSignature(r pgx.CollectableRow) (s ehr.Signature, err error) {
	err = r.Scan(&s.Note, &s.By, &s.At, &s.Hash)
	s.At = s.At.UTC()
	return s, err
}

// Signature reads the visit's; nil where it is not signed.
func (t *Tx) Signature(ctx context.Context, visit ehr.VisitID) (*ehr.Signature, error) {
	if _, err := t.ofVisit(ctx, ehr.ReadVisit, visit, "signature", false); err != nil {
		return nil, err
	}
	return optional(one(ctx, t, "the signature", scanSignature, `SELECT note_id, signed_by, at, hash FROM signature
		WHERE practice_id = $1 AND visit_id = $2`, t.who.Practice, visit))
}

// AddAddendum adds to a signed note. Conflict where it is not signed.
func (t *Tx) AddAddendum(ctx context.Context, visit ehr.VisitID, text string) (ehr.Addendum, error) {
	if _, err := t.ofVisit(ctx, ehr.SignNote, visit, "addendum", true); err != nil {
		return ehr.Addendum{}, err
	}
	if text = strings.TrimSpace(text); text == "" {
		return ehr.Addendum{}, ehr.Errorf(ehr.Invalid, "an addendum says something")
	}
	if _, err := t.lockVisit(ctx, visit); err != nil { // addenda are counted one at a time
		return ehr.Addendum{}, err
	}
	sig, err := t.Signature(ctx, visit)
	if err != nil {
		return ehr.Addendum{}, err
	}
	if sig == nil {
		return ehr.Addendum{}, ehr.Errorf(ehr.Conflict, "only a signed note has addenda: this one can be edited")
	}
	a := ehr.Addendum{Note: sig.Note, Text: text, By: t.who.User, At: t.now, Hash: addendumHash(sig.Hash, text)}
	err = t.tx.QueryRow(ctx, `INSERT INTO addendum (practice_id, visit_id, note_id, number, text, written_by, at, hash)
		SELECT $1, $2, $3, 1 + count(*), $4, $5, $6, $7 FROM addendum WHERE practice_id = $1 AND visit_id = $2
		RETURNING number`, t.who.Practice, visit, a.Note, a.Text, a.By, a.At, a.Hash).Scan(&a.Number)
	return a, wrap(err, "the addendum")
}

// addendumHash is the SHA-256 over the note's hash and the text, in hexadecimal.
func addendumHash(note, text string) string {
	sum := sha256.Sum256([]byte(note + text))
	return hex.EncodeToString(sum[:])
}

// Addenda lists them in their order.
func (t *Tx) Addenda(ctx context.Context, visit ehr.VisitID) ([]ehr.Addendum, error) {
	if _, err := t.ofVisit(ctx, ehr.ReadVisit, visit, "addenda", false); err != nil {
		return nil, err
	}
	scan := func(r pgx.CollectableRow) (a ehr.Addendum, err error) {
		err = r.Scan(&a.Note, &a.Number, &a.Text, &a.By, &a.At, &a.Hash)
		a.At = a.At.UTC()
		return a, err
	}
	return rows(ctx, t, "the addenda", scan, `SELECT note_id, number, text, written_by, at, hash FROM addendum
		WHERE practice_id = $1 AND visit_id = $2 ORDER BY number`, t.who.Practice, visit)
}

// verifySigned holds every signed note against its signature, and the signature
// against what the audit says was signed.
func (s *Store) verifySigned(ctx context.Context, tx pgx.Tx, p ehr.PracticeID, audited map[string]string, report *AuditReport) error {
	r, err := tx.Query(ctx, `SELECT s.hash, n.id, n.visit_id, n.version, n.template, n.template_version, n.template_hash, n.sections, n.drafter, n.created_at, n.created_by
		FROM signature s JOIN note_version n ON n.practice_id = s.practice_id AND n.id = s.note_id WHERE s.practice_id = $1`, p)
	if err != nil {
		return err
	}
	defer r.Close()
	for r.Next() {
		var hash string
		n, err := scanNote(after{r, []any{&hash}})
		if err != nil {
			return err
		}
		report.Signed++
		id := string(n.ID)
		if n.ContentHash() != hash {
			report.find(p, 0, "signature", "the signed note %s is not as it was signed", id)
		}
		if !strings.Contains(audited[id], "sha256:"+hash) {
			report.find(p, 0, "signature", "the signature of note %s is not the one in the audit", id)
		}
		delete(audited, id)
	}
	for id := range audited {
		report.find(p, 0, "signature", "the note %s was signed, and its signature is gone", id)
	}
	return r.Err()
}

// after reads some columns before those that a scan function reads.
type after struct {
	pgx.CollectableRow
	first []any
}

func (a after) Scan(dest ...any) error {
	return a.CollectableRow.Scan(append(a.first, dest...)...)
}
