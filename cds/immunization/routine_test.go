package immunization

import (
	"strings"
	"testing"

	"github.com/visitwright/visitwright/ehr"
)

func forecastFor(t *testing.T, s *Schedule, p Patient, asOf, group string) Forecast {
	t.Helper()
	a, err := s.Assess(p, on(asOf))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range a.Forecasts {
		if f.Group == group {
			return f
		}
	}
	t.Fatalf("no forecast for %s", group)
	return Forecast{}
}

// doses reads "20 2024-03-01, 110 2024-05-01".
func doses(s string) []Dose {
	var out []Dose
	for _, f := range strings.Split(s, ",") {
		if p := strings.Fields(f); len(p) == 2 {
			out = append(out, Dose{ID: p[1] + "/" + p[0], CVX: p[0], Date: on(p[1])})
		}
	}
	return out
}

// Expected dates follow from the routine table and CDC's 2025 schedule.
func TestRoutine(t *testing.T) {
	for _, c := range []struct {
		name, birth, sex, doses, asOf, group string
		status                               Status
		earliest, recommended, pastDue       string
	}{
		{"newborn is due hepatitis B at once", "2025-11-10", "female", "", "2025-11-10", "HepB", NotComplete, "2025-11-10", "2025-11-10", "2025-12-07"},
		{"newborn waits six weeks for DTaP", "2025-11-10", "female", "", "2025-11-10", "DTaP/Tdap/Td", NotComplete, "2025-12-22", "2026-01-10", "2026-03-09"},
		{"MMR at twelve months", "2024-11-10", "male", "", "2025-11-10", "MMR", NotComplete, "2025-11-10", "2025-11-10", "2026-04-06"},
		{"MMR after varicella waits 28 days", "2024-10-01", "male", "21 2025-11-01", "2025-11-10", "MMR", NotComplete, "2025-11-29", "2025-11-29", "2026-02-28"},
		{"two MMR are complete", "2015-01-01", "female", "03 2016-01-10, 03 2019-01-10", "2025-11-10", "MMR", Complete, "", "", ""},
		{"born before 1957 is immune to measles", "1950-01-01", "female", "", "2025-11-10", "MMR", Immune, "", "", ""},
		{"HPV started at 12 wants two", "2012-01-01", "female", "165 2024-01-10", "2025-11-10", "HPV", NotComplete, "2024-06-10", "2024-07-10", "2025-03-09"},
		{"HPV started at 16 wants three", "2008-01-01", "female", "165 2024-01-10, 165 2024-03-10", "2025-11-10", "HPV", NotComplete, "2024-06-10", "2024-07-10", "2024-09-06"},
		{"tetanus every ten years", "1980-01-01", "male", "115 2012-01-01, 09 2012-02-01, 09 2012-09-01", "2025-11-10", "DTaP/Tdap/Td", NotComplete, "2017-09-01", "2022-09-01", "2022-09-28"},
		{"shingles at fifty", "1975-11-10", "female", "", "2025-11-10", "Zoster", NotComplete, "2025-11-10", "2025-11-10", "2026-11-09"},
		{"second shingles dose", "1970-01-01", "female", "187 2025-09-01", "2025-11-10", "Zoster", NotComplete, "2025-10-27", "2025-10-27", "2026-03-31"},
		{"pneumococcal at fifty, not the child's series", "1970-01-01", "male", "", "2025-11-10", "Pneumococcal", NotComplete, "2020-01-01", "2020-01-01", "2020-12-31"},
		{"PCV20 once is enough", "1970-01-01", "male", "216 2023-01-01", "2025-11-10", "Pneumococcal", Complete, "", "", ""},
		{"this season's influenza", "1970-01-01", "male", "150 2024-10-01", "2025-11-10", "Influenza", NotComplete, "2025-07-01", "2025-07-01", ""},
		{"this season's influenza is given", "1970-01-01", "male", "150 2024-10-01, 150 2025-10-01", "2025-11-10", "Influenza", Complete, "", "", ""},
		{"the season after, influenza is due again", "1970-01-01", "male", "150 2024-10-01, 150 2025-10-01", "2026-11-22", "Influenza", NotComplete, "2026-07-01", "2026-07-01", ""},
		{"meningitis B is a shared decision at sixteen", "2009-11-10", "male", "", "2025-11-10", "Meningococcal B", NotComplete, "2025-11-10", "2025-11-10", ""},
		{"meningitis B at thirty", "1995-11-10", "male", "", "2025-11-10", "Meningococcal B", AgedOut, "", "", ""},
		{"this season's COVID-19", "1970-01-01", "male", "309 2024-10-01", "2025-11-10", "COVID-19", NotComplete, "2025-07-01", "2025-07-01", ""},
		{"this season's COVID-19 is given", "1970-01-01", "male", "309 2025-10-01", "2025-11-10", "COVID-19", Complete, "", "", ""},
		{"rotavirus is not started late", "2025-05-01", "male", "", "2025-11-10", "Rotavirus", AgedOut, "", "", ""},
		{"two monovalent rotavirus are complete", "2025-05-01", "male", "119 2025-07-01, 119 2025-09-01", "2025-11-10", "Rotavirus", Complete, "", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := Patient{Birth: on(c.birth), Sex: c.sex, Doses: doses(c.doses)}
			f := forecastFor(t, Routine(), p, c.asOf, c.group)
			got := []string{string(f.Status), f.Earliest.String(), f.Recommended.String(), f.PastDue.String()}
			want := []string{string(c.status), c.earliest, c.recommended, c.pastDue}
			if strings.Join(got, "|") != strings.Join(want, "|") {
				t.Errorf("got %q, want %q (%v)", got, want, f.Series)
			}
		})
	}
}

