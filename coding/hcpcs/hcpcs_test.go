package hcpcs

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/visitwright/visitwright/ehr"
)

// record writes one row of the layout.
func record(code, seq, kind, long, short, added, ended string) string {
	return fmt.Sprintf("%5s%5s%s%-80s%-28s%-149s%8s%8s%8s%-28s\r\n", code, seq, kind, long, short, "", added, added, ended, "N")
}

var sample = "***Disclaimers\t\t\r\n" +
	record("   A1", "00100", "7", "Dressing, our test", "Dressing", "20030101", "") +
	record("Q9001", "00100", "3", "A service of our own making that runs", "Own service", "20200101", "") +
	record("Q9001", "00200", "4", "over two rows", "", "", "") +
	record("Q9002", "00100", "3", "An old one", "Old one", "20100101", "20191231")

func TestRead(t *testing.T) {
	s, err := Open("HCPC_ANWEB.txt", []byte(sample))
	if err != nil {
		t.Fatal(err)
	}
	day := ehr.Date{Year: 2026, Month: 5, Day: 1}
	c, ok := s.Lookup("q9001", day)
	if !ok || c.Long != "A service of our own making that runs over two rows" || c.Short != "Own service" || s.Len() != 3 {
		t.Errorf("%+v %v, %d codes", c, ok, s.Len())
	}
	if _, ok := s.Lookup("Q9002", day); ok {
		t.Error("Q9002 ended in 2019")
	}
	if _, ok := s.Lookup("Q9001", ehr.Date{Year: 2019, Month: 5, Day: 1}); ok {
		t.Error("Q9001 began in 2020")
	}
	if m, ok := s.Lookup("A1", day); !ok || !m.Modifier {
		t.Errorf("modifier: %+v", m)
	}
}

func TestZip(t *testing.T) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range []string{"README.txt", "HCPC2031_JAN_ANWEB_v2.txt"} {
		w, _ := z.Create(name)
		_, _ = w.Write([]byte(sample))
	}
	_ = z.Close()
	if s, err := Open("q.zip", b.Bytes()); err != nil || s.Name != "HCPC2031_JAN_ANWEB_v2.txt" {
		t.Errorf("%+v %v", s, err)
	}
	if _, err := Open("q.zip", b.Bytes()[:b.Len()/2]); err == nil {
		t.Error("a torn zip was read")
	}
}

func TestBadFilesNameTheLine(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"short row":      {sample + "Q9003001003Too short\n", "line 6"},
		"twice":          {sample + record("Q9001", "00100", "3", "Again", "", "20200101", ""), "line 6: Q9001 stands there twice"},
		"never begun":    {sample + record("Q9009", "00200", "4", "more", "", "", ""), "line 6: Q9009"},
		"a date":         {sample + record("Q9004", "00100", "3", "x", "", "2020AB01", ""), "line 6: the added date"},
		"no record":      {"hello\n", "no HCPCS record"},
		"words between":  {sample + "and then something else\n", "line 6"},
		"unknown record": {sample + record("Q9004", "00100", "5", "x", "", "", ""), "line 6: record kind"},
	} {
		if _, err := Open("f.txt", []byte(c.text)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
	if _, err := Open("f.txt", []byte("caf\xe9 \x92 notice\n"+sample)); err != nil {
		t.Errorf("Latin-1 in the notice: %v", err)
	}
}
