package server

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/store"
	"github.com/visitwright/visitwright/scribe/capture/vault"
)

type audioIn struct {
	Visit   ehr.VisitID `path:"visit" format:"uuid"`
	StartMS int         `query:"start_ms" minimum:"0"`
	EndMS   int         `query:"end_ms" minimum:"0" doc:"the end where absent"`
}

// playAudio sends the visit's audio, or a stretch of it, as WAV. Range requests
// work, so that a browser can jump.
func (s *Server) playAudio(ctx context.Context, tx *store.Tx, in *audioIn) (*huma.StreamResponse, error) {
	v, err := tx.Visit(ctx, in.Visit)
	if err != nil {
		return nil, err
	}
	reel, err := s.vault.Reel(v.ID)
	if err != nil {
		return nil, err
	}
	start, end := time.Duration(in.StartMS)*time.Millisecond, time.Duration(in.EndMS)*time.Millisecond
	if end == 0 || end > reel.Length() {
		end = reel.Length()
	}
	if start >= end {
		return nil, ehr.Errorf(ehr.Invalid, "the stretch of audio is empty")
	}
	wav := reel.WAV(start, end)
	return &huma.StreamResponse{Body: func(hc huma.Context) {
		g := humagin.Unwrap(hc)
		g.Header("Content-Type", "audio/wav")
		g.Header("Cache-Control", "private, no-store")
		http.ServeContent(g.Writer, g.Request, "audio.wav", time.Time{}, wav)
	}}, nil
}

// Peaks is the outline of a recording.
type Peaks struct {
	DurationMS int       `json:"duration_ms"`
	Peaks      []float32 `json:"peaks" doc:"0 to 1, evenly spaced over the whole length"`
}

type peaksIn struct {
	Visit   ehr.VisitID `path:"visit" format:"uuid"`
	Buckets int         `query:"buckets" minimum:"1" maximum:"10000" default:"1000"`
}

func (s *Server) peaks(ctx context.Context, tx *store.Tx, in *peaksIn) (*out[Peaks], error) {
	v, err := tx.Visit(ctx, in.Visit)
	if err != nil {
		return nil, err
	}
	reel, err := s.vault.Reel(v.ID)
	if err != nil {
		return nil, err
	}
	peaks, err := reel.Peaks(ctx, in.Buckets)
	if err != nil {
		return nil, err
	}
	return answer(Peaks{DurationMS: at(reel.Length()), Peaks: peaks}), nil
}

// recordingOf says how much of a visit's audio is here.
func (s *Server) recordingOf(ctx context.Context, tx *store.Tx, visit ehr.VisitID) (Recording, error) {
	reel, err := s.vault.Reel(visit)
	if err != nil {
		if ehr.KindOf(err) == ehr.NotFound {
			return recordingBefore(ctx, tx, visit)
		}
		return Recording{}, ehr.Wrap(ehr.Unavailable, err, "the audio store does not answer")
	}
	r := Recording{ReceivedMS: at(reel.Length()), Channels: reel.Channels(), Complete: reel.Complete(), SHA256: reel.SHA256(), Gaps: []Gap{}}
	for _, g := range reel.Gaps() {
		r.Gaps = append(r.Gaps, Gap{
			StartMS: at(g.At), EndMS: at(g.At + g.Length), Reason: g.Reason.String(), Missing: g.Missing(), Text: g.Marker(),
		})
	}
	r.Late, err = cameLate(ctx, tx, visit, reel)
	return r, err
}

// recordingBefore tells of audio that is no longer, or not yet, there.
func recordingBefore(ctx context.Context, tx *store.Tx, visit ehr.VisitID) (Recording, error) {
	r := Recording{Gaps: []Gap{}}
	kept, err := tx.Recordings(ctx, visit)
	for _, k := range kept {
		r.Erased = r.Erased || k.State == "erased"
		r.ReceivedMS += k.LengthMS
		r.Channels = k.Channels
	}
	return r, err
}

// cameLate reports whether a recording ended after the latest draft was made.
func cameLate(ctx context.Context, tx *store.Tx, visit ehr.VisitID, reel *vault.Reel) (bool, error) {
	versions, err := tx.NoteVersions(ctx, visit)
	if err != nil {
		return false, err
	}
	for _, n := range versions { // latest first
		if n.CreatedBy != "" {
			continue
		}
		for _, in := range reel.Infos() {
			if in.Ended && in.EndedAt.After(n.CreatedAt) {
				return true, nil
			}
		}
		return false, nil
	}
	return false, nil
}
