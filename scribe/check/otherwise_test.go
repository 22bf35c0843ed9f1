package check

import (
	"testing"

	"github.com/visitwright/visitwright/ehr"
)

// held is a sentence with the lines it names and a doubt that must be among its
// own.
type held struct {
	text string
	ids  []ehr.SegmentID
	want ehr.DoubtKind // "" for none
}

func hold(t *testing.T, talk []ehr.Segment, day ehr.Date, cases []held) {
	t.Helper()
	h := Hear(talk)
	for _, c := range cases {
		doubts := h.Doubts(Claim{Text: c.text, Segments: c.ids, Day: day})
		found := c.want == "" && len(doubts) == 0
		for _, d := range doubts {
			found = found || d.Kind == c.want
		}
		if !found {
			t.Errorf("%q: %v, want %q", c.text, doubts, c.want)
		}
	}
}

// TestNumbersSaidOtherwise holds dates, stretches and doses against lines that
// say them in other words.
func TestNumbersSaidOtherwise(t *testing.T) {
	hold(t, []ehr.Segment{
		{ID: "a", Speaker: ehr.PatientVoice, Text: "I saw your colleague in March, she found a lump."},
		{ID: "b", Speaker: ehr.ClinicianVoice, Text: "Take the cream, that is a zero . zero five percent cream called clobetasol, and metformin a thousand milligrams twice a day."},
		{ID: "c", Speaker: ehr.PatientVoice, Text: "My sugar spiked to five or six hundred once."},
		{ID: "d", Speaker: ehr.ClinicianVoice, Text: "Come back in ten days to fourteen days, and take naproxen 250 milligrams, and baclofen 10 milligrams q.6 h."},
		{ID: "e", Speaker: ehr.PatientVoice, Text: "I have a beer on Saturdays."},
		{ID: "f", Speaker: ehr.PatientVoice, Text: "I take a baby aspirin every day, and my heart burn is bad."},
		{ID: "g", Speaker: ehr.ClinicianVoice, Text: "Rest the leg for a couple of weeks."},
		{ID: "h", Speaker: ehr.PatientVoice, Text: "I was fourteen when I broke the arm."},
	}, ehr.Date{Year: 2021, Month: 6, Day: 2}, []held{
		{"She was last seen in 03/2021.", []ehr.SegmentID{"a"}, ""},
		{"She was last seen in 03/2019.", []ehr.SegmentID{"a"}, ehr.DateDoubt},
		{"She was last seen in 04/2021.", []ehr.SegmentID{"a"}, ehr.DateDoubt},
		{"Clobetasol 0.05% and metformin 1000 mg.", []ehr.SegmentID{"b"}, ""},
		{"Clobetasol 0.05 mg.", []ehr.SegmentID{"b"}, ehr.UnitDoubt},
		{"A blood sugar of 500 or 600.", []ehr.SegmentID{"c"}, ""},
		{"A blood sugar of 400 or 600.", []ehr.SegmentID{"c"}, ehr.NumberDoubt},
		{"Review in 10-14d.", []ehr.SegmentID{"d"}, ""},
		{"Review in 10-20d.", []ehr.SegmentID{"d"}, ehr.NumberDoubt},
		{"Baclofen every 6 hours.", []ehr.SegmentID{"d"}, ""},
		{"Naproxen 10 mg.", []ehr.SegmentID{"d"}, ehr.DoseDoubt},
		{"Drinks a beer once a week.", []ehr.SegmentID{"e"}, ""},
		{"Aspirin 81 mg daily; heartburn.", []ehr.SegmentID{"f"}, ""},
		{"Aspirin 325 mg daily.", []ehr.SegmentID{"f"}, ehr.DoseDoubt},
		{"Rest for 2-3 weeks.", []ehr.SegmentID{"g"}, ""},
		{"Rest for 2-5 weeks.", []ehr.SegmentID{"g"}, ehr.NumberDoubt},
		{"Broke the arm at 14 months old.", []ehr.SegmentID{"h"}, ehr.UnitDoubt},
	})
}

