package scribe

import (
	"regexp"
	"strings"
	"testing"

	"github.com/visitwright/visitwright/ehr"
)

// Lessons that cost others dearly: each visit must not give a sentence that
// matches never, and must give one that matches want where that is set.
func TestSafetyLessons(t *testing.T) {
	for name, c := range map[string]struct{ said, want, never string }{
		"a negator is never lost": {
			"D: okay so on your foot exam i do not recognize a palpable pulse in the right foot", `(?i)\b(no|not)\b[^.]*pulse`, `(?i)^recognize`},
		"no is not a filler": {
			"D: okay on your knee exam there is no ecchymosis or edema of the right knee", `(?i)no ecchymosis or edema`, `(?im)^(\w+: )?ecchymosis or edema`},
		"a list of symptoms is a question": {
			"D: What brings you in?\nP: I have a cough.\nD: Fever, chills?\nP: No.\nD: Nausea or vomiting, diarrhea?\nP: No, nothing like that.", `(?i)den(ies|ied)[^.]*fever`, `(?im)(reports|has) [^.]*(fever|nausea|diarrhea)`},
		"an unanswered list is dropped": {
			"D: What brings you in?\nP: I have a cough.\nD: Fever, chills?\nD: Let's have a look at you.", ``, `(?i)fever|chills`},
		"only the repair counts": {
			"D: okay so on your exam there is no, uh, there is a little tenderness of the left ankle", `(?i)tenderness`, `(?i)no [^.]*tenderness`},
		"a denial without no": {
			"D: any fever?\nP: I cannot recall a fever. My left knee hurts since last week.", ``, `(?i)(reports|has had|endorses) [^.]*fever`},
		"numbers stay whole": {
			"D: okay your vital signs look good your temperature is ninety eight point two and your blood pressure is one twenty seven over eighty", `98\.2`, `\b98 |98\.\s`},
		"swapped speakers": {
			"P: okay and do you have any pain in your foot no pain at all\nD: i have been taking ibuprofen for my back pain\nD: any numbness?\nP: no", ``, `(?i)(reports|has) pain in (his|her|the patient's|their) foot`},
		"the clinician's name is not the patient's": {
			"D: Hi, I am Dr. Thompson. You are a 43-year-old female here for right knee pain, is that right?\nP: Yes, my right knee hurts.", ``, `Thompson is a`},
		"a relative's illness is not the patient's": {
			"D: Any family history?\nP: My mother had breast cancer and my father had diabetes.\nD: What brings you in?\nP: A cough for 2 weeks.", `(?i)mother had breast cancer`, `(?im)^(1\. )?(breast cancer|diabetes)`},
		"no answers only what it names": {
			"D: What brings you in?\nP: A cough for 3 weeks.\nD: Any chest pain? Wheezing?\nP: No chest pain. I do wheeze a bit at night.", `(?i)denies any chest pain`, `(?i)denies [^.]*wheez`},
		"which of two, the answer says": {
			"D: What brings you in?\nP: Chest pain for a month.\nD: Do you have high blood pressure or high cholesterol?\nP: I have high cholesterol.", `(?i)high cholesterol|hyperlipidemia`, `(?i)hypertension|high blood pressure`},
		"an allergy is never lost": {
			"D: What brings you in?\nP: My left knee hurts.\nD: Any drug allergies?\nP: I'm allergic to penicillin, I got a rash from it.", `(?i)allergic to penicillin`, `xxxx`},
		"a named allergy needs no unnamed one": {
			"D: What brings you in?\nP: A cough for 2 weeks.\nD: Are you allergic to any medications?\nP: Yes, I am allergic to penicillin. It gave me a rash all over.", `(?i)allergic to penicillin`, `(?i)allergic to (any )?medications`},
		"a suspicion is no diagnosis": {
			"D: What brings you in?\nP: My right knee hurts since last week.\nD: On your right knee exam there is tenderness. I think you probably have a medial meniscus tear of the right knee. I'm going to order an MRI of the right knee.", `(?im)(possible|likely) [^.]*meniscus tear`, `(?im)^1\. (right )?medial meniscus tear`},
		"what the patient is bidden to do is no finding": {
			"D: What brings you in?\nP: I have had a cough for 2 weeks.\nD: Okay, let me examine you. Now take a deep breath for me. On your lung exam I hear wheezes on the right side.\nP: I can do that.", `(?i)wheezes on the right`, `(?i)deep breath|can do that`},
		"denied drugs are not taken": {
			"D: Are you taking aspirin?\nP: No.\nD: What brings you in?\nP: I have had a cough for 2 weeks.", ``, `(?im)^aspirin|takes aspirin|is taking aspirin`},
	} {
		segs, err := ReadTranscript(strings.NewReader(c.said))
		if err != nil {
			t.Fatal(err)
		}
		text := Text(Draft(segs, ehr.Chart{}, Options{}).Note)
		if c.want != "" && !regexp.MustCompile(c.want).MatchString(text) {
			t.Errorf("%s: nothing matches %s in\n%s", name, c.want, text)
		}
		if m := regexp.MustCompile(c.never).FindString(text); m != "" {
			t.Errorf("%s: %q stands in\n%s", name, m, text)
		}
	}
}

