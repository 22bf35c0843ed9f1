package live

import "github.com/visitwright/visitwright/ehr"

// EventType says what an Event tells.
type EventType string

// The types of event.
const (
	Interim            EventType = "interim"             // speech.PassInterim, text that may still change: Segment, same id again until the segment comes
	SegmentHeard       EventType = "segment"             // speech.PassPiece, a piece of the live transcript: Segment
	TranscriptReplaced EventType = "transcript_replaced" // speech.PassWindow, the final text, is in the record: fetch the visit again
	StateChanged       EventType = "state"               // State
	Progress           EventType = "progress"            // Progress
	NoteChanged        EventType = "note"                // Version: fetch the visit again
	ListsChanged       EventType = "lists"               // omissions, orders, codes, checks or answers changed
	Presence           EventType = "presence"            // Users: who has the visit open
	AlertRaised        EventType = "alert"               // Alert
	RecogniserState    EventType = "recogniser"          // Degraded, Words
	Received           EventType = "received"            // ReceivedMS: audio that is safe on the server's disk
)

// Event is one thing the page is told while it is open. Only the fields of its
// type are set.
type Event struct {
	Type       EventType      `json:"type" enum:"interim,segment,transcript_replaced,state,progress,note,lists,presence,alert,recogniser,received"`
	Segment    *ehr.Segment   `json:"segment,omitempty"`
	State      ehr.VisitState `json:"state,omitempty"`
	Progress   *Step          `json:"progress,omitempty"`
	Version    int            `json:"version,omitempty"`
	Users      []Viewer       `json:"users,omitempty"`
	Alert      *ehr.Alert     `json:"alert,omitempty"`
	Degraded   bool           `json:"degraded,omitempty" doc:"live recognition is behind or down; nothing is lost, the final transcript comes from the recording"`
	Words      string         `json:"words,omitempty" doc:"the same for people"`
	ReceivedMS int            `json:"received_ms,omitempty"`
}

// Viewer is somebody who has the visit open.
type Viewer struct {
	ID   ehr.UserID `json:"id"`
	Name string     `json:"name"`
}

// Step is how far the work after a visit has come.
type Step struct {
	Step     string  `json:"step" enum:"transcribe,draft,code,check" doc:"which step runs"`
	Fraction float64 `json:"fraction" doc:"0 to 1 of this step"`
	Words    string  `json:"words" doc:"for people, e.g. Writing the final transcript"`
	// Failed: the step failed and is tried again later, or with Retry by hand.
	Failed bool  `json:"failed,omitempty"`
	Job    int64 `json:"job_id,omitempty"`
}
