package icd10cm

import (
	"archive/zip"
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/visitwright/visitwright/ehr"
)

// A made-up excerpt in the publishers' own forms: three categories with a 7th
// character, notes and sides.
const tabularXML = `<?xml version="1.0" encoding="utf-8"?>
<ICD10CM.tabular><version>2026</version>
<chapter><name>9</name><section id="I10-I1A">
 <diag><name>I10</name><desc>Essential (primary) hypertension</desc>
  <inclusionTerm><note>high blood pressure</note></inclusionTerm>
  <excludes1><note>hypertensive disease complicating pregnancy (O10-O11, O13-O16)</note></excludes1></diag>
</section></chapter>
<chapter><name>19</name><section id="S50-S59">
 <excludes2><note>injuries of wrist and hand (S60-S69)</note></excludes2>
 <diag><name>S52</name><desc>Fracture of forearm</desc>
  <sevenChrDef><extension char="A">initial encounter for closed fracture</extension><extension char="D">subsequent encounter</extension></sevenChrDef>
  <diag><name>S52.5</name><desc>Fracture of lower end of radius</desc>
   <diag><name>S52.50</name><desc>Unspecified fracture of lower end of radius</desc>
    <diag><name>S52.501</name><desc>Unspecified fracture of lower end of right radius</desc></diag>
    <diag><name>S52.509</name><desc>Unspecified fracture of lower end of unspecified radius</desc></diag>
   </diag></diag>
 </diag>
 <diag><name>S53</name><desc>Sprain of elbow</desc><sevenChrDef><extension char="A">initial encounter</extension></sevenChrDef></diag>
</section></chapter>
</ICD10CM.tabular>`

const orderTXT = "00001 I10     1 Essential (primary) hypertension                             Essential (primary) hypertension\r\n" +
	"00002 S52     0 Fracture of forearm                                          Fracture of forearm\r\n" +
	"00003 S52501A 1 Unsp fracture of lower end of right radius, init             Unspecified fracture of lower end of right radius, initial encounter for closed fracture\r\n"

func TestReadTabular(t *testing.T) {
	r, err := ReadTabular(strings.NewReader(tabularXML), nil)
	if err != nil {
		t.Fatal(err)
	}
	for code, want := range map[string]struct {
		billable bool
		text     string
	}{
		"I10":      {true, "Essential (primary) hypertension"},
		"S52.501":  {false, "Unspecified fracture of lower end of right radius"},
		"S52.501A": {true, "Unspecified fracture of lower end of right radius, initial encounter for closed fracture"},
		"s52509d":  {true, "Unspecified fracture of lower end of unspecified radius, subsequent encounter"},
		"S53.XXXA": {true, "Sprain of elbow, initial encounter"}, // padded with X (I.A.4)
		"S53":      {false, "Sprain of elbow"},
	} {
		c, ok := r.Lookup(code)
		if !ok || c.Billable != want.billable || c.Description != want.text {
			t.Errorf("%s: got %+v", code, c)
		}
	}
	if _, ok := r.Lookup("S52.501X"); ok {
		t.Error("a 7th character that is not defined was made")
	}
	var seen []string
	r.Above("S52.501A", func(c *Code) bool { seen = append(seen, c.Code); return true })
	if got := strings.Join(seen, " "); got != "S52.501A S52.501 S52.50 S52.5 S52" {
		t.Errorf("above S52.501A: %s", got)
	}
	if c, _ := r.Lookup("S52"); len(c.Notes.Excludes2) != 1 {
		t.Errorf("a section's note is not kept at its category: %+v", c.Notes)
	}
}

// The plain list decides which 7th characters exist.
func TestReadTabularWithList(t *testing.T) {
	r, err := ReadTabular(strings.NewReader(tabularXML), []string{"I10", "S52501A", "S52509A", "S53"})
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := r.Lookup("S52.501D"); ok {
		t.Error("S52.501D is not in the list and was made")
	}
	if c, ok := r.Lookup("S53"); !ok || !c.Billable {
		t.Error("S53 takes no 7th character in the list, so it is complete")
	}
}

