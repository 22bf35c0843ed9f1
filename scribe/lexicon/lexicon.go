package lexicon

import (
	"embed"
	"strings"
	"sync"
)

//go:embed data/*.txt
var files embed.FS

// Kind says what sort of thing a term is.
type Kind string

// The kinds of term.
const (
	Drug      Kind = "drug"
	Finding   Kind = "finding"
	Condition Kind = "condition"
	Anatomy   Kind = "anatomy"
	Test      Kind = "test"
)

// Term is an entry of the lists.
type Term struct {
	Kind Kind
	// Name is the canonical form, in lower case except for conditions, whose
	// name is a title.
	Name string
	// Group is the body system of a finding, the sort of a test.
	Group string
	// Print is how the term is written in a note where that differs from Name.
	Print string
	// Class marks a drug entry that names a class ("antibiotic"), not a drug.
	Class bool
}

// Match is a term found in a list of words, at words[Start:End].
type Match struct {
	Term       *Term
	Start, End int
}

// Lists holds all terms by their first word.
type lists struct {
	byFirst map[string][]entry
	verbs   map[string]Verb // by base form
	forms   map[string]Verb // by every form
	names   map[string]byte // 'F', 'M'
	caps    map[string]string
}

type entry struct {
	words []string
	term  *Term
}

var load = sync.OnceValue(func() *lists {
	l := &lists{byFirst: map[string][]entry{}}
	for file, kind := range map[string]Kind{
		"drugs": Drug, "findings": Finding, "conditions": Condition, "anatomy": Anatomy, "tests": Test,
	} {
		for _, line := range lines(file) {
			l.add(kind, line)
		}
	}
	l.loadVerbs()
	l.loadNames()
	return l
})

func lines(file string) []string {
	b, err := files.ReadFile("data/" + file + ".txt")
	if err != nil { // embedded: it is there or the program was not built
		panic(err)
	}
	var out []string
	for _, line := range strings.Split(string(b), "\n") {
		if line != "" && line[0] != '#' {
			out = append(out, line)
		}
	}
	return out
}

func (l *lists) add(kind Kind, line string) {
	t := &Term{Kind: kind}
	line, t.Print, _ = strings.Cut(line, " = ")
	line, t.Group, _ = strings.Cut(line, " @")
	if g, p, ok := strings.Cut(t.Group, " = "); ok {
		t.Group, t.Print = g, p
	}
	for i, name := range strings.Split(line, "|") {
		name = strings.TrimSpace(name)
		if i == 0 {
			t.Name = name
			t.Class = kind == Drug && classes[name]
		}
		words := strings.Fields(strings.ToLower(name))
		l.byFirst[words[0]] = append(l.byFirst[words[0]], entry{words, t})
	}
}

// classes are the drug entries that name no single drug.
var classes = map[string]bool{
	"steroid": true, "antibiotic": true, "statin": true, "nsaid": true, "antihistamine": true, "beta blocker": true,
	"ace inhibitor": true, "blood thinner": true, "diuretic": true, "inhaler": true, "birth control": true,
	"antidepressant": true, "muscle relaxer": true, "proton pump inhibitor": true, "antacid": true, "painkiller": true,
	"multivitamin": true, "prenatal vitamin": true,
}

// Find returns the terms in a list of lower-case words, longest match first
// come, of the kinds given (all where none is). Terms of different kinds may
// overlap; terms of one kind do not.
func Find(words []string, kinds ...Kind) []Match {
	l := load()
	var out []Match
	busy := map[Kind]int{}
	for i := range words {
		best := map[Kind]entry{}
		for _, e := range l.byFirst[words[i]] {
			if i < busy[e.term.Kind] || !wanted(e.term.Kind, kinds) || !starts(words[i:], e.words) {
				continue
			}
			if b, ok := best[e.term.Kind]; !ok || len(e.words) > len(b.words) {
				best[e.term.Kind] = e
			}
		}
		for _, k := range []Kind{Drug, Condition, Finding, Test, Anatomy} {
			if e, ok := best[k]; ok {
				busy[k] = i + len(e.words)
				out = append(out, Match{e.term, i, i + len(e.words)})
			}
		}
	}
	return out
}

func wanted(k Kind, kinds []Kind) bool {
	if len(kinds) == 0 {
		return true
	}
	for _, w := range kinds {
		if w == k {
			return true
		}
	}
	return false
}

func starts(words, prefix []string) bool {
	if len(words) < len(prefix) {
		return false
	}
	for i, w := range prefix {
		if words[i] != w {
			return false
		}
	}
	return true
}

// Is reports whether the whole phrase is a term of the kind.
func Is(kind Kind, phrase string) bool {
	words := strings.Fields(strings.ToLower(phrase))
	for _, m := range Find(words, kind) {
		if m.Start == 0 && m.End == len(words) {
			return true
		}
	}
	return false
}

// Brand reports whether a lower-case word is a drug's brand name.
func Brand(word string) bool {
	for _, e := range load().byFirst[word] {
		if e.term.Kind == Drug && len(e.words) == 1 && e.words[0] != e.term.Name && !e.term.Class && !unbranded[word] && !strings.HasPrefix(e.term.Name, word) {
			return true
		}
	}
	return false
}

// unbranded are second names of drugs that are no brands.
var unbranded = map[string]bool{
	"paracetamol": true, "salbutamol": true, "asa": true, "hctz": true, "glargine": true, "lispro": true, "aspart": true, "co-amoxiclav": true,
	"amphetamine": true, "folate": true, "b12": true, "cyanocobalamin": true, "trimethoprim": true, "steroids": true, "corticosteroid": true, "corticosteroids": true, "turmeric": true, "omega-3": true, "multivitamins": true,
}
