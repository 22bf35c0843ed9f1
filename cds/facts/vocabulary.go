package facts

import (
	_ "embed"
	"fmt"
	"regexp"
	"slices"
	"sort"
	"strings"
	"sync"

	"github.com/goccy/go-yaml"

	"github.com/visitwright/visitwright/ehr"
)

//go:embed conditions.yaml
var conditionsYAML []byte

//go:embed tests.yaml
var testsYAML []byte

type condition struct {
	ICD      []string `yaml:"icd"`
	Words    []string `yaml:"words"`
	And      []string `yaml:"and"` // further words of which one is needed
	NotWords []string `yaml:"not_words"`
	CDSi     string   `yaml:"cdsi"`
	Care     bool     `yaml:"care"` // read from stays, devices and services, too
}

type test struct {
	LOINC    []string           `yaml:"loinc"`
	Words    []string           `yaml:"words"`
	NotWords []string           `yaml:"not_words"`
	Unit     string             `yaml:"unit"`
	Factors  map[string]float64 `yaml:"factors"`
}

type words struct {
	conditions map[string]*condition
	order      []string // of conditions
	care       []string // those that are read from a patient's care, too
	tests      map[string]*test
	testOrder  []string
	loinc      map[string][]string
}

var vocabulary = sync.OnceValue(func() *words {
	w := &words{loinc: map[string][]string{}}
	for _, f := range []struct {
		in   []byte
		into any
	}{{conditionsYAML, &w.conditions}, {testsYAML, &w.tests}} {
		if err := yaml.UnmarshalWithOptions(f.in, f.into, yaml.Strict()); err != nil {
			panic(fmt.Sprintf("facts: %v", err)) // part of the program, tested with it
		}
	}
	for n, c := range w.conditions {
		w.order = append(w.order, n)
		if c.Care {
			w.care = append(w.care, n)
		}
		for i := range c.ICD {
			c.ICD[i] = plainICD(c.ICD[i])
		}
	}
	sort.Strings(w.order)
	sort.Strings(w.care)
	for n, t := range w.tests {
		w.testOrder = append(w.testOrder, n)
		for _, c := range t.LOINC {
			w.loinc[c] = append(w.loinc[c], n)
		}
	}
	sort.Strings(w.testOrder)
	return w
})

// Conditions names every condition the checks know.
func Conditions() []string { return vocabulary().order }

// Tests names every test the checks know.
func Tests() []string { return vocabulary().testOrder }

// TestsOf names the tests of tests.yaml that codes mean.
func TestsOf(codes []ehr.Coded) []string { return vocabulary().testsOf(codes) }

// CDSi is CDC's observation code for a condition; empty where it has none.
func CDSi(condition string) string {
	if c := vocabulary().conditions[condition]; c != nil {
		return c.CDSi
	}
	return ""
}

// conditionsOf names the conditions a coded problem means: by its ICD-10-CM code
// where it has one, else by its words.
func (w *words) conditionsOf(codes []ehr.Coded) []string { return w.among(w.order, codes) }

func (w *words) among(names []string, codes []ehr.Coded) []string {
	var out []string
	for _, c := range codes {
		for _, n := range w.lookCondition(names, c) {
			if !slices.Contains(out, n) {
				out = append(out, n)
			}
		}
	}
	return out
}

func (w *words) lookCondition(names []string, c ehr.Coded) []string {
	var out []string
	coded := c.System == ehr.ICD10CM || (c.System == "" && icdShape.MatchString(c.Code))
	text, icd := strings.ToLower(c.Display), plainICD(c.Code)
	for _, n := range names {
		cond := w.conditions[n]
		switch {
		case coded && c.Code != "":
			if slices.ContainsFunc(cond.ICD, func(p string) bool { return strings.HasPrefix(icd, p) }) {
				out = append(out, n)
			}
		case hasWords(text, cond.Words) && !hasWords(text, cond.NotWords) && (len(cond.And) == 0 || hasWords(text, cond.And)):
			out = append(out, n)
		}
	}
	return out
}

var icdShape = regexp.MustCompile(`^[A-TV-Z][0-9][0-9A-B](\.?[0-9A-Z]{1,4})?$`)

func plainICD(s string) string { return strings.ReplaceAll(strings.ToUpper(s), ".", "") }

// hasWords reports whether a phrase stands in the text as whole words.
func hasWords(text string, phrases []string) bool {
	for _, p := range phrases {
		for at := 0; ; {
			i := strings.Index(text[at:], p)
			if i < 0 {
				break
			}
			i += at
			if boundary(text, i-1) && boundary(text, i+len(p)) {
				return true
			}
			at = i + 1
		}
	}
	return false
}

func boundary(s string, i int) bool {
	if i < 0 || i >= len(s) {
		return true
	}
	b := s[i]
	return (b < 'a' || b > 'z') && (b < '0' || b > '9')
}

func (w *words) testsOf(codes []ehr.Coded) []string {
	var out []string
	add := func(n string) {
		if !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	for _, c := range codes {
		if c.System == ehr.LOINC || (c.System == "" && w.loinc[c.Code] != nil) {
			for _, n := range w.loinc[c.Code] {
				add(n)
			}
			continue
		}
		text := strings.ToLower(c.Display)
		for _, n := range w.testOrder {
			if t := w.tests[n]; hasWords(text, t.Words) && !hasWords(text, t.NotWords) {
				add(n)
			}
		}
	}
	return out
}

// convert brings a value to the test's unit; ok is false for a unit it cannot.
func (w *words) convert(name string, v float64, unit string) (float64, bool) {
	t := w.tests[name]
	plain := func(s string) string {
		return strings.NewReplacer("{", "", "}", "", " ", "").Replace(strings.ToLower(s))
	}
	if unit == "" || t.Unit == "" || plain(unit) == plain(t.Unit) {
		return v, true
	}
	for u, f := range t.Factors {
		if plain(u) == plain(unit) {
			return v * f, true
		}
	}
	switch t.Unit { // the same unit in other words
	case "mL/min/1.73m2", "10*3/uL", "1", "{score}", "mIU/L", "U/L", "kg/m2":
		return v, true
	}
	return v, false
}
