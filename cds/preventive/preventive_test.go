package preventive

import (
	"strings"
	"testing"
	"time"

	"github.com/visitwright/visitwright/cds/facts"
	"github.com/visitwright/visitwright/ehr"
)

var now = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)

func status(t *testing.T, c ehr.Chart, rule string) string {
	t.Helper()
	gaps, not := Gaps(facts.From(c, now), nil)
	if len(not) > 0 {
		t.Fatalf("not checked: %v", not)
	}
	for _, g := range gaps {
		if g.Source == "" || g.Summary == "" {
			t.Errorf("%s has no source or words", g.Rule)
		}
		if g.Rule == rule {
			return g.Status
		}
	}
	return ""
}

func patient(sex ehr.Sex, age int) ehr.Patient {
	return ehr.Patient{Sex: sex, BirthDate: ehr.DateOf(now).Add(-age, 0, -1)}
}

func done(loinc string, months int) ehr.Observation {
	return ehr.Observation{Code: ehr.Coded{System: ehr.LOINC, Code: loinc}, At: now.AddDate(0, -months, 0), HasValue: true, Value: 1}
}

func TestBreastCancer(t *testing.T) {
	for _, c := range []struct {
		name string
		c    ehr.Chart
		want string
	}{
		{"woman of 50, nothing on record", ehr.Chart{Patient: patient(ehr.Female, 50)}, "due"},
		{"mammogram a year ago", ehr.Chart{Patient: patient(ehr.Female, 50), Observations: []ehr.Observation{done("24606-6", 12)}}, "done"},
		{"mammogram 25 months ago", ehr.Chart{Patient: patient(ehr.Female, 50), Observations: []ehr.Observation{done("24606-6", 25)}}, "due"},
		{"mammogram five years ago", ehr.Chart{Patient: patient(ehr.Female, 50), Observations: []ehr.Observation{done("24606-6", 60)}}, "overdue"},
		{"woman of 39", ehr.Chart{Patient: patient(ehr.Female, 39)}, ""},
		{"man of 50", ehr.Chart{Patient: patient(ehr.Male, 50)}, ""},
		{"both breasts removed", ehr.Chart{Patient: patient(ehr.Female, 50), Problems: []ehr.Problem{{Code: ehr.Coded{System: ehr.ICD10CM, Code: "Z90.13"}, Status: ehr.ProblemActive}}}, "excluded"},
	} {
		if got := status(t, c.c, "uspstf-breast-cancer"); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestSmokingIsAskedNotAssumed(t *testing.T) {
	c := ehr.Chart{Patient: patient(ehr.Male, 66)}
	if got := status(t, c, "uspstf-aortic-aneurysm"); got != "unknown" {
		t.Errorf("nobody asked about smoking: %q", got)
	}
	c.Observations = []ehr.Observation{{Code: ehr.Coded{System: ehr.LOINC, Code: "72166-2"}, ValueCode: ehr.Coded{Display: "Never smoker"}, At: now}}
	if got := status(t, c, "uspstf-aortic-aneurysm"); got != "" {
		t.Errorf("never smoked: %q", got)
	}
	c.Observations[0].ValueCode.Display = "Former smoker"
	if got := status(t, c, "uspstf-aortic-aneurysm"); got != "due" {
		t.Errorf("former smoker: %q", got)
	}
}

func TestColonoscopyLastsTenYears(t *testing.T) {
	c := ehr.Chart{Patient: patient(ehr.Male, 60), Procedures: []ehr.Procedure{{Code: ehr.Coded{Display: "Colonoscopy"}, Date: ehr.DateOf(now).Add(-9, 0, 0)}}, Observations: []ehr.Observation{done("57905-2", 30)}}
	if got := status(t, c, "uspstf-colorectal-cancer"); got != "done" {
		t.Errorf("colonoscopy nine years ago: %q", got)
	}
}

func TestNoBirthDateIsNotChecked(t *testing.T) {
	if _, not := Gaps(facts.From(ehr.Chart{}, now), nil); len(not) != 1 {
		t.Error("without a birth date preventive care counts as checked")
	}
}

func TestBothBreastsOneByOne(t *testing.T) {
	c := ehr.Chart{Patient: patient(ehr.Female, 50), Procedures: []ehr.Procedure{{Code: ehr.Coded{Display: "Resection of left breast"}, Date: ehr.DateOf(now).Add(-2, 0, 0)}}}
	if got := status(t, c, "uspstf-breast-cancer"); got != "due" {
		t.Errorf("one breast is left: %q", got)
	}
	c.Procedures = append(c.Procedures, ehr.Procedure{Code: ehr.Coded{Display: "Resection of right breast"}, Date: ehr.DateOf(now).Add(-1, 0, 0)})
	if got := status(t, c, "uspstf-breast-cancer"); got != "excluded" {
		t.Errorf("both breasts removed: %q", got)
	}
}

// A recommendation can only speak of conditions and tests that exist.
func TestEveryNameIsKnown(t *testing.T) {
	known := map[string]bool{}
	for _, n := range append(facts.Conditions(), facts.Tests()...) {
		known[n] = true
	}
	for _, e := range Excuses() {
		for _, n := range append(e.Needs, e.With...) {
			if !known[n] {
				t.Errorf("%s: %q is not known", e.ID, n)
			}
		}
		if e.Source == "" || e.Say == "" {
			t.Errorf("%s has no source or words", e.ID)
		}
		known[e.ID] = true
	}
	for _, r := range Recommendations() {
		var names []string
		for _, n := range r.Needs {
			names = append(names, strings.Split(n, "+")...)
		}
		for _, x := range r.Excluded {
			names = append(names, strings.Split(x, "+")...)
		}
		for _, s := range r.Satisfied {
			if s.Test != "" {
				names = append(names, s.Test)
			}
		}
		for _, n := range names {
			if !known[n] {
				t.Errorf("%s: %q is not known", r.ID, n)
			}
		}
	}
}

// JAMA 2021;325:1965-1977: A from 50 to 75 years, B from 45 to 49.
func TestTheGradeIsThatOfTheAge(t *testing.T) {
	for birth, want := range map[int]string{1979: "USPSTF grade B", 1966: "USPSTF grade A"} {
		chart := ehr.Chart{Patient: ehr.Patient{Sex: ehr.Male, BirthDate: ehr.Date{Year: birth, Month: 3, Day: 1}}}
		gaps, _ := Gaps(facts.From(chart, time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)), func([]string) bool { return false })
		found := false
		for _, g := range gaps {
			if g.Rule == "uspstf-colorectal-cancer" {
				found = true
				if !strings.HasPrefix(g.Recommendation, want) {
					t.Errorf("born %d: %s", birth, g.Recommendation)
				}
			}
		}
		if !found {
			t.Errorf("born %d: not asked", birth)
		}
	}
}
