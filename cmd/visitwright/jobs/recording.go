package jobs

import (
	"encoding/hex"

	"github.com/visitwright/visitwright/ehr/store"
	"github.com/visitwright/visitwright/scribe/capture/vault"
)

// Recording puts what the vault knows of a recording into the record's words.
func Recording(in vault.Info) store.Recording {
	r := store.Recording{
		ID: in.ID.String(), Visit: in.Visit, Channels: in.Channels, State: "receiving", Bytes: in.Bytes,
		LengthMS: int(in.Length.Milliseconds()), StartedAt: in.FirstSeen,
	}
	if in.Ended {
		r.State, r.EndedAt = "ended", in.EndedAt
		r.SHA256, r.Verdict = hex.EncodeToString(in.SHA256[:]), in.Verdict.String()
	}
	for _, g := range in.Gaps {
		r.Gaps = append(r.Gaps, store.RecordingGap{
			AtMS: int(g.At.Milliseconds()), LengthMS: int(g.Length.Milliseconds()), Reason: g.Reason.String(), Missing: g.Missing(),
		})
	}
	return r
}
