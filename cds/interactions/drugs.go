package interactions

import (
	"bufio"
	"bytes"
	"fmt"
	"slices"
	"sort"
	"strings"
)

// Drug is one ingredient of the table.
type Drug struct {
	Name    string
	Brands  []string
	Classes []string
	Routes  []string
}

// In reports whether the drug belongs to a class.
func (d *Drug) In(class string) bool { return slices.Contains(d.Classes, class) }

// table is the drugs by ingredient, and every name that leads to them.
type table struct {
	drugs   map[string]*Drug
	names   map[string][]string // normal name to ingredients
	combos  int
	brands  int
	longest int            // words in the longest name
	first   map[string]int // first word of a name to the longest name with it, in words
	heard   map[byte][]heard
	classes map[string][]*Drug
}

// heard is a one-word name prepared for names that are only nearly right.
type heard struct{ name, sound string }

func readDrugs(b []byte) (*table, error) {
	t := &table{drugs: map[string]*Drug{}, names: map[string][]string{}, first: map[string]int{}}
	var classes, routes []string
	type combo struct{ parts, brands []string }
	var combos []combo
	for n, sc := 1, bufio.NewScanner(bytes.NewReader(b)); sc.Scan(); n++ {
		line := strings.TrimSpace(sc.Text())
		switch {
		case line == "" || strings.HasPrefix(line, "#"):
		case strings.HasPrefix(line, "@"):
			classes, routes = nil, nil
			for _, f := range strings.Fields(line[1:]) {
				if r, ok := strings.CutPrefix(f, "route:"); ok {
					routes = append(routes, r)
				} else {
					classes = append(classes, f)
				}
			}
		default:
			name, rest, ok := strings.Cut(line, "=")
			if !ok {
				return nil, fmt.Errorf("drugs, line %d: no \"=\"", n)
			}
			name = strings.TrimSpace(name)
			brands, own := splitBrands(rest)
			if strings.Contains(name, "/") {
				combos = append(combos, combo{strings.Split(name, "/"), brands})
				continue
			}
			t.add(name, brands, append(slices.Clone(classes), own...), routes)
		}
	}
	for _, c := range combos {
		for _, p := range c.parts {
			if t.drugs[p] == nil {
				return nil, fmt.Errorf("drugs: combination with %q, which is not in the table", p)
			}
		}
		t.combos++
		for _, b := range c.brands {
			t.name(b, c.parts)
			t.brands++
		}
	}
	t.index()
	return t, nil
}

func (t *table) index() {
	t.heard, t.classes = map[byte][]heard{}, map[string][]*Drug{}
	for n := range t.names {
		if len(n) >= 5 && !strings.Contains(n, " ") {
			s := sound(n)
			t.heard[s[0]] = append(t.heard[s[0]], heard{n, s})
		}
	}
	for _, d := range t.drugs {
		for _, c := range d.Classes {
			t.classes[c] = append(t.classes[c], d)
		}
	}
}

// splitBrands reads "Prinivil, Zestril +class".
func splitBrands(s string) (brands, classes []string) {
	s, rest, _ := strings.Cut(s, "+")
	for _, b := range strings.Split(s, ",") {
		if b = strings.TrimSpace(b); b != "" {
			brands = append(brands, b)
		}
	}
	for _, c := range strings.Split(rest, "+") {
		if c = strings.TrimSpace(c); c != "" {
			classes = append(classes, c)
		}
	}
	return brands, classes
}

func (t *table) add(name string, brands, classes, routes []string) {
	d := t.drugs[name]
	if d == nil {
		d = &Drug{Name: name}
		t.drugs[name] = d
		t.name(name, []string{name})
	}
	for _, c := range classes {
		if !d.In(c) {
			d.Classes = append(d.Classes, c)
		}
	}
	for _, r := range routes {
		if !slices.Contains(d.Routes, r) {
			d.Routes = append(d.Routes, r)
		}
	}
	for _, b := range brands {
		d.Brands = append(d.Brands, b)
		t.name(b, []string{name})
		t.brands++
	}
}

// name lets a spelling lead to ingredients. A brand that stands for two things
// (Suboxone alone and with naloxone) leads to the fuller one.
func (t *table) name(spelling string, ingredients []string) {
	words := wordsOf(spelling)
	if len(words) == 0 {
		return
	}
	n := strings.Join(words, " ")
	if len(t.names[n]) < len(ingredients) {
		t.names[n] = ingredients
	}
	t.longest = max(t.longest, len(words))
	t.first[words[0]] = max(t.first[words[0]], len(words))
}

// wordsOf splits a text into lower-case words of letters and digits; hyphens and
// dots inside a word part it.
func wordsOf(s string) []string {
	return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9') && r < 128
	})
}

// placesOf is where wordsOf finds its words in the text in lower case, in bytes.
func placesOf(s string) [][2]int {
	var out [][2]int
	from := -1
	s = strings.ToLower(s)
	for i, r := range s {
		switch in := (r >= 'a' && r <= 'z') || (r >= '0' && r <= '9') || r >= 128; {
		case in && from < 0:
			from = i
		case !in && from >= 0:
			out, from = append(out, [2]int{from, i}), -1
		}
	}
	if from >= 0 {
		out = append(out, [2]int{from, len(s)})
	}
	return out
}

// sorted lists the table's ingredients by name.
func (t *table) sorted() []*Drug {
	out := make([]*Drug, 0, len(t.drugs))
	for _, d := range t.drugs {
		out = append(out, d)
	}
	sort.Slice(out, func(i, j int) bool { return out[i].Name < out[j].Name })
	return out
}
