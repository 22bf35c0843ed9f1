package drugs

import (
	"slices"
	"strings"
	"testing"
)

var some = []string{"lisinopril", "metformin", "atorvastatin", "simvastatin", "hydroxyzine", "hydralazine", "oxycodone", "fentanyl", "Prilosec",
	"Zestril", "insulin glargine", "semaglutide"}

func shipped(t *testing.T) *Names {
	t.Helper()
	english, err := Shipped()
	if err != nil {
		t.Fatal(err)
	}
	return New(some, english, func(word string) bool { return word == "fontanelle" })
}

func TestFindsWhatWasHeardNearlyRight(t *testing.T) {
	n := shipped(t)
	for text, want := range map[string]string{
		"I take lizanopril every day.":         "2 3 lisinopril",
		"He takes Liza Nappril, ten of them":   "2 4 lisinopril",
		"on simaglutide.":                      "1 2 semaglutide",
		"The Torva Staten.":                    "1 3 atorvastatin",
		"I take lisinopril every day.":         "", // right as it is
		"I take met for men every day.":        "", // English words are never touched
		"His own Lisa was here, Liza was not.": "", // nor people's names
		"on the anterior fontanelle":           "", // nor words that the caller knows
		"Liza. Nappril":                        "", // nor across the end of a sentence
		"I saw the walk-in clinic's doctors":   "",
	} {
		var got string
		for _, f := range n.Find(strings.Fields(text)) {
			got += string(rune('0'+f.From)) + " " + string(rune('0'+f.To)) + " " + f.Name
		}
		if got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// Where two names sound alike, neither is put in.
func TestNeverGuessesBetweenTwo(t *testing.T) {
	n := New([]string{"hydroxyzine", "hydroxazine", "lisinopril"}, NewEnglish(nil), func(string) bool { return false })
	if got := n.Find([]string{"hydroxozine"}); len(got) != 0 {
		t.Errorf("%+v", got)
	}
}

func TestEnglishIsStoredAndReadAgain(t *testing.T) {
	e := NewEnglish([]string{"knee", "Knee's", "Peter", "walk"})
	again, err := Read(e.Bytes())
	if err != nil || !again.Word("knee") || !again.Word("knees") || again.Word("peter") || !again.Proper("peter") || again.Word("lizanopril") {
		t.Errorf("%+v, %v", again, err)
	}
	if _, err := Read(e.Bytes()[:9]); err == nil {
		t.Error("a list cut off was read")
	}
	if !slices.IsSorted(again.words) {
		t.Error("not sorted")
	}
}
