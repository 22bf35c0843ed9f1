package clause

import (
	"slices"
	"testing"
)

func TestSpliced(t *testing.T) {
	for text, want := range map[string][]string{
		"I get short of breath when I climb the stairs, I have no chest pain.":  {"i get short of breath when i climb the stairs", "i have no chest pain"},
		"I had a fever on Sunday, but not since then, no chills.":               {"i had a fever on sunday , but not since then", "no chills"},
		"I quit smoking five years ago before that I smoked one pack a day.":    {"i quit smoking 5 years ago", "before that i smoked 1 pack a day"},
		"For your diabetes, your last A1c was 7.8, we will continue metformin.": {"for your diabetes , your last a1c was 7.8", "we will continue metformin"},
		"Not right now, this is most likely a virus.":                           {"not right now", "this is most likely a virus"},
		"If it gets worse, you should call us.":                                 {"if it gets worse , you should call us"},
		"She had a fall, she had a fall down the stairs.":                       {"she had a fall , she had a fall down the stairs"},
		"When I walk, it hurts.":                                                {"when i walk , it hurts"},
		"In the morning, it is usually high.":                                   {"in the morning , it is usually high"},
	} {
		var got []string
		for _, w := range coordinate(trim(slices.DeleteFunc(Numbers(Words(text)), func(s string) bool { return s == "." }))) {
			got = append(got, Clause{Words: trim(w)}.Text())
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
