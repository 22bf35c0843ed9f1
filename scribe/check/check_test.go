package check

import (
	"testing"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/scribe/fact"
)

var talk = []ehr.Segment{
	{ID: "s1", Speaker: ehr.ClinicianVoice, Text: "How long has the knee been hurting?"},
	{ID: "s2", Speaker: ehr.PatientVoice, Text: "My left knee has been hurting for two and a half weeks. My mom had gout. I used to smoke, I quit in March of 2019."},
	{ID: "s3", Speaker: ehr.ClinicianVoice, Text: "Any fever or chills?"},
	{ID: "s4", Speaker: ehr.PatientVoice, Text: "Nope. I take metformin 500 milligrams twice a day, and I had an x-ray on April 10th, 2021."},
	{ID: "s5", Speaker: ehr.ClinicianVoice, Text: "On exam there is swelling of the right lower quadrant, no, sorry, of the left knee. Your lungs are clear."},
	{ID: "s6", Speaker: ehr.ClinicianVoice, Text: "I'm going to order an MRI of the left knee, and if it does not improve we can consider a steroid injection. Come back in three weeks."},
	{ID: "s7", Speaker: ehr.ClinicianVoice, Text: "The pumping function of your heart is low at forty five percent."},
}

func words(s string) []string { return fact.Plain(s) }

// kinds lists the doubts of a sentence resting on the segments.
func kinds(text string, ids ...ehr.SegmentID) string {
	out := ""
	for _, d := range Hear(talk).Doubts(Claim{Text: text, Segments: ids}) {
		out += string(d.Kind) + " [" + d.Text + "]; "
	}
	return out
}

func TestSoundSentencesPass(t *testing.T) {
	for text, ids := range map[string][]ehr.SegmentID{
		"Left knee pain for 2.5 weeks.":                                {"s1", "s2"},
		"Denies fever or chills.":                                      {"s3", "s4"},
		"Family history of gout in his mother.":                        {"s2"},
		"Takes metformin 500 mg twice daily.":                          {"s4"},
		"X-ray on 04/10/2021.":                                         {"s4"},
		"Former smoker, quit 03/2019.":                                 {"s2"},
		"If it does not improve, we can consider a steroid injection.": {"s6"},
		"An MRI of the left knee was ordered.":                         {"s6"},
		"Follow up in 3 weeks.":                                        {"s6"},
		"Ejection fraction of 45%.":                                    {"s7"},
		"Neck: There is swelling of the left knee.":                    {"s5"},
		"Knee pain began 2.5 weeks ago.":                               {"s2"},
	} {
		if got := kinds(text, ids...); got != "" {
			t.Errorf("%q: %s", text, got)
		}
	}
}

func TestChangedSentencesAreDoubted(t *testing.T) {
	for _, c := range []struct {
		text string
		ids  []ehr.SegmentID
		want string
	}{
		{"Right knee pain.", []ehr.SegmentID{"s2"}, "laterality"},
		{"Bilateral knee pain.", []ehr.SegmentID{"s2", "s5"}, "laterality"},
		{"Knee pain for 2.5 months.", []ehr.SegmentID{"s2"}, "unit"},
		{"Follow up 3 weeks ago.", []ehr.SegmentID{"s6"}, "number"},
		{"Reports fever.", []ehr.SegmentID{"s3", "s4"}, "negation"},
		{"His father had gout.", []ehr.SegmentID{"s2"}, "person"},
		{"Takes metformin 500 mg weekly.", []ehr.SegmentID{"s4"}, "date"},
		{"Takes metformin 500 mcg.", []ehr.SegmentID{"s4"}, "unit"},
		{"X-ray on 04/12/2021.", []ehr.SegmentID{"s4"}, "date"},
		{"He is still taking up smoking, which he quit 03/2020.", []ehr.SegmentID{"s2"}, "date"},
		{"An MRI was performed.", []ehr.SegmentID{"s6"}, "plan"},
		{"Previously had metformin.", []ehr.SegmentID{"s7"}, "drug"},
		{"No swelling of the left knee.", []ehr.SegmentID{"s5"}, "negation"},
	} {
		got := Hear(talk).Doubts(Claim{Text: c.text, Segments: c.ids})
		found := false
		for _, d := range got {
			found = found || string(d.Kind) == c.want
		}
		if !found {
			t.Errorf("%q: got %+v, want %s", c.text, got, c.want)
		}
	}
}

func TestUnderFamilyHistoryAConditionIsTheFamilys(t *testing.T) {
	h := Hear(talk)
	if d := h.Doubts(Claim{Text: "Gout.", Segments: []ehr.SegmentID{"s2"}, Family: true}); len(d) > 0 {
		t.Errorf("under family history: %+v", d)
	}
	if d := h.Doubts(Claim{Text: "Gout.", Segments: []ehr.SegmentID{"s2"}}); len(d) == 0 {
		t.Error("given to the patient it is not doubted")
	}
}

func TestStretchesMeetOverUnits(t *testing.T) {
	for _, c := range []struct {
		a, b string
		fit  bool
	}{
		{"14 days", "2 weeks", true}, {"4 weeks", "a month", true}, {"18 months", "1.5 years", true}, {"a couple of weeks", "2 weeks", true}, {"a few days", "3 days", true}, {"2/52", "2 weeks", true},
		{"2 weeks", "2 months", false}, {"3 days", "4 days", false}, {"2 to 3 weeks", "2 weeks", false}, {"a few days", "10 days", false},
	} {
		a, b := spansIn(words(c.a), told{}), spansIn(words(c.b), told{})
		if len(a) != 1 || len(b) != 1 || a[0].fits(b[0]) != c.fit {
			t.Errorf("%s, %s: %+v %+v", c.a, c.b, a, b)
		}
	}
}
