package speech

import (
	"regexp"
	"slices"
	"strings"

	"github.com/visitwright/visitwright/scribe/speech"
	"github.com/visitwright/visitwright/scribe/speech/align"
	"github.com/visitwright/visitwright/scribe/speech/terms"
)

// Share is a count out of a whole.
type Share struct{ Right, All int }

// Percent is 100 for an empty whole.
func (s Share) Percent() float64 {
	if s.All == 0 {
		return 100
	}
	return 100 * float64(s.Right) / float64(s.All)
}

// Add sums two shares.
func (s Share) Add(o Share) Share { return Share{s.Right + o.Right, s.All + o.All} }

// said is a word with its speaker.
type said struct {
	word      string
	clinician bool
	known     bool // whether the speaker is the clinician or the patient at all
}

func reference(r Recording) []said {
	var out []said
	for _, t := range r.Turns {
		for w := range strings.FieldsSeq(t.Text) {
			if align.Plain(w) != "" {
				out = append(out, said{w, t.Clinician, true})
			}
		}
	}
	return out
}

func heard(t speech.Transcript) []said {
	var out []said
	for _, s := range t.Segments {
		for w := range strings.FieldsSeq(s.Text) {
			if align.Plain(w) != "" {
				out = append(out, said{w, s.Speaker == speech.Clinician, s.Speaker == speech.Clinician || s.Speaker == speech.Patient})
			}
		}
	}
	return out
}

// Words compares a transcript with its reference word by word.
type Words struct {
	Speakers Share // of the words heard right: those with the right speaker
	Drugs    Share // of the drug words said: those heard right
	Doses    Share // of the numbers said before a unit of dose: those heard right
	Invented int   // drug words written that nobody said there
}

// Compare pairs the words of both by the least number of edits.
func Compare(set *terms.Set, r Recording, t speech.Transcript) Words {
	want, got := reference(r), heard(t)
	doses := doseNumbers(r)
	var out Words
	for _, p := range align.Words(plain(want), plain(got)) {
		right := p.A >= 0 && p.B >= 0 && align.Plain(want[p.A].word) == align.Plain(got[p.B].word)
		if right {
			out.Speakers = out.Speakers.Add(share(got[p.B].known && want[p.A].clinician == got[p.B].clinician))
		}
		if p.A >= 0 && set.Kind(want[p.A].word) == terms.Drug {
			out.Drugs = out.Drugs.Add(share(right))
		}
		if p.A >= 0 && slices.Contains(doses, p.A) {
			out.Doses = out.Doses.Add(share(right))
		}
		if p.B >= 0 && !right && set.Kind(got[p.B].word) == terms.Drug {
			out.Invented++
		}
	}
	return out
}

func share(right bool) Share {
	if right {
		return Share{1, 1}
	}
	return Share{0, 1}
}

func plain(words []said) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = w.word
	}
	return out
}

var unit = regexp.MustCompile(`^(mg|milligrams?|mcg|micrograms?|grams?|units?|ml|millilit(er|re)s?|puffs?|tablets?|pills?|drops|percent)$`)

// doseNumbers are the places of number words that stand up to three words before a unit.
func doseNumbers(r Recording) []int {
	words := reference(r)
	set := terms.NewSet(nil, nil)
	var out []int
	for i, w := range words {
		if !unit.MatchString(align.Plain(w.word)) {
			continue
		}
		for j := max(0, i-3); j < i; j++ {
			if set.Kind(words[j].word) == terms.Number && !slices.Contains(out, j) {
				out = append(out, j)
			}
		}
	}
	return out
}
