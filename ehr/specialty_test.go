package ehr

import "testing"

func TestSpecialtiesAreNamedOnceAndStandByTitle(t *testing.T) {
	seen := map[Specialty]bool{}
	last := ""
	for _, s := range Specialties {
		if seen[s.Name] || s.Title <= last {
			t.Errorf("%s, %q: twice, or not in order", s.Name, s.Title)
		}
		seen[s.Name], last = true, s.Title
	}
	if got := Specialty("paediatrics").Title(); got != "Pediatrics" {
		t.Errorf("the title is %q", got)
	}
	if s := Specialty("alchemy"); s.Valid() || s.Title() != "alchemy" {
		t.Error("alchemy is a specialty")
	}
}
