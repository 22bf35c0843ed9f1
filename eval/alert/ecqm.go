package alert

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/visitwright/visitwright/cds"
	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/fhir"
)

// measures are CMS's quality measures that ask what one of our rules decides.
var measures = map[string]string{
	"CMS125": "uspstf-breast-cancer", "CMS124": "uspstf-cervical-cancer", "CMS130": "uspstf-colorectal-cancer",
	"CMS349": "uspstf-hiv", "CMS2F": "uspstf-depression", "CMS22": "uspstf-hypertension", "CMS69": "uspstf-obesity-adult",
	"CMS155": "uspstf-obesity-child",
}

// MeasureResult is how a rule agrees with a measure's own test patients.
type MeasureResult struct {
	Measure, Rule string
	Patients      int
	Unread        int // bundles our reader refuses
	Agree         int
	Confusion     map[string]int // "expected > got"
}

// RunECQM checks the test patients of every measure a rule of ours matches.
func RunECQM(c *cds.Checker, dir string) ([]MeasureResult, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.ndjson"))
	if err != nil {
		return nil, err
	}
	var out []MeasureResult
	for _, f := range files {
		name := strings.SplitN(strings.TrimSuffix(filepath.Base(f), ".ndjson"), "FHIR", 2)[0]
		rule := measures[name]
		if name == "CMS2" {
			rule = measures["CMS2F"]
		}
		r := MeasureResult{Measure: name, Rule: rule, Confusion: map[string]int{}}
		if rule != "" {
			if err := r.run(c, f); err != nil {
				return nil, err
			}
		}
		out = append(out, r)
	}
	return out, nil
}

func (r *MeasureResult) run(c *cds.Checker, path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 16<<20)
	for sc.Scan() {
		var p struct {
			Patient   string            `json:"patient"`
			Resources []json.RawMessage `json:"resources"`
		}
		if err := json.Unmarshal(sc.Bytes(), &p); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		r.Patients++
		want, rest := expectation(p.Resources)
		chart, err := chartOf(rest)
		if err != nil {
			r.Unread++
			continue
		}
		got := "out"
		for _, g := range c.Check(chart, ehr.Note{}, nil, time.Date(2026, 12, 31, 23, 59, 59, 0, time.UTC)).CareGaps {
			if g.Rule == r.Rule {
				got = g.Status
			}
		}
		if got == "overdue" {
			got = "due"
		}
		if got == want {
			r.Agree++
		} else {
			r.Confusion[want+" > "+got]++
		}
	}
	return sc.Err()
}

// expectation reads the measure's verdict from its report and gives the other
// resources.
func expectation(resources []json.RawMessage) (string, []json.RawMessage) {
	counts := map[string]int{}
	var rest []json.RawMessage
	for _, raw := range resources {
		var m struct {
			ResourceType string `json:"resourceType"`
			Group        []struct {
				Population []struct {
					Code struct {
						Coding []struct {
							Code string `json:"code"`
						} `json:"coding"`
					} `json:"code"`
					Count int `json:"count"`
				} `json:"population"`
			} `json:"group"`
		}
		if json.Unmarshal(raw, &m) != nil || m.ResourceType != "MeasureReport" {
			rest = append(rest, raw)
			continue
		}
		for _, g := range m.Group {
			for _, p := range g.Population {
				if len(p.Code.Coding) > 0 {
					counts[p.Code.Coding[0].Code] += p.Count
				}
			}
		}
	}
	switch {
	case counts["denominator-exclusion"] > 0 || counts["denominator-exception"] > 0:
		return "excluded", rest
	case counts["numerator"] > 0:
		return "done", rest
	case counts["denominator"] > 0:
		return "due", rest
	}
	return "out", rest
}

func chartOf(resources []json.RawMessage) (ehr.Chart, error) {
	type entry struct {
		Resource json.RawMessage `json:"resource"`
	}
	b := struct {
		ResourceType string  `json:"resourceType"`
		Type         string  `json:"type"`
		Entry        []entry `json:"entry"`
	}{"Bundle", "collection", nil}
	for _, r := range resources {
		b.Entry = append(b.Entry, entry{r})
	}
	raw, err := json.Marshal(b)
	if err != nil {
		return ehr.Chart{}, err
	}
	chart, _, err := fhir.ReadChart(bytes.NewReader(raw))
	return chart, err
}
