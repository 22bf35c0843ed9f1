package immunization

import (
	"slices"
	"strings"
	"testing"

	"github.com/visitwright/visitwright/ehr"
)

func TestTheBuiltInScheduleKnowsSomeRisks(t *testing.T) {
	for _, c := range []struct {
		name, birth, doses, code, group string
		status                          Status
		earliest                        string
	}{
		{"pneumococcal at thirty with diabetes", "1995-11-10", "", "014", "Pneumococcal", NotComplete, "2014-11-10"},
		{"PCV20 is enough with diabetes", "1995-11-10", "216 2023-01-01", "014", "Pneumococcal", Complete, ""},
		{"PPSV23 a year after PCV15", "1995-11-10", "215 2025-01-01", "014", "Pneumococcal", NotComplete, "2025-02-26"},
		{"RSV at sixty with heart disease", "1965-11-10", "", "016", "RSV", NotComplete, "2015-11-10"},
		{"shingles at thirty after a transplant", "1995-11-10", "", "157", "Zoster", NotComplete, "2014-11-10"},
		{"hepatitis A in liver disease", "1975-11-10", "", "015", "HepA", NotComplete, "1994-11-10"},
	} {
		p := Patient{Birth: on(c.birth), Sex: "female", Doses: doses(c.doses), Facts: []Fact{{Code: c.code}}}
		if f := forecastFor(t, Routine(), p, "2025-11-10", c.group); f.Status != c.status || f.Earliest.String() != c.earliest {
			t.Errorf("%s: %s %s, want %s %s", c.name, f.Status, f.Earliest, c.status, c.earliest)
		}
		p.Facts = nil
		if f := forecastFor(t, Routine(), p, "2025-11-10", c.group); f.Risk {
			t.Errorf("%s: a risk series without the risk", c.name)
		}
	}
}

func TestPacksDifferForChildrenOnlyAndAreNamed(t *testing.T) {
	const birth, day = "2024-11-10", "2025-11-10"
	baby := Patient{Birth: on(birth), Sex: "male"}
	aap, err := Routine().With("aap-2026")
	if err != nil {
		t.Fatal(err)
	}
	cdc, err := Routine().With("cdc-2026")
	if err != nil {
		t.Fatal(err)
	}
	for _, group := range []string{"HepA", "HepB", "Influenza"} {
		if f := forecastFor(t, aap, baby, day, group); f.Status != NotComplete {
			t.Errorf("AAP, %s: %s", group, f.Status)
		}
		f := forecastFor(t, cdc, baby, day, group)
		if f.Status != NotRecommended || !f.Recommended.IsZero() || !strings.Contains(strings.Join(f.Reasons, " "), "shared decision") {
			t.Errorf("CDC, %s: %s %v", group, f.Status, f.Reasons)
		}
	}
	if f := forecastFor(t, cdc, baby, day, "MMR"); f.Status != NotComplete {
		t.Errorf("CDC, MMR: %s", f.Status)
	}
	girl := Patient{Birth: on("2013-01-01"), Sex: "female", Doses: doses("165 2024-06-01")}
	if f := forecastFor(t, cdc, girl, day, "HPV"); f.Status != Complete {
		t.Errorf("CDC, one dose of HPV: %s", f.Status)
	}
	if f := forecastFor(t, aap, girl, day, "HPV"); f.Status != NotComplete {
		t.Errorf("AAP, one dose of HPV: %s", f.Status)
	}
	adult := Patient{Birth: on("1970-01-01"), Sex: "female"}
	if f := forecastFor(t, cdc, adult, day, "Influenza"); f.Status != NotComplete {
		t.Errorf("an adult's influenza: %s", f.Status)
	}
	a, err := cdc.Assess(baby, on(day))
	if err != nil || !strings.HasPrefix(a.Pack, "CDC January 2026 (on ") {
		t.Errorf("%q %v", a.Pack, err)
	}
	if _, err := Routine().With("who-1990"); ehr.KindOf(err) != ehr.Invalid || !slices.Contains(Packs(), "aap-2026") {
		t.Errorf("%v", err)
	}
}
