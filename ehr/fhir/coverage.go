package fhir

import (
	"github.com/visitwright/visitwright/ehr"
)

type coverageResource struct {
	ResourceType string          `json:"resourceType"`
	ID           string          `json:"id,omitempty"`
	Status       string          `json:"status"`
	SubscriberID string          `json:"subscriberId,omitempty"`
	Subscriber   *reference      `json:"subscriber,omitempty"`
	Beneficiary  reference       `json:"beneficiary"`
	Relationship *concept        `json:"relationship,omitempty"`
	Period       *period         `json:"period,omitempty"`
	Payor        []payor         `json:"payor"`
	Class        []coverageClass `json:"class,omitempty"`
	Order        int             `json:"order,omitempty"`
}

type payor struct {
	Reference  string      `json:"reference,omitempty"`
	Identifier *identifier `json:"identifier,omitempty"`
	Display    string      `json:"display,omitempty"`
}

type coverageClass struct {
	Type  concept `json:"type"`
	Value string  `json:"value"`
	Name  string  `json:"name,omitempty"`
}

// payerNumber is the type of identifier that a payer has in claims. Source: HL7
// Terminology, v2-0203, "National Insurance Payor Identifier (Payor)".
const payerNumber = "NIIP"

func (x *reading) coverage(e *entry) {
	var c coverageResource
	if !x.decode(*e, &c) {
		return
	}
	r := x.recordOf(e, "beneficiary", c.Beneficiary)
	if r == nil {
		return
	}
	out := ehr.Coverage{ID: idOf[ehr.CoverageID](r, e), Patient: r.Chart.Patient.ID, Place: max(1, c.Order), Member: c.SubscriberID,
		Relationship: relationOf(c.Relationship), Provenance: ehr.Provenance{Source: "fhir"}}
	out.Payer, out.PayerID = x.payer(e, first(c.Payor))
	switch {
	case x.status(c.Status, "active") != "active":
		r.skip("Coverage " + known(c.Status, "cancelled", "draft", enteredInError))
		return
	case out.Payer == "":
		r.skip("Coverage without a payer's name")
		return
	case out.Place > 3:
		r.skip("Coverage after the third")
		return
	}
	if c.Period != nil {
		out.Start, out.End = x.date(e.path+".period.start", c.Period.Start), x.date(e.path+".period.end", c.Period.End)
		if !out.End.IsZero() && out.End.Before(out.Start) {
			x.bad(e.path+".period", "ends before it starts")
		}
	}
	for _, k := range c.Class {
		switch {
		case k.Type.has("group"):
			out.Group = k.Value
		case k.Type.has("plan"):
			if out.Plan = k.Name; out.Plan == "" {
				out.Plan = k.Value
			}
		}
	}
	if out.Relationship != ehr.Self && c.Subscriber != nil {
		out.Subscriber = c.Subscriber.Display
	}
	r.Chart.Coverage = append(r.Chart.Coverage, out)
}

// relationOf takes the patient for the subscriber where nothing is said.
func relationOf(c *concept) ehr.Relationship {
	switch said := c.code("self", "spouse", "child"); {
	case said != "":
		return ehr.Relationship(said)
	case c == nil || c.empty():
		return ehr.Self
	default:
		return ehr.OtherRelation
	}
}

// payer gives a payor's name and number: its own words, or those of the organization it
// names. A person who pays is no payer.
func (x *reading) payer(e *entry, p payor) (name, id string) {
	said := []identifier{}
	if p.Identifier != nil {
		said = append(said, *p.Identifier)
	}
	name = p.Display
	if o := x.find(e, p.Reference); o != nil && o.kind == "Organization" {
		var org struct {
			Name       string       `json:"name"`
			Identifier []identifier `json:"identifier"`
		}
		if x.decode(*o, &org) {
			said = append(said, org.Identifier...)
			if org.Name != "" {
				name = org.Name
			}
		}
	} else if o != nil {
		return "", ""
	}
	for _, i := range said {
		if i.Type.has(payerNumber) {
			return name, i.Value
		}
	}
	return name, ""
}

func coverageOut(c ehr.Coverage, patient reference) coverageResource {
	system := "http://terminology.hl7.org/CodeSystem/"
	out := coverageResource{ResourceType: "Coverage", ID: string(c.ID), Status: "active", SubscriberID: c.Member, Beneficiary: patient, Order: c.Place,
		Relationship: status("subscriber-relationship", string(c.Relationship)), Payor: []payor{{Display: c.Payer}}}
	if c.PayerID != "" {
		out.Payor[0].Identifier = &identifier{Type: &concept{Coding: []coding{{System: system + "v2-0203", Code: payerNumber}}}, Value: c.PayerID}
	}
	if !c.Start.IsZero() || !c.End.IsZero() {
		out.Period = &period{Start: c.Start.String(), End: c.End.String()}
	}
	for _, k := range []struct{ kind, value string }{{"group", c.Group}, {"plan", c.Plan}} {
		if k.value != "" {
			out.Class = append(out.Class, coverageClass{Type: *status("coverage-class", k.kind), Value: k.value})
		}
	}
	if c.Subscriber != "" {
		out.Subscriber = &reference{Display: c.Subscriber}
	}
	return out
}
