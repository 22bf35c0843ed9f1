package store

import (
	"bytes"
	"context"
	"crypto/hmac"
	"encoding/hex"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype/zeronull"

	"github.com/visitwright/visitwright/ehr"
)

// AuditFinding is one place where the audit is not as it was written.
type AuditFinding struct {
	Practice ehr.PracticeID `json:"practice_id,omitempty"`
	Seq      int64          `json:"seq,omitempty"`
	// Kind is "changed", "removed", "cut_off", "broken" (the chain was cut and went
	// on), "signature" (a signed note is not what was signed), "forged_note" or
	// "no_note" (the heads noted outside the database).
	Kind  string `json:"kind"`
	Words string `json:"words"`
}

// AuditReport is what VerifyAudit found. The audit is whole where Findings is
// empty.
type AuditReport struct {
	Practices int            `json:"practices"`
	Rows      int            `json:"rows"`
	Signed    int            `json:"signed_notes"`
	Findings  []AuditFinding `json:"findings"`
}

// VerifyAudit reads every row of the audit of every practice, and holds it
// against its chain, the noted heads and the signed notes.
func (s *Store) VerifyAudit(ctx context.Context) (AuditReport, error) {
	report := AuditReport{Findings: []AuditFinding{}}
	if err := s.heads.flush(); err != nil {
		return report, err
	}
	file, err := s.heads.read()
	if err != nil {
		return report, err
	}
	practices, err := s.Practices(ctx)
	if err != nil {
		return report, err
	}
	seen := map[ehr.PracticeID]bool{}
	for _, p := range practices {
		seen[p.ID] = true
	}
	report.Practices = len(practices)
	for id := range file.heads {
		if !seen[id.practice] {
			seen[id.practice] = true
			report.find(id.practice, 0, "removed", "the practice is gone from the database")
		}
	}
	for p := range seen {
		if err := s.verifyPractice(ctx, p, file, &report); err != nil {
			return report, err
		}
	}
	report.notes(file, s.opt.HeadFile)
	return report, nil
}

func (r *AuditReport) find(p ehr.PracticeID, seq int64, kind, words string, args ...any) {
	r.Findings = append(r.Findings, AuditFinding{Practice: p, Seq: seq, Kind: kind, Words: fmt.Sprintf(words, args...)})
}

// notes says what the file of noted heads itself shows.
func (r *AuditReport) notes(f headFile, path string) {
	for _, b := range f.breaks {
		r.find(b.Practice, b.Seq, "broken", "on %s the row that was last known was not in the audit as it had been written", b.At.Format("2006-01-02 15:04:05"))
	}
	if f.forged > 0 {
		r.find("", 0, "forged_note", "%d noted heads do not bear this service's signature", f.forged)
	}
	if r.Rows > 0 && len(f.heads) == 0 {
		if path == "" {
			path = "no file is set"
		}
		r.find("", 0, "no_note", "no head is noted outside the database (%s): rows cut off at the end cannot be found", path)
	}
}

// verifyPractice checks the lanes of a practice and its signed notes in one view
// of the database.
func (s *Store) verifyPractice(ctx context.Context, p ehr.PracticeID, file headFile, report *AuditReport) error {
	opts := pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}
	err := pgx.BeginTxFunc(ctx, s.pool, opts, func(tx pgx.Tx) error {
		if err := enter(ctx, tx, p); err != nil {
			return err
		}
		signed := map[string]string{}
		for lane := range int16(lanes) {
			noted, ok := file.heads[laneID{p, lane}]
			if !ok {
				noted = s.genesis(p, lane)
			}
			if err := s.verifyLane(ctx, tx, p, lane, noted, report, signed); err != nil {
				return err
			}
		}
		return s.verifySigned(ctx, tx, p, signed, report)
	})
	return wrap(err, "the audit")
}

