package interactions

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
)

//go:embed content
var content embed.FS

// Knowledge is the drug table and the rules. It is immutable once loaded and may
// be shared; the Add methods belong to loading.
type Knowledge struct {
	// Version and Released name the built-in content.
	Version  string
	Released string

	table  *table
	rules  []*Rule
	canary [][2]string
	rxnorm map[string][]string // RxNorm identifier to ingredients
	ndc    map[string][]string // National Drug Code of eleven digits to ingredients

	candidates []Candidates
}

// Load reads the built-in content. It fails on any rule that is not complete.
func Load() (*Knowledge, error) { return load(content) }

// LoadFrom reads content of the same form from elsewhere, e.g. a newer release.
func LoadFrom(fsys fs.FS) (*Knowledge, error) { return load(fsys) }

func load(fsys fs.FS) (*Knowledge, error) {
	k := &Knowledge{rxnorm: map[string][]string{}, ndc: map[string][]string{}}
	b, err := fs.ReadFile(fsys, "content/drugs.txt")
	if err != nil {
		return nil, err
	}
	if k.table, err = readDrugs(b); err != nil {
		return nil, err
	}
	files, err := fs.Glob(fsys, "content/rules-*.yaml")
	if err != nil || len(files) == 0 {
		return nil, fmt.Errorf("no rule files: %w", err)
	}
	seen := map[string]bool{}
	for _, f := range files {
		b, err := fs.ReadFile(fsys, f)
		if err != nil {
			return nil, err
		}
		rules, err := readRules(path.Base(f), b, k.table)
		if err != nil {
			return nil, err
		}
		for _, r := range rules {
			if seen[r.ID] {
				return nil, fmt.Errorf("rule %s stands twice", r.ID)
			}
			seen[r.ID] = true
		}
		k.rules = append(k.rules, rules...)
	}
	return k, k.readAbout(fsys)
}

func (k *Knowledge) readAbout(fsys fs.FS) error {
	b, err := fs.ReadFile(fsys, "content/about.yaml")
	if err != nil {
		return err
	}
	var about struct {
		Version  string      `yaml:"version"`
		Released string      `yaml:"released"`
		Canary   [][2]string `yaml:"canary"`
	}
	if err := yaml.Unmarshal(b, &about); err != nil {
		return fmt.Errorf("about.yaml: %w", err)
	}
	if about.Version == "" || len(about.Canary) == 0 {
		return fmt.Errorf("about.yaml: no version or no canary pairs")
	}
	k.Version, k.Released, k.canary = about.Version, about.Released, about.Canary
	return nil
}

// Rules lists the rules in the order of their files.
func (k *Knowledge) Rules() []*Rule { return k.rules }

// Drugs lists the ingredients by name.
func (k *Knowledge) Drugs() []*Drug { return k.table.sorted() }

// Size tells how many ingredients, brand names and combinations the table holds.
func (k *Knowledge) Size() (ingredients, brands, combinations int) {
	return len(k.table.drugs), k.table.brands, k.table.combos
}

// Drug finds an ingredient by its exact name or another name of it; nil where
// the table does not hold it.
func (k *Knowledge) Drug(name string) *Drug {
	if found, _ := k.table.exact(wordsOf(name)); len(found) == 1 {
		return found[0]
	}
	return nil
}

// Pair is the most serious rule about two ingredients given together to anyone;
// nil where there is none.
func (k *Knowledge) Pair(a, b *Drug) *Rule {
	var worst *Rule
	demoted := false
	for _, r := range k.rules {
		if r.Kind != Interaction || !r.plain() || !r.pairs(a, b) {
			continue
		}
		demoted = demoted || r.Cap
		if worst == nil || r.louder(worst) {
			worst = r
		}
	}
	if demoted && worst != nil && !worst.HighPriority {
		for _, r := range k.rules {
			if r.Cap && r.pairs(a, b) {
				return r
			}
		}
	}
	return worst
}

func (r *Rule) pairs(a, b *Drug) bool {
	return a != b && (r.a[a.Name] && r.b[b.Name] || r.a[b.Name] && r.b[a.Name])
}

// plain reports whether the rule needs nothing of the patient.
func (r *Rule) plain() bool {
	w := r.When
	return len(w.Condition)+len(w.NotCondition)+len(w.Without) == 0 && w.AgeFrom == 0 && w.AgeBelow == 0 && w.EGFRBelow == 0 &&
		w.CrClBelow == 0 && w.Test == "" && w.Missing == "" && !w.Pregnant && !w.Childbearing && w.DailyAbove == 0 && w.Sex == ""
}

var loudness = map[string]int{"interruptive": 3, "inline": 2, "passive": 1}

func (r *Rule) louder(o *Rule) bool {
	a, b := loudness[string(r.Tier)], loudness[string(o.Tier)]
	return a > b || a == b && r.HighPriority && !o.HighPriority
}

// Canary checks that pairs which must always be found are found. An error means
// that interaction checking must be shown as off.
func (k *Knowledge) Canary() error {
	if k == nil || k.table == nil || len(k.canary) == 0 {
		return fmt.Errorf("no content is loaded")
	}
	for _, c := range k.canary {
		a, b := k.Drug(c[0]), k.Drug(c[1])
		if a == nil || b == nil || k.Pair(a, b) == nil {
			return fmt.Errorf("the test pair %s and %s was not found", c[0], c[1])
		}
	}
	return nil
}

// Members lists the ingredients a rule names, for the rules page.
func (r *Rule) Members() (a, b []string) { return keys(r.a), keys(r.b) }

func keys(m map[string]bool) []string {
	out := make([]string, 0, len(m))
	for n := range m {
		out = append(out, n)
	}
	slices.SortFunc(out, strings.Compare)
	return out
}
