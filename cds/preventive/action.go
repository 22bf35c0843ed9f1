package preventive

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"

	"github.com/goccy/go-yaml"

	"github.com/visitwright/visitwright/cds/facts"
	"github.com/visitwright/visitwright/ehr"
)

//go:embed questions.yaml
var questionFile []byte

// question is asked of the patient; the answer becomes a result.
type question struct {
	Say     string   `yaml:"say"`
	LOINC   string   `yaml:"loinc"`
	Name    string   `yaml:"name"`
	Unit    string   `yaml:"unit"`
	Answers []string `yaml:"answers"`
}

var questions = sync.OnceValue(func() map[string]question {
	var out map[string]question
	if err := yaml.UnmarshalWithOptions(questionFile, &out, yaml.Strict()); err != nil {
		panic(fmt.Sprintf("preventive: %v", err)) // part of the program, tested with it
	}
	return out
})

func ask(name string) *ehr.GapAction {
	q := questions()[name]
	return &ehr.GapAction{Kind: "ask", Label: "Enter the answer", Text: q.Say, Unit: q.Unit, Answers: q.Answers,
		Code: ehr.Coded{System: ehr.LOINC, Code: q.LOINC, Display: q.Name}}
}

// action is what closes the gap with one click.
func (r Recommendation) action() *ehr.GapAction {
	if name, ok := strings.CutPrefix(r.By, "ask "); ok {
		return ask(name)
	}
	if r.By == "measure" {
		return &ehr.GapAction{Kind: "measure", Label: "Enter the measurement", Text: r.Order}
	}
	return &ehr.GapAction{Kind: "order", Label: "Stage the order", Order: ehr.OrderKind(r.By), Text: r.Order}
}

// asks is the question that tells whether the recommendation concerns the
// patient, where that is not known: how much was smoked where it is known that
// somebody did, else whether they did.
func (r Recommendation) asks(f *facts.Facts) *ehr.GapAction {
	for _, n := range r.Needs {
		if f.Has(n) && r.PackYears > 0 {
			return ask("pack_years")
		}
	}
	return ask("smoking")
}
