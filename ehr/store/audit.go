package store

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"hash/fnv"
	"math/rand/v2"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype/zeronull"

	"github.com/visitwright/visitwright/ehr"
)

// lanes is the number of chains of a practice's audit. A lane is locked from the
// append to the end of the commit, so this many commits of a practice can be on
// their way to the disk at once. It is part of the record: it may never change.
const lanes = 8

// row is one row of the audit with its place in the chain.
type row struct {
	lane  int16
	event ehr.AuditEvent // Seq is lane + lanes*n, n from 1
	mac   []byte
}

// head is the end of a lane: where the next row is chained to.
type head struct {
	seq int64 // lane itself while the lane is empty
	mac []byte
}

// genesis is what a lane's first row is chained to.
func (s *Store) genesis(p ehr.PracticeID, lane int16) head {
	m := hmac.New(sha256.New, s.opt.AuditKey[:])
	writeField(m, "visitwright audit genesis")
	writeField(m, string(p))
	writeInt(m, int64(lane))
	return head{seq: int64(lane), mac: m.Sum(nil)}
}

// mac is the keyed digest of a row and of the mac before it. Every field is
// written with its length, so that no two rows read the same.
func (s *Store) mac(prev []byte, lane int16, e ehr.AuditEvent) []byte {
	m := hmac.New(sha256.New, s.opt.AuditKey[:])
	writeField(m, "visitwright audit row")
	m.Write(prev)
	writeField(m, string(e.Practice))
	writeInt(m, int64(lane))
	writeInt(m, e.Seq)
	writeInt(m, e.At.UnixMicro())
	for _, f := range []string{string(e.User), string(e.Action), e.Kind, e.ID, string(e.Patient), e.Detail, e.Remote} {
		writeField(m, f)
	}
	allowed := int64(0)
	if e.Allowed {
		allowed = 1
	}
	writeInt(m, allowed)
	return m.Sum(nil)
}

type writer interface{ Write([]byte) (int, error) }

func writeInt(w writer, n int64) {
	var b [8]byte
	binary.BigEndian.PutUint64(b[:], uint64(n))
	w.Write(b[:]) // a hash never fails
}

func writeField(w writer, s string) {
	writeInt(w, int64(len(s)))
	w.Write([]byte(s))
}

// appendAudit chains events to a lane of the practice that no other transaction
// is writing to. It should be the last thing a transaction does: the lane stays
// locked until the commit.
func (s *Store) appendAudit(ctx context.Context, tx pgx.Tx, p ehr.PracticeID, events []ehr.AuditEvent) ([]row, error) {
	if len(events) == 0 {
		return nil, nil
	}
	lane, last, err := s.lockLane(ctx, tx, p)
	if err != nil {
		return nil, wrap(err, "the audit")
	}
	if err := s.heads.check(ctx, tx, p, lane, last); err != nil {
		return nil, wrap(err, "the audit")
	}
	out := make([]row, 0, len(events))
	batch := &pgx.Batch{}
	for _, e := range events {
		e.Practice, e.Seq, e.At = p, last.seq+lanes, e.At.UTC().Truncate(time.Microsecond)
		r := row{lane: lane, event: e, mac: s.mac(last.mac, lane, e)}
		last = head{seq: e.Seq, mac: r.mac}
		out = append(out, r)
		batch.Queue(`INSERT INTO audit (practice_id, lane, seq, at, user_id, action, allowed, kind, item, patient_id, detail, remote, mac)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
			p, lane, e.Seq, e.At, zeronull.Text(e.User), e.Action, e.Allowed, e.Kind, e.ID, zeronull.Text(e.Patient), e.Detail, e.Remote, r.mac)
	}
	return out, wrap(tx.SendBatch(ctx, batch).Close(), "the audit")
}

// lockLane takes a free lane, or waits for one where none is, and gives its end.
func (s *Store) lockLane(ctx context.Context, tx pgx.Tx, p ehr.PracticeID) (int16, head, error) {
	start := rand.IntN(lanes)
	for i := range lanes + 1 {
		lane := int16((start + i) % lanes)
		lock := `SELECT pg_try_advisory_xact_lock($1, $2)`
		if i == lanes {
			lock = `SELECT pg_advisory_xact_lock($1, $2) IS NOT NULL`
		}
		last := s.genesis(p, lane)
		var got bool
		batch := &pgx.Batch{}
		batch.Queue(lock, auditLock, laneKey(p, lane)).QueryRow(func(r pgx.Row) error { return r.Scan(&got) })
		// A statement of its own, so that it sees what the lane's former holder committed.
		batch.Queue(`SELECT seq, mac FROM audit WHERE practice_id = $1 AND lane = $2 ORDER BY seq DESC LIMIT 1`, p, lane).
			Query(func(r pgx.Rows) error {
				for r.Next() {
					if err := r.Scan(&last.seq, &last.mac); err != nil {
						return err
					}
				}
				return r.Err()
			})
		if err := tx.SendBatch(ctx, batch).Close(); err != nil {
			return 0, head{}, err
		}
		if got {
			return lane, last, nil
		}
	}
	return 0, head{}, ehr.Errorf(ehr.Unavailable, "the audit is busy")
}

// auditLock is the first half of the lanes' advisory locks ("VWAU").
const auditLock int32 = 0x56574155

func laneKey(p ehr.PracticeID, lane int16) int32 {
	h := fnv.New32a()
	h.Write([]byte(p))
	return int32(h.Sum32()&^(lanes-1)) | int32(lane)
}

// AuditQuery chooses rows of the audit. Empty fields choose all.
type AuditQuery struct {
	Patient  ehr.PatientID
	User     ehr.UserID
	From, To time.Time // To is exclusive
	Limit    int       // default 100, at most 1000
	Offset   int
}

// AuditEvents reads the audit, latest first.
func (t *Tx) AuditEvents(ctx context.Context, q AuditQuery) ([]ehr.AuditEvent, error) {
	if err := t.touch(access{action: ehr.ReadAudit, kind: "audit", patient: q.Patient, part: "audit"}); err != nil {
		return nil, err
	}
	if q.Limit <= 0 || q.Limit > 1000 {
		q.Limit = 100
	}
	return rows(ctx, t, "the audit", scanAudit, `SELECT seq, practice_id, at, user_id, action, allowed, kind, item, patient_id, detail, remote
		FROM audit
		WHERE practice_id = $1 AND ($2::uuid IS NULL OR patient_id = $2) AND ($3::uuid IS NULL OR user_id = $3)
			AND ($4::timestamptz IS NULL OR at >= $4) AND ($5::timestamptz IS NULL OR at < $5)
		ORDER BY at DESC, seq DESC LIMIT $6 OFFSET $7`,
		t.who.Practice, zeronull.Text(q.Patient), zeronull.Text(q.User), zeronull.Timestamptz(q.From), zeronull.Timestamptz(q.To), q.Limit, q.Offset)
}

func scanAudit(r pgx.CollectableRow) (e ehr.AuditEvent, err error) {
	err = r.Scan(&e.Seq, &e.Practice, &e.At, (*zeronull.Text)(&e.User), &e.Action, &e.Allowed, &e.Kind, &e.ID,
		(*zeronull.Text)(&e.Patient), &e.Detail, &e.Remote)
	e.At = e.At.UTC()
	return e, err
}
