package habit

import (
	"testing"

	"github.com/visitwright/visitwright/ehr"
)

func pairs(edits ...[2]string) []Pair {
	var out []Pair
	for i, e := range edits {
		out = append(out, Pair{Visit: ehr.VisitID(rune('a' + i)), Section: ehr.HPI, Drafted: e[0], Signed: e[1]})
	}
	return out
}

func TestThreeTimesIsAHabit(t *testing.T) {
	edits := [][2]string{
		{"The patient reports a cough.", "Pt. endorses a cough."},
		{"The patient reports knee pain for 2 weeks.", "Pt. endorses knee pain for 2 weeks."},
	}
	if got := Learn(pairs(edits...)); len(got) != 0 {
		t.Errorf("after two visits: %+v", got)
	}
	edits = append(edits, [2]string{"The patient reports fever.", "Pt. endorses fever."})
	got := Learn(pairs(edits...))
	if len(got) != 1 || got[0].From != "The patient reports" || got[0].To != "Pt. endorses" || got[0].Seen != 3 || got[0].On {
		t.Fatalf("%+v", got)
	}
	kept := [2]string{"The patient reports nausea.", "The patient reports nausea."}
	if got := Learn(pairs(append(edits, kept, kept, kept)...)); len(got) != 0 {
		t.Errorf("kept as often as changed: %+v", got)
	}
	same := pairs(edits...)
	for i := range same {
		same[i].Visit = "one"
	}
	if got := Learn(same); len(got) != 0 {
		t.Errorf("three times in one visit: %+v", got)
	}
}

func TestAFactIsNoHabit(t *testing.T) {
	for _, e := range [][2]string{
		{"Takes lisinopril 10 mg.", "Takes lisinopril 20 mg."}, {"Takes lisinopril.", "Takes losartan."}, {"Left knee pain.", "Right knee pain."},
		{"Denies fever.", "Reports fever."}, {"No edema.", "Edema."}, {"His mother had gout.", "His father had gout."}, {"We will start aspirin.", "We started aspirin."},
		{"Pain for 2 weeks.", "Pain for 2 months."}, {"Mild pain.", "Severe pain."}, {"Likely gout.", "Gout."}, {"She has a cough.", "He has a cough."}, {"Twice daily.", "Once daily."},
	} {
		if got := Learn(pairs(e, e, e, e)); len(got) != 0 {
			t.Errorf("%q to %q: %+v", e[0], e[1], got)
		}
	}
}

func TestApplyOnlyWhatIsOnAndSafe(t *testing.T) {
	n := ehr.Note{Sections: []ehr.Section{{Name: ehr.HPI, Sentences: []ehr.Sentence{
		{ID: "t1", Text: "The patient reports a cough.", Origin: ehr.ByDrafter}, {ID: "t2", Text: "The patient reports a cough.", Origin: ehr.ByPerson}}}}}
	p := []Proposal{{Section: ehr.HPI, From: "The patient reports", To: "Pt. endorses"}, {Section: ehr.HPI, From: "a cough.", To: "no cough.", On: true}}
	if got, k := Apply(n, p); k != 0 || got.Sections[0].Sentences[0].Text != "The patient reports a cough." {
		t.Errorf("switched off or unsafe, and applied: %+v", got)
	}
	p[0].On = true
	got, k := Apply(n, p)
	ss := got.Sections[0].Sentences
	if k != 1 || ss[0].Text != "Pt. endorses a cough." || ss[1].Text != "The patient reports a cough." || n.Sections[0].Sentences[0].Text != "The patient reports a cough." {
		t.Errorf("%d: %+v", k, ss)
	}
}

func TestPairsGoByIdentifier(t *testing.T) {
	drafted := ehr.Note{Sections: []ehr.Section{{Name: ehr.HPI, Sentences: []ehr.Sentence{{ID: "t1", Text: "A."}, {ID: "t2", Text: "B."}}}}}
	signed := ehr.Note{Visit: "v", Sections: []ehr.Section{{Name: ehr.HPI, Sentences: []ehr.Sentence{{ID: "t2", Text: "C."}, {ID: "t9", Text: "D."}}}}}
	if got := Pairs(drafted, signed); len(got) != 1 || got[0] != (Pair{"v", ehr.HPI, "B.", "C."}) {
		t.Errorf("%+v", got)
	}
}
