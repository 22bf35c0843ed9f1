package interactions

import (
	"encoding/csv"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/visitwright/visitwright/ehr"
)

// Candidates are pairs of a published list that no rule of ours speaks about.
// They are shown passively, as what they are: a pair on a list, not yet reviewed.
type Candidates struct {
	Name  string // of the list, e.g. "VA NDF-RT 2014"
	pairs map[string]string
}

// ReadPairList reads a tab-separated list with the columns "severity", "name1" and
// "name2", as the VA's NDF-RT interactions are published.
func ReadPairList(name string, r io.Reader) (Candidates, error) {
	c := csv.NewReader(r)
	c.Comma, c.LazyQuotes, c.FieldsPerRecord = '\t', true, -1
	head, err := c.Read()
	if err != nil {
		return Candidates{}, fmt.Errorf("%s: %w", name, err)
	}
	at := map[string]int{}
	for i, h := range head {
		at[strings.TrimSpace(h)] = i
	}
	for _, h := range []string{"severity", "name1", "name2"} {
		if _, ok := at[h]; !ok {
			return Candidates{}, fmt.Errorf("%s: there is no column %q", name, h)
		}
	}
	out := Candidates{Name: name, pairs: map[string]string{}}
	for {
		row, err := c.Read()
		if err == io.EOF {
			break
		}
		if err != nil || len(row) < len(head) {
			return Candidates{}, fmt.Errorf("%s: a row is cut short", name)
		}
		out.pairs[pairKey(strings.ToLower(row[at["name1"]]), strings.ToLower(row[at["name2"]]))] = row[at["severity"]]
	}
	if len(out.pairs) == 0 {
		return out, fmt.Errorf("%s: the list is empty", name)
	}
	return out, nil
}

// ReadMEDRT reads MED-RT's XML: a drug that is contraindicated with a mechanism,
// effect or class of drugs makes a pair with each drug that is said to have it.
// Contraindications with diseases are left out.
func ReadMEDRT(r io.Reader) (Candidates, error) {
	out := Candidates{Name: "MED-RT", pairs: map[string]string{}}
	against, having := map[string][]string{}, map[string][]string{}
	d := xml.NewDecoder(r)
	for {
		tok, err := d.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			return out, fmt.Errorf("MED-RT: %w", err)
		}
		start, ok := tok.(xml.StartElement)
		if !ok || start.Name.Local != "association" {
			continue
		}
		var a struct {
			Name string `xml:"name"`
			From string `xml:"from_name"`
			To   string `xml:"to_name"`
		}
		if err := d.DecodeElement(&a, &start); err != nil {
			return out, fmt.Errorf("MED-RT: %w", err)
		}
		drug, class := strings.ToLower(a.From), strings.ToLower(a.To)
		switch a.Name {
		case "CI_MoA", "CI_PE", "CI_EPC", "CI_ChemClass":
			against[class] = append(against[class], drug)
		case "has_MoA", "has_PE", "has_EPC", "has_SC":
			having[class] = append(having[class], drug)
		}
	}
	for class, drugs := range against {
		for _, a := range drugs {
			for _, b := range append(having[class], class) {
				if a != b {
					out.pairs[pairKey(a, b)] = "contraindicated"
				}
			}
		}
	}
	if len(out.pairs) == 0 {
		return out, errors.New("MED-RT: there is no contraindication in the file")
	}
	return out, nil
}

// Len is how many pairs the list holds.
func (c Candidates) Len() int { return len(c.pairs) }

// AddCandidates takes up a list while loading.
func (k *Knowledge) AddCandidates(c Candidates) { k.candidates = append(k.candidates, c) }

// candidates adds the passive alerts of loaded lists for pairs no rule spoke of.
func (c *check) candidates(spoken map[string]bool) []ehr.Alert {
	var out []ehr.Alert
	for i, a := range c.meds {
		for _, b := range c.meds[i+1:] {
			key := pairKey(a.Drug.Name, b.Drug.Name)
			if a.Drug == b.Drug || a.Topical || b.Topical || spoken[key] {
				continue
			}
			for _, l := range c.k.candidates {
				severity, ok := l.pairs[key]
				if !ok {
					continue
				}
				spoken[key] = true
				out = append(out, ehr.Alert{
					Rule: "candidate", RuleVersion: "1", Tier: ehr.Passive, Key: "candidate:" + key,
					Summary: clip(capital(a.Drug.Name)+" with "+b.Drug.Name+": on the list "+l.Name, 140),
					Detail:  "The list calls the pair " + strings.ToLower(severity) + ". It has not been reviewed here.",
					Source:  l.Name, Chart: []ehr.ChartRef{a.Ref, b.Ref},
				})
			}
		}
	}
	return out
}
