package vault

import (
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/scribe/capture/wire"
)

// Info says what is known of a recording. It holds no audio.
type Info struct {
	ID        uuid.UUID
	Visit     ehr.VisitID
	Channels  int
	Started   time.Time     // by the client's clock
	FirstSeen time.Time     // by the server's
	Client    string        // the recording program's name
	Items     uint64        // frames and lost sequence numbers on disk
	Length    time.Duration // of the time line, gaps included
	Bytes     int64         // of audio
	Gaps      []Gap
	Ended     bool
	EndedAt   time.Time
	Verdict   wire.Verdict
	SHA256    [32]byte // of all audio bytes; only when Ended
}

// Gap is an entry of the gap ledger: a stretch of the time line without audio.
type Gap struct {
	At, Length time.Duration // from the recording's start
	Reason     wire.Reason
}

// Missing is false where the person had paused on purpose.
func (g Gap) Missing() bool { return g.Reason != wire.Paused }

// Marker is how the gap reads in a transcript, e.g. "[audio missing 00:03.2]".
func (g Gap) Marker() string {
	what := "audio missing"
	if !g.Missing() {
		what = "recording paused"
	}
	tenths := (g.Length + 50*time.Millisecond).Milliseconds() / 100
	return fmt.Sprintf("[%s %02d:%02d.%d]", what, tenths/600, tenths/10%60, tenths%10)
}

// head is the first record of a recording.
type head struct {
	Visit     ehr.VisitID `json:"visit"`
	Channels  int         `json:"channels"`
	Rate      int         `json:"rate"`
	Started   time.Time   `json:"started"`
	FirstSeen time.Time   `json:"first_seen"`
	Client    string      `json:"client"`
}

// ledgerGap is a gap in samples.
type ledgerGap struct {
	At      uint64      `json:"at"`
	Samples uint64      `json:"samples"`
	Reason  wire.Reason `json:"reason"`
}

// landmark lets a reader start near a place in time.
type landmark struct {
	At  uint64 `json:"at"`
	Off int64  `json:"off"`
	Seq uint64 `json:"seq"`
}

// endBody is the last record of a recording.
type endBody struct {
	Verdict   wire.Verdict `json:"verdict"`
	SHA256    []byte       `json:"sha256"`
	Client    []byte       `json:"client_sha256,omitempty"`
	Bytes     uint64       `json:"bytes"`
	EndedAt   time.Time    `json:"ended_at"`
	Gaps      []ledgerGap  `json:"gaps,omitempty"`
	Landmarks []landmark   `json:"landmarks,omitempty"`
}

// span turns samples per channel into time.
func span(samples uint64) time.Duration {
	return time.Duration(samples) * time.Second / wire.SampleRate
}

// samplesIn turns time into samples per channel, rounding down.
func samplesIn(d time.Duration) uint64 {
	return uint64(max(d, 0)) * wire.SampleRate / uint64(time.Second)
}