func TestLoadByContent(t *testing.T) {
	dir := t.TempDir()
	var z bytes.Buffer
	w := zip.NewWriter(&z)
	for name, content := range map[string]string{"any name.xml": tabularXML, "b.txt": orderTXT, "readme.txt": "nothing of ours"} {
		f, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(content)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	whole := filepath.Join(dir, "april-update.zip")
	cut := filepath.Join(dir, "cut.zip")
	write(t, whole, z.Bytes())
	write(t, cut, z.Bytes()[:z.Len()/2])
	r, err := Load(ehr.Date{}, whole)
	if err != nil {
		t.Fatal(err)
	}
	if r.Name != "ICD-10-CM 2026-04" || r.From.String() != "2026-04-01" || r.To.String() != "2026-09-30" {
		t.Errorf("%s, %s to %s", r.Name, r.From, r.To)
	}
	if n, b := r.Len(); n != 3 || b != 2 {
		t.Errorf("the order file decides which codes there are: %d, %d complete", n, b)
	}
	if c, _ := r.Lookup("I10"); len(c.Notes.Inclusion) != 1 {
		t.Error("the tabular list's notes were not laid over the order file")
	}
	if _, err := Load(ehr.Date{}, cut); ehr.KindOf(err) != ehr.Invalid {
		t.Errorf("a cut zip: %v", err)
	}
}

func write(t *testing.T, path string, b []byte) {
	t.Helper()
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
}

// Bad input names its line and leaves nothing.
func TestReadOrderRefuses(t *testing.T) {
	for name, c := range map[string]struct{ in, want string }{
		"narrow":  {orderTXT + "00004 S52509A 1 too short\n", "line 4"},
		"twice":   {orderTXT + orderTXT, "stands there twice"},
		"Latin-1": {strings.Replace(orderTXT, "forearm    ", "forearm\xe9   ", 1), "line 2 is not UTF-8"},
		"no flag": {strings.Replace(orderTXT, "I10     1", "I10     x", 1), "line 1"},
		"empty":   {"", "empty"},
	} {
		if _, err := ReadOrder(strings.NewReader(c.in)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
	if _, err := ReadTabular(strings.NewReader(tabularXML[:900]), nil); ehr.KindOf(err) != ehr.Invalid {
		t.Errorf("cut XML: %v", err)
	}
}

func TestSetOn(t *testing.T) {
	made := func(year int, month int) *Release {
		r := &Release{codes: map[string]*Code{}}
		r.effective(year, time.Month(month))
		return r
	}
	set := Set{made(2024, 10), made(2025, 4), made(2026, 4)}
	for day, want := range map[string]struct {
		name  string
		exact bool
	}{
		"2025-01-15": {"ICD-10-CM 2024-10", true},
		"2025-05-15": {"ICD-10-CM 2025-04", true},  // the update supersedes
		"2025-12-01": {"ICD-10-CM 2026-04", false}, // its October release is not loaded
		"2026-11-22": {"ICD-10-CM 2026-04", false},
		"2019-01-01": {"ICD-10-CM 2024-10", false},
	} {
		d, _ := ehr.ParseDate(day)
		if r, exact := set.On(d); r.Name != want.name || exact != want.exact {
			t.Errorf("%s: %s %v, want %s %v", day, r.Name, exact, want.name, want.exact)
		}
	}
}

func TestDiff(t *testing.T) {
	a, _ := ReadTabular(strings.NewReader(tabularXML), nil)
	b, _ := ReadTabular(strings.NewReader(strings.Replace(tabularXML, "Sprain of elbow", "Strain of elbow", 1)), []string{"I10", "S53", "S52501A", "S52509A"})
	got := map[string]int{}
	for _, c := range Diff(a, b) {
		got[c.Kind]++
	}
	if got["dropped"] != 3 || got["now complete"] != 1 || got["added"] != 0 {
		t.Errorf("%v", got)
	}
}