// TestWhoIsSpokenOf holds relatives against talk that goes on with "he", weighs
// with "I think", or is a parent's about a child.
func TestWhoIsSpokenOf(t *testing.T) {
	hold(t, []ehr.Segment{
		{ID: "a", Speaker: ehr.PatientVoice, Text: "My dad had hypertension. He died of bowel cancer."},
	}, ehr.Date{}, []held{
		{"His father died of bowel cancer.", []ehr.SegmentID{"a"}, ""},
		{"The patient has bowel cancer.", []ehr.SegmentID{"a"}, ehr.PersonDoubt},
	})
	hold(t, []ehr.Segment{
		{ID: "b", Speaker: ehr.PatientVoice, Text: "My mom and her sister, I think they both had melanoma."},
	}, ehr.Date{}, []held{
		{"Her mother had melanoma.", []ehr.SegmentID{"b"}, ""},
		{"Her father had melanoma.", []ehr.SegmentID{"b"}, ehr.PersonDoubt},
		{"The patient has melanoma.", []ehr.SegmentID{"b"}, ehr.PersonDoubt},
	})
	toddler := []ehr.Segment{
		{ID: "a", Speaker: ehr.PatientVoice, Text: "She drinks well. She pees a lot. Her rash is gone. She sleeps through. She runs around. She eats. He is her twin. She has a cough. Her nose runs."},
	}
	hold(t, toddler, ehr.Date{}, []held{
		{"Her mother reports that she has a cough.", []ehr.SegmentID{"a"}, ""},
		{"The patient's mother has a cough.", []ehr.SegmentID{"a"}, ehr.PersonDoubt},
		{"Her grandmother reports that she has a cough.", []ehr.SegmentID{"a"}, ehr.PersonDoubt},
	})
}

// TestSidesSaidOtherwise holds sides against "either", "all", "the other one" and
// a visit that only ever names one.
func TestSidesSaidOtherwise(t *testing.T) {
	hold(t, []ehr.Segment{
		{ID: "a", Speaker: ehr.ClinicianVoice, Text: "There are wheezes in all your lung fields. I see no redness on either heel."},
		{ID: "b", Speaker: ehr.PatientVoice, Text: "My right shoulder hurts, the right shoulder is stiff. I feel nothing in my arm. The other elbow is sore."},
	}, ehr.Date{}, []held{
		{"Wheezes in the lungs bilaterally.", []ehr.SegmentID{"a"}, ""},
		{"No redness of the bilateral heels.", []ehr.SegmentID{"a"}, ""},
		{"Wheezes in the left lung.", []ehr.SegmentID{"a"}, ehr.LateralityDoubt},
		{"Stiffness of the right shoulder.", []ehr.SegmentID{"b"}, ""},
		{"Stiffness of the left shoulder.", []ehr.SegmentID{"b"}, ehr.LateralityDoubt},
	})
}

// TestDeniedInOtherWords holds denials against questions without a mark, answers
// that take back, and denials of another place or time.
func TestDeniedInOtherWords(t *testing.T) {
	hold(t, []ehr.Segment{
		{ID: "a", Speaker: ehr.ClinicianVoice, Text: "and any weakness or numbness in your legs"},
		{ID: "b", Speaker: ehr.PatientVoice, Text: "no"},
		{ID: "c", Speaker: ehr.ClinicianVoice, Text: "You have pain with palpation medially, that is the medial knee. The outside has no pain."},
		{ID: "d", Speaker: ehr.PatientVoice, Text: "I did not hear a pop. After the injury I used ice. I don't need anything else for the pain."},
		{ID: "e", Speaker: ehr.PatientVoice, Text: "I felt some tingling until Sunday, and then it went away."},
		{ID: "f", Speaker: ehr.ClinicianVoice, Text: "And you are still taking the lisinopril?"},
		{ID: "g", Speaker: ehr.PatientVoice, Text: "Lisinopril, yep."},
	}, ehr.Date{}, []held{
		{"Denies weakness or numbness in the legs.", []ehr.SegmentID{"a", "b"}, ""},
		{"Reports weakness in the legs.", []ehr.SegmentID{"a", "b"}, ehr.NegationDoubt},
		{"No pain to palpation of the lateral aspect of the knee.", []ehr.SegmentID{"c"}, ""},
		{"No pain to palpation of the medial aspect of the knee.", []ehr.SegmentID{"c"}, ehr.NegationDoubt},
		{"Denies a pop at the time of the injury.", []ehr.SegmentID{"d"}, ""},
		{"Denies tingling today.", []ehr.SegmentID{"e"}, ""},
		{"He takes lisinopril.", []ehr.SegmentID{"f", "g"}, ""},
	})
}

