package speech

import (
	"regexp"
	"strings"

	"github.com/visitwright/visitwright/scribe/speech/align"
	"github.com/visitwright/visitwright/scribe/speech/moonshine"
)

// Three readings of the same sound exist when a window is done: the search's, the greedy one, and that of its pieces. The
// search reads best, but now and then leaves out what was said. So a word that both others have there is put in, and
// one that neither has is left out.

// merge corrects the search's reading by the two others. Words are put in only between words on which all agree: beside
// a word that the others heard otherwise ("lisinopril", "lies in a pril") they are a part of that word. A number is never put in
// beside another one: "500mg" in one reading and "500 milligrams" in the others are one dose, and a doubled dose is worse
// than a doubt.
func merge(search, greedy, pieces []moonshine.Word) []moonshine.Word {
	g, p := beside(search, greedy), beside(search, pieces)
	firm := func(i int) bool { return i < 0 || i == len(search) || g.same[i] && p.same[i] }
	var out []moonshine.Word
	for i := range len(search) + 1 {
		if more := common(g.before[i], p.before[i]); firm(i-1) && firm(i) && (!numbers(more) || !besideNumber(search, i)) {
			out = append(out, more...)
		}
		if i < len(search) && (g.has[i] || p.has[i]) {
			out = append(out, search[i])
		}
	}
	return out
}

// glued is a number written together with its unit, and perhaps with a word before it.
var glued = regexp.MustCompile(`^(?i)(?:([a-z][a-z'-]*)-)?([0-9][0-9.,]*)(mg|mcg|ml|g|kg|mm|cm|lbs?|units?)([.,?!]*)$`)

// apart writes "500mg" as two words and "amoxicillin-500mg" as three in every reading, so that they can be laid beside each
// other.
func apart(words []moonshine.Word) []moonshine.Word {
	var out []moonshine.Word
	for _, w := range words {
		if m := glued.FindStringSubmatch(w.Text); m != nil {
			if m[1] != "" {
				out = append(out, moonshine.Word{Text: m[1], Prob: w.Prob})
			}
			out = append(out, moonshine.Word{Text: m[2], Prob: w.Prob}, moonshine.Word{Text: m[3] + m[4], Prob: w.Prob})
			continue
		}
		out = append(out, w)
	}
	return out
}

// quantity are words of a number, its unit or what joins two.
var quantity = regexp.MustCompile(`[0-9]|^(?i)(zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|half|over|point|percent|mg|mcg|ml|milligrams?|micrograms?|milliliters?|units?)$`)

func isQuantity(w moonshine.Word) bool { return quantity.MatchString(strings.Trim(w.Text, ".,?!")) }

func numbers(words []moonshine.Word) bool {
	for _, w := range words {
		if isQuantity(w) {
			return true
		}
	}
	return false
}

// besideNumber tells whether a number stands before or at the i-th word.
func besideNumber(words []moonshine.Word, i int) bool {
	return i > 0 && isQuantity(words[i-1]) || i < len(words) && isQuantity(words[i])
}

// placed is a reading laid beside another one.
type placed struct {
	has    []bool             // whether it has a word, the same or not, where the other has its i-th
	same   []bool             // whether it has the same word there
	before [][]moonshine.Word // what it has more before the other's i-th word
}

func beside(base, other []moonshine.Word) placed {
	out := placed{has: make([]bool, len(base)), same: make([]bool, len(base)), before: make([][]moonshine.Word, len(base)+1)}
	at := 0
	for _, pair := range align.Words(texts(base), texts(other)) {
		if pair.A < 0 {
			out.before[at] = append(out.before[at], other[pair.B])
			continue
		}
		at = pair.A + 1
		out.has[pair.A] = pair.B >= 0
		out.same[pair.A] = pair.B >= 0 && align.Plain(base[pair.A].Text) == align.Plain(other[pair.B].Text)
	}
	return out
}

// common are the words of a that b has too.
func common(a, b []moonshine.Word) []moonshine.Word {
	var out []moonshine.Word
	for _, pair := range align.Words(texts(a), texts(b)) {
		if pair.A >= 0 && pair.B >= 0 && align.Plain(a[pair.A].Text) == align.Plain(b[pair.B].Text) {
			out = append(out, a[pair.A])
		}
	}
	return out
}

// lostLeast is how many words in a row a window's reading may lack before they are taken for lost, and lostProb how
// sure the live pass must have been of them (mean logarithm of probability).
const (
	lostLeast = 4
	lostProb  = -0.35
)

// rescue puts words of the live pass back that the final pass has lost: a long stretch of clear speech is missing.
func rescue(final, pieces []moonshine.Word) []moonshine.Word {
	p := beside(final, pieces)
	var out []moonshine.Word
	for i := range len(final) + 1 {
		if lost := p.before[i]; len(lost) >= lostLeast && sure(lost) {
			out = append(out, lost...)
		}
		if i < len(final) {
			out = append(out, final[i])
		}
	}
	return out
}

func sure(words []moonshine.Word) bool {
	sum := 0.0
	for _, w := range words {
		sum += w.Prob
	}
	return sum/float64(len(words)) > lostProb
}
