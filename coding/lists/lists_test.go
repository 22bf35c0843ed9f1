package lists

import (
	"archive/zip"
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/visitwright/visitwright/coding/cpt"
	"github.com/visitwright/visitwright/coding/edits"
	"github.com/visitwright/visitwright/ehr"
)

// Small files of our own making in the published layouts.
var (
	hcpcsRow = func(code, long string) string {
		return fmt.Sprintf("%5s%5s3%-80s%-28s%-149s%8s%8s%8s%-28s\r\n", code, "00100", long, "Short", "", "20200101", "20200101", "", "N")
	}
	hcpcsText = "A notice\r\n" + hcpcsRow("Q9001", "A service of our own making")
	pairsText = "Column 1\tColumn 2\t*\tEffective\tDeletion\tModifier\n20610\t76942\t\t20150101\t*\t1\n"
	unitsText = "HCPCS/CPT Code,Practitioner Services MUE Values,MUE Adjudication Indicator,MUE Rationale\n20610,2,3 Date of Service Edit: Clinical,ours\n"
	feesText  = ",,2026 National Physician Fee Schedule Relative Value File,,\nHCPCS,MOD,DESCRIPTION,CODE,PAYMENT,RVU\n20610,,,A,,0.79,1.0,,0.4,,0.1,1.89,1.29,0,000\n"
	hccText   = "diagnosis_code,cc,model_name\nE1122,37,CMS-HCC Model V28\n"
	cptText   = "A notice of the owner\n99213\twords of our own making\n20610\tother words of our own\n"
)

var licence = cpt.Attestation{By: "Jo Doe", Licence: "123"}

