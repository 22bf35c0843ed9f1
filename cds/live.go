package cds

import (
	"regexp"
	"slices"
	"time"

	"github.com/visitwright/visitwright/cds/facts"
	"github.com/visitwright/visitwright/cds/interactions"
	"github.com/visitwright/visitwright/ehr"
)

var (
	stopWords = regexp.MustCompile(`(?i)\b(stop|stopped|discontinu\w*|quit|no longer|off of|come off|hold|don't take|do not take|allergic)\b`)
	question  = regexp.MustCompile(`(?i)\b(are you (on|taking)|do you take|ever taken|have you tried)\b`)
)

// Live checks the drugs named in one final segment of the visit as if they were
// started, against the chart. It returns only alerts that the segment is a cause
// of. A name that was only nearly understood counts from 85 % on, and the alert
// says what was heard.
func (c *Checker) Live(chart ehr.Chart, s ehr.Segment, now time.Time) []ehr.Alert {
	if c.Canary() != nil || s.Missing || question.MatchString(s.Text) || stopWords.MatchString(s.Text) {
		return nil
	}
	f := facts.From(chart, now)
	have, _ := c.drugs.Takings(chart, nil, f.Today)
	var orders []ehr.Order
	for _, h := range c.drugs.Heard(s.Text) {
		known := slices.ContainsFunc(h.Drugs, func(d *interactions.Drug) bool {
			return slices.ContainsFunc(have, func(t interactions.Taking) bool { return t.Drug == d })
		})
		if !known {
			orders = append(orders, ehr.Order{
				ID: ehr.OrderID("heard-" + string(s.ID)), Kind: ehr.MedicationOrder, Verb: ehr.StartOrder, Status: ehr.OrderStaged,
				Text: h.Name, Segments: []ehr.SegmentID{s.ID},
			})
		}
	}
	if len(orders) == 0 {
		return nil
	}
	alerts, _ := c.drugs.Check(f, orders)
	out := slices.DeleteFunc(alerts, func(a ehr.Alert) bool { return !slices.Contains(a.Segments, s.ID) })
	for i := range out {
		out[i].At = now
	}
	return out
}