// TestPlansSaidOtherwise holds plans against talk that arranges a contact in
// other words, and habits told with "will".
func TestPlansSaidOtherwise(t *testing.T) {
	hold(t, []ehr.Segment{
		{ID: "a", Speaker: ehr.ClinicianVoice, Text: "Just give me a ring or a call, my door is open, any question."},
		{ID: "b", Speaker: ehr.PatientVoice, Text: "Sometimes I struggle to breathe when it is humid, mostly in August."},
		{ID: "c", Speaker: ehr.ClinicianVoice, Text: "Looking at your lipid panel from last year, it shows that all is well, so we'll repeat another one."},
		{ID: "d", Speaker: ehr.ClinicianVoice, Text: "Keep on with the metformin, I want you to continue it."},
	}, ehr.Date{}, []held{
		{"She will contact me with questions.", []ehr.SegmentID{"a"}, ""},
		{"Occasionally she will struggle to breathe.", []ehr.SegmentID{"b"}, ""},
		{"We will repeat the lipid panel.", []ehr.SegmentID{"c"}, ""},
		{"She was started on metformin.", []ehr.SegmentID{"d"}, ""},
		{"She will be started on metformin 6 days ago.", []ehr.SegmentID{"d"}, ehr.PlanDoubt},
		{"She returned with me as needed.", []ehr.SegmentID{"d"}, ehr.PlanDoubt},
	})
}

// TestSupportNamesWhatBearsOut finds the line that bears a sentence out among
// lines that share more of its words.
func TestSupportNamesWhatBearsOut(t *testing.T) {
	h := Hear([]ehr.Segment{
		{ID: "a", Speaker: ehr.ClinicianVoice, Text: "We talked about the pain in the ankle and the swelling in the ankle and how the ankle is."},
		{ID: "b", Speaker: ehr.ClinicianVoice, Text: "Any locking?"},
		{ID: "c", Speaker: ehr.PatientVoice, Text: "No."},
		{ID: "d", Speaker: ehr.PatientVoice, Text: "It started 9 days ago, the left one."},
		{ID: "e", Speaker: ehr.PatientVoice, Text: "I went to the market."},
	})
	c := Claim{Text: "Left ankle pain and swelling that began 9 days ago.", Segments: nil}
	c.Segments = h.Support(c, 1, 5)
	if d := h.Doubts(c); len(d) > 0 {
		t.Errorf("lines %v leave %v", c.Segments, d)
	}
	for _, id := range c.Segments {
		if id == "e" {
			t.Error("a line that bears nothing out is named")
		}
	}
	c = Claim{Text: "Left ankle pain that began 11 days ago."}
	c.Segments = h.Support(c, 1, 5)
	if len(h.Doubts(c)) == 0 {
		t.Error("what nobody said is borne out")
	}
}

// TestAskedInOtherWords holds findings against questions and answers that name
// them in lay words, by a verb or in pieces, and against like findings of another
// kind, side or person.
func TestAskedInOtherWords(t *testing.T) {
	hold(t, []ehr.Segment{
		{ID: "a", Speaker: ehr.ClinicianVoice, Text: "Does the pain radiate?"},
		{ID: "b", Speaker: ehr.PatientVoice, Text: "No."},
		{ID: "c", Speaker: ehr.ClinicianVoice, Text: "Are your legs swelling up?"},
		{ID: "d", Speaker: ehr.PatientVoice, Text: "No."},
		{ID: "e", Speaker: ehr.ClinicianVoice, Text: "Any problems sleeping?"},
		{ID: "f", Speaker: ehr.PatientVoice, Text: "No, I sleep like a stone."},
		{ID: "g", Speaker: ehr.ClinicianVoice, Text: "How is your back pain?"},
		{ID: "h", Speaker: ehr.PatientVoice, Text: "I'm not really having any more."},
		{ID: "i", Speaker: ehr.ClinicianVoice, Text: "There is mild soft tenderness over the ankle, and there is no bony tenderness over the ankle."},
		{ID: "j", Speaker: ehr.ClinicianVoice, Text: "I feel a mass on the left. There is no mass on the right."},
		{ID: "k", Speaker: ehr.PatientVoice, Text: "My dad had gout a lot. I never had gout."},
	}, ehr.Date{}, []held{
		{"Denies radiating pain.", []ehr.SegmentID{"a", "b"}, ""},
		{"Reports radiating pain.", []ehr.SegmentID{"a", "b"}, ehr.NegationDoubt},
		{"Denies lower extremity swelling.", []ehr.SegmentID{"c", "d"}, ""},
		{"Reports lower extremity swelling.", []ehr.SegmentID{"c", "d"}, ehr.NegationDoubt},
		{"Denies sleep disturbance.", []ehr.SegmentID{"e", "f"}, ""},
		{"Reports sleep disturbance.", []ehr.SegmentID{"e", "f"}, ehr.NegationDoubt},
		{"She still has back pain.", []ehr.SegmentID{"g", "h"}, ehr.NegationDoubt},
		{"No bony tenderness over the ankle.", []ehr.SegmentID{"i"}, ""},
		{"Positive for bony tenderness over the ankle.", []ehr.SegmentID{"i"}, ehr.NegationDoubt},
		{"No mass on the right.", []ehr.SegmentID{"j"}, ""},
		{"A mass on the right.", []ehr.SegmentID{"j"}, ehr.NegationDoubt},
		{"His father had gout.", []ehr.SegmentID{"k"}, ""},
		{"His father never had gout.", []ehr.SegmentID{"k"}, ehr.NegationDoubt},
	})
}

