package ehr

import "fmt"

// Speaker is who said a segment.
type Speaker string

// The speakers. Other is a third voice; Unknown is said rather than guessed.
const (
	ClinicianVoice Speaker = "clinician"
	PatientVoice   Speaker = "patient"
	OtherVoice     Speaker = "other"
	UnknownVoice   Speaker = "unknown"
)

// Segment is a stretch of one speaker's speech in the transcript, or a hole in
// the recording.
type Segment struct {
	ID SegmentID `json:"id"`
	// StartMS and EndMS are milliseconds from the first frame of the recording.
	StartMS int     `json:"start_ms"`
	EndMS   int     `json:"end_ms"`
	Speaker Speaker `json:"speaker"`
	Text    string  `json:"text"`
	// Confidence is 0 to 1; 0 where the recogniser gives none.
	Confidence float64 `json:"confidence"`
	// Missing marks a hole: audio that was recorded and lost. Text is then empty.
	Missing bool `json:"missing,omitempty"`
	// Uncertain lists places where two readings of the audio differ in a term, a
	// drug or a number.
	Uncertain  []Uncertain `json:"uncertain,omitempty"`
	Recogniser string      `json:"recogniser,omitempty"` // e.g. "moonshine-base-int8"
	Version    string      `json:"version,omitempty"`
	// Fallback says that the configured recogniser failed and this text is the
	// local one's.
	Fallback bool `json:"fallback,omitempty"`
}

// Uncertain is one place in a segment's text with a second reading.
type Uncertain struct {
	// At is where it begins, in Unicode characters from the start of the segment's text.
	At    int    `json:"at"`
	Text  string `json:"text"`  // as it stands in the segment; empty where the other reading has words more
	Other string `json:"other"` // as the other decoding heard it; empty where it has nothing there
	// Corrected says that Other is what was recognised, a word that does not exist,
	// and Text the name of a drug that sounds like it.
	Corrected bool `json:"corrected,omitempty"`
}

// MissingText is how a hole reads in the transcript, e.g. "[audio missing 00:03.2]".
func (s Segment) MissingText() string {
	tenths := (s.EndMS - s.StartMS) / 100
	return fmt.Sprintf("[audio missing %02d:%02d.%d]", tenths/600, tenths/10%60, tenths%10)
}

// Transcript is everything heard in a visit, in time order.
type Transcript struct {
	Visit    VisitID   `json:"visit_id"`
	Segments []Segment `json:"segments"`
	// Final is false while it is still the live text.
	Final bool `json:"final"`
}
