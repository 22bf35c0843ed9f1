package summary

import (
	"strings"
	"testing"

	"github.com/visitwright/visitwright/ehr"
)

func TestPlain(t *testing.T) {
	for text, want := range map[string]string{
		"We will increase his lisinopril to 40 mg daily.":                                                          "We will increase your lisinopril to 40 mg every day.",
		"The patient will initiate metformin 500 mg twice daily.":                                                  "You will start metformin 500 mg twice a day.",
		"He takes ibuprofen as needed.":                                                                            "You take ibuprofen as needed.",
		"She should not discontinue her aspirin.":                                                                  "You should not stop your aspirin.",
		"- Additional Testing: We will obtain an echocardiogram.":                                                  "We will get a heart ultrasound.",
		"We will see her back in 1 month.":                                                                         "We will see you back in 1 month.",
		"We will send her out for an MRI of the left knee, and we will see her again in 2 weeks with the results.": "We will send you out for an MRI of the left knee. We will see you again in 2 weeks with the results.",
		"What I recommend for him is rest.":                                                                        "What I recommend for you is rest.",
		"Hypertension.":                                                                                            "High blood pressure.",
		"He has hypertension and is taking his medication nightly":                                                 "You have high blood pressure and are taking your medicine at night",
	} {
		if got := Plain(text); got != want {
			t.Errorf("%q:\n got %q\nwant %q", text, got, want)
		}
	}
}

func TestPlainKeepsFacts(t *testing.T) {
	for _, text := range []string{
		"Take prednisone 40 mg for 5 days, then 20 mg for 5 days.", "Do not use the left arm.", "Avoid ibuprofen.", "She will not take warfarin with aspirin 81 mg.",
		"We will administer 0.5 ml of the influenza vaccine in the right deltoid.",
	} {
		if got := Plain(text); !keeps(text, got) {
			t.Errorf("%q became %q", text, got)
		}
	}
}

func TestGrade(t *testing.T) {
	easy, hard := Grade("Take one pill a day. Drink water. Call us if you feel sick."), Grade("Discontinue pharmacological anticoagulation immediately preceding gastrointestinal endoscopy.")
	if easy > 3 || hard < 15 || Grade("") != 0 {
		t.Errorf("easy %.1f, hard %.1f", easy, hard)
	}
	for w, n := range map[string]int{"take": 1, "medicine": 3, "table": 2, "40": 1, "walked": 1, "needed": 2, "-": 0} {
		if got := Syllables(w); got != n {
			t.Errorf("%s: %d syllables, want %d", w, got, n)
		}
	}
}

func note() ehr.Note {
	return ehr.Note{Sections: []ehr.Section{
		{Name: ehr.HPI, Sentences: []ehr.Sentence{{ID: "t1", Text: "He feels well.", Kind: ehr.Statement}}},
		{Name: ehr.AssessmentPlan, Sentences: []ehr.Sentence{
			{ID: "t2", Text: "Hypertension", Kind: ehr.ProblemTitle, Group: "Hypertension", Segments: []ehr.SegmentID{"s1"}},
			{ID: "t3", Text: "His blood pressure is elevated.", Kind: ehr.Reasoning, Group: "Hypertension"},
			{ID: "t4", Text: "We will start lisinopril 10 mg daily.", Kind: ehr.PlanMedication, Group: "Hypertension", Segments: []ehr.SegmentID{"s4"}},
			{ID: "t5", Text: "Take warfarin 5 mg.", Kind: ehr.PlanMedication, Doubts: []ehr.Doubt{{Kind: ehr.DrugDoubt}}},
			{ID: "t6", Text: "We will see him back in 4 weeks.", Kind: ehr.PlanFollowUp, Segments: []ehr.SegmentID{"s9"}},
		}},
		{Name: ehr.Instructions, Sentences: []ehr.Sentence{{ID: "t7", Text: "He will check his blood pressure every morning.", Segments: []ehr.SegmentID{"s6"}}}},
	}}
}

func TestSummaryHasItsEvidence(t *testing.T) {
	s := Of(note())
	want := "WHAT WE TALKED ABOUT\n- High blood pressure.\n\nYOUR MEDICINES\n- We will start lisinopril 10 mg every day.\n\nWHAT TO DO AT HOME\n- You will check your blood pressure every morning.\n\nWHEN TO COME BACK\n- We will see you back in 4 weeks.\n"
	if got := s.Text(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if strings.Contains(s.Text(), "warfarin") {
		t.Error("a doubted sentence reached the patient")
	}
	for _, p := range s.Parts {
		for _, l := range p.Lines {
			if len(l.Sentences) == 0 || len(l.Segments) == 0 {
				t.Errorf("%q has no evidence", l.Text)
			}
		}
	}
	if s.Grade <= 0 || s.Grade > MostGrade {
		t.Errorf("reading grade %.1f", s.Grade)
	}
	if e := Of(ehr.Note{}); len(e.Parts) != 0 || e.Grade != 0 {
		t.Errorf("an empty note: %+v", e)
	}
}
