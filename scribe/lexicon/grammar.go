package lexicon

import "strings"

// Verb is a verb with its forms.
type Verb struct{ Base, Third, Past, Participle, Gerund string }

func (l *lists) loadVerbs() {
	l.verbs, l.forms = map[string]Verb{}, map[string]Verb{}
	for _, line := range lines("verbs") {
		w := strings.Fields(line)
		v := regular(w[0])
		if len(w) > 1 {
			v.Past, v.Participle = w[1], w[1]
		}
		if len(w) > 2 {
			v.Participle = w[2]
		}
		switch v.Base {
		case "be":
			v.Third = "is"
		case "have":
			v.Third = "has"
		}
		l.verbs[v.Base] = v
		for _, f := range []string{v.Base, v.Third, v.Past, v.Participle, v.Gerund} {
			if _, ok := l.forms[f]; !ok {
				l.forms[f] = v
			}
		}
	}
}

// doubling lists the verbs of the list that double their last consonant.
var doubling = map[string]bool{
	"stop": true, "drop": true, "jog": true, "slip": true, "trip": true, "plan": true, "step": true, "rub": true,
	"get": true, "put": true, "cut": true, "sit": true, "run": true, "swim": true, "begin": true, "hit": true,
	"let": true, "quit": true, "forget": true, "control": true, "refer": true, "stub": true, "pop": true, "prefer": true,
}

func regular(base string) Verb {
	v := Verb{Base: base, Third: base + "s", Past: base + "ed", Gerund: base + "ing"}
	last := base[len(base)-1]
	switch {
	case doubling[base]:
		v.Past, v.Gerund = base+string(last)+"ed", base+string(last)+"ing"
	case last == 'e' && base != "be" && base != "see":
		v.Past, v.Gerund = base+"d", base[:len(base)-1]+"ing"
	}
	switch {
	case last == 'y' && len(base) > 2 && !strings.ContainsRune("aeiou", rune(base[len(base)-2])):
		v.Third, v.Past = base[:len(base)-1]+"ies", base[:len(base)-1]+"ied"
	case strings.HasSuffix(base, "ss"), strings.HasSuffix(base, "sh"), strings.HasSuffix(base, "ch"),
		strings.HasSuffix(base, "x"), base == "go", base == "do":
		v.Third = base + "es"
	}
	if base == "die" || base == "lie" {
		v.Gerund = base[:1] + "ying"
	}
	v.Participle = v.Past
	return v
}

// VerbOf returns the verb with the base form.
func VerbOf(base string) (Verb, bool) { v, ok := load().verbs[base]; return v, ok }

// VerbForm returns the verb of which form is any form.
func VerbForm(form string) (Verb, bool) { v, ok := load().forms[form]; return v, ok }

func (l *lists) loadNames() {
	l.names, l.caps = map[string]byte{}, map[string]string{}
	for _, line := range lines("names") {
		w := strings.Fields(line)
		for _, n := range w[1:] {
			l.names[n] = w[0][0]
		}
	}
	for _, line := range lines("capitals") {
		for _, w := range strings.Fields(line) {
			l.caps[strings.ToLower(w)] = w
		}
	}
}

// NameSex returns 'F' or 'M' for a given name in lower case, 0 for others.
func NameSex(name string) byte { return load().names[name] }

// Capital returns how a lower-case word is written inside a sentence when it
// keeps capitals there.
func Capital(word string) (string, bool) { c, ok := load().caps[word]; return c, ok }
