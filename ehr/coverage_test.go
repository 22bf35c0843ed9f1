package ehr_test

import (
	"testing"
	"time"

	"github.com/visitwright/visitwright/ehr"
)

func TestCoverage(t *testing.T) {
	day := func(m time.Month, d int) ehr.Date { return ehr.Date{Year: 2026, Month: m, Day: d} }
	whole := ehr.Coverage{Place: 1, Payer: "Harbor Health", Member: "H1", Relationship: ehr.Self, Start: day(1, 1), End: day(6, 30)}
	if err := whole.Check(); err != nil {
		t.Error(err)
	}
	for name, change := range map[string]func(*ehr.Coverage){
		"no payer":      func(c *ehr.Coverage) { c.Payer = " " },
		"no member":     func(c *ehr.Coverage) { c.Member = "" },
		"fourth":        func(c *ehr.Coverage) { c.Place = 4 },
		"no subscriber": func(c *ehr.Coverage) { c.Relationship = ehr.Child },
		"ends first":    func(c *ehr.Coverage) { c.End = ehr.Date{Year: 2025, Month: 12, Day: 31} },
	} {
		c := whole
		change(&c)
		if err := c.Check(); ehr.KindOf(err) != ehr.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, c := range []struct {
		on   ehr.Date
		want bool
	}{{day(1, 1), true}, {day(6, 30), true}, {day(7, 1), false}, {ehr.Date{Year: 2025, Month: 12, Day: 31}, false}} {
		if got := whole.InForce(c.on); got != c.want {
			t.Errorf("in force on %s: %v", c.on, got)
		}
	}
	if open := (ehr.Coverage{}); !open.InForce(day(3, 3)) {
		t.Error("a coverage without dates is in force")
	}
}
