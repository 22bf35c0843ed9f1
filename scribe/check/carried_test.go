package check

import (
	"testing"

	"github.com/visitwright/visitwright/ehr"
)

// TestTheSideTalkIsOn holds sides against talk that goes on about a part it named
// before, names both of a pair, or one only.
func TestTheSideTalkIsOn(t *testing.T) {
	hold(t, []ehr.Segment{
		{ID: "a", Speaker: ehr.PatientVoice, Text: "I fell on my left foot, and the right foot is fine."},
		{ID: "b", Speaker: ehr.ClinicianVoice, Text: "I'd like to look at your left foot, so I do see some bruising on the bottom of the foot."},
		{ID: "c", Speaker: ehr.PatientVoice, Text: "I woke up with cramps in both legs, and the right ear hurts. My thumb tingles. All my fingers do. It's mostly the right arm."},
		{ID: "d", Speaker: ehr.PatientVoice, Text: "Both arms and hands were weak, and the left arm was worse."},
	}, ehr.Date{}, []held{
		{"Bruising on the bottom of the left foot.", []ehr.SegmentID{"a", "b"}, ""},
		{"Bruising on the bottom of the right foot.", []ehr.SegmentID{"a", "b"}, ehr.LateralityDoubt},
		{"Bilateral leg cramps.", []ehr.SegmentID{"c"}, ""},
		{"Right leg cramps.", []ehr.SegmentID{"c"}, ehr.LateralityDoubt},
		{"Tingling of the bilateral thumb.", []ehr.SegmentID{"c"}, ehr.LateralityDoubt},
		{"Pain on the bilateral side.", []ehr.SegmentID{"c"}, ehr.LateralityDoubt},
		{"Weakness of the left arm and hand.", []ehr.SegmentID{"d"}, ""},
	})
}

// TestWhatTheSpeakerTakesBack holds stretches and sides against a slip of the
// tongue.
func TestWhatTheSpeakerTakesBack(t *testing.T) {
	hold(t, []ehr.Segment{
		{ID: "a", Speaker: ehr.ClinicianVoice, Text: "Another A1c in a couple weeks , or , i'm sorry , a couple months ."},
		{ID: "b", Speaker: ehr.PatientVoice, Text: "The right, I mean the left elbow hurts."},
		{ID: "c", Speaker: ehr.PatientVoice, Text: "I'm sorry, it was 3 weeks ago."},
	}, ehr.Date{}, []held{
		{"Repeat A1c in a couple of months.", []ehr.SegmentID{"a"}, ""},
		{"Repeat A1c in a couple of weeks.", []ehr.SegmentID{"a"}, ehr.UnitDoubt},
		{"Left elbow pain.", []ehr.SegmentID{"b"}, ""},
		{"Right elbow pain.", []ehr.SegmentID{"b"}, ehr.LateralityDoubt},
		{"It began 3 weeks ago.", []ehr.SegmentID{"c"}, ""},
	})
}
