package fhir

import (
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/visitwright/visitwright/ehr"
)

// The data types of FHIR R4 as far as they are read and written here.
type (
	coding struct {
		System  string `json:"system,omitempty"`
		Code    string `json:"code,omitempty"`
		Display string `json:"display,omitempty"`
	}
	concept struct {
		Coding []coding `json:"coding,omitempty"`
		Text   string   `json:"text,omitempty"`
	}
	reference struct {
		Reference string `json:"reference,omitempty"`
		Display   string `json:"display,omitempty"`
	}
	quantity struct {
		Value      num    `json:"value,omitempty"`
		Comparator string `json:"comparator,omitempty"`
		Unit       string `json:"unit,omitempty"`
		System     string `json:"system,omitempty"`
		Code       string `json:"code,omitempty"`
	}
	period struct {
		Start string `json:"start,omitempty"`
		End   string `json:"end,omitempty"`
	}
	identifier struct {
		Type   *concept `json:"type,omitempty"`
		System string   `json:"system,omitempty"`
		Value  string   `json:"value,omitempty"`
	}
)

const ucum = "http://unitsofmeasure.org"

// systems gives the URI of code systems that are sometimes named by their OID.
// Source: HL7 Terminology, "External Code Systems".
var systems = map[string]ehr.CodeSystem{
	"urn:oid:2.16.840.1.113883.6.90":   ehr.ICD10CM,
	"urn:oid:2.16.840.1.113883.6.88":   ehr.RxNorm,
	"urn:oid:2.16.840.1.113883.6.1":    ehr.LOINC,
	"urn:oid:2.16.840.1.113883.12.292": ehr.CVX,
	"urn:oid:2.16.840.1.113883.6.96":   ehr.SNOMED,
	"urn:oid:2.16.840.1.113883.6.12":   ehr.CPT,
}

func (c coding) coded() ehr.Coded {
	system, ok := systems[c.System]
	if !ok {
		system = ehr.CodeSystem(c.System)
	}
	return ehr.Coded{System: system, Code: c.Code, Display: c.Display}
}

// pick gives the coding of the first of the preferred systems that is there, else
// the first coding, else only the text; and the other codings.
func (c concept) pick(prefer ...ehr.CodeSystem) (best ehr.Coded, also []ehr.Coded) {
	chosen, rank := -1, len(prefer)+1
	for i, k := range c.Coding {
		r := len(prefer)
		for j, p := range prefer {
			if k.coded().System == p {
				r = j
				break
			}
		}
		if k.Code != "" && r < rank {
			chosen, rank = i, r
		}
	}
	for i, k := range c.Coding {
		switch {
		case i == chosen:
			best = k.coded()
		case k.Code != "":
			also = append(also, k.coded())
		}
	}
	if best.Display == "" {
		best.Display = c.words()
	}
	return best, also
}

// words names the thing: its text, or a coding's display, or a code.
func (c concept) words() string {
	if c.Text != "" {
		return c.Text
	}
	for _, k := range c.Coding {
		if k.Display != "" {
			return k.Display
		}
	}
	for _, k := range c.Coding {
		if k.Code != "" {
			return k.Code
		}
	}
	return ""
}

func (c concept) empty() bool { return c.words() == "" }

// has reports whether one of the codings has the code.
func (c *concept) has(code string) bool { return c != nil && c.code(code) != "" }

// code gives the first of the codes that a coding has, or "".
func (c *concept) code(among ...string) string {
	if c == nil {
		return ""
	}
	for _, k := range c.Coding {
		for _, a := range among {
			if k.Code == a {
				return a
			}
		}
	}
	return ""
}

// unit is the UCUM code where there is one, else what is printed.
func (q quantity) unit() string {
	if q.Code != "" && (q.System == ucum || q.System == "") {
		return q.Code
	}
	return q.Unit
}

// words writes a quantity as one reads it, e.g. "10 mg".
func (q quantity) words() string {
	u := q.Unit
	if u == "" {
		u = q.Code
	}
	return strings.TrimSpace(q.Comparator + q.Value.String() + " " + u)
}

// layouts of FHIR's date, dateTime and instant. A month or a year alone is taken
// for its first day. Source: FHIR R4, "Data Types", date and dateTime.
var layouts = []string{time.RFC3339Nano, "2006-01-02T15:04:05.999999999", "2006-01-02T15:04", "2006-01-02", "2006-01", "2006"}

// parseTime reads a date or a time; without a zone it is UTC.
func parseTime(s string) (time.Time, bool) {
	for _, l := range layouts {
		if t, err := time.Parse(l, s); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

// num is a decimal as it is written. What is no number is found when it is used,
// so that its place can be named.
type num string

// UnmarshalJSON keeps what is written.
func (n *num) UnmarshalJSON(b []byte) error {
	if string(b) != "null" {
		*n = num(b)
	}
	return nil
}

// MarshalJSON writes what was kept.
func (n num) MarshalJSON() ([]byte, error) { return []byte(n), nil }

func (n num) String() string { return string(n) }

// number reads a decimal.
func number(n num) (float64, bool) {
	v, err := strconv.ParseFloat(string(n), 64)
	return v, err == nil && !math.IsInf(v, 0) && !math.IsNaN(v)
}
