package store

import (
	"context"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype/zeronull"

	"github.com/visitwright/visitwright/ehr"
)

// RecordingState is where a recording stands.
type RecordingState string

// The states of a recording.
const (
	Receiving RecordingState = "receiving"
	Ended     RecordingState = "ended"
	Erased    RecordingState = "erased" // its key is destroyed: the audio cannot be heard again
)

// Recording is what the record knows of a recording; its audio lies encrypted
// outside the database.
type Recording struct {
	ID         string         `json:"id"`
	Visit      ehr.VisitID    `json:"visit_id"`
	Channels   int            `json:"channels"` // 1 or 2
	State      RecordingState `json:"state"`
	Bytes      int64          `json:"bytes"`     // of PCM received
	LengthMS   int            `json:"length_ms"` // of the time line, holes included
	SHA256     string         `json:"sha256,omitempty"`
	Verdict    string         `json:"verdict,omitempty"` // of comparing digests with the client
	WrappedKey []byte         `json:"-"`                 // the data key, encrypted with the key KeyID names
	KeyID      string         `json:"-"`
	StartedAt  time.Time      `json:"started_at"`
	EndedAt    time.Time      `json:"ended_at,omitzero"`
	Gaps       []RecordingGap `json:"gaps"`
}

// RecordingGap is an entry of the gap ledger.
type RecordingGap struct {
	AtMS     int    `json:"at_ms"`
	LengthMS int    `json:"length_ms"`
	Reason   string `json:"reason"`
	Missing  bool   `json:"missing"` // false: the recording was paused
}

// SaveRecording keeps what is known of a recording now. Gaps are only ever added.
// Conflict where it was erased.
func (t *Tx) SaveRecording(ctx context.Context, r Recording) error {
	if _, err := t.ofVisit(ctx, ehr.RecordVisit, r.Visit, "recording", true); err != nil {
		return err
	}
	tag, err := t.tx.Exec(ctx, `INSERT INTO recording (practice_id, id, visit_id, channels, state, bytes, length_ms, sha256, verdict, wrapped_key, key_id, started_at, ended_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
		ON CONFLICT (practice_id, id) DO UPDATE SET state = excluded.state, bytes = excluded.bytes, length_ms = excluded.length_ms,
			sha256 = excluded.sha256, verdict = excluded.verdict, wrapped_key = excluded.wrapped_key, key_id = excluded.key_id, ended_at = excluded.ended_at
		WHERE recording.state <> 'erased' AND recording.visit_id = excluded.visit_id`,
		t.who.Practice, r.ID, r.Visit, r.Channels, r.State, r.Bytes, r.LengthMS, r.SHA256, r.Verdict, r.WrappedKey, r.KeyID, r.StartedAt, zeronull.Timestamptz(r.EndedAt))
	if err != nil {
		return wrap(err, "the recording")
	}
	if tag.RowsAffected() == 0 {
		return ehr.Errorf(ehr.Conflict, "this recording was erased, or is another visit's")
	}
	batch := &pgx.Batch{}
	for _, g := range r.Gaps {
		batch.Queue(`INSERT INTO recording_gap (practice_id, recording_id, at_ms, length_ms, reason, missing) VALUES ($1, $2, $3, $4, $5, $6)
			ON CONFLICT (practice_id, recording_id, at_ms) DO NOTHING`, t.who.Practice, r.ID, g.AtMS, g.LengthMS, g.Reason, g.Missing)
	}
	return wrap(t.tx.SendBatch(ctx, batch).Close(), "the gaps of the recording")
}

// Recordings lists a visit's recordings in order of time.
func (t *Tx) Recordings(ctx context.Context, visit ehr.VisitID) ([]Recording, error) {
	if _, err := t.ofVisit(ctx, ehr.ReadVisit, visit, "recording", false); err != nil {
		return nil, err
	}
	scan := func(r pgx.CollectableRow) (c Recording, err error) {
		err = r.Scan(&c.ID, &c.Visit, &c.Channels, &c.State, &c.Bytes, &c.LengthMS, &c.SHA256, &c.Verdict, &c.WrappedKey, &c.KeyID,
			&c.StartedAt, (*zeronull.Timestamptz)(&c.EndedAt), &c.Gaps)
		c.StartedAt, c.EndedAt = c.StartedAt.UTC(), c.EndedAt.UTC()
		return c, err
	}
	return rows(ctx, t, "the recordings", scan, `SELECT id, visit_id, channels, state, bytes, length_ms, sha256, verdict, wrapped_key, key_id, started_at, ended_at,
			coalesce((SELECT jsonb_agg(jsonb_build_object('at_ms', at_ms, 'length_ms', length_ms, 'reason', reason, 'missing', missing) ORDER BY at_ms)
				FROM recording_gap g WHERE g.practice_id = recording.practice_id AND g.recording_id = recording.id), '[]')
		FROM recording WHERE practice_id = $1 AND visit_id = $2 ORDER BY started_at, id`, t.who.Practice, visit)
}

// EraseRecording forgets the data key, for good, and keeps why. The audio's own
// copy of the key is destroyed by the keeper of the audio.
func (t *Tx) EraseRecording(ctx context.Context, visit ehr.VisitID, id, reason string) error {
	if _, err := t.ofVisit(ctx, ehr.RecordVisit, visit, "recording erased", true); err != nil {
		return err
	}
	if strings.TrimSpace(reason) == "" {
		return ehr.Errorf(ehr.Invalid, "a reason is needed")
	}
	return t.exec(ctx, "the recording", `UPDATE recording SET state = 'erased', wrapped_key = NULL, erased_at = $4, erased_why = $5
		WHERE practice_id = $1 AND visit_id = $2 AND id = $3 AND state <> 'erased'`, t.who.Practice, visit, id, t.now, reason)
}
