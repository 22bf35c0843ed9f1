package check

import (
	"testing"

	"github.com/visitwright/visitwright/ehr"
)

var gardener = []ehr.Segment{
	{ID: "a", Speaker: ehr.PatientVoice, Text: "During the winter I really got into carving, so I began carving spoons every evening."},
	{ID: "b", Speaker: ehr.PatientVoice, Text: "I weaned myself off the sertraline because of the side effects, I felt due to them I slept badly."},
	{ID: "c", Speaker: ehr.ClinicianVoice, Text: "Are you lifting weights at all?"},
	{ID: "d", Speaker: ehr.PatientVoice, Text: "No."},
	{ID: "e", Speaker: ehr.ClinicianVoice, Text: "Your lungs are clear bilaterally. There is swelling of the right ankle."},
	{ID: "f", Speaker: ehr.ClinicianVoice, Text: "There is tenderness of both ankles."},
	{ID: "g", Speaker: ehr.PatientVoice, Text: "I never had kidney stones. My father had kidney stones twice."},
}

// TestWhatNobodyDenied holds denials of deeds and causes, a pair named in the
// singular, and a relative's illness against what was said.
func TestWhatNobodyDenied(t *testing.T) {
	h := Hear(gardener)
	for _, c := range []struct {
		text string
		ids  []ehr.SegmentID
		want ehr.DoubtKind // "" for none
	}{
		{"He reports that he began carving spoons.", []ehr.SegmentID{"a"}, ""},
		{"He denies that he began carving spoons.", []ehr.SegmentID{"a"}, ehr.NegationDoubt},
		{"He denies carving spoons.", []ehr.SegmentID{"a"}, ehr.NegationDoubt},
		{"He weaned himself off sertraline due to side effects.", []ehr.SegmentID{"b"}, ""},
		{"He weaned himself off sertraline not due to side effects.", []ehr.SegmentID{"b"}, ehr.NegationDoubt},
		{"He denies lifting weights.", []ehr.SegmentID{"c", "d"}, ""},
		{"Swelling of the right ankle.", []ehr.SegmentID{"e"}, ""},
		{"Swelling of the bilateral ankle.", []ehr.SegmentID{"e"}, ehr.LateralityDoubt},
		{"Tenderness of the bilateral ankle.", []ehr.SegmentID{"f"}, ""},
		{"His father had kidney stones.", []ehr.SegmentID{"g"}, ""},
		{"His father did not have kidney stones.", []ehr.SegmentID{"g"}, ehr.NegationDoubt},
		{"Denies kidney stones.", []ehr.SegmentID{"g"}, ""},
	} {
		doubts := h.Doubts(Claim{Text: c.text, Segments: c.ids})
		var got ehr.DoubtKind
		if len(doubts) > 0 {
			got = doubts[0].Kind
		}
		if got != c.want {
			t.Errorf("%q: %v, want %q", c.text, doubts, c.want)
		}
	}
}
