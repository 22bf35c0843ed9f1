package check

import (
	"slices"
	"strings"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/scribe/fact"
)

// sides holds left, right and both sides against what was said: the side must
// have been said at all, and not the other one of the same body part.
func (e *examiner) sides() {
	var said = map[string]bool{}
	for _, x := range e.ev {
		for s := range fact.Sides(x.words) {
			said[s] = true
		}
	}
	for side := range fact.Sides(e.words) {
		switch {
		case said[side]:
			e.sameSide(side)
		case side == "bilateral" && (said["left"] && said["right"] || e.paired()):
		case said["bilateral"] && side != "bilateral" && len(fact.Sides(e.words)) == 2:
		default:
			e.doubt(ehr.LateralityDoubt, side, "The %s side was not said in the lines behind this sentence.", side)
		}
	}
}

// sameSide looks at each part with a side in the sentence: said only with the
// other side, it is doubtful.
func (e *examiner) sameSide(side string) {
	for _, f := range e.facts {
		if f.Side != side || f.Kind != fact.Anatomy && f.Kind != fact.Finding && f.Kind != fact.Condition {
			continue
		}
		same, other := false, ""
		for _, m := range closest(e.said(f.Kind, f.Name)) {
			if m.Side == side || m.Side == "" {
				same = same || m.Side == side
			} else {
				other = m.Side
			}
		}
		if !same && other != "" && other != "bilateral" && side != "bilateral" {
			e.doubt(ehr.LateralityDoubt, side+" "+f.Text, "It was said of the %s side.", other)
		}
	}
}

// paired reports whether a paired part was spoken of in the plural.
func (e *examiner) paired() bool {
	return slices.ContainsFunc(e.ev, func(x *heard) bool {
		return slices.ContainsFunc(x.words, func(w string) bool {
			switch w {
			case "legs", "arms", "feet", "hands", "knees", "lungs", "ears", "eyes", "ankles", "shoulders", "hips", "extremities", "elbows", "wrists", "bases", "breasts", "sides", "carotids", "kidneys", "thighs", "calves", "tonsils", "temples":
				return true
			}
			return false
		})
	})
}

// Stem folds a word for comparing: endings of number and tense go.
func Stem(w string) string {
	w = strings.Trim(w, ".,;:?!'\"")
	for _, s := range []string{"ing", "edly", "ed", "es", "s", "ly"} {
		if strings.HasSuffix(w, s) && len(w) > len(s)+2 {
			w = strings.TrimSuffix(w, s)
			break
		}
	}
	if len(w) > 3 && (strings.HasSuffix(w, "e") || strings.HasSuffix(w, "y") || strings.HasSuffix(w, "i")) {
		w = w[:len(w)-1]
	}
	return w
}
