package lexicon

import (
	"strings"
	"testing"
)

func TestFindTakesTheLongestTerm(t *testing.T) {
	for text, want := range map[string]string{
		"he is short of breath and has chest pain": "shortness of breath, chest pain",
		"type two diabetes":                        "Type 2 diabetes mellitus",
		"she takes baby aspirin":                   "aspirin",
		"nothing of note":                          "",
	} {
		var got []string
		for _, m := range Find(strings.Fields(text), Drug, Condition, Finding) {
			got = append(got, m.Term.Name)
		}
		if s := strings.Join(got, ", "); s != want {
			t.Errorf("%q: got %q, want %q", text, s, want)
		}
	}
}

func TestVerbs(t *testing.T) {
	for base, want := range map[string]string{
		"try": "tries tried trying", "go": "goes went going", "stop": "stops stopped stopping", "take": "takes took taking",
		"have": "has had having", "watch": "watches watched watching", "lie": "lies lay lying", "play": "plays played playing",
	} {
		v, ok := VerbOf(base)
		if got := v.Third + " " + v.Past + " " + v.Gerund; !ok || got != want {
			t.Errorf("%s: got %q, want %q", base, got, want)
		}
	}
	if v, _ := VerbForm("went"); v.Base != "go" {
		t.Errorf("went is a form of %q", v.Base)
	}
}

func TestEveryTestHasASort(t *testing.T) {
	for _, l := range load().byFirst {
		for _, e := range l {
			if e.term.Kind == Test && e.term.Group == "" || e.term.Kind == Finding && e.term.Group == "" {
				t.Errorf("%q has no group", e.term.Name)
			}
		}
	}
}
