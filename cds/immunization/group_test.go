package immunization

import "testing"

// TestAGroupIsNeverDueBeforeItsLastDose: tetanus toxoid alone puts off the dose that
// only pertussis still wants, whether or not a forecast of the group has priority.
func TestAGroupIsNeverDueBeforeItsLastDose(t *testing.T) {
	e := &engine{h: &history{antigen: map[string][]record{"Tetanus": {{date: 100}, {date: 900}}}}}
	several := vaccineGroup{antigens: []string{"Diphtheria", "Tetanus", "Pertussis"}}
	for _, c := range []struct {
		name        string
		group       vaccineGroup
		first, last day
		priority    bool
		want        day
	}{
		{"without priority", several, 400, 500, false, 900},
		{"with priority", several, 400, 500, true, 900},
		{"without priority, due later", several, 950, 1000, false, 1000},
		{"with priority, due later", several, 950, 1000, true, 950},
		{"one antigen", vaccineGroup{antigens: []string{"Tetanus"}}, 950, 1000, false, 950},
	} {
		if got := e.groupEarliest(c.group, c.first, c.last, c.priority); got != c.want {
			t.Errorf("%s: due on day %d, want %d", c.name, got, c.want)
		}
	}
}
