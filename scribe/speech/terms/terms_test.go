package terms

import "testing"

func TestShippedKinds(t *testing.T) {
	s, err := Shipped()
	if err != nil {
		t.Fatal(err)
	}
	for word, want := range map[string]Kind{
		"Metformin,": Drug, "tylenol": Drug, "lisinopril.": Drug, "ibuprofen": Drug, "erectile": Term, "Diabetes": Term, "wheezing": Term,
		"diarrhea": Term, "148/92": Number, "twenty": Number, "twenty-five": Number, "No,": Negation, "haven't": Negation,
		"left": Side, "the": None, "house": None, "today": None, "other": None, "": None, "one": None,
	} {
		if got := s.Kind(word); got != want {
			t.Errorf("Kind(%q) = %q, want %q", word, got, want)
		}
	}
}

func TestStoredListIsTheSame(t *testing.T) {
	s := NewSet([]string{"aspirin"}, []string{"asthma"})
	again, err := Read(s.Bytes())
	if err != nil || again.Kind("aspirin") != Drug || again.Kind("asthma") != Term || again.Kind("chair") != None {
		t.Errorf("read back: %v", err)
	}
	for _, bad := range [][]byte{nil, s.Bytes()[:9], {255, 255, 255, 255, 0, 0, 0, 0}} {
		if _, err := Read(bad); err == nil {
			t.Errorf("%v was read", bad)
		}
	}
}
