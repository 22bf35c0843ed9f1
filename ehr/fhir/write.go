package fhir

import (
	"encoding/json"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/visitwright/visitwright/ehr"
)

type bundleOut struct {
	ResourceType string     `json:"resourceType"`
	Type         string     `json:"type"`
	Entry        []entryOut `json:"entry"`
}

type entryOut struct {
	FullURL  string `json:"fullUrl"`
	Resource any    `json:"resource"`
}

func (b *bundleOut) add(id string, resource any) {
	b.Entry = append(b.Entry, entryOut{"urn:uuid:" + id, resource})
}

// Write writes a chart as a bundle of type collection. Read gives the same chart
// again, but for orders: those for medication are written as MedicationRequest and
// the others as ServiceRequest.
func Write(w io.Writer, c ehr.Chart) error {
	b := &bundleOut{ResourceType: "Bundle", Type: "collection"}
	subject := reference{Reference: "urn:uuid:" + string(c.Patient.ID)}
	b.add(string(c.Patient.ID), patientOut(c.Patient))
	if c.Patient.AllergyStatus == ehr.NoKnownAllergies {
		id := partOf[string](&Record{Chart: c}, &entry{id: string(c.Patient.ID)}, "no known allergy")
		b.add(id, allergyResource{ResourceType: "AllergyIntolerance", ID: id, ClinicalStatus: allergyStatus(true), Patient: subject,
			Code: concept{Coding: []coding{{System: string(ehr.SNOMED), Code: noKnownAllergy}}, Text: "No known allergies"}, RecordedDate: c.Patient.AllergyAsOf.String()})
	}
	for _, p := range c.Problems {
		b.add(string(p.ID), conditionOut(p, subject))
	}
	for _, m := range c.Medications {
		b.add(string(m.ID), medicationOut(m, subject))
	}
	for _, a := range c.Allergies {
		b.add(string(a.ID), allergyOut(a, subject))
	}
	for _, o := range c.Observations {
		b.add(string(o.ID), observationOut(o, subject))
	}
	for _, m := range c.Immunizations {
		b.add(string(m.ID), immunizationOut(m, subject))
	}
	for _, p := range c.Procedures {
		b.add(string(p.ID), procedureResource{ResourceType: "Procedure", ID: string(p.ID), Status: "completed",
			Code: conceptOut(p.Code, p.Also...), Subject: subject, PerformedDateTime: p.Date.String()})
	}
	for _, k := range c.Coverage {
		b.add(string(k.ID), coverageOut(k, subject))
	}
	for _, o := range c.Orders {
		b.add(string(o.ID), orderOut(o, subject))
	}
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	if err := enc.Encode(b); err != nil {
		return ehr.Wrap(ehr.Unavailable, err, "the bundle cannot be written")
	}
	return nil
}

func conceptOut(c ehr.Coded, also ...ehr.Coded) concept {
	out := concept{Text: c.Display}
	for _, k := range append([]ehr.Coded{c}, also...) {
		if k.Code != "" {
			out.Coding = append(out.Coding, coding{System: string(k.System), Code: k.Code, Display: k.Display})
		}
	}
	return out
}

func status(system, code string) *concept {
	return &concept{Coding: []coding{{System: "http://terminology.hl7.org/CodeSystem/" + system, Code: code}}}
}

func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.RFC3339Nano)
}

func decimal(v float64) num { return num(strconv.FormatFloat(v, 'g', -1, 64)) }

func patientOut(p ehr.Patient) patientResource {
	out := patientResource{ResourceType: "Patient", ID: string(p.ID), Gender: string(p.Sex), BirthDate: p.BirthDate.String(), DeceasedDateTime: p.DeathDate.String(),
		Identifier: []identifier{{Type: &concept{Coding: []coding{{System: "http://terminology.hl7.org/CodeSystem/v2-0203", Code: "MR"}}}, Value: p.MRN}},
		Name:       []humanName{{Use: "official", Family: p.FamilyName, Given: strings.Fields(p.GivenName)}}}
	if p.Phone != "" {
		out.Telecom = []contactPoint{{System: "phone", Value: p.Phone}}
	}
	if p.Address != "" {
		out.Address = []address{{Text: p.Address}}
	}
	if p.Language != "" {
		out.Communication = []communication{{concept{Coding: []coding{{System: "urn:ietf:bcp:47", Code: p.Language}}}}}
	}
	return out
}

func conditionOut(p ehr.Problem, subject reference) conditionResource {
	return conditionResource{ResourceType: "Condition", ID: string(p.ID), ClinicalStatus: status("condition-clinical", string(p.Status)),
		VerificationStatus: status("condition-ver-status", "confirmed"), Code: conceptOut(p.Code, p.Also...), Subject: subject,
		OnsetDateTime: p.Onset.String(), AbatementDateTime: p.Abated.String(), RecordedDate: stamp(p.Provenance.RecordedAt)}
}

