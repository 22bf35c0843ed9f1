package live

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/scribe/capture/vault"
	"github.com/visitwright/visitwright/scribe/capture/wire"
	"github.com/visitwright/visitwright/scribe/speech"
)

func next(t *testing.T, l *Line) Event {
	t.Helper()
	select {
	case e, open := <-l.Events:
		require.True(t, open, "the line was cut")
		return e
	case <-time.After(time.Minute):
		t.Fatal("no event")
		return Event{}
	}
}

func TestEverybodyOnAVisitIsSeenAndTold(t *testing.T) {
	h := NewHub()
	a, leaveA := h.Subscribe("v1", Viewer{ID: "u1", Name: "Ann"})
	require.Equal(t, []Viewer{{ID: "u1", Name: "Ann"}}, next(t, a).Users)
	_, leaveB := h.Subscribe("v1", Viewer{ID: "u2", Name: "Ben"})
	require.Len(t, next(t, a).Users, 2)
	leaveB()
	require.Len(t, next(t, a).Users, 1)
	h.Publish("v2", Event{Type: NoteChanged, Version: 9})
	h.Publish("v1", Event{Type: NoteChanged, Version: 2})
	require.Equal(t, 2, next(t, a).Version, "and nobody hears of another visit")
	leaveA()
	require.Empty(t, h.visits, "nothing is left behind")
}

func TestAPageOpenedInTheMiddleLearnsHowFarTheWorkIs(t *testing.T) {
	h := NewHub()
	h.Publish("v", Event{Type: Progress, Progress: &Step{Step: "transcribe", Fraction: 0.5}})
	l, leave := h.Subscribe("v", Viewer{ID: "u"})
	defer leave()
	require.InDelta(t, 0.5, next(t, l).Progress.Fraction, 0)
	h.Publish("v", Event{Type: StateChanged, State: ehr.Review})
	require.Nil(t, h.Step("v"), "the work is done")
}

func TestASlowPageIsCutAndHoldsNobodyUp(t *testing.T) {
	h := NewHub()
	slow, leave := h.Subscribe("v", Viewer{ID: "u"})
	defer leave()
	for range backlog + 1 {
		h.Publish("v", Event{Type: ListsChanged})
	}
	n := 0
	for range slow.Events { // ends because the line was closed
		n++
	}
	require.Equal(t, backlog, n)
	h.Close()
}

func TestAHoleStandsInTheTranscript(t *testing.T) {
	heard := speech.Transcript{Segments: []speech.Segment{
		{ID: "s1", StartMS: 0, EndMS: 900, Speaker: speech.Patient, Text: "I take ten milligrams of Zestril, naïve of me.",
			Uncertain: []speech.Alternative{{Start: 7, End: 10, Heard: "two"}, {Start: 90, End: 99},
				{Start: 25, End: 32, Heard: "zestrel", Corrected: true}, {Start: 47, End: 47, Heard: "not"}}},
		{ID: "s2", StartMS: 5000, EndMS: 5900, Speaker: speech.Clinician, Text: "Fine."},
	}}
	gaps := []vault.Gap{
		{At: time.Second, Length: 3200 * time.Millisecond, Reason: wire.Microphone},
		{At: 7 * time.Second, Length: time.Second, Reason: wire.Paused},
	}
	got := Transcript(heard, gaps)
	require.Len(t, got, 3, "a pause on purpose is no hole")
	require.Equal(t, "[audio missing 00:03.2]", got[1].MissingText())
	require.True(t, got[1].Missing)
	require.Equal(t, []ehr.Uncertain{
		{At: 7, Text: "ten", Other: "two"}, {At: 25, Text: "Zestril", Other: "zestrel", Corrected: true}, {At: 46, Other: "not"},
	}, got[0].Uncertain)
	require.Equal(t, ehr.PatientVoice, got[0].Speaker)
}
