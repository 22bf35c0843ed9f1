package speech

import (
	"strings"
	"testing"

	"github.com/visitwright/visitwright/scribe/speech/drugs"
)

func mender(t *testing.T) *Recogniser {
	t.Helper()
	english, err := drugs.Shipped()
	if err != nil {
		t.Fatal(err)
	}
	return &Recogniser{drugs: drugs.New(named, english, func(string) bool { return false })}
}

func TestAMisheardNameIsPutRightAndDoubted(t *testing.T) {
	r := mender(t)
	for text, want := range map[string]string{
		"I take Liza Nappril, ten milligrams.": "I take lisinopril, ten milligrams.|lisinopril|Liza Nappril",
		"Lizanopril? Yes.":                     "Lisinopril?|Lisinopril|Lizanopril",
		"Yes. Omeprasol helps.":                "Omeprazole helps.|Omeprazole|Omeprasol",
		"My knee hurts.":                       "My knee hurts.",
	} {
		words, open := r.mend(reading(text))
		w := window{words: words, doubts: open}
		got := ""
		for _, seg := range (&stream{}).sentences(&w, w.timed(true), nil) {
			got = seg.Text
			if len(seg.Uncertain) > 0 {
				u := seg.Uncertain[0]
				got += "|" + seg.Text[u.Start:u.End] + "|" + u.Heard
				if !u.Corrected || u.Kind != "drug" {
					t.Errorf("%+v", u)
				}
				break
			}
		}
		if !same(got, want) {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// same compares but for the punctuation of the marked word.
func same(got, want string) bool {
	a, b := strings.Split(got, "|"), strings.Split(want, "|")
	if len(a) != len(b) || a[0] != b[0] {
		return false
	}
	return len(a) == 1 || strings.TrimRight(a[1], ".,?") == b[1] && a[2] == b[2]
}

func TestAPieceKeepsItsTimesWhenMended(t *testing.T) {
	words := []word{{text: "take", start: 0, end: 10}, {text: "Liza", start: 10, end: 20, label: 1}, {text: "Nappril.", start: 20, end: 30, label: 1}}
	got, open := mender(t).mendPiece(words)
	if len(got) != 2 || got[1].text != "lisinopril." || got[1].start != 10 || got[1].end != 30 || got[1].label != 1 || len(open) != 1 ||
		open[0].from != 1 || open[0].to != 2 || words[1].text != "Liza" {
		t.Errorf("%+v, %+v", got, open)
	}
}

func TestADoubtAboutAMendedNameIsNotSaidTwice(t *testing.T) {
	got := withMended([]doubt{{from: 3, to: 4, heard: "lizanopril", corrected: true}},
		[]doubt{{from: 3, to: 4, heard: "Liza"}, {from: 5, to: 6, heard: "50"}})
	if len(got) != 2 || !got[0].corrected || got[1].heard != "50" {
		t.Errorf("%+v", got)
	}
}