func TestDoseEvaluations(t *testing.T) {
	for _, c := range []struct {
		name, birth, doses, group string
		want                      []DoseStatus
	}{
		{"MMR four days early counts", "2024-11-10", "03 2025-11-06", "MMR", []DoseStatus{DoseValid}},
		{"MMR five days early does not", "2024-11-10", "03 2025-11-05", "MMR", []DoseStatus{DoseNotValid}},
		{"live vaccines 27 days apart", "2022-01-01", "21 2025-01-01, 03 2025-01-24", "MMR", []DoseStatus{DoseNotValid}},
		{"live vaccines on the same day", "2022-01-01", "21 2025-01-01, 03 2025-01-01", "MMR", []DoseStatus{DoseValid}},
		{"second dose too soon, third counts", "2025-01-01", "08 2025-01-01, 08 2025-01-20, 08 2025-03-01", "HepB", []DoseStatus{DoseValid, DoseNotValid, DoseValid}},
		{"live zoster vaccine no longer counts", "1960-01-01", "121 2015-01-01, 187 2025-01-01", "Zoster", []DoseStatus{DoseNotValid, DoseValid}},
		{"a dose after the series is extra", "2015-01-01", "03 2016-01-10, 03 2019-01-10, 03 2020-01-10", "MMR", []DoseStatus{DoseValid, DoseValid, DoseExtraneous}},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := forecastFor(t, Routine(), Patient{Birth: on(c.birth), Sex: "female", Doses: doses(c.doses)}, "2025-12-10", c.group)
			for i, want := range c.want {
				if i >= len(f.Doses) || f.Doses[i].Status != want {
					t.Fatalf("dose %d: %+v, want %s", i+1, f.Doses, want)
				}
			}
		})
	}
}

func TestAssessSaysWhatItCannotDo(t *testing.T) {
	if _, err := Routine().Assess(Patient{}, on("2025-11-10")); ehr.KindOf(err) != ehr.Invalid {
		t.Errorf("without a birth date: %v", err)
	}
	a, err := Routine().Assess(Patient{Birth: on("2000-01-01"), Doses: doses("9999 2020-01-01")}, on("2025-11-10"))
	if err != nil || len(a.Unknown) != 1 {
		t.Errorf("an unknown vaccine was passed over: %+v %v", a.Unknown, err)
	}
	if len(Routine().LeavesOut) == 0 {
		t.Error("the routine table claims to cover everything")
	}
}

