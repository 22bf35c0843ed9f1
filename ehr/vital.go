package ehr

import "math"

// VitalSign is a measurement that is typed in at the visit, with the values that
// a hand may type.
type VitalSign struct {
	Code string `json:"code"` // LOINC
	Name string `json:"name"`
	// Unit is the UCUM unit in which the chart keeps it.
	Unit string `json:"unit"`
	// Low and High enclose what a living patient can show, in Unit; outside of them
	// a value is taken for a slip of the hand and refused. They are no reference
	// range: nothing within them is thereby normal.
	Low  float64 `json:"low"`
	High float64 `json:"high"`
	// Also are other units in which it may be typed.
	Also []TypedUnit `json:"also,omitempty"`
}

// TypedUnit is a UCUM unit that is turned into a vital sign's own: Unit = (typed -
// Offset) * Factor.
type TypedUnit struct {
	Unit   string  `json:"unit"`
	Offset float64 `json:"offset"`
	Factor float64 `json:"factor"`
}

// SignsTaken are those of FHIR R4's vital signs profile that a practice takes by
// hand. Codes and units: hl7.org/fhir/R4/observation-vitalsigns.html, table
// "Vital Signs". Limits are ours and wide: 272 cm is the tallest person on record
// (Robert Wadlow), 635 kg the heaviest (Jon Brower Minnoch), 46.5 and 13.7 °C the
// extremes of temperature survived (Willie Jones 1980; Anna Bågenholm 1999), and
// intra-arterial pressures of 370/360 mmHg were measured in lifting (MacDougall et
// al., J Appl Physiol 1985;58:785).
var SignsTaken = []VitalSign{
	{Code: "8480-6", Name: "Systolic blood pressure", Unit: "mm[Hg]", Low: 30, High: 370},
	{Code: "8462-4", Name: "Diastolic blood pressure", Unit: "mm[Hg]", Low: 10, High: 360},
	{Code: "8867-4", Name: "Heart rate", Unit: "/min", Low: 10, High: 350},
	{Code: "9279-1", Name: "Respiratory rate", Unit: "/min", Low: 2, High: 120},
	{Code: "8310-5", Name: "Body temperature", Unit: "Cel", Low: 13, High: 47, Also: []TypedUnit{{Unit: "[degF]", Offset: 32, Factor: 5. / 9}}},
	{Code: "2708-6", Name: "Oxygen saturation", Unit: "%", Low: 20, High: 100},
	{Code: "29463-7", Name: "Body weight", Unit: "kg", Low: 0.2, High: 635, Also: []TypedUnit{{Unit: "[lb_av]", Factor: 0.45359237}}},
	{Code: "8302-2", Name: "Body height", Unit: "cm", Low: 20, High: 272, Also: []TypedUnit{{Unit: "[in_i]", Factor: 2.54}}},
}

// VitalSignOf finds a vital sign by its LOINC code.
func VitalSignOf(code string) (VitalSign, bool) {
	for _, v := range SignsTaken {
		if v.Code == code {
			return v, true
		}
	}
	return VitalSign{}, false
}

// Typed turns a typed value into one in v.Unit, to two decimals. Invalid for a
// unit that v is not typed in, and for a value that no living patient shows.
func (v VitalSign) Typed(value float64, unit string) (float64, error) {
	known := unit == v.Unit
	for _, u := range v.Also {
		if unit == u.Unit {
			value, known = (value-u.Offset)*u.Factor, true
		}
	}
	if !known {
		return 0, Errorf(Invalid, "%s is not typed in this unit", v.Name)
	}
	if math.IsNaN(value) || value < v.Low || value > v.High {
		return 0, Errorf(Invalid, "%s: this value cannot be right; please look at it again", v.Name)
	}
	return math.Round(value*100) / 100, nil
}
