package cds

import (
	"slices"

	"github.com/visitwright/visitwright/cds/interactions"
	"github.com/visitwright/visitwright/ehr"
)

// Concerns reports whether an order is about a drug, named as in an alert's
// action (ehr.AlertAction.Subject).
func (c *Checker) Concerns(o ehr.Order, drug string) bool {
	if c.drugs == nil || o.Kind != ehr.MedicationOrder {
		return false
	}
	o.Verb, o.Status = ehr.StartOrder, ehr.OrderStaged
	got, _ := c.drugs.Takings(ehr.Chart{}, []ehr.Order{o}, ehr.Date{})
	return slices.ContainsFunc(got, func(t interactions.Taking) bool { return t.Drug.Name == drug })
}
