package speech

import (
	"strings"
	"testing"

	"github.com/visitwright/visitwright/scribe/speech/moonshine"
	"github.com/visitwright/visitwright/scribe/speech/terms"
)

func reading(text string) []moonshine.Word {
	var out []moonshine.Word
	for w := range strings.FieldsSeq(text) {
		out = append(out, moonshine.Word{Text: w, Prob: -0.1})
	}
	return out
}

func TestSpellingRule(t *testing.T) {
	for in, want := range map[string]string{"Okay,": "OK,", "okay.": "OK.", "Um,": "", "uh": "", "I": "I", "er...": ""} {
		if got := spell(in); got != want {
			t.Errorf("spell(%q) = %q, want %q", in, got, want)
		}
	}
	var words []word
	for _, w := range strings.Fields("Um, okay so it hurts.") {
		words = append(words, word{text: w})
	}
	if got := utterance(words, nil).Text; got != "OK so it hurts." {
		t.Errorf("got %q", got)
	}
}

func TestMergePutsInWhatBothOthersHeard(t *testing.T) {
	got := strings.Join(texts(merge(reading("It started last night. No ah"), reading("Okay. It started last night. No"),
		reading("Okay. It started late at night."))), " ")
	if got != "Okay. It started last night. No" {
		t.Errorf("got %q", got)
	}
}

func TestMergePutsNothingBesideAWordHeardInThreeWays(t *testing.T) {
	got := strings.Join(texts(merge(reading("start lisinopril once a day"), reading("start lies in lysinopril once a day"),
		reading("start lies in lysinopril once a day"))), " ")
	if got != "start lisinopril once a day" {
		t.Errorf("got %q", got)
	}
}

// One dose in two spellings must not become two doses.
func TestMergeNeverDoublesANumber(t *testing.T) {
	for _, c := range []struct{ search, greedy, pieces, want string }{
		{"metformin 500mg daily.", "metformin 500 mg daily.", "metformin 500 mg daily.", "metformin 500 mg daily."},
		{"lisinopril 10mg every morning", "lisinopril ten 10 mg every morning", "lisinopril ten 10 milligrams every morning", "lisinopril 10 mg every morning"},
		{"on amoxicillin-500mg daily.", "on amoxicillin 500 mg daily.", "on amoxicillin 500 mg daily.", "on amoxicillin 500 mg daily."},
		{"pressure is 142/88. Thanks", "pressure is 142 over 88. Thanks", "pressure is 142 over 88. Thanks", "pressure is 142/88. Thanks"},
	} {
		got := strings.Join(texts(merge(apart(reading(c.search)), apart(reading(c.greedy)), apart(reading(c.pieces)))), " ")
		if got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}

func TestATitleEndsNoSentence(t *testing.T) {
	for w, want := range map[string]bool{"Mr.": false, "Dr.": false, "morning.": true, "well?": true, "so": false} {
		if endsSentence(w) != want {
			t.Errorf("endsSentence(%q) is %v", w, !want)
		}
	}
}

func TestRescuePutsLostStretchesBack(t *testing.T) {
	pieces := reading("Which medications? I take lisinopril ten milligrams every day. Thank you.")
	got := strings.Join(texts(rescue(reading("Which medications? Thank you."), pieces)), " ")
	if got != strings.Join(texts(pieces), " ") {
		t.Errorf("got %q", got)
	}
	if got := strings.Join(texts(rescue(reading("I am am fine."), reading("I am so so am fine."))), " "); got != "I am am fine." {
		t.Errorf("two words more are no lost stretch: %q", got)
	}
}

func TestDoubtsAreAboutWhatMatters(t *testing.T) {
	set, err := terms.Shipped()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ shown, other, heard, kind string }{
		{"I have irritable dysfunction now.", "I have erectile dysfunction now.", "erectile", "term"},
		{"I take metformin daily.", "I take met for men daily.", "met for men", "drug"},
		{"It began 15 days ago.", "It began 50 days ago.", "50", "number"},
		{"There is now pain.", "There is no pain.", "no", "negation"},
		{"It is the right knee.", "It is the left knee.", "left", "side"},
		{"So then it went away.", "Some, uh, then it went away.", "", ""},
	} {
		got := doubts(set, reading(c.shown), reading(c.other))
		if c.kind == "" {
			if len(got) != 0 {
				t.Errorf("%q against %q: %+v", c.shown, c.other, got)
			}
			continue
		}
		if len(got) != 1 || got[0].heard != c.heard || string(got[0].kind) != c.kind {
			t.Errorf("%q against %q: %+v", c.shown, c.other, got)
		}
	}
}

func TestDoubtsPointIntoTheText(t *testing.T) {
	var words []word
	for _, w := range strings.Fields("Um, it is the right knee.") {
		words = append(words, word{text: w})
	}
	seg := utterance(words, []doubt{{from: 4, to: 5, heard: "left", kind: terms.Side}})
	a := seg.Uncertain[0]
	if got := seg.Text[a.Start:a.End]; got != "right" || seg.Text != "It is the right knee." {
		t.Errorf("%q of %q", got, seg.Text)
	}
}

func TestFillPlacesWordsBetweenTheirNeighbours(t *testing.T) {
	words := []word{{text: "a", label: -1}, {text: "b.", start: 100, end: 200, label: 0}, {text: "c", label: -1}, {text: "d", start: 400, end: 500, label: 1}}
	fill(words, []bool{false, true, false, true}, 0, 1000)
	if words[0].label != 0 || words[0].end > 100 || words[2].label != 1 || words[2].start != 200 || words[2].end != 400 {
		t.Errorf("%+v", words)
	}
}

func TestOverlapsAreMarked(t *testing.T) {
	tr := Transcript{Segments: []Segment{{StartMS: 0, EndMS: 1000, Channel: 0}, {StartMS: 500, EndMS: 1500, Channel: 1},
		{StartMS: 1400, EndMS: 2000, Channel: 0}}, Voices: 2}
	tr.finish(2)
	if !tr.Segments[0].Overlap || !tr.Segments[1].Overlap || tr.Segments[2].Overlap || tr.Remarks[0].Code != RemarkOverlap {
		t.Errorf("%+v", tr)
	}
}
