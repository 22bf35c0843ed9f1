package cds

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/visitwright/visitwright/cds/facts"
	"github.com/visitwright/visitwright/cds/interactions"
	"github.com/visitwright/visitwright/ehr"
)

// What is said of a drug before it is named decides what happens to it.
var (
	stopping = regexp.MustCompile(`\b(stop(ped|ping|s)?|discontinu\w*|quit|no longer|(come|came|coming|get|got|take you|took (me|him|her)) off|off of|hold(ing)?)\b`)
	notTaken = regexp.MustCompile(`\b(allergic|don't take|do not take|avoid|never (took|taken|take)|instead of|rather than|are you (on|taking)|do you take|ever taken|have you tried)\b`)
	starting = regexp.MustCompile(`\b(start(ed|ing)?|begin|switch(ed)? (you )?to|try|put (you|him|her|me) on|prescrib\w*|instead|add|keep|continue|still)\b`)
	sentence = regexp.MustCompile(`[.!?;]+(\s|$)`)
)

// Live checks the drugs that one final segment of the visit names as started,
// reported or stopped, against the chart. It returns only alerts that the segment
// is a cause of. A name that was only nearly understood counts from 85 % on, and
// the alert says what was heard. A drug that is only asked about, or said to be
// avoided, raises nothing.
func (c *Checker) Live(chart ehr.Chart, s ehr.Segment, now time.Time) []ehr.Alert {
	if s.Missing || c.Canary() != nil {
		return nil
	}
	orders := c.heard(chart, s, ehr.DateOf(now))
	if len(orders) == 0 {
		return nil
	}
	alerts, _ := c.drugs.Check(facts.From(chart, now), orders)
	out := slices.DeleteFunc(alerts, func(a ehr.Alert) bool { return !slices.Contains(a.Segments, s.ID) })
	shown := Report{}
	for _, a := range out {
		a.At, a.Live = now, true
		c.place(&shown, a, nil)
	}
	return shown.Alerts
}

// heard makes an order of every drug that the segment starts, stops or reports.
// One that the chart holds already is no news, unless it is stopped.
func (c *Checker) heard(chart ehr.Chart, s ehr.Segment, today ehr.Date) []ehr.Order {
	names := c.drugs.Heard(s.Text)
	if len(names) == 0 {
		return nil
	}
	text := strings.ToLower(s.Text)
	have, _ := c.drugs.Takings(chart, nil, today)
	var orders []ehr.Order
	for i, h := range names {
		end := len(text)
		if i+1 < len(names) {
			end = names[i+1].Start
		}
		verb := said(text, h.Start, end)
		known := slices.ContainsFunc(h.Drugs, func(d *interactions.Drug) bool {
			return slices.ContainsFunc(have, func(t interactions.Taking) bool { return t.Drug == d })
		})
		if verb == "" || (known && verb != ehr.StopOrder) {
			continue
		}
		words := h.Name + text[h.End:clauseEnd(text, h.End, end)]
		orders = append(orders, ehr.Order{
			ID: ehr.OrderID("heard-" + string(s.ID)), Kind: ehr.MedicationOrder, Verb: verb, Status: ehr.OrderStaged,
			Text: words, Segments: []ehr.SegmentID{s.ID},
		})
	}
	return orders
}

// said is what happens to the drug named at a place: the last word about it in its
// sentence before it, else one after it. Empty: nothing.
func said(text string, at, end int) ehr.OrderVerb {
	from := 0
	for _, m := range sentence.FindAllStringIndex(text[:at], -1) {
		from = m[1]
	}
	verb, place := ehr.StartOrder, -1
	for _, w := range []struct {
		words *regexp.Regexp
		verb  ehr.OrderVerb
	}{{starting, ehr.StartOrder}, {stopping, ehr.StopOrder}, {notTaken, ""}} {
		for _, m := range w.words.FindAllStringIndex(text[from:at], -1) {
			if m[0] >= place {
				verb, place = w.verb, m[0]
			}
		}
	}
	if place < 0 && stopping.MatchString(text[at:clauseEnd(text, at, end)]) {
		return ehr.StopOrder // "the metoprolol he stopped last week"
	}
	return verb
}

// clauseEnd is where the sentence ends that holds the place, at most end.
func clauseEnd(text string, at, end int) int {
	if m := sentence.FindStringIndex(text[at:end]); m != nil {
		return at + m[0]
	}
	return end
}
