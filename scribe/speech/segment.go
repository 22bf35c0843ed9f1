package speech

// Speaker says who speaks.
type Speaker string

// Speakers of a visit.
const (
	Clinician Speaker = "clinician"
	Patient   Speaker = "patient"
	Other     Speaker = "other"   // a third voice: a relative, an interpreter
	Unknown   Speaker = "unknown" // the voices could not be told apart here
)

// Segment is a sentence or a short utterance of one speaker. Times are milliseconds from the start of the recording.
type Segment struct {
	ID      string  `json:"id"`
	StartMS int64   `json:"start_ms"`
	EndMS   int64   `json:"end_ms"`
	Speaker Speaker `json:"speaker"`
	// Channel is 0, or 1 for the second of two microphones.
	Channel int    `json:"channel"`
	Text    string `json:"text"`
	// Confidence is the geometric mean of the recogniser's token probabilities, 0 to 1.
	Confidence float64 `json:"confidence"`
	// Recogniser and Version name what wrote the text, e.g. "moonshine-base" and the release of its weights.
	Recogniser string `json:"recogniser"`
	Version    string `json:"version"`
	// Pass is the reading the text comes from.
	Pass Pass `json:"pass"`
	// Fallback is true where the second recogniser was asked for and did not answer.
	Fallback bool `json:"fallback,omitempty"`
	// Overlap is true where someone else speaks at the same time.
	Overlap bool `json:"overlap,omitempty"`
	// Uncertain lists places where two readings of the sound differ in a word that matters clinically.
	Uncertain []Alternative `json:"uncertain,omitempty"`
}

// Pass is one of the readings of the same sound, each better than the one before, whose text it replaces.
type Pass string

// Passes.
const (
	PassInterim Pass = "interim" // while the speaker speaks
	PassPiece   Pass = "piece"   // when the speaker has paused: what was said between two pauses, for itself
	PassWindow  Pass = "window"  // with up to 20 s of what is around it
)

// Alternative is a second reading of a part of a segment's text.
type Alternative struct {
	// Start and End are byte offsets into the segment's text; equal where the second reading has words more.
	Start int `json:"start"`
	End   int `json:"end"`
	// Heard is the other reading, empty where it has nothing there.
	Heard string `json:"heard"`
	// Kind is what makes the difference matter: "term", "drug", "number", "negation" or "side".
	Kind string `json:"kind"`
	// Corrected is true where Heard is what was recognised, a word that does not exist, and the text has the name of a drug that
	// sounds like it.
	Corrected bool `json:"corrected,omitempty"`
}

// Remark is something a reader of the transcript should know.
type Remark struct {
	Code    string `json:"code"` // one of the Remark constants
	Text    string `json:"text"`
	StartMS int64  `json:"start_ms,omitempty"`
	EndMS   int64  `json:"end_ms,omitempty"`
}

// Codes of remarks.
const (
	RemarkNoSpeech   = "no-speech"
	RemarkOneVoice   = "one-voice"
	RemarkThirdVoice = "third-voice"
	RemarkOverlap    = "overlap"
	RemarkFallback   = "recogniser-fallback"
)

// Transcript is a whole recording in writing.
type Transcript struct {
	Segments   []Segment `json:"segments"`
	DurationMS int64     `json:"duration_ms"`
	// Voices is the number of voices told apart; 3 means three or more, 0 that nobody spoke.
	Voices     int      `json:"voices"`
	Remarks    []Remark `json:"remarks,omitempty"`
	Recogniser string   `json:"recogniser"`
	Version    string   `json:"version"`
	// Verbatim is the text as recognised, before the spelling rule.
	Verbatim string `json:"-"`
}

// EventKind says what a live event brings.
type EventKind string

// Kinds of live events.
const (
	Interim EventKind = "interim" // words so far of someone who is still speaking; the same ID comes again, without words where it was no more than "um"
	Piece   EventKind = "piece"   // what was said up to a pause; stays until the visit ends
	Lagging EventKind = "load"    // recognition is behind the speech by LagMS
)

// Event is one message of a live visit.
type Event struct {
	Kind    EventKind `json:"kind"`
	Segment Segment   `json:"segment,omitzero"`
	LagMS   int64     `json:"lag_ms,omitempty"`
}
