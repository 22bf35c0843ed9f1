package interactions

import "testing"

func TestSubstance(t *testing.T) {
	for display, want := range map[string]string{
		"Allergy to penicillin (disorder)": "penicillin",
		"Penicillin allergy":               "Penicillin",
		"Drug allergy to sulfonamides":     "sulfonamides",
		"Ibuprofen (substance)":            "Ibuprofen",
		"Hypersensitivity to aspirin":      "aspirin",
		"Lactose intolerance":              "Lactose",
		"PCN":                              "PCN",
		"No known allergies":               "No known allergies",
		"Allergy":                          "Allergy",
	} {
		if got := substance(display); got != want {
			t.Errorf("%q: %q", display, got)
		}
	}
}
