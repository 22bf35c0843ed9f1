package interactions

import (
	"strings"
	"testing"

	"github.com/visitwright/visitwright/ehr"
)

// rrf writes a line with values at the given fields, counted from 0.
func rrf(n int, at map[int]string) string {
	f := make([]string, n)
	for i, v := range at {
		f[i] = v
	}
	return strings.Join(f, "|") + "|\n"
}

func TestRxNormLeadsFromPacksAndPackagesToIngredients(t *testing.T) {
	k, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	name := func(code, kind, words string) string {
		return rrf(16, map[int]string{0: code, 11: "RXNORM", 12: kind, 14: words})
	}
	conso := name("11289", "IN", "warfarin") + name("855332", "SCD", "warfarin sodium 5 MG Oral Tablet") + name("777", "IN", "zorblaxin")
	if n, err := k.AddRxNorm(strings.NewReader(conso)); err != nil || n != 3 {
		t.Fatal(n, err)
	}
	related := func(first, rela, second string) string {
		return rrf(16, map[int]string{0: first, 4: second, 7: rela, 10: "RXNORM"})
	}
	rel := related("855332", "tradename_of", "900") + related("901", "constitutes", "900") + related("11289", "unrelated", "902")
	if n, err := k.AddRxNormRelations(strings.NewReader(rel)); err != nil || n != 2 {
		t.Fatal(n, err)
	}
	sat := rrf(13, map[int]string{0: "901", 8: "NDC", 9: "RXNORM", 10: "00056017270"}) + rrf(13, map[int]string{0: "902", 8: "NDC", 9: "RXNORM", 10: "1"})
	if n, err := k.AddRxNormAttributes(strings.NewReader(sat)); err != nil || n != 1 {
		t.Fatal(n, err)
	}
	for _, c := range []ehr.Coded{
		{System: ehr.RxNorm, Code: "900"}, {System: ehr.RxNorm, Code: "901"},
		{System: ndcSystem, Code: "0056-0172-70"}, {System: ndcSystem, Code: "00056017270"},
	} {
		if m := k.byCode([]ehr.Coded{c}); len(m.Drugs) != 1 || m.Drugs[0].Name != "warfarin" {
			t.Errorf("%v: %+v", c, m)
		}
	}
	if m := k.byCode([]ehr.Coded{{System: ehr.RxNorm, Code: "902"}}); len(m.Drugs) != 0 {
		t.Errorf("a code nobody explains: %+v", m)
	}
	for file, err := range map[string]error{
		"RXNREL": func() error { _, err := k.AddRxNormRelations(strings.NewReader("1|2\n")); return err }(),
		"RXNSAT": func() error { _, err := k.AddRxNormAttributes(strings.NewReader("1|2\n")); return err }(),
	} {
		if err == nil {
			t.Errorf("%s: a line cut short was taken", file)
		}
	}
}
