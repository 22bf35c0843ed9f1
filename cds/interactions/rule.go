package interactions

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"github.com/visitwright/visitwright/ehr"
)

// Rule is one thing to be said about a patient's drugs. It fires when a drug of
// A is taken (Count of them for a stack), with a drug of B where B is set, and
// When holds.
type Rule struct {
	ID      string   `yaml:"id"`
	Version int      `yaml:"version"`
	Kind    Kind     `yaml:"kind"`
	Tier    ehr.Tier `yaml:"tier"`
	// Mild is the tier after a mild earlier reaction (allergy rules).
	Mild ehr.Tier `yaml:"mild"`
	A    []string `yaml:"a"` // drugs by name, or "class:name"
	B    []string `yaml:"b"`
	NotA []string `yaml:"not_a"`
	NotB []string `yaml:"not_b"`
	// Count makes a stack: so many different drugs of A at least.
	Count int `yaml:"count"`
	// Allergen is what the allergy is to: drugs, "class:name" or "word:text".
	Allergen []string `yaml:"allergen"`
	// Cap keeps every other rule about the same pair from interrupting, unless it
	// is of the ONC high-priority list.
	Cap bool `yaml:"cap"`
	// HighPriority marks rules for the ONC high-priority list; nothing demotes them.
	HighPriority bool `yaml:"high_priority"`
	// New says that the rule speaks only when a drug is being started or changed.
	New bool `yaml:"new"`
	// Stopped says that the rule speaks only when a drug of A is being stopped.
	Stopped bool `yaml:"stopped"`
	When    When `yaml:"when"`
	// Summary may hold {a}, {b}, {drugs}, {value} and {condition}.
	Summary string   `yaml:"say"`
	May     string   `yaml:"may"`  // what may happen
	Why     string   `yaml:"why"`  // by what mechanism
	Do      string   `yaml:"do"`   // what to do
	Sure    string   `yaml:"sure"` // established, probable, possible
	Source  string   `yaml:"source"`
	Actions []string `yaml:"actions"` // "stop:{a}", "replace:{a}:...", "order_test:INR", "adjust_dose:{a}"

	detail         string // what the alert says, with its blanks
	a, b, allergen map[string]bool
	allergenWords  []string
}

// Kind sorts rules by what they check.
type Kind string

// The kinds of rule.
const (
	Interaction Kind = "interaction"
	Stack       Kind = "stack"
	Food        Kind = "food"
	Allergy     Kind = "allergy"
	Duplicate   Kind = "duplicate"
	Withdrawal  Kind = "withdrawal"
	Disease     Kind = "disease"
	Pregnancy   Kind = "pregnancy"
	Lactation   Kind = "lactation"
	Renal       Kind = "renal"
	Hepatic     Kind = "hepatic"
	Age         Kind = "age"
	Dose        Kind = "dose"
	Monitoring  Kind = "monitoring"
	ResultCheck Kind = "result"
)

// Kinds lists them all.
var Kinds = []Kind{Interaction, Stack, Food, Allergy, Duplicate, Withdrawal, Disease, Pregnancy, Lactation, Renal, Hepatic, Age, Dose, Monitoring, ResultCheck}

// When is what must be true of the patient. All that is set must hold.
type When struct {
	Condition    []string `yaml:"condition"`     // any of these is active (facts/conditions.yaml)
	NotCondition []string `yaml:"not_condition"` // none of these
	AgeFrom      int      `yaml:"age_from"`      // completed years
	AgeBelow     int      `yaml:"age_below"`
	MonthsBelow  int      `yaml:"months_below"`
	Sex          ehr.Sex  `yaml:"sex"`
	Pregnant     bool     `yaml:"pregnant"`
	Childbearing bool     `yaml:"childbearing"` // may be pregnant, not known to be
	EGFRBelow    float64  `yaml:"egfr_below"`   // mL/min/1.73 m²
	CrClBelow    float64  `yaml:"crcl_below"`   // mL/min, Cockcroft-Gault
	WeightBelow  float64  `yaml:"weight_below"` // kg
	Test         string   `yaml:"test"`         // facts/tests.yaml
	Above        *float64 `yaml:"above"`
	Below        *float64 `yaml:"below"`
	Days         int      `yaml:"days"`        // how old the result may be; 365 where 0
	Missing      string   `yaml:"missing"`     // no result of this test within Days
	DailyAbove   float64  `yaml:"daily_above"` // mg a day, all entries of the drug together
	PerKgAbove   float64  `yaml:"per_kg_above"`
	Without      []string `yaml:"without"` // no drug of these is taken
}

// ReadRules reads a rule file and refuses one that is not complete: every rule
// has an identifier, a version, a tier, words and a source.
func readRules(name string, b []byte, t *table) ([]*Rule, error) {
	var rules []*Rule
	if err := yaml.NewDecoder(bytes.NewReader(b), yaml.Strict()).Decode(&rules); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	for _, r := range rules {
		if err := r.compile(t); err != nil {
			return nil, fmt.Errorf("%s: rule %s: %w", name, r.ID, err)
		}
	}
	return rules, nil
}

func (r *Rule) compile(t *table) error {
	switch {
	case r.ID == "" || r.Version < 1 || r.Summary == "" || r.Do == "" || r.Sure == "" || r.Source == "":
		return fmt.Errorf("it lacks an identifier, version, words, certainty or source")
	case !slices.Contains(Kinds, r.Kind):
		return fmt.Errorf("kind %q is not known", r.Kind)
	case !slices.Contains([]ehr.Tier{ehr.Interruptive, ehr.Inline, ehr.Passive}, r.Tier):
		return fmt.Errorf("tier %q is not known", r.Tier)
	case r.Stopped != (r.Kind == Withdrawal):
		return fmt.Errorf("withdrawal rules, and only they, are about drugs that are stopped")
	case len(r.Summary) > 120:
		return fmt.Errorf("its summary is longer than a line")
	}
	r.detail = detail(r)
	var err error
	if r.a, err = t.set(r.A, r.NotA); err != nil {
		return err
	}
	if r.b, err = t.set(r.B, r.NotB); err != nil {
		return err
	}
	var drugs []string
	for _, a := range r.Allergen {
		if w, ok := strings.CutPrefix(a, "word:"); ok {
			r.allergenWords = append(r.allergenWords, w)
		} else {
			drugs = append(drugs, a)
		}
	}
	r.allergen, err = t.set(drugs, nil)
	return err
}

// set is the ingredients named by names and classes.
func (t *table) set(names, not []string) (map[string]bool, error) {
	out := map[string]bool{}
	for i, list := range [][]string{names, not} {
		for _, n := range list {
			members := []*Drug{t.drugs[n]}
			if class, ok := strings.CutPrefix(n, "class:"); ok {
				members = t.classes[class]
			}
			if len(members) == 0 || members[0] == nil {
				return nil, fmt.Errorf("%q names no drug", n)
			}
			for _, d := range members {
				out[d.Name] = i == 0
			}
		}
	}
	for n, in := range out {
		if !in {
			delete(out, n)
		}
	}
	return out, nil
}
