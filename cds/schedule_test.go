package cds

import (
	"slices"
	"strings"
	"testing"

	"github.com/visitwright/visitwright/ehr"
)

// TestASchedulePerPractice: every schedule that is offered can be chosen, and every
// forecast then names it.
func TestASchedulePerPractice(t *testing.T) {
	base := checker(t, Options{})
	child := ehr.Chart{Patient: ehr.Patient{Sex: ehr.Female, BirthDate: ehr.DateOf(today).Add(-2, 0, 0)}}
	status := map[string]string{}
	for _, o := range base.Schedules() {
		if o.ID == "" || o.Name == "" || o.What == "" || o.Source == "" {
			t.Errorf("an option without words or source: %+v", o)
		}
		c, err := base.WithSchedule(o.ID)
		if err != nil {
			t.Fatal(err)
		}
		if c.Schedule() != o.ID {
			t.Errorf("chose %s, in use is %s", o.ID, c.Schedule())
		}
		for _, v := range c.Check(child, ehr.Note{}, nil, today).Immunization {
			if v.Pack != o.Name {
				t.Errorf("%s: %s names %q", o.ID, v.Group, v.Pack)
			}
			if v.Group == "HepA" {
				status[o.ID] = v.Status
			}
		}
		if again, err := c.WithSchedule("loaded"); err != nil || again.Schedule() != "loaded" {
			t.Errorf("the way back from %s: %v", o.ID, err)
		}
	}
	if status["aap-2026"] != "Not Complete" || status["cdc-2026"] != "Not Recommended" {
		t.Errorf("hepatitis A of a child of two: %v", status)
	}
	if _, err := base.WithSchedule("no-such"); ehr.KindOf(err) != ehr.Invalid {
		t.Errorf("an unknown schedule: %v", err)
	}
}

// TestRulesHaveTitlesForPeople: reports name rules in words, with nothing left open.
func TestRulesHaveTitlesForPeople(t *testing.T) {
	c := checker(t, Options{})
	for _, r := range c.Rules() {
		if title := c.TitleOf(r.ID); title == r.ID || strings.ContainsAny(title, "{}") {
			t.Errorf("%s is called %q", r.ID, title)
		}
		if title := c.TitleOf(r.ID); r.Kind == "allergy" && strings.Contains(title, "condition") {
			t.Errorf("an allergy is to a drug, not to a condition: %s is called %q", r.ID, title)
		}
	}
	if c.TitleOf("gone") != "gone" || !slices.ContainsFunc(c.Rules(), func(r Rule) bool { return c.TitleOf(r.ID) == r.Title }) {
		t.Error("titles are those of the rules page")
	}
	if got := c.TitleOf("uspstf-breast-cancer"); got != "Mammography, every two years" {
		t.Errorf("a recommendation is called %q", got)
	}
}