func zipped(t *testing.T, name, content string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create(name)
	if err == nil {
		_, err = w.Write([]byte(content))
	}
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

type shelf struct {
	t         *testing.T
	dir, home string
}

func newShelf(t *testing.T) shelf { return shelf{t, t.TempDir(), filepath.Join(t.TempDir(), "lists")} }

func (s shelf) load(name, content string) error {
	s.t.Helper()
	path := filepath.Join(s.dir, name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		s.t.Fatal(err)
	}
	_, err := Load(s.home, []string{path}, licence, time.Unix(0, 0))
	return err
}

func (s shelf) open() *Set {
	s.t.Helper()
	set, err := Open(s.home)
	if err != nil {
		s.t.Fatal(err)
	}
	return set
}

var day = ehr.Date{Year: 2026, Month: 11, Day: 22}

// Every list is known by its content, whatever its file's name, plain or zipped.
func TestEachListIsToldByItsContent(t *testing.T) {
	s := newShelf(t)
	if len(s.open().Missing()) != 6 {
		t.Error("something is loaded at first")
	}
	for i, c := range []string{hcpcsText, cptText, pairsText, unitsText, feesText, hccText} {
		if err := s.load(fmt.Sprintf("file%d.zip", i), string(zipped(t, "x.txt", c))); err != nil {
			t.Fatal(err)
		}
		if err := s.load(fmt.Sprintf("file%d", i), c); err != nil {
			t.Fatal(err)
		}
	}
	set := s.open()
	if len(set.Missing()) != 0 {
		t.Errorf("missing: %v", set.Missing())
	}
	if c, ok := set.HCPCS.Lookup("Q9001", day); !ok || c.Long != "A service of our own making" {
		t.Errorf("%+v", c)
	}
	if w, _ := set.Words.Words("20610"); w != "other words of our own" || set.Words.By.By != "Jo Doe" {
		t.Errorf("%q by %+v", w, set.Words.By)
	}
	r := set.Files.Check([]edits.Line{{Code: "20610", Units: 3}, {Code: "76942", Units: 1}}, day)
	if len(r.NotChecked) != 0 || len(r.Findings) != 2 {
		t.Errorf("%+v", r)
	}
	if got := set.Files.Conditions.Of("E11.22"); len(got) != 1 || got[0] != "37" {
		t.Errorf("%v", got)
	}
	// A schedule of another year is no check.
	if r := set.Files.Check(nil, ehr.Date{Year: 2027, Month: 1, Day: 2}); len(r.NotChecked) != 1 || !strings.Contains(r.NotChecked[0], "is of 2026") {
		t.Errorf("%+v", r)
	}
}

// A bad file is named with its line, and the list in use stays.
func TestBadFilesLeaveTheListInUse(t *testing.T) {
	s := newShelf(t)
	for name, c := range map[string]string{"h": hcpcsText, "c": cptText, "p": pairsText, "u": unitsText, "f": feesText, "m": hccText} {
		if err := s.load(name, c); err != nil {
			t.Fatal(err)
		}
	}
	before := fmt.Sprint(s.open().About)
	whole := string(zipped(t, "HCPC_ANWEB.txt", strings.Repeat(hcpcsText, 1)))
	for name, c := range map[string]struct{ content, want string }{
		"cut-hcpcs.zip":   {whole[:len(whole)/2], "cut-hcpcs.zip is not a complete zip"},
		"other.zip":       {string(zipped(t, "read.txt", "nothing of interest")), "none of the lists"},
		"hcpcs-twice.txt": {hcpcsText + hcpcsRow("Q9001", "again"), "hcpcs-twice.txt, line 3: Q9001 stands there twice"},
		"hcpcs-width.txt": {hcpcsText + "Q9002001003Too short\r\n", "hcpcs-width.txt, line 3: 20 columns"},
		"pairs-date.txt":  {pairsText + "20610\t36415\t\t2015-1-1\t*\t1\n", "pairs-date.txt, line 3"},
		"pairs-twice.txt": {pairsText + "20610\t76942\t\t20150101\t*\t0\n", "pairs-twice.txt, line 3: the pair 20610 and 76942"},
		"units-twice.csv": {unitsText + "20610,1,3,x\n", "units-twice.csv, line 3: 20610 stands there twice"},
		"units-word.csv":  {unitsText + "20605,two,3,x\n", "units-word.csv, line 3"},
		"fees-cut.csv":    {feesText + "99213,,,A\n", "fees-cut.csv, line 4: 4 columns"},
		"hcc-code.csv":    {hccText + "E11.9,x,CMS-HCC Model V28\n", "hcc-code.csv, line 3"},
		"cpt-width.txt":   {"99213 words\n20610 " + strings.Repeat("w", 60) + "\n", "cpt-width.txt, line 2: the text is 60 columns wide"},
		"cpt-latin.txt":   {cptText + "20611\tcaf\xe9\n", "cpt-latin.txt, line 4: not UTF-8"},
		"cpt-twice.txt":   {cptText + "20610\tagain\n", "cpt-twice.txt, line 4: 20610 stands there twice"},
	} {
		if err := s.load(name, c.content); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
	if _, err := Load(s.home, []string{filepath.Join(s.dir, "c")}, cpt.Attestation{}, time.Unix(0, 0)); err == nil || !strings.Contains(err.Error(), "attests") {
		t.Errorf("a licensed table without an attestation: %v", err)
	}
	if _, err := Load(s.home, []string{filepath.Join(s.dir, "u"), filepath.Join(s.dir, "units-word.csv")}, licence, time.Unix(0, 0)); err == nil {
		t.Error("two tables of units at once")
	}
	if after := fmt.Sprint(s.open().About); after != before {
		t.Errorf("the lists in use changed:\n%s\n%s", before, after)
	}
	left, err := filepath.Glob(filepath.Join(s.home, ".loading-*"))
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// ICD-10-CM's own files are left to their reader.
func TestICDIsNotOurs(t *testing.T) {
	for _, text := range []string{
		"00001 A00     0 Cholera                                                      Cholera\r\n00002 A000    1 Cholera, ours                                                Cholera\r\n",
		`<?xml version="1.0"?><ICD10CM.tabular><version>2027</version>`, "A000    Cholera, ours\r\nA001    Cholera, theirs\r\n",
	} {
		if Ours("x.txt", []byte(text)) {
			t.Errorf("%.30q is taken for a list", text)
		}
	}
}

// NCCI publishes its pairs in parts.
func TestPairsInParts(t *testing.T) {
	s := newShelf(t)
	var paths []string
	for i, c := range []string{pairsText, "11042\t97597\t\t20150101\t*\t0\n"} {
		paths = append(paths, filepath.Join(s.dir, fmt.Sprintf("part%d.txt", i)))
		if err := os.WriteFile(paths[i], []byte(c), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := Load(s.home, paths, licence, time.Unix(0, 0)); err != nil {
		t.Fatal(err)
	}
	set := s.open()
	if n := set.Files.Pairs.Len(); n != 2 {
		t.Errorf("%d pairs", n)
	}
	if r := set.Files.Check([]edits.Line{{Code: "97597"}, {Code: "11042"}}, day); len(r.Findings) != 1 {
		t.Errorf("%+v", r)
	}
}
