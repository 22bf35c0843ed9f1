package alert

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/visitwright/visitwright/cds"
	"github.com/visitwright/visitwright/cds/immunization"
	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/fhir"
)

// Ways a chart can state the condition of a case.
const (
	AsObservation = "observations with CDC's own codes"
	AsSNOMED      = "conditions with the code CDC's files give"
	AsWords       = "conditions in CDC's words, without a code"
)

// RunCDSiCharts puts every case into a FHIR bundle and through the whole check, as
// `visitwright check` does, and compares the status and the three dates of the
// case's vaccine group. Cases whose condition has no such code are left out.
func RunCDSiCharts(c *cds.Checker, s *immunization.Schedule, cases []CDSiCase, way string) (CDSiResult, error) {
	var out CDSiResult
	for _, x := range cases {
		b, ok := x.bundle(s, way)
		if !ok {
			continue
		}
		chart, _, err := fhir.ReadChart(bytes.NewReader(b))
		if err != nil {
			return out, fmt.Errorf("case %s: %w", x.ID, err)
		}
		checks := c.Check(chart, ehr.Note{}, nil, x.AsOf.Time().Add(24*time.Hour-time.Second))
		f := ehr.VaccineForecast{}
		for _, v := range checks.Immunization {
			if strings.EqualFold(v.Group, x.groupName()) {
				f = v
			}
		}
		before := len(out.Misses)
		for _, v := range [][3]string{
			{"status", x.Want.Status, f.Status}, {"earliest", x.Want.Earliest, f.Earliest.String()},
			{"recommended", x.Want.Recommended, f.Recommended.String()}, {"past due", x.Want.PastDue, f.PastDue.String()},
		} {
			out.Checks++
			if strings.EqualFold(v[1], v[2]) {
				out.Right++
			} else {
				out.Misses = append(out.Misses, CDSiMiss{x, v[0], v[1], v[2]})
			}
		}
		out.Cases++
		if len(out.Misses) == before {
			out.Passed++
		}
	}
	return out, nil
}

// bundle writes the case as another record system would send it.
func (c CDSiCase) bundle(s *immunization.Schedule, way string) ([]byte, bool) {
	type m = map[string]any
	who := m{"reference": "Patient/p"}
	sex := map[string]string{"F": "female", "M": "male"}[strings.ToUpper(c.Patient.Sex)]
	if sex == "" {
		sex = "unknown"
	}
	entries := []m{{"resource": m{"resourceType": "Patient", "id": "p", "gender": sex, "birthDate": c.Patient.Birth.String()}}}
	for _, d := range c.Patient.Doses {
		r := m{"resourceType": "Immunization", "id": "i" + d.ID, "status": "completed", "patient": who, "occurrenceDateTime": d.Date.String(),
			"vaccineCode": m{"coding": []m{{"system": "http://hl7.org/fhir/sid/cvx", "code": d.CVX}}}}
		if d.MVX != "" {
			r["manufacturer"] = m{"identifier": m{"system": "http://hl7.org/fhir/sid/mvx", "value": d.MVX}}
		}
		entries = append(entries, m{"resource": r})
	}
	for i, f := range c.Patient.Facts {
		r := m{"resourceType": "Condition", "id": fmt.Sprint("c", i), "subject": who}
		when := "onsetDateTime"
		switch way {
		case AsObservation:
			r["resourceType"], r["status"], when = "Observation", "final", "effectiveDateTime"
			r["code"] = m{"coding": []m{{"system": "urn:cdc:cdsi:observation", "code": f.Code}}}
		case AsSNOMED:
			code := ""
			for _, x := range s.Observations[f.Code].Codes {
				if sn, ok := strings.CutPrefix(x, "SNOMED "); ok {
					code = sn
					break
				}
			}
			if code == "" {
				return nil, false
			}
			r["code"] = m{"coding": []m{{"system": "http://snomed.info/sct", "code": code}}}
		default:
			r["code"] = m{"text": s.Observations[f.Code].Title}
		}
		if !f.Date.IsZero() {
			r[when] = f.Date.String()
		}
		entries = append(entries, m{"resource": r})
	}
	b, err := json.Marshal(m{"resourceType": "Bundle", "type": "collection", "entry": entries})
	return b, err == nil
}

func (c CDSiCase) groupName() string {
	name := strings.TrimSpace(c.Group)
	if n, ok := cdsiGroups[strings.ToLower(name)]; ok {
		return n
	}
	return name
}