// TestThePatientUnderFamilyHistory holds a sentence of the family's history that
// says outright that the patient has it.
func TestThePatientUnderFamilyHistory(t *testing.T) {
	h := Hear(talk)
	for text, doubted := range map[string]bool{"Gout.": false, "His mother had gout.": false, "The patient had gout.": true} {
		if d := h.Doubts(Claim{Text: text, Segments: []ehr.SegmentID{"s2"}, Family: true}); len(d) > 0 != doubted {
			t.Errorf("%q: %v", text, d)
		}
	}
}

// TestStretchesAreNotTakenForOthers holds stretches whose number was said in
// another unit, and rates, against lines that come near.
func TestStretchesAreNotTakenForOthers(t *testing.T) {
	hold(t, []ehr.Segment{
		{ID: "a", Speaker: ehr.PatientVoice, Text: "I have taken the statin for about 18 months. The blood work was four months ago."},
		{ID: "b", Speaker: ehr.PatientVoice, Text: "I sleep 6 to 7 hours. Some days I get up at five."},
		{ID: "c", Speaker: ehr.ClinicianVoice, Text: "Your heart rate is 80 beats a minute, and your breathing is at 16 a minute. See me in seven days, don't run until then."},
	}, ehr.Date{}, []held{
		{"He has taken the statin for 18 months.", []ehr.SegmentID{"a"}, ""},
		{"He has taken the statin for 18 weeks.", []ehr.SegmentID{"a"}, ehr.UnitDoubt},
		{"Sleeps 6 to 7 hours.", []ehr.SegmentID{"b"}, ""},
		{"Sleeps 6 to 7 days.", []ehr.SegmentID{"b"}, ehr.UnitDoubt},
		{"Heart rate: 80 beats per minute.", []ehr.SegmentID{"c"}, ""},
		{"Heart rate: 80 beats per hour.", []ehr.SegmentID{"c"}, ehr.UnitDoubt},
		{"No running until he follows up in 7 days.", []ehr.SegmentID{"c"}, ""},
		{"No running until he follows up 7 days ago.", []ehr.SegmentID{"c"}, ehr.TimeDoubt},
	})
}

// TestAbsentInOneWord holds denied findings against a word that denies them all.
func TestAbsentInOneWord(t *testing.T) {
	hold(t, []ehr.Segment{
		{ID: "a", Speaker: ehr.ClinicianVoice, Text: "Your lungs are clear."},
		{ID: "b", Speaker: ehr.PatientVoice, Text: "I have no side effects from the lisinopril."},
		{ID: "c", Speaker: ehr.PatientVoice, Text: "I was shivering all night, and I had a temperature."},
	}, ehr.Date{}, []held{
		{"No rhonchi.", []ehr.SegmentID{"a"}, ""},
		{"Rhonchi of the lungs.", []ehr.SegmentID{"a"}, ehr.TermDoubt},
		{"He takes lisinopril.", []ehr.SegmentID{"b"}, ""},
		{"Reports chills and fever.", []ehr.SegmentID{"c"}, ""},
		{"Denies chills.", []ehr.SegmentID{"c"}, ehr.NegationDoubt},
	})
}
