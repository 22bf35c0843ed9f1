package scribe

import (
	"strings"
	"testing"
	"time"

	"github.com/visitwright/visitwright/ehr"
)

func TestFaultsNameTheLine(t *testing.T) {
	const head = "title: Mine\nstyle: full\nsections:\n  - {name: results, title: R}\n"
	for name, c := range map[string]struct {
		text string
		line int
		says string
		path string
	}{
		"right":             {head, -1, "", ""},
		"not YAML":          {"title: mine\n\tstyle: [", 2, "", ""},
		"unknown field":     {head + "colour: red\n", 5, "colour", ""},
		"a style":           {strings.Replace(head, "full", "loud", 1), 2, "full or brief", "style"},
		"no title":          {strings.TrimPrefix(head, "title: Mine\n"), 0, "a title", "title"},
		"unknown section":   {head + "  - {name: nonsense, title: N}\n", 5, "section that does not exist", "sections[1]"},
		"a section twice":   {head + "  - {name: results, title: N}\n", 5, "twice", "sections[1]"},
		"wording":           {head + "wording:\n  - {from: denies any, to: denies}\n  - {from: no fever, to: fever}\n", 7, "may not change what is said", "wording[1]"},
		"a macro's name":    {head + "macros:\n  - {name: heart, text: x}\n  - {name: A B, text: x}\n", 7, "macro needs a name", "macros[1]"},
		"nothing but blank": {" ", 0, "", "title"},
	} {
		faults := Faults([]byte(c.text))
		if c.line < 0 {
			if len(faults) > 0 {
				t.Errorf("%s: %+v", name, faults)
			}
			continue
		}
		if len(faults) == 0 || faults[0].Line != c.line || !strings.Contains(faults[0].Text, c.says) || faults[0].Path != c.path {
			t.Errorf("%s: %+v, want line %d, part %q", name, faults, c.line, c.path)
		}
	}
}

// TestEachBuiltInTemplateCanBeCopied: what is offered for editing says the same.
func TestEachBuiltInTemplateCanBeCopied(t *testing.T) {
	for _, b := range Templates() {
		text, err := b.Text()
		if err != nil {
			t.Fatal(err)
		}
		own, err := ParseOwn([]byte(text), b.Name, b.Version)
		if err != nil {
			t.Fatalf("%s: %v\n%s", b.Name, err, text)
		}
		own.Specialties = b.Specialties
		if own.Hash() != b.Hash() {
			t.Errorf("%s became another:\n%s", b.Name, text)
		}
	}
}

func TestAnOwnTemplateLaysTheNoteOut(t *testing.T) {
	said, err := Demonstration()
	if err != nil {
		t.Fatal(err)
	}
	own, err := ParseOwn([]byte("title: Short\nsections:\n  - {name: assessment_and_plan, title: PLAN FIRST}\n  - {name: social_history, title: HABITS}\n"), "own-short", 3)
	if err != nil {
		t.Fatal(err)
	}
	n := Draft(said, ehr.Chart{}, Options{Template: own, Visit: "v", Now: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)}).Note
	if len(n.Sections) != 2 || n.Sections[0].Title != "PLAN FIRST" || n.Sections[1].Title != "HABITS" || len(n.Sections[1].Sentences) == 0 {
		t.Errorf("got %+v", n.Sections)
	}
	if n.Template != "own-short" || n.TemplateVersion != 3 || n.TemplateHash != own.Hash() {
		t.Errorf("the note says %s %d %s", n.Template, n.TemplateVersion, n.TemplateHash)
	}
}