func TestDraftIsBorneOut(t *testing.T) {
	d := Draft(visit, ehr.Chart{}, Options{})
	ids := map[ehr.SentenceID]bool{}
	for _, s := range d.Note.Sections {
		for _, x := range s.Sentences {
			if len(x.Segments) == 0 && len(x.Chart) == 0 || len(x.Doubts) > 0 || ids[x.ID] {
				t.Errorf("%+v", x)
			}
			ids[x.ID] = true
		}
	}
	if len(d.Orders) != 1 || d.Orders[0].Kind != ehr.ImagingOrder || d.Orders[0].Status != ehr.OrderStaged || len(d.Orders[0].Segments) == 0 {
		t.Errorf("orders %+v", d.Orders)
	}
	if len(d.Reconciliations) != 1 || d.Reconciliations[0].Heard != "lisinopril" || d.Reconciliations[0].Relation != ehr.NotInChart {
		t.Errorf("reconciliations %+v", d.Reconciliations)
	}
}

func TestCheckFindsWhatWasNotSaid(t *testing.T) {
	for text, want := range map[string]ehr.DoubtKind{
		"The patient takes lisinopril 40 mg.":                        ehr.DoseDoubt,
		"The patient takes amlodipine 10 mg.":                        ehr.DrugDoubt,
		"The patient has had right knee pain for 2 weeks.":           ehr.LateralityDoubt,
		"The patient has had left knee pain for 2 months.":           ehr.UnitDoubt,
		"The patient has had left knee pain for 3 weeks.":            ehr.NumberDoubt,
		"The patient denies left knee pain.":                         ehr.NegationDoubt,
		"The patient has had left knee pain and swelling.":           ehr.TermDoubt,
		"The patient's mother has had left knee pain.":               ehr.PersonDoubt,
		"The patient has had left knee pain for 2 weeks.":            "",
		"The patient takes lisinopril 10 mg and has left knee pain.": "",
	} {
		n := ehr.Note{Sections: []ehr.Section{{Name: ehr.HPI, Sentences: []ehr.Sentence{{ID: "t1", Text: text, Segments: []ehr.SegmentID{"s2"}, Origin: ehr.ByDrafter}}}}}
		got := Check(n, visit, ehr.Chart{}).Sections[0].Sentences[0].Doubts
		switch {
		case want == "" && len(got) > 0, want != "" && (len(got) == 0 || got[0].Kind != want):
			t.Errorf("%q: got %+v, want %q", text, got, want)
		}
	}
}

func TestOmissionsAndWhereTheyGo(t *testing.T) {
	n := ehr.Note{Template: "soap", Sections: []ehr.Section{{Name: ehr.HPI, Title: "H", Sentences: []ehr.Sentence{{ID: "t4", Text: "The patient has left knee pain.", Segments: []ehr.SegmentID{"s2"}}}}}}
	var drug *ehr.Omission
	for _, o := range Omissions(n, visit, ehr.Chart{}) {
		if o.Kind == "medication" {
			drug = &o
		}
	}
	if drug == nil || !drug.Blocking || !strings.Contains(drug.Text, "lisinopril 10 mg") {
		t.Fatalf("the drug was not missed: %+v", Omissions(n, visit, ehr.Chart{}))
	}
	m := AddOmission(n, *drug)
	last := m.Sections[0].Sentences[len(m.Sections[0].Sentences)-1]
	if last.ID != "t5" || last.Text != drug.Text || len(n.Sections[0].Sentences) != 1 {
		t.Errorf("added %+v to %+v", last, m)
	}
}

// TestAHabitIsNoProblem: it goes to the social history, and is not offered where it stands there.
func TestAHabitIsNoProblem(t *testing.T) {
	said := []ehr.Segment{
		{ID: "s1", Speaker: ehr.ClinicianVoice, Text: "Do you smoke?"},
		{ID: "s2", Speaker: ehr.PatientVoice, Text: "I quit smoking six years ago."},
	}
	got := Omissions(ehr.Note{Template: "soap"}, said, ehr.Chart{})
	if len(got) != 1 || got[0].Kind != "social history" || got[0].Section != ehr.SocialHistory {
		t.Errorf("%+v", got)
	}
	n := ehr.Note{Template: "soap", Sections: []ehr.Section{{Name: ehr.SocialHistory, Sentences: []ehr.Sentence{{ID: "t1", Text: "He quit smoking 6 years ago.", Segments: []ehr.SegmentID{"s2"}}}}}}
	if got := Omissions(n, said, ehr.Chart{}); len(got) != 0 {
		t.Errorf("it stands there: %+v", got)
	}
}
