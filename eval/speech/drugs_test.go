package speech

import (
	"testing"
	"time"

	"github.com/visitwright/visitwright/scribe/speech"
)

func TestSpokenCountsNamesAndDoses(t *testing.T) {
	known := map[string]bool{"lisinopril": true, "oxycodone": true}
	said := Prescription{"lisinopril", 10}
	var s Spoken
	for _, seg := range []speech.Segment{
		{Text: "I take lisinopril, 10 milligrams."},
		{Text: "I take lisinopril 10 10 milligrams.", Uncertain: []speech.Alternative{{Start: 7, End: 17, Heard: "Liza Nappril", Kind: "drug", Corrected: true}}},
		{Text: "I take oxycodone 10 milligrams.", Uncertain: []speech.Alternative{{Start: 7, End: 16, Heard: "listen", Kind: "drug"}}},
		{Text: "I take a pill."},
	} {
		s.add(said, speech.Transcript{Segments: []speech.Segment{seg}}, known)
	}
	want := Spoken{Names: Share{2, 4}, Corrected: 1, Doubted: Share{1, 2}, Others: 1, Doses: Share{2, 4}}
	if s != want {
		t.Errorf("%+v, want %+v", s, want)
	}
}

func TestOnlyWhoStoppedIsWaitedFor(t *testing.T) {
	v := visit{pieces: []piece{{4000, 6000, 3}, {0, 4000, time.Minute}, {7000, 8000, 4}}}
	if got := v.finals(); len(got) != 2 || got[0] != 3 || got[1] != 4 {
		t.Errorf("%v: the first piece was cut out of speech that went on", got)
	}
}
