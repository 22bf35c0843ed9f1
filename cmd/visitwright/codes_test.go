package main

import (
	"archive/zip"
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/visitwright/visitwright/coding"
	"github.com/visitwright/visitwright/ehr"
)

// A made-up release in the publishers' forms.
const (
	smallTabular = `<?xml version="1.0" encoding="utf-8"?><ICD10CM.tabular><version>2027</version><chapter><name>9</name><section id="I10-I1A">
<diag><name>I10</name><desc>Essential (primary) hypertension</desc><inclusionTerm><note>high blood pressure</note></inclusionTerm></diag>
</section></chapter></ICD10CM.tabular>`
	smallIndex = `<?xml version="1.0" encoding="utf-8"?><ICD10CM.index><version>2027</version><title>ICD-10-CM INDEX TO DISEASES and INJURIES</title>
<letter><title>T</title><mainTerm><title>Tension</title><term level="1"><title>arterial</title><code>I10</code></term></mainTerm></letter></ICD10CM.index>`
	smallOrder = "00001 I10     1 Essential (primary) hypertension                             Essential (primary) hypertension\r\n"
)

func zipOf(t *testing.T, files map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, content := range files {
		f, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(content)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestCodesLoad(t *testing.T) {
	dir, home := t.TempDir(), filepath.Join(t.TempDir(), "icd10cm")
	file := func(name string, content []byte) string {
		t.Helper()
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	load := func(files ...string) error { return loadCodes(&bytes.Buffer{}, home, ehr.Date{}, files) }
	whole := zipOf(t, map[string]string{"tab.xml": smallTabular, "ix.xml": smallIndex, "note.pdf": "%PDF"})
	if err := load(file("a.zip", whole), file("order.txt", []byte(smallOrder))); err != nil {
		t.Fatal(err)
	}
	found := func(text string) string {
		t.Helper()
		c, err := coding.OpenCatalog(t.TempDir(), false, home)
		if err != nil {
			t.Fatal(err)
		}
		lx, notice := c.On(ehr.Date{Year: 2026, Month: 11, Day: 22})
		if notice != "" {
			t.Errorf("a day of the loaded year: %s", notice)
		}
		if _, notice := c.On(ehr.Date{Year: 2027, Month: 11, Day: 22}); !strings.Contains(notice, "visitwright codes load FILE") {
			t.Errorf("a day of another year: %q", notice)
		}
		hits := lx.Search(text, 1)
		if len(hits) == 0 {
			return ""
		}
		return hits[0].Code.Code
	}
	if got := found("arterial tension"); got != "I10" {
		t.Errorf("through the index: %q", got)
	}
	for name, c := range map[string]struct{ content, want string }{
		"cut.zip":     {string(whole[:len(whole)/2]), "cut.zip is not a complete zip"},
		"latin.txt":   {strings.Replace(smallOrder, "hypertension   ", "hypertensi\xf3n  ", 1), "latin.txt: line 1 is not UTF-8"},
		"twice.txt":   {smallOrder + smallOrder, "twice.txt: line 2"},
		"cut.xml":     {smallTabular[:200], "cut.xml"},
		"alone.xml":   {smallIndex, "alphabetic index alone"},
		"picture.txt": {"nothing", "no tabular list"},
	} {
		if err := load(file(name, []byte(c.content))); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
	if err := load(file("b.zip", whole), file("order-2026.txt", []byte(smallOrder))); err == nil || !strings.Contains(err.Error(), "2027") {
		t.Errorf("a tabular list of 2027 beside an order file of 2026: %v", err)
	}
	if got := found("arterial tension"); got != "I10" {
		t.Errorf("the release in use was touched: %q", got)
	}
	// The same month without its index takes the former's place.
	if err := load(file("icd10cm_tabular_2027.xml", []byte(smallTabular))); err != nil || found("arterial tension") != "" {
		t.Errorf("not replaced: %v", err)
	}
	left, err := os.ReadDir(home)
	if err != nil || len(left) != 1 || left[0].Name() != "2026-10" {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// The other lists are loaded by the same command, listed, and used on a note.
func TestCodesLoadOtherLists(t *testing.T) {
	if _, err := openCatalog(true); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal(err)
		}
		t.Skip("the code sets are missing: run make setup")
	}
	t.Setenv("VISITWRIGHT_DATA", t.TempDir())
	file := func(name, content string) string {
		t.Helper()
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	pairs := file("a.txt", "Column 1\tColumn 2\t*\tEffective\tDeletion\tModifier\n20610\t99213\t\t20150101\t*\t1\n20610\t99214\t\t20150101\t*\t1\n")
	hcc := file("b.csv", "diagnosis_code,cc,model_name\nM1711,99,CMS-HCC Model V28\n")
	if out, err := runCommand(t, "codes", "load", pairs, hcc); err != nil || !strings.Contains(out, "NCCI procedure-to-procedure pairs: 2 rows") {
		t.Fatal(err, out)
	}
	if out, err := runCommand(t, "codes", "load", "--onto", "2026-04", pairs); err == nil || !strings.Contains(err.Error(), "another list") {
		t.Error(err, out)
	}
	out, err := runCommand(t, "codes", "verify")
	if err != nil || !strings.Contains(out, "HCC map: 1 rows") || !strings.Contains(out, "HCPCS Level II: not loaded") {
		t.Error(err, out)
	}
	out, err = runCommand(t, "code", file("note.txt", codeNote), "--date", "2026-05-01", "--established")
	if err != nil || !strings.Contains(out, "is part of 20610") || strings.Contains(out, "NCCI's file is not loaded") || !strings.Contains(out, "not checked: units a day") {
		t.Error(err, out)
	}
	if out, err := runCommand(t, "codes", "load", file("bad.txt", "99213\twords\n20610\tcaf\xe9\n")); err == nil || !strings.Contains(err.Error(), "attests") {
		t.Error(err, out)
	}
	if out, err := runCommand(t, "codes", "load", "--cpt-licence", "Jo Doe:1", file("bad.txt", "99213\twords\n20610\tcaf\xe9\n")); err == nil || !strings.Contains(err.Error(), "bad.txt, line 2: not UTF-8") {
		t.Error(err, out)
	}
}