func TestDosesAfterTheAssessmentDoNotCount(t *testing.T) {
	f := forecastFor(t, Routine(), Patient{Birth: on("2024-01-01"), Doses: doses("03 2025-12-01")}, "2025-11-10", "MMR")
	if len(f.Doses) != 0 || f.Dose != 1 {
		t.Errorf("a dose of the future was evaluated: %+v", f)
	}
}

// TestEveryLineHasItsSource: no series of the built-in schedule without one.
func TestEveryLineHasItsSource(t *testing.T) {
	for _, l := range Routine().Lines {
		if l.Source == "" || l.Name == "" {
			t.Errorf("%q has no source", l.Name)
		}
	}
	if n := len(Routine().Lines); n != Routine().Series() {
		t.Errorf("%d lines for %d series", n, Routine().Series())
	}
}

// Expected dates follow from CDC's 2025 notes for people at risk.
func TestRoutineAtRisk(t *testing.T) {
	for _, c := range []struct {
		name, birth, sex, facts, doses, asOf, group string
		status                                      Status
		earliest                                    string
	}{
		{"newborn in the season: antibody at once", "2025-11-10", "female", "", "", "2025-11-12", "RSV", NotComplete, "2025-11-10"},
		{"infant of June: antibody when the season begins", "2025-06-10", "male", "", "", "2025-07-01", "RSV", NotComplete, "2025-10-01"},
		{"one antibody is enough", "2025-11-10", "female", "", "306 2025-11-11", "2025-12-12", "RSV", Complete, ""},
		{"Tdap in this pregnancy, the last one's does not count", "1995-01-01", "female", "007 170@2025-04-01 pregnancy@2025-04-01", "115 2023-05-01", "2025-11-10", "DTaP/Tdap/Td", NotComplete, "2025-10-07"},
		{"Tdap was given in this pregnancy: ten years on", "1995-01-01", "female", "007 pregnancy@2025-04-01", "115 2012-01-01, 09 2012-02-01, 09 2012-09-01, 115 2025-10-20", "2025-11-10", "DTaP/Tdap/Td", NotComplete, "2030-10-20"},
		{"RSV vaccine at 32 weeks", "1995-01-01", "female", "007 pregnancy@2025-04-01", "", "2025-11-10", "RSV", NotComplete, "2025-11-11"},
		{"asplenia: MenACWY again after eight weeks", "1985-01-01", "male", "160", "203 2025-09-01", "2025-11-10", "Meningococcal", NotComplete, "2025-10-27"},
		{"asplenia: MenB from ten years", "2010-01-01", "male", "160", "", "2025-11-10", "Meningococcal B", NotComplete, "2020-01-01"},
		{"no live vaccine in pregnancy", "1995-01-01", "female", "007", "", "2025-11-10", "MMR", Contraindicated, ""},
		{"no live vaccine after a transplant", "1995-01-01", "female", "157", "", "2025-11-10", "Varicella", Contraindicated, ""},
		{"asthma is no reason against MMR", "1995-01-01", "female", "027", "", "2025-11-10", "MMR", NotComplete, "1996-01-01"},
		{"mpox, second dose after four weeks", "1990-01-01", "male", "036", "206 2025-11-01", "2025-11-10", "Orthopoxvirus", NotComplete, "2025-11-29"},
	} {
		p := Patient{Birth: on(c.birth), Sex: c.sex, Doses: doses(c.doses)}
		for _, f := range strings.Fields(c.facts) {
			code, at, dated := strings.Cut(f, "@")
			x := Fact{Code: code}
			if dated {
				x.Date = on(at)
			}
			p.Facts = append(p.Facts, x)
		}
		f := forecastFor(t, Routine(), p, c.asOf, c.group)
		if f.Status != c.status || f.Earliest.String() != c.earliest {
			t.Errorf("%s: %s from %s (%v), want %s from %s", c.name, f.Status, f.Earliest, f.Series, c.status, c.earliest)
		}
	}
}
