package index_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/visitwright/visitwright/coding"
	"github.com/visitwright/visitwright/coding/embed"
	"github.com/visitwright/visitwright/coding/embed/embedtest"
	"github.com/visitwright/visitwright/coding/icd10cm"
	"github.com/visitwright/visitwright/coding/index"
	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/store/pgtest"
)

// A made-up excerpt in the publisher's form.
const tabular = `<?xml version="1.0" encoding="utf-8"?>
<ICD10CM.tabular><version>2026</version>
<chapter><name>9</name><section id="I20-I25">
 <diag><name>I21</name><desc>Acute myocardial infarction</desc>
  <diag><name>I21.9</name><desc>Acute myocardial infarction, unspecified</desc></diag>
  <diag><name>I21.4</name><desc>Non-ST elevation (NSTEMI) myocardial infarction</desc></diag></diag>
</section><section id="J00-J06">
 <diag><name>J02</name><desc>Acute pharyngitis</desc>
  <diag><name>J02.9</name><desc>Acute pharyngitis, unspecified</desc><inclusionTerm><note>Sore throat (acute) NOS</note></inclusionTerm></diag></diag>
 <diag><name>J04</name><desc>Acute laryngitis and tracheitis</desc>
  <diag><name>J04.0</name><desc>Acute laryngitis</desc></diag></diag>
</section></chapter>
<chapter><name>13</name><section id="M05-M14">
 <diag><name>M10</name><desc>Gout</desc>
  <diag><name>M10.9</name><desc>Gout, unspecified</desc></diag></diag>
</section></chapter></ICD10CM.tabular>`

func lexicon(t *testing.T, xml string, year int, phrases ...coding.Phrase) *coding.Lexicon {
	t.Helper()
	rel, err := icd10cm.ReadTabular(strings.NewReader(xml), nil)
	if err != nil {
		t.Fatal(err)
	}
	rel.Name = "ICD-10-CM " + ehr.Date{Year: year, Month: 10, Day: 1}.String()[:7]
	lx, lost := coding.NewLexicon(rel, phrases)
	if len(lost) > 0 {
		t.Fatal(lost)
	}
	return lx
}

func TestFillAndFind(t *testing.T) {
	model := embedtest.Open(t)
	db := pgtest.New(t)
	ctx, now := t.Context(), time.Date(2026, 11, 1, 8, 0, 0, 0, time.UTC)
	x := index.New(db.Store.Pool(), model)
	kept, err := embed.OpenStore(t.TempDir(), model, embed.Dimensions)
	if err != nil {
		t.Fatal(err)
	}
	lx := lexicon(t, tabular, 2025)
	lx.UseVectors(x)
	if warm, err := lx.Near(ctx, []string{"heart attack"}); warm != lx || ehr.KindOf(err) != ehr.Unavailable {
		t.Errorf("before the filling: %v", err)
	}
	stopped, stop := context.WithCancel(ctx)
	stop()
	if err := x.Fill(stopped, lx, kept, model, now); err == nil {
		t.Fatal("a stopped filling says nothing")
	}
	for range 2 { // the second time there is nothing to do
		if err := x.Fill(ctx, lx, kept, model, now); err != nil {
			t.Fatal(err)
		}
	}
	list, err := x.Progress(ctx)
	if err != nil || len(list) != 1 || !list[0].Ready() || list[0].Release != "ICD-10-CM 2025-10" {
		t.Fatalf("%+v, %v", list, err)
	}
	finds(t, lx, "heart attack", "I21.9")
	finds(t, lx, "throat is sore", "J02.9")

	// The same against every vector, in memory.
	exact := embed.NewExact(model, 2)
	if err := exact.Add(lx, kept); err != nil {
		t.Fatal(err)
	}
	want, err := exact.Nearest(ctx, lx.Release.Name, []string{"hoarse voice"}, 3)
	if err != nil {
		t.Fatal(err)
	}
	got, err := x.Nearest(ctx, lx.Release.Name, []string{"hoarse voice"}, 3)
	if err != nil || len(got[0]) != 3 || got[0][0].Code != "J04.0" || got[0][0].Code != want[0][0].Code {
		t.Errorf("%+v, exactly %+v, %v", got, want, err)
	}
	found, err := x.Words(ctx, lx.Release.Name, "acute gouts", 5)
	if err != nil || len(found) == 0 || found[0].Code != "M10.9" {
		t.Errorf("full text: %+v, %v", found, err)
	}
}

