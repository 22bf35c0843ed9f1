package code

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/visitwright/visitwright/coding"
	"github.com/visitwright/visitwright/ehr"
)

func TestOurCodesAreWhole(t *testing.T) {
	form := regexp.MustCompile(`^[A-Z]\d[0-9A-Z](\.[0-9A-Z]{1,4})?$`)
	seen := map[string]bool{}
	for _, line := range strings.Split(visitsTSV, "\n") {
		f := strings.Split(line, "\t")
		if strings.HasPrefix(line, "#") || line == "" {
			continue
		}
		if len(f) != 3 || seen[f[1]] || !slices.Contains(Sets, f[0]) {
			t.Fatalf("%q", line)
		}
		seen[f[1]] = true
		for _, c := range strings.Fields(strings.ReplaceAll(f[2], "?", "")) {
			if !form.MatchString(c) {
				t.Errorf("%s: %q is no code", f[1], c)
			}
		}
	}
	if len(seen) < 120 {
		t.Errorf("only %d visits", len(seen))
	}
}

func TestCompare(t *testing.T) {
	visits := []Visit{{ID: "a", Note: "x", Codes: []string{"I10", "E11.9", "M25.561"}}}
	suggest := func(ehr.Note) coding.Result {
		return coding.Result{Diagnoses: []coding.Suggestion{
			{Code: "I10", Selected: true}, {Code: "E11.65", Selected: true}, {Code: "M25.561"}, {Code: "R05.9", Selected: true}}}
	}
	c := Compare(suggest, visits)
	if c.Exact != 1 || c.Three != 2 || c.Proposed != 3 || c.Given != 3 || c.Offered != 2 {
		t.Errorf("%+v", c)
	}
	if e, three := c.F1(); e != 1.0/3 || three != 2.0/3 || c.Precision() != 1.0/3 {
		t.Errorf("F1 %v %v, precision %v", e, three, c.Precision())
	}
}

func TestWithoutTitles(t *testing.T) {
	got := WithoutTitles("HPI\nShe is tired.\n\nASSESSMENT AND PLAN\n\n1. Hypertension.\n- Medical Treatment: Continue lisinopril.\n")
	if strings.Contains(got, "Hypertension") || !strings.Contains(got, "Continue lisinopril.") || !strings.Contains(got, "She is tired.") {
		t.Errorf("%q", got)
	}
}
