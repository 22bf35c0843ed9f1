package embed_test

import (
	"strings"
	"testing"

	"github.com/visitwright/visitwright/coding"
	"github.com/visitwright/visitwright/coding/embed"
	"github.com/visitwright/visitwright/coding/embed/embedtest"
	"github.com/visitwright/visitwright/coding/icd10cm"
)

// A made-up excerpt in the publisher's form.
const throats = `<?xml version="1.0" encoding="utf-8"?>
<ICD10CM.tabular><version>2026</version><chapter><name>10</name><section id="J00-J06">
 <diag><name>J02</name><desc>Acute pharyngitis</desc>
  <diag><name>J02.9</name><desc>Acute pharyngitis, unspecified</desc><inclusionTerm><note>Sore throat (acute) NOS</note></inclusionTerm></diag></diag>
 <diag><name>J04</name><desc>Acute laryngitis and tracheitis</desc>
  <diag><name>J04.0</name><desc>Acute laryngitis</desc></diag></diag>
 <diag><name>J06</name><desc>Acute upper respiratory infections</desc>
  <diag><name>J06.9</name><desc>Acute upper respiratory infection, unspecified</desc></diag></diag>
</section></chapter></ICD10CM.tabular>`

func TestFewComparesWhatTheWordsFind(t *testing.T) {
	m := &counting{Local: embedtest.Open(t)}
	rel, err := icd10cm.ReadTabular(strings.NewReader(throats), nil)
	if err != nil {
		t.Fatal(err)
	}
	lx, _ := coding.NewLexicon(rel, nil)
	few := embed.NewFew(m, nil, lx)
	const title = "bad acute sore throat"
	found, err := few.Nearest(t.Context(), rel.Name, []string{title}, 10)
	if err != nil || len(found) != 1 || len(found[0]) < 2 {
		t.Fatalf("found %v, %v", found, err)
	}
	for i, n := range found[0] {
		if c, ok := rel.Lookup(n.Code); !ok || !c.Billable {
			t.Errorf("%s stands in no set", n.Code)
		}
		if i > 0 && n.Cosine > found[0][i-1].Cosine {
			t.Errorf("not nearest first: %v", found[0])
		}
	}
	if found[0][0].Code != "J02.9" {
		t.Errorf("nearest is %+v", found[0][0])
	}
	if m.texts > 8 {
		t.Errorf("%d texts embedded for one title of an excerpt of five", m.texts)
	}
	lx.UseVectors(few)
	warm, err := lx.Near(t.Context(), []string{title})
	if err != nil {
		t.Fatal(err)
	}
	if h := warm.Search(title, 1); len(h) == 0 || h[0].Cosine == 0 || h[0].Code.Code != "J02.9" {
		t.Errorf("meaning is not weighed: %+v", h)
	}
	if _, err := few.Nearest(t.Context(), "another release", []string{"x"}, 1); err == nil {
		t.Error("a release without texts gives no error")
	}
}
