package preventive

import (
	"slices"
	"testing"

	"github.com/visitwright/visitwright/cds/facts"
	"github.com/visitwright/visitwright/ehr"
)

// months gives the day so many months before the check.
func months(n int) ehr.Date { return ehr.DateOf(now).Add(0, -n, 0) }

func problem(words string, onset ehr.Date, status ehr.ProblemStatus) ehr.Problem {
	return ehr.Problem{ID: "p", Code: ehr.Coded{Display: words}, Status: status, Onset: onset}
}

func care(words string, from, to ehr.Date) ehr.Care {
	return ehr.Care{ID: "c", Code: ehr.Coded{Display: words}, From: from, To: to}
}

func found(code, value string, monthsAgo int) ehr.Observation {
	return ehr.Observation{ID: "o", Code: ehr.Coded{Display: code}, ValueCode: ehr.Coded{Display: value}, At: now.AddDate(0, -monthsAgo, 0)}
}

func TestWhatExcuses(t *testing.T) {
	active, resolved := ehr.ProblemActive, ehr.ProblemResolved
	wheelchair := care("Wheelchair", months(3), months(3))
	for _, c := range []struct {
		name string
		age  int
		c    ehr.Chart
		want string
	}{
		{"discharged to hospice two months ago", 50, ehr.Chart{Care: []ehr.Care{care("Discharge to home with hospice", months(2), months(2))}}, "excluded"},
		{"hospice two years ago, and nothing since", 50, ehr.Chart{Care: []ehr.Care{care("Admission to hospice", months(24), months(24))}}, "due"},
		{"a stay in hospice that goes on", 50, ehr.Chart{Care: []ehr.Care{care("Admission to hospice", months(24), ehr.Date{})}}, "excluded"},
		{"hospice from tomorrow", 50, ehr.Chart{Care: []ehr.Care{care("Admission to hospice", ehr.DateOf(now).Add(0, 0, 1), ehr.Date{})}}, "due"},
		{"hospice on the problem list", 50, ehr.Chart{Problems: []ehr.Problem{problem("In hospice care", months(30), active)}}, "excluded"},
		{"hospice that was over long ago", 50, ehr.Chart{Problems: []ehr.Problem{problem("In hospice care", months(30), resolved)}}, "due"},
		{"hospice care: yes", 50, ehr.Chart{Observations: []ehr.Observation{found("Hospice care", "Yes", 1)}}, "excluded"},
		{"hospice care: no", 50, ehr.Chart{Observations: []ehr.Observation{found("Hospice care", "No", 1)}}, "due"},
		{"hospice spoken of and declined", 50, ehr.Chart{Observations: []ehr.Observation{found("Plan of care", "hospice declined", 1)}}, "due"},
		{"palliative care", 50, ehr.Chart{Procedures: []ehr.Procedure{{ID: "r", Code: ehr.Coded{Display: "Palliative care"}, Date: months(1)}}}, "excluded"},
		{"nursing home at 67", 67, ehr.Chart{Observations: []ehr.Observation{found("Housing", "Lives in nursing home", 1)}}, "excluded"},
		{"nursing home at 65", 65, ehr.Chart{Observations: []ehr.Observation{found("Housing", "Lives in nursing home", 1)}}, "due"},
		{"frail and demented at 70", 70, ehr.Chart{Care: []ehr.Care{wheelchair}, Problems: []ehr.Problem{problem("Dementia", months(40), active)}}, "excluded"},
		{"frail and demented at 60", 60, ehr.Chart{Care: []ehr.Care{wheelchair}, Problems: []ehr.Problem{problem("Dementia", months(40), active)}}, "due"},
		{"frail, with high blood pressure", 70, ehr.Chart{Care: []ehr.Care{wheelchair}, Problems: []ehr.Problem{problem("Hypertension", months(40), active)}}, "due"},
		{"demented, not frail", 70, ehr.Chart{Problems: []ehr.Problem{problem("Dementia", months(40), active)}}, "due"},
		{"a wheelchair two years ago", 70, ehr.Chart{Care: []ehr.Care{care("Wheelchair", months(24), months(24))}, Problems: []ehr.Problem{problem("Dementia", months(40), active)}}, "due"},
		{"absence of breast, left", 50, ehr.Chart{Problems: []ehr.Problem{problem("Absence of breast, left side", months(2), active)}}, "due"},
		{"absence of breast, both named by side", 50, ehr.Chart{Problems: []ehr.Problem{problem("Absence of breast, left side", months(2), active), problem("Absence of breast, right side", months(2), active)}}, "excluded"},
		{"part of each breast", 50, ehr.Chart{Problems: []ehr.Problem{problem("Partial mastectomy, left", months(2), active), problem("Partial mastectomy, right", months(2), active)}}, "due"},
		{"both breasts, next year", 50, ehr.Chart{Problems: []ehr.Problem{problem("Bilateral mastectomy", months(-2), active)}}, "due"},
	} {
		c.c.Patient = patient(ehr.Female, c.age)
		if got := status(t, c.c, "uspstf-breast-cancer"); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestADementiaDrugStandsForTheIllness(t *testing.T) {
	c := ehr.Chart{Patient: patient(ehr.Female, 70), Care: []ehr.Care{care("Hospital bed", months(1), months(1))}}
	for drug, want := range map[string]string{"donepezil": "excluded", "amlodipine": "due"} {
		gaps, _ := Gaps(facts.From(c, now), func(names []string) bool { return slices.Contains(names, drug) })
		for _, g := range gaps {
			if g.Rule == "uspstf-breast-cancer" && g.Status != want {
				t.Errorf("%s: %q, want %q", drug, g.Status, want)
			}
		}
	}
}

func TestWhatWasDeclinedIsNotAskedForAYear(t *testing.T) {
	phq := ehr.Coded{System: ehr.LOINC, Code: "44261-6"}
	for _, c := range []struct {
		name string
		n    ehr.NotDone
		seen []ehr.Observation
		want string
	}{
		{"declined last month", ehr.NotDone{Code: phq, Reason: "Depression screening declined", Date: months(1)}, nil, "excluded"},
		{"contraindicated", ehr.NotDone{Code: phq, Reason: "Procedure contraindicated", Date: months(1)}, nil, "excluded"},
		{"declined 13 months ago", ehr.NotDone{Code: phq, Reason: "declined", Date: months(13)}, nil, "due"},
		{"the tablet was broken", ehr.NotDone{Code: phq, Reason: "Equipment failure", Date: months(1)}, nil, "due"},
		{"another test declined", ehr.NotDone{Code: ehr.Coded{System: ehr.LOINC, Code: "24606-6"}, Reason: "declined", Date: months(1)}, nil, "due"},
		{"declined, then done", ehr.NotDone{Code: phq, Reason: "declined", Date: months(3)}, []ehr.Observation{done("44261-6", 2)}, "done"},
		{"declined before it was last done", ehr.NotDone{Code: phq, Reason: "declined", Date: months(11)}, []ehr.Observation{done("44261-6", 13)}, "excluded"},
	} {
		chart := ehr.Chart{Patient: patient(ehr.Male, 30), NotDone: []ehr.NotDone{c.n}, Observations: c.seen}
		if got := status(t, chart, "uspstf-depression"); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestDueOnTheDayItself(t *testing.T) {
	for n, want := range map[int]string{0: "due", -1: "done"} {
		c := ehr.Chart{Patient: patient(ehr.Female, 50), Observations: []ehr.Observation{done("24606-6", 24)}}
		c.Observations[0].At = c.Observations[0].At.AddDate(0, 0, -n)
		if got := status(t, c, "uspstf-breast-cancer"); got != want {
			t.Errorf("24 months less %d days: %q, want %q", -n, got, want)
		}
	}
}