// verifyLane walks a lane from its beginning. signed gathers which note was
// signed with which hash.
func (s *Store) verifyLane(ctx context.Context, tx pgx.Tx, p ehr.PracticeID, lane int16, noted head, report *AuditReport, signed map[string]string) error {
	r, err := tx.Query(ctx, `SELECT seq, practice_id, at, user_id, action, allowed, kind, item, patient_id, detail, remote, mac
		FROM audit WHERE practice_id = $1 AND lane = $2 ORDER BY seq`, p, lane)
	if err != nil {
		return err
	}
	defer r.Close()
	last, metNoted := s.genesis(p, lane), noted.seq == int64(lane)
	for r.Next() {
		e, mac, err := scanAuditMAC(r)
		if err != nil {
			return err
		}
		report.Rows++
		gap := e.Seq != last.seq+lanes
		if gap {
			report.find(p, last.seq+lanes, "removed", "rows %d to %d of lane %d are missing", last.seq+lanes, e.Seq-lanes, lane)
		}
		// After a gap the row's own place in the chain cannot be told.
		if !gap && !hmac.Equal(mac, s.mac(last.mac, lane, e)) {
			report.find(p, e.Seq, "changed", "row %d is not as it was written", e.Seq)
		}
		if e.Seq == noted.seq {
			metNoted = true
			if !bytes.Equal(mac, noted.mac) {
				report.find(p, e.Seq, "changed", "row %d is not the one that was noted outside the database", e.Seq)
			}
		}
		if e.Action == ehr.SignNote && e.Kind == "note" && e.Allowed {
			signed[e.ID] = e.Detail
		}
		last = head{seq: e.Seq, mac: mac}
	}
	if !metNoted && last.seq < noted.seq {
		report.find(p, last.seq+lanes, "cut_off", "rows %d to %d at the end of lane %d are missing", last.seq+lanes, noted.seq, lane)
	}
	return r.Err()
}

func scanAuditMAC(r pgx.CollectableRow) (e ehr.AuditEvent, mac []byte, err error) {
	err = r.Scan(&e.Seq, &e.Practice, &e.At, (*zeronull.Text)(&e.User), &e.Action, &e.Allowed, &e.Kind, &e.ID,
		(*zeronull.Text)(&e.Patient), &e.Detail, &e.Remote, &mac)
	e.At = e.At.UTC()
	return e, mac, err
}

// AcceptAuditHeads takes the audit as it now stands for whole, as after a restore
// from a backup: what was noted before is set aside, which stays on record in the
// file and in the audit of every practice. No other process may be running.
func (s *Store) AcceptAuditHeads(ctx context.Context, reason string) error {
	practices, err := s.Practices(ctx)
	if err != nil {
		return err
	}
	s.heads.mu.Lock()
	s.heads.last, s.heads.due = map[laneID]head{}, map[laneID]bool{}
	s.heads.mu.Unlock()
	notes := []headNote{s.heads.signed(headNote{Kind: "accepted", Words: reason})}
	for _, p := range practices {
		ends, err := s.ends(ctx, p.ID)
		if err != nil {
			return err
		}
		for lane, e := range ends {
			notes = append(notes, s.heads.signed(headNote{Kind: "head", Practice: p.ID, Lane: lane, Seq: e.seq, MAC: hex.EncodeToString(e.mac)}))
		}
	}
	if err := s.heads.write(notes); err != nil {
		return err
	}
	for _, p := range practices {
		event := ehr.AuditEvent{At: s.now(), Action: ehr.ManageService, Allowed: true, Kind: "audit", Detail: "heads accepted: " + reason}
		if err := s.auditAlone(ctx, p.ID, []ehr.AuditEvent{event}); err != nil {
			return err
		}
	}
	return s.heads.flush()
}

// ends gives the last row of each lane of a practice that has one.
func (s *Store) ends(ctx context.Context, p ehr.PracticeID) (map[int16]head, error) {
	out := map[int16]head{}
	err := pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		if err := enter(ctx, tx, p); err != nil {
			return err
		}
		r, err := tx.Query(ctx, `SELECT DISTINCT ON (lane) lane, seq, mac FROM audit WHERE practice_id = $1 ORDER BY lane, seq DESC`, p)
		if err != nil {
			return err
		}
		var lane int16
		var e head
		_, err = pgx.ForEachRow(r, []any{&lane, &e.seq, &e.mac}, func() error {
			out[lane] = head{seq: e.seq, mac: bytes.Clone(e.mac)}
			return nil
		})
		return err
	})
	return out, wrap(err, "the audit")
}
