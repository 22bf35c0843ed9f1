package check

import (
	"testing"

	"github.com/visitwright/visitwright/ehr"
)

var follow = []ehr.Segment{
	{ID: "a", Speaker: ehr.ClinicianVoice, Text: "Let's look at your x-ray. It shows a small fracture of the right wrist, but your left wrist looks fine."},
	{ID: "b", Speaker: ehr.ClinicianVoice, Text: "We'll repeat the echocardiogram. I'd like you to see physical therapy, and come back in six weeks."},
	{ID: "c", Speaker: ehr.ClinicianVoice, Text: "Anything else, any fever, sore throat, cough?"},
	{ID: "d", Speaker: ehr.PatientVoice, Text: "A little bit of a cough."},
	{ID: "e", Speaker: ehr.PatientVoice, Text: "No, I have a stuffy nose. The pain is a six out of ten without ibuprofen, and it goes down to a one with ibuprofen."},
	{ID: "f", Speaker: ehr.PatientVoice, Text: "Both my elbows hurt. I'm using the inhaler every day."},
	{ID: "g", Speaker: ehr.ClinicianVoice, Text: "shortness of breath"},
	{ID: "h", Speaker: ehr.PatientVoice, Text: "no"},
}

// TestFollowedTalk holds sentences against talk that asks, answers, orders and
// looks back.
func TestFollowedTalk(t *testing.T) {
	h := Hear(follow)
	for _, c := range []struct {
		text string
		ids  []ehr.SegmentID
		want ehr.DoubtKind // "" for none
	}{
		{"X-ray shows a small fracture of the right wrist.", []ehr.SegmentID{"a"}, ""},
		{"X-ray will be obtained and may show a fracture of the right wrist.", []ehr.SegmentID{"a"}, ehr.PlanDoubt},
		{"X-ray shows a small fracture of the bilateral wrist.", []ehr.SegmentID{"a"}, ehr.LateralityDoubt},
		{"We will repeat the echocardiogram.", []ehr.SegmentID{"b"}, ""},
		{"We already obtained an echocardiogram.", []ehr.SegmentID{"b"}, ehr.PlanDoubt},
		{"The patient was seen by physical therapy.", []ehr.SegmentID{"b"}, ehr.PlanDoubt},
		{"The patient will return in 6 weeks.", []ehr.SegmentID{"b"}, ""},
		{"The patient returned in 6 weeks.", []ehr.SegmentID{"b"}, ehr.PlanDoubt},
		{"The patient will return 6 weeks ago.", []ehr.SegmentID{"b"}, ehr.TimeDoubt},
		{"Denies fever or sore throat.", []ehr.SegmentID{"c", "d"}, ""},
		{"Reports fever.", []ehr.SegmentID{"c", "d"}, ehr.NegationDoubt},
		{"Reports a cough.", []ehr.SegmentID{"c", "d"}, ""},
		{"Reports a stuffy nose.", []ehr.SegmentID{"e"}, ""},
		{"Pain is 6/10 without ibuprofen.", []ehr.SegmentID{"e"}, ""},
		{"Pain in both elbows.", []ehr.SegmentID{"f"}, ""},
		{"Pain in the right elbows.", []ehr.SegmentID{"f"}, ehr.LateralityDoubt},
		{"He used to use the inhaler every day.", []ehr.SegmentID{"f"}, ehr.TimeDoubt},
		{"Denies shortness of breath.", []ehr.SegmentID{"g", "h"}, ""},
		{"Reports shortness of breath.", []ehr.SegmentID{"g", "h"}, ehr.NegationDoubt},
	} {
		got := h.Doubts(Claim{Text: c.text, Segments: c.ids})
		found := c.want == "" && len(got) == 0
		for _, d := range got {
			found = found || d.Kind == c.want
		}
		if !found {
			t.Errorf("%q: got %+v, want %q", c.text, got, c.want)
		}
	}
}
