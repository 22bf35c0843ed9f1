package store

import (
	"context"

	"github.com/jackc/pgx/v5"

	"github.com/visitwright/visitwright/ehr"
)

const insertSegment = `INSERT INTO segment (practice_id, visit_id, version, id, place, start_ms, end_ms, speaker, text, confidence, missing,
		uncertain, recogniser, model_version, fallback)
	VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`

func scanSegment(r pgx.CollectableRow) (s ehr.Segment, err error) {
	return s, r.Scan(&s.ID, &s.StartMS, &s.EndMS, &s.Speaker, &s.Text, &s.Confidence, &s.Missing, &s.Uncertain, &s.Recogniser, &s.Version, &s.Fallback)
}

// insertSegments adds the segments to a version of the transcript.
func (t *Tx) insertSegments(ctx context.Context, sql string, visit ehr.VisitID, version int, segments []ehr.Segment) error {
	batch := &pgx.Batch{}
	for i, s := range segments {
		batch.Queue(sql, t.who.Practice, visit, version, s.ID, i, s.StartMS, s.EndMS, s.Speaker, s.Text, s.Confidence, s.Missing,
			s.Uncertain, s.Recogniser, s.Version, s.Fallback)
	}
	return wrap(t.tx.SendBatch(ctx, batch).Close(), "the transcript")
}

// AppendLive adds segments to the live text. One whose id is there already is left
// as it is, so that a piece may safely be sent twice.
func (t *Tx) AppendLive(ctx context.Context, visit ehr.VisitID, segments []ehr.Segment) error {
	if _, err := t.ofVisit(ctx, ehr.RecordVisit, visit, "live transcript", true); err != nil {
		return err
	}
	return t.insertSegments(ctx, insertSegment+` ON CONFLICT (practice_id, visit_id, version, id) DO NOTHING`, visit, 0, segments)
}

// ReplaceTranscript puts a final transcript in the place of the live text, or of an
// earlier final one; those stay on record. It gives the version, from 1.
func (t *Tx) ReplaceTranscript(ctx context.Context, visit ehr.VisitID, segments []ehr.Segment) (version int, err error) {
	if _, err := t.ofVisit(ctx, ehr.RecordVisit, visit, "final transcript", true); err != nil {
		return 0, err
	}
	err = t.tx.QueryRow(ctx, `UPDATE visit SET transcript_version = transcript_version + 1 WHERE practice_id = $1 AND id = $2
		RETURNING transcript_version`, t.who.Practice, visit).Scan(&version)
	if err != nil {
		return 0, wrap(err, "the visit")
	}
	return version, t.insertSegments(ctx, insertSegment, visit, version, segments)
}

// Transcript reads the latest final transcript, or the live text where there is
// none yet, in time order.
func (t *Tx) Transcript(ctx context.Context, visit ehr.VisitID) (ehr.Transcript, error) {
	out := ehr.Transcript{Visit: visit}
	if _, err := t.ofVisit(ctx, ehr.ReadVisit, visit, "transcript", false); err != nil {
		return out, err
	}
	var version int
	err := t.tx.QueryRow(ctx, `SELECT transcript_version FROM visit WHERE practice_id = $1 AND id = $2`, t.who.Practice, visit).Scan(&version)
	if err != nil {
		return out, wrap(err, "the visit")
	}
	out.Final = version > 0
	out.Segments, err = rows(ctx, t, "the transcript", scanSegment, `SELECT id, start_ms, end_ms, speaker, text, confidence, missing, uncertain,
			recogniser, model_version, fallback
		FROM segment WHERE practice_id = $1 AND visit_id = $2 AND version = $3 ORDER BY start_ms, place, id`, t.who.Practice, visit, version)
	return out, err
}

// NotClinical lists the segments judged to carry nothing clinical.
func (t *Tx) NotClinical(ctx context.Context, visit ehr.VisitID) ([]ehr.SegmentID, error) {
	if _, err := t.ofVisit(ctx, ehr.ReadVisit, visit, "transcript", false); err != nil {
		return nil, err
	}
	var ids []ehr.SegmentID
	err := t.tx.QueryRow(ctx, `SELECT not_clinical FROM visit WHERE practice_id = $1 AND id = $2`, t.who.Practice, visit).Scan(&ids)
	return list(ids), wrap(err, "the visit")
}
