package fhir

import (
	"cmp"
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/visitwright/visitwright/ehr"
)

type humanName struct {
	Use    string   `json:"use,omitempty"`
	Text   string   `json:"text,omitempty"`
	Family string   `json:"family,omitempty"`
	Given  []string `json:"given,omitempty"`
}

type contactPoint struct {
	System string `json:"system,omitempty"`
	Value  string `json:"value,omitempty"`
}

type address struct {
	Text       string   `json:"text,omitempty"`
	Line       []string `json:"line,omitempty"`
	City       string   `json:"city,omitempty"`
	State      string   `json:"state,omitempty"`
	PostalCode string   `json:"postalCode,omitempty"`
}

type communication struct {
	Language concept `json:"language"`
}

type patientResource struct {
	ResourceType     string          `json:"resourceType"`
	ID               string          `json:"id,omitempty"`
	Identifier       []identifier    `json:"identifier,omitempty"`
	Name             []humanName     `json:"name,omitempty"`
	Telecom          []contactPoint  `json:"telecom,omitempty"`
	Gender           string          `json:"gender,omitempty"`
	BirthDate        string          `json:"birthDate,omitempty"`
	DeceasedDateTime string          `json:"deceasedDateTime,omitempty"`
	Address          []address       `json:"address,omitempty"`
	Communication    []communication `json:"communication,omitempty"`
}

// patient begins a record.
func (x *reading) patient(e *entry) {
	var p patientResource
	if !x.decode(*e, &p) {
		return
	}
	out := ehr.Patient{MRN: recordNumber(p), Sex: ehr.UnknownSex, AllergyStatus: ehr.AllergiesNotAsked,
		BirthDate: x.date(e.path+".birthDate", p.BirthDate), DeathDate: x.date(e.path+".deceasedDateTime", p.DeceasedDateTime)}
	out.GivenName, out.FamilyName = fullName(p.Name)
	if out.FamilyName == "" && !x.partly {
		x.bad(e.path+".name", "a patient needs a family name")
	}
	if p.BirthDate == "" && !x.partly {
		x.bad(e.path+".birthDate", "is missing")
	}
	switch s := ehr.Sex(p.Gender); s {
	case ehr.Female, ehr.Male, ehr.OtherSex, ehr.UnknownSex:
		out.Sex = s
	case "":
	default:
		x.bad(e.path+".gender", "must be female, male, other or unknown")
	}
	if out.MRN == "" {
		out.MRN = p.ID
	}
	if out.MRN == "" && !x.partly {
		x.bad(e.path+".identifier", "a patient needs an identifier or an id")
	}
	for _, c := range p.Telecom {
		if c.System == "phone" && out.Phone == "" {
			out.Phone = c.Value
		}
	}
	if len(p.Address) > 0 {
		out.Address = p.Address[0].words()
	}
	if len(p.Communication) > 0 {
		if out.Language = p.Communication[0].Language.words(); len(p.Communication[0].Language.Coding) > 0 {
			out.Language = p.Communication[0].Language.Coding[0].Code
		}
	}
	if id, ok := e.own(); ok {
		out.ID = ehr.PatientID(id)
	} else {
		out.ID = ehr.PatientID(uuid.NewSHA1(namespace, []byte("Patient/"+out.MRN)).String())
	}
	x.of[e] = len(x.records)
	x.records = append(x.records, Record{Chart: ehr.Chart{Patient: out}, Skipped: map[string]int{}, roughBirth: p.BirthDate != "" && len(p.BirthDate) < len("2006-01-02")})
}

// recordNumber is the identifier of type MR (medical record number, HL7 table
// 0203), else the first.
func recordNumber(p patientResource) string {
	for _, i := range p.Identifier {
		if i.Type.has("MR") && i.Value != "" {
			return i.Value
		}
	}
	for _, i := range p.Identifier {
		if i.Value != "" {
			return i.Value
		}
	}
	return ""
}

// fullName takes the official name, else the usual one, else the first.
func fullName(names []humanName) (given, family string) {
	if len(names) == 0 {
		return "", ""
	}
	n := names[0]
	for _, use := range []string{"usual", "official"} {
		if i := slices.IndexFunc(names, func(n humanName) bool { return n.Use == use }); i >= 0 {
			n = names[i]
		}
	}
	if words := strings.Fields(n.Text); n.Family == "" && len(words) > 0 {
		return strings.Join(words[:len(words)-1], " "), words[len(words)-1]
	}
	return strings.Join(n.Given, " "), n.Family
}

func (a address) words() string {
	if a.Text != "" {
		return a.Text
	}
	parts := append(slices.Clone(a.Line), a.City, strings.TrimSpace(a.State+" "+a.PostalCode))
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), ", ")
}

// finish puts the lists in order, latest first, and says what is known of
// allergies.
func (r *Record) finish() {
	c := &r.Chart
	byDate := func(a, b ehr.Date, ida, idb string) int {
		return cmp.Or(b.Time().Compare(a.Time()), cmp.Compare(ida, idb))
	}
	slices.SortFunc(c.Problems, func(a, b ehr.Problem) int { return byDate(a.Onset, b.Onset, string(a.ID), string(b.ID)) })
	slices.SortFunc(c.Medications, func(a, b ehr.Medication) int { return byDate(a.Start, b.Start, string(a.ID), string(b.ID)) })
	slices.SortFunc(c.Allergies, func(a, b ehr.Allergy) int { return byDate(a.Onset, b.Onset, string(a.ID), string(b.ID)) })
	slices.SortFunc(c.Immunizations, func(a, b ehr.Immunization) int { return byDate(a.Date, b.Date, string(a.ID), string(b.ID)) })
	slices.SortFunc(c.Procedures, func(a, b ehr.Procedure) int { return byDate(a.Date, b.Date, string(a.ID), string(b.ID)) })
	slices.SortFunc(c.Observations, func(a, b ehr.Observation) int {
		return cmp.Or(b.At.Compare(a.At), cmp.Compare(a.ID, b.ID))
	})
	slices.SortFunc(c.Coverage, func(a, b ehr.Coverage) int {
		return cmp.Or(cmp.Compare(a.Place, b.Place), byDate(a.Start, b.Start, string(a.ID), string(b.ID)))
	})
	slices.SortFunc(r.Encounters, func(a, b Encounter) int { return cmp.Or(b.Start.Compare(a.Start), cmp.Compare(a.ID, b.ID)) })
	if len(c.Allergies) > 0 {
		c.Patient.AllergyStatus = ehr.AllergiesListed
	}
}
