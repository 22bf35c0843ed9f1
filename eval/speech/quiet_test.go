package speech

import "testing"

func TestQuietsAreAHundredAndTheSameEachTime(t *testing.T) {
	a, b := Quiets(), Quiets()
	if len(a) != 100 {
		t.Fatalf("%d sounds, want 100", len(a))
	}
	for i := range a {
		for j := range a[i].PCM {
			if a[i].PCM[j] != b[i].PCM[j] {
				t.Fatalf("%d %s differs at sample %d", i, a[i].Name, j)
			}
		}
	}
}
