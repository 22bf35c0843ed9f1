package interactions

import "testing"

func TestTheTableIsWide(t *testing.T) {
	k, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	drugs, brands, combos := k.Size()
	t.Logf("%d ingredients, %d brand names, %d combinations, %d rules", drugs, brands, combos, len(k.Rules()))
	if drugs < 600 || brands < 1000 || combos < 100 {
		t.Errorf("%d ingredients, %d brands, %d combinations", drugs, brands, combos)
	}
}