func medicationOut(m ehr.Medication, subject reference) medicationStatementResource {
	code := conceptOut(m.Code, m.Also...)
	out := medicationStatementResource{ResourceType: "MedicationStatement", ID: string(m.ID), MedicationCodeableConcept: &code, Subject: subject,
		Status: strings.ReplaceAll(string(m.Status), "_", "-"), DateAsserted: stamp(m.Provenance.RecordedAt)}
	if !m.Start.IsZero() || !m.Stop.IsZero() {
		out.EffectivePeriod = &period{Start: m.Start.String(), End: m.Stop.String()}
	}
	if m.Reason != "" {
		out.ReasonCode = []concept{{Text: m.Reason}}
	}
	var d dosage
	if value, unit, _ := strings.Cut(m.Dose, " "); m.Dose != "" {
		d.Text = m.Dose
		if v, ok := number(num(value)); ok && decimal(v) == num(value) { // else only the text says it as it was
			d.DoseAndRate = []doseAndRate{{DoseQuantity: &quantity{Value: num(value), Unit: unit}}}
		}
	}
	if m.Route != "" {
		d.Route = &concept{Text: m.Route}
	}
	if m.Frequency != "" {
		d.Timing = &timing{Code: &concept{Text: m.Frequency}}
	}
	if m.Dose+m.Route+m.Frequency != "" {
		out.Dosage = []dosage{d}
	}
	return out
}

func allergyStatus(active bool) *concept {
	if active {
		return status("allergyintolerance-clinical", "active")
	}
	return status("allergyintolerance-clinical", "inactive")
}

func allergyOut(a ehr.Allergy, patient reference) allergyResource {
	out := allergyResource{ResourceType: "AllergyIntolerance", ID: string(a.ID), ClinicalStatus: allergyStatus(a.Active),
		VerificationStatus: status("allergyintolerance-verification", "confirmed"), Code: conceptOut(a.Substance), Patient: patient,
		OnsetDateTime: a.Onset.String(), RecordedDate: stamp(a.Provenance.RecordedAt)}
	if a.Reaction != "" || a.Severity != "" {
		out.Reaction = []reaction{{Manifestation: []concept{{Text: a.Reaction}}, Severity: string(a.Severity)}}
	}
	return out
}

func observationOut(o ehr.Observation, subject reference) observationResource {
	out := observationResource{ResourceType: "Observation", ID: string(o.ID), Status: "final", Code: conceptOut(o.Code, o.Also...), Subject: subject,
		EffectiveDateTime: stamp(o.At), Issued: stamp(o.Provenance.RecordedAt)}
	if o.Category != "" {
		out.Category = []concept{*status("observation-category", o.Category)}
	}
	switch {
	case o.HasValue:
		q := quantity{Value: decimal(o.Value)}
		if o.Unit != "" {
			q.Unit, q.System, q.Code = o.Unit, ucum, o.Unit
		}
		out.ValueQuantity = &q
	case o.ValueCode != ehr.Coded{}:
		c := conceptOut(o.ValueCode)
		c.Text = o.Text
		out.ValueCodeableConcept = &c
	default:
		out.ValueString = o.Text
	}
	if o.Low != nil || o.High != nil {
		var r referenceRange
		if o.Low != nil {
			r.Low = &quantity{Value: decimal(*o.Low)}
		}
		if o.High != nil {
			r.High = &quantity{Value: decimal(*o.High)}
		}
		out.ReferenceRange = []referenceRange{r}
	}
	return out
}

func immunizationOut(m ehr.Immunization, patient reference) immunizationResource {
	out := immunizationResource{ResourceType: "Immunization", ID: string(m.ID), Status: "completed", VaccineCode: concept{Text: m.Name}, Patient: patient,
		OccurrenceDateTime: m.Date.String(), Recorded: stamp(m.Provenance.RecordedAt), LotNumber: m.Lot}
	if m.CVX != "" {
		out.VaccineCode.Coding = []coding{{System: string(ehr.CVX), Code: m.CVX}}
	}
	if m.MVX != "" {
		out.Manufacturer = &mvxMaker{Identifier: &identifier{System: mvx, Value: m.MVX}}
	}
	if m.NotDone {
		out.Status = "not-done"
	}
	if m.Reason != "" {
		out.StatusReason = &concept{Text: m.Reason}
	}
	return out
}

type serviceRequestResource struct {
	ResourceType string    `json:"resourceType"`
	ID           string    `json:"id,omitempty"`
	Status       string    `json:"status"`
	Intent       string    `json:"intent"`
	Code         concept   `json:"code"`
	Subject      reference `json:"subject"`
	AuthoredOn   string    `json:"authoredOn,omitempty"`
}

func orderOut(o ehr.Order, subject reference) any {
	state := map[ehr.OrderStatus]string{ehr.OrderStaged: "draft", ehr.OrderPlaced: "active", ehr.OrderDone: "completed", ehr.OrderRejected: "revoked"}[o.Status]
	code := conceptOut(o.Code)
	code.Text = o.Text
	if o.Kind == ehr.MedicationOrder {
		if state == "revoked" {
			state = "cancelled"
		}
		return medicationRequestResource{ResourceType: "MedicationRequest", ID: string(o.ID), Status: state, Intent: "order",
			MedicationCodeableConcept: &code, Subject: subject, AuthoredOn: stamp(o.At)}
	}
	return serviceRequestResource{ResourceType: "ServiceRequest", ID: string(o.ID), Status: state, Intent: "order",
		Code: code, Subject: subject, AuthoredOn: stamp(o.At)}
}
