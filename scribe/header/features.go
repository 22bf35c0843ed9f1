package header

import (
	"math"
	"strings"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/scribe/sense"
)

// Bits is the size of the feature space: 1<<Bits.
const Bits = 17

// Features is a sparse vector of unit length per view.
type Features map[uint32]float64

// Count gives the hashed features of a piece of talk with how often each stands
// in it.
func Count(segments []ehr.Segment) map[uint32]float64 {
	out := map[uint32]float64{}
	add := func(parts ...string) { out[uint32(sense.Hash(parts...))&(1<<Bits-1)]++ }
	for i, s := range segments {
		who := "p"
		if s.Speaker == ehr.ClinicianVoice {
			who = "d"
		}
		words := tokens(s.Text)
		for k, w := range words {
			add("w", w)
			add("w"+who, w)
			if k > 0 {
				add("b", words[k-1], w)
				add("b"+who, words[k-1], w)
			}
			if i < 2 {
				add("f", w)
			}
			letters(w, func(g string) { add("c", g) })
		}
	}
	return out
}

// tokens are the lower-case words of a text, and question marks.
func tokens(text string) []string {
	return strings.FieldsFunc(strings.ToLower(strings.ReplaceAll(text, "?", " ? ")), func(r rune) bool {
		return r != '?' && r != '\'' && (r < 'a' || r > 'z') && (r < '0' || r > '9')
	})
}

// letters gives the groups of two to five letters of a word with its edges.
func letters(w string, each func(string)) {
	w = " " + w + " "
	for n := 2; n <= 5; n++ {
		for i := 0; i+n <= len(w); i++ {
			each(w[i : i+n])
		}
	}
}

// Weigh turns counts into a vector of length one: the logarithm of the count,
// times how rare the feature is.
func Weigh(count map[uint32]float64, rare func(uint32) float64) Features {
	out := make(Features, len(count))
	sum := 0.0
	for f, n := range count {
		v := (1 + math.Log(n)) * rare(f)
		out[f] = v
		sum += v * v
	}
	if sum == 0 {
		return out
	}
	for f := range out {
		out[f] /= math.Sqrt(sum)
	}
	return out
}
