package habit

import (
	"testing"

	"github.com/visitwright/visitwright/ehr"
)

func pair(drafted, signed string) []Pair {
	return []Pair{{Section: ehr.HPI, Drafted: drafted, Signed: signed}}
}

func TestAnEditMakesAWording(t *testing.T) {
	for _, e := range [][2]string{
		{"The patient reports a cough.", "Pt. endorses a cough."},
		{"The patient reports knee pain for 2 weeks.", "Pt. endorses knee pain for 2 weeks."},
	} {
		got := Made(pair(e[0], e[1]))
		if len(got) != 1 || got[0] != (ehr.Wording{Section: ehr.HPI, From: "The patient reports", To: "Pt. endorses"}) {
			t.Errorf("%q: %+v", e, got)
		}
	}
	twice := append(pair("The patient reports a cough.", "Pt. endorses a cough."), pair("The patient reports fever.", "Pt. endorses fever.")...)
	if got := Made(twice); len(got) != 1 {
		t.Errorf("one visit counts once: %+v", got)
	}
}

func TestAFactIsNoWording(t *testing.T) {
	for _, e := range [][2]string{
		{"Takes lisinopril 10 mg.", "Takes lisinopril 20 mg."}, {"Takes lisinopril.", "Takes losartan."}, {"Left knee pain.", "Right knee pain."},
		{"Denies fever.", "Reports fever."}, {"No edema.", "Edema."}, {"His mother had gout.", "His father had gout."}, {"We will start aspirin.", "We started aspirin."},
		{"Pain for 2 weeks.", "Pain for 2 months."}, {"Mild pain.", "Severe pain."}, {"Likely gout.", "Gout."}, {"She has a cough.", "He has a cough."}, {"Twice daily.", "Once daily."},
	} {
		if got := Made(pair(e[0], e[1])); len(got) != 0 {
			t.Errorf("%q to %q: %+v", e[0], e[1], got)
		}
	}
}

func TestNothingOfThePatientIsLearnt(t *testing.T) {
	if got := Made(pair("Ana Rivera presents today.", "Mrs. Rivera presents today."), "Ana", "Rivera"); len(got) != 0 {
		t.Errorf("a name was learnt: %+v", got)
	}
	if got := Made(pair("The 59-year-old presents today.", "This 59-year-old person presents today.")); len(got) != 0 {
		t.Errorf("a figure was learnt: %+v", got)
	}
	for _, e := range [][2]string{
		{"A relative drives the patient.", "Marcos brother drives the patient and Pilar."}, {"The patient lives with her son.", "The patient lives with Marco."},
		{"Follow up in April.", "Return in April or so."}, {"Seen by the surgeon.", "Seen by Dr. surgeon."}, {"The patient comes back.", "The patient comes back Tuesday."},
	} {
		if got := Made(pair(e[0], e[1])); len(got) != 0 {
			t.Errorf("%q to %q: %+v", e[0], e[1], got)
		}
	}
	if got := Made(pair("The patient has been seen.", "Pt. Has been seen.")); len(got) == 0 {
		t.Error("a word that begins a sentence is no name")
	}
}

func TestSteadyIsThreeTimesAndMoreThanKept(t *testing.T) {
	w := ehr.Wording{Section: ehr.HPI, From: "The patient reports", To: "Pt. endorses"}
	kept := pair("The patient reports nausea.", "The patient reports nausea.")
	if got := Kept(kept, []ehr.Wording{w}); len(got) != 1 || got[0] != w {
		t.Errorf("%+v", got)
	}
	if got := Kept(pair("The patient reports nausea.", "Pt. endorses nausea."), []ehr.Wording{w}); len(got) != 0 {
		t.Errorf("reworded, and kept: %+v", got)
	}
	for _, c := range []struct {
		seen, kept int
		want       bool
	}{{2, 0, false}, {3, 0, true}, {3, 2, true}, {3, 3, false}, {9, 10, false}} {
		w.Seen, w.Kept = c.seen, c.kept
		if Steady(w) != c.want {
			t.Errorf("%+v", c)
		}
	}
}

func TestApplyOnlyWhatIsOnAndSafe(t *testing.T) {
	n := ehr.Note{Sections: []ehr.Section{{Name: ehr.HPI, Sentences: []ehr.Sentence{
		{ID: "t1", Text: "The patient reports a cough.", Origin: ehr.ByDrafter}, {ID: "t2", Text: "The patient reports a cough.", Origin: ehr.ByPerson}}}}}
	w := []ehr.Wording{{Section: ehr.HPI, From: "The patient reports", To: "Pt. endorses"}, {Section: ehr.HPI, From: "a cough.", To: "no cough.", On: true}}
	if got, k := Apply(n, w); k != 0 || got.Sections[0].Sentences[0].Text != "The patient reports a cough." {
		t.Errorf("switched off or unsafe, and applied: %+v", got)
	}
	w[0].On = true
	got, k := Apply(n, w)
	ss := got.Sections[0].Sentences
	if k != 1 || ss[0].Text != "Pt. endorses a cough." || ss[0].Drafted != "The patient reports a cough." || ss[1].Text != "The patient reports a cough." || n.Sections[0].Sentences[0].Text != "The patient reports a cough." {
		t.Errorf("%d: %+v", k, ss)
	}
	// What was put in the clinician's words counts by the drafter's.
	signed := got
	if p := Pairs(got, signed); len(p) != 1 || p[0] != (Pair{ehr.HPI, "The patient reports a cough.", "Pt. endorses a cough."}) {
		t.Errorf("%+v", p)
	}
}

func TestPairsGoByIdentifier(t *testing.T) {
	drafted := ehr.Note{Sections: []ehr.Section{{Name: ehr.HPI, Sentences: []ehr.Sentence{{ID: "t1", Text: "A."}, {ID: "t2", Text: "B."}}}}}
	signed := ehr.Note{Visit: "v", Sections: []ehr.Section{{Name: ehr.HPI, Sentences: []ehr.Sentence{{ID: "t2", Text: "C."}, {ID: "t9", Text: "D."}}}}}
	if got := Pairs(drafted, signed); len(got) != 0 {
		t.Errorf("words that no person wrote: %+v", got)
	}
	signed.Sections[0].Sentences[0].Origin = ehr.ByPerson
	if got := Pairs(drafted, signed); len(got) != 1 || got[0] != (Pair{ehr.HPI, "B.", "C."}) {
		t.Errorf("%+v", got)
	}
}
