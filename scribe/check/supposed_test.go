package check

import (
	"testing"

	"github.com/visitwright/visitwright/ehr"
)

var tended = []ehr.Segment{
	{ID: "a", Speaker: ehr.ClinicianVoice, Text: "Do you have a defibrillator, or have sleep apnea, or use oxygen at night?"},
	{ID: "b", Speaker: ehr.PatientVoice, Text: "No."},
	{ID: "c", Speaker: ehr.ClinicianVoice, Text: "I don't see a fracture. I'm going to order an MRI to rule out a fracture."},
	{ID: "d", Speaker: ehr.ClinicianVoice, Text: "You have pain in the medial knee. There is no pain in the calf."},
	{ID: "e", Speaker: ehr.ClinicianVoice, Text: "Come back for your follow up in three weeks, we will look at the wound."},
	{ID: "f", Speaker: ehr.PatientVoice, Text: "The headaches began three years ago after I moved house."},
	{ID: "g", Speaker: ehr.ClinicianVoice, Text: "I reviewed the x-ray of your wrist, it shows a small fracture."},
	{ID: "h", Speaker: ehr.PatientVoice, Text: "I have tried ibuprofen. I'm just worried that something happened."},
	{ID: "i", Speaker: ehr.PatientVoice, Text: "No issues since then with the kidney stones that I had."},
}

// TestWhatMayComeIsNeitherSoNorNot holds sentences against lines that suppose,
// deny of one place, or answer a long question with one word.
func TestWhatMayComeIsNeitherSoNorNot(t *testing.T) {
	h := Hear(tended)
	for _, c := range []struct {
		text string
		ids  []ehr.SegmentID
		want ehr.DoubtKind // "" for none
	}{
		{"Reports sleep apnea.", []ehr.SegmentID{"a", "b"}, ehr.NegationDoubt},
		{"Denies sleep apnea.", []ehr.SegmentID{"a", "b"}, ""},
		{"MRI to rule out a fracture.", []ehr.SegmentID{"c"}, ""},
		{"There is a fracture.", []ehr.SegmentID{"c"}, ehr.NegationDoubt},
		{"No pain in the calf.", []ehr.SegmentID{"d"}, ""},
		{"No pain in the medial knee.", []ehr.SegmentID{"d"}, ehr.NegationDoubt},
		{"Follow up in 3 weeks to look at the wound.", []ehr.SegmentID{"e", "f"}, ""},
		{"Follow up in 3 years to look at the wound.", []ehr.SegmentID{"e", "f"}, ehr.UnitDoubt},
		{"X-ray of the wrist will be obtained.", []ehr.SegmentID{"g"}, ehr.PlanDoubt},
		{"He has tried ibuprofen.", []ehr.SegmentID{"h"}, ""},
		{"He is worried that something happened.", []ehr.SegmentID{"h"}, ""},
		{"Denies recent issues with kidney stones.", []ehr.SegmentID{"i"}, ""},
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
