package ehr

import (
	"math"
	"testing"
)

func TestTypedVitalSigns(t *testing.T) {
	for _, c := range []struct {
		code  string
		value float64
		unit  string
		want  float64 // 0: refused
	}{
		{"8310-5", 98.6, "[degF]", 37},
		{"8310-5", 37.2, "Cel", 37.2},
		{"8310-5", 98.6, "Cel", 0}, // a Fahrenheit value under the wrong unit
		{"29463-7", 180, "[lb_av]", 81.65},
		{"8302-2", 70, "[in_i]", 177.8},
		{"8302-2", 510, "cm", 0},
		{"8480-6", 1420, "mm[Hg]", 0},
		{"8480-6", 142, "mm[Hg]", 142},
		{"2708-6", 101, "%", 0},
		{"8867-4", 72, "kg", 0},
		{"8867-4", math.NaN(), "/min", 0},
	} {
		v, ok := VitalSignOf(c.code)
		if !ok {
			t.Fatalf("there is no %s", c.code)
		}
		got, err := v.Typed(c.value, c.unit)
		if got != c.want || (err == nil) != (c.want != 0) || err != nil && KindOf(err) != Invalid {
			t.Errorf("%s %v %s: %v, %v; want %v", v.Name, c.value, c.unit, got, err, c.want)
		}
	}
}