func finds(t *testing.T, lx *coding.Lexicon, text, code string) {
	t.Helper()
	warm, err := lx.Near(t.Context(), []string{text, text})
	if err != nil {
		t.Fatal(err)
	}
	hits := warm.Search(text, 3)
	if len(hits) == 0 || hits[0].Code.Code != code || hits[0].Cosine < 0.6 {
		t.Errorf("%s: %+v", text, hits)
	}
}

// Two releases stand side by side; other texts replace a release's own.
func TestReleasesStandApart(t *testing.T) {
	model := embedtest.Open(t)
	db := pgtest.New(t)
	ctx, now := t.Context(), time.Date(2026, 11, 1, 8, 0, 0, 0, time.UTC)
	x := index.New(db.Store.Pool(), model)
	kept, err := embed.OpenStore(t.TempDir(), model, embed.Dimensions)
	if err != nil {
		t.Fatal(err)
	}
	older := lexicon(t, tabular, 2024)
	newer := lexicon(t, strings.ReplaceAll(tabular, "M10", "M11"), 2025, coding.Phrase{Text: "podagra", Code: "M11", Source: coding.FromPhrase})
	for _, lx := range []*coding.Lexicon{older, newer} {
		if err := x.Fill(ctx, lx, kept, model, now); err != nil {
			t.Fatal(err)
		}
	}
	for name, code := range map[string]string{older.Release.Name: "M10.9", newer.Release.Name: "M11.9"} {
		got, err := x.Nearest(ctx, name, []string{"gout"}, 4)
		if err != nil || len(got[0]) == 0 || got[0][0].Code != code {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
	// Nearer texts of another release crowd nobody out.
	crowd := lexicon(t, tabular, 2026, coding.Phrase{Text: "attack of gout", Code: "M10", Source: coding.FromPhrase},
		coding.Phrase{Text: "gout attacks", Code: "M10", Source: coding.FromPhrase}, coding.Phrase{Text: "acute attack of gout", Code: "M10", Source: coding.FromPhrase})
	if err := x.Fill(ctx, crowd, kept, model, now); err != nil {
		t.Fatal(err)
	}
	got, err := x.Nearest(ctx, older.Release.Name, []string{"an attack of gout"}, 2)
	if err != nil || len(got[0]) != 2 || got[0][0].Code != "M10.9" {
		t.Errorf("beside a release with nearer texts: %+v, %v", got, err)
	}
	less := lexicon(t, strings.Replace(tabular, "Sore throat (acute) NOS", "Angina of the throat", 1), 2024)
	if err := x.Fill(ctx, less, kept, model.Aside(), now); err != nil {
		t.Fatal(err)
	}
	found, err := x.Words(ctx, less.Release.Name, "sore", 5)
	if err != nil || len(found) != 0 {
		t.Errorf("a text that is gone is found: %+v, %v", found, err)
	}
	// Texts that no release has any more leave the graph.
	if err := x.Fill(ctx, lexicon(t, tabular, 2026), kept, model, now); err != nil {
		t.Fatal(err)
	}
	var stray int
	err = db.Store.Pool().QueryRow(ctx, `SELECT count(*) FROM code_vector v WHERE NOT EXISTS (SELECT FROM code_text t WHERE t.key = v.key)`).Scan(&stray)
	if err != nil || stray != 0 {
		t.Errorf("%d vectors of no text, %v", stray, err)
	}
}
