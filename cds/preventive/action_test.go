package preventive

import (
	"slices"
	"testing"

	"github.com/visitwright/visitwright/cds/facts"
	"github.com/visitwright/visitwright/ehr"
)

// TestEachGapHasItsOneClick: every recommendation names an order of a known kind,
// a measurement, or a question whose answer satisfies it.
func TestEachGapHasItsOneClick(t *testing.T) {
	kinds := []ehr.OrderKind{ehr.MedicationOrder, ehr.TestOrder, ehr.ImagingOrder, ehr.FollowUpOrder}
	for _, r := range Recommendations() {
		a := r.action()
		switch a.Kind {
		case "order":
			if !slices.Contains(kinds, a.Order) || a.Text == "" {
				t.Errorf("%s: %+v", r.ID, a)
			}
		case "ask":
			c := ehr.Chart{Patient: patient(ehr.Female, (r.From+min(r.To, 80))/2), Observations: []ehr.Observation{
				{Code: a.Code, Value: 1, HasValue: len(a.Answers) == 0, Unit: a.Unit, Text: append(a.Answers, "")[0], At: now},
			}}
			if got := status(t, c, r.ID); got != "done" {
				t.Errorf("%s: after the answer it is %q", r.ID, got)
			}
		case "measure":
		default:
			t.Errorf("%s: %+v", r.ID, a)
		}
	}
}

func TestTheQuestionFollowsWhatIsKnown(t *testing.T) {
	lung := func(o ...ehr.Observation) *ehr.CareGap {
		gaps, _ := Gaps(facts.From(ehr.Chart{Patient: patient(ehr.Male, 60), Observations: o}, now), nil)
		i := slices.IndexFunc(gaps, func(g ehr.CareGap) bool { return g.Rule == "uspstf-lung-cancer" })
		if i < 0 {
			return nil
		}
		return &gaps[i]
	}
	smokes := ehr.Observation{Code: ehr.Coded{System: ehr.LOINC, Code: "72166-2"}, Text: "Smokes every day", At: now}
	packs := ehr.Observation{Code: ehr.Coded{System: ehr.LOINC, Code: "8664-5"}, Value: 30, HasValue: true, Unit: "{PackYears}", At: now}
	if g := lung(); g == nil || g.Action == nil || len(g.Action.Answers) == 0 {
		t.Errorf("first whether they smoke: %+v", g)
	}
	if g := lung(smokes); g == nil || g.Action == nil || g.Action.Code.Code != "8664-5" {
		t.Errorf("then how much: %+v", g)
	}
	if g := lung(smokes, packs); g == nil || g.Status != "due" || g.Action == nil || g.Action.Order != ehr.ImagingOrder {
		t.Errorf("then the scan: %+v", g)
	}
	never := smokes
	never.Text = "Never smoker"
	if g := lung(never); g != nil {
		t.Errorf("who never smoked is not asked again: %+v", g)
	}
}
