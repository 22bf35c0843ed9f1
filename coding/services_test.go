package coding

import (
	"strings"
	"testing"

	"github.com/visitwright/visitwright/coding/hcpcs"
	"github.com/visitwright/visitwright/ehr"
)

// line is one of CMS's fixed columns: number, sequence, record kind, words, dates.
func line(code, words, added, gone string) string {
	b := []byte(strings.Repeat(" ", 320))
	put := func(at int, s string) { copy(b[at:], s) }
	put(0, code)
	put(5, "001003")
	put(11, words)
	put(91, words)
	put(268, added)
	put(284, gone)
	return string(b) + "\n"
}

func TestServicesAreFoundWhileTyping(t *testing.T) {
	day := ehr.Date{Year: 2026, Month: 8, Day: 1}
	set, err := hcpcs.Read("made-up.txt", strings.NewReader(line("Q9001", "Walking boot, made up", "20200101", "")+line("Q9002", "Walking boot, former", "20200101", "20210101")))
	if err != nil {
		t.Fatal(err)
	}
	a := About{Service: day, HCPCS: set}
	for _, x := range []struct{ text, first string }{{"81002", "81002"}, {"urin stri eye", "81002"}, {"office visit known mod", "99214"}, {"walk boot", "Q9001"}, {"q90", "Q9001"}} {
		got := a.SearchServices(x.text, 3)
		if len(got) == 0 || got[0].Code != x.first || got[0].Release == "" {
			t.Errorf("%s: %+v", x.text, got)
		}
	}
	if got := a.SearchServices("walking boot", 9); len(got) != 1 {
		t.Errorf("out of force, too: %+v", got)
	}
	if got := a.SearchServices("zebra", 9); len(got) != 0 {
		t.Errorf("%+v", got)
	}
	if c, ok := a.FindService("99214"); !ok || c.System != ehr.CPT || c.Release != OurServices {
		t.Errorf("%+v", c)
	}
	for _, code := range []string{"Q9002", "J45909", "12345", ""} {
		if c, ok := a.FindService(code); ok {
			t.Errorf("%s: %+v", code, c)
		}
	}
}
