package code

import (
	"regexp"
	"testing"

	"github.com/visitwright/visitwright/coding"
	"github.com/visitwright/visitwright/ehr"
)

func TestRounds(t *testing.T) {
	visits, err := Rounds()
	if err != nil {
		t.Fatal(err)
	}
	shape := regexp.MustCompile(`^[A-TV-Z]\d[0-9A-Z](\.[0-9A-Z]{1,4})?$|^U07\.1$`)
	seen := map[string]bool{}
	for _, v := range visits {
		if seen[v.Set+v.ID] {
			t.Errorf("%s %s stands twice", v.Set, v.ID)
		}
		seen[v.Set+v.ID] = true
		if len(v.Note) < 80 {
			t.Errorf("%s %s: no note", v.Set, v.ID)
		}
		for _, c := range append(v.Codes, v.Optional...) {
			if !shape.MatchString(c) {
				t.Errorf("%s %s: %q is no code", v.Set, v.ID, c)
			}
		}
	}
	if len(visits) < 20 {
		t.Errorf("only %d notes", len(visits))
	}
}

func TestLevelsNameOurNotes(t *testing.T) {
	notes, err := LevelNotes()
	if err != nil {
		t.Fatal(err)
	}
	seen, visits := map[string]bool{}, 0
	for _, n := range notes {
		if seen[n.Set+n.ID] || len(n.Note) < 80 {
			t.Errorf("%s %s: twice, or no note", n.Set, n.ID)
		}
		seen[n.Set+n.ID] = true
	}
	for _, a := range Levels(func(ehr.Note) coding.Result { return coding.Result{} }, notes) {
		visits += a.Visits
		if a.Same+a.Higher+a.Lower != a.Visits || len(a.Wrong) != a.Higher+a.Lower {
			t.Errorf("%+v", a)
		}
	}
	if visits < 100 || visits != len(notes) {
		t.Errorf("%d visits of %d notes", visits, len(notes))
	}
}
