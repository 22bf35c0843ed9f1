package check

import (
	"maps"
	"slices"
	"strings"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/scribe/clause"
	"github.com/visitwright/visitwright/scribe/fact"
)

// sides holds left, right and both sides against what was said: a body part
// that was spoken of with sides must have been with this one.
func (e *examiner) sides() {
	said := map[string]bool{}
	for _, x := range e.ev {
		for s := range fact.Sides(x.words) {
			said[s] = true
		}
	}
	mine := fact.Sides(e.words)
	for _, side := range slices.Sorted(maps.Keys(mine)) {
		switch {
		case said[side]:
		case side == "bilateral" && (said["left"] && said["right"] || e.paired() || e.either()):
		case said["bilateral"] && side != "bilateral" && len(mine) == 2:
		case len(said) == 0 && (e.onlyEver(side) || e.only == side || e.other(side)):
		default:
			e.doubt(ehr.LateralityDoubt, side, "The %s side was not said in the lines behind this sentence.", side)
		}
	}
	e.both()
	e.carried()
	for _, f := range e.facts {
		if f.Side != "" && f.Kind != fact.Drug {
			e.side(f)
		}
	}
	mineBound := bound(e.words)
	for _, part := range slices.Sorted(maps.Keys(mineBound)) {
		visit := e.sided[part]
		for side := range mineBound[part] {
			if len(visit) > 0 && !visit[side] && !covers(visit, side) {
				e.doubt(ehr.LateralityDoubt, side, "It was said of the %s side.", slices.Sorted(maps.Keys(visit))[0])
			}
		}
	}
}

// onlySide returns the one side that the visit ever names, and more than once.
func (h *Hearing) onlySide() string {
	n := map[string]int{}
	for _, x := range h.bySegment {
		for i := range x.words {
			if s := fact.SideAt(x.words, i); s != "" {
				n[s]++
			}
		}
	}
	for s := range n {
		if len(n) == 1 && n[s] > 1 {
			return s
		}
	}
	return ""
}

// either reports whether a part of a pair in the sentence was spoken of as either
// or all of them: "on either breast", "in all your lung fields".
func (e *examiner) either() bool {
	mine := stemsOf(e.words)
	return slices.ContainsFunc(e.ev, func(x *heard) bool {
		for i, w := range x.words {
			if w != "either" && w != "both" && w != "all" {
				continue
			}
			for _, v := range x.words[i+1 : min(len(x.words), i+4)] {
				if v == "lung" || v == "lobes" || mine[Stem(v)] && (pairs[v] || pairs[v+"s"]) {
					return true
				}
			}
		}
		return false
	})
}

// other reports whether a part of the sentence was spoken of as the other one,
// where the visit names only the opposite side of it.
func (e *examiner) other(side string) bool {
	for part := range bound(e.words) {
		visit := e.sided[part]
		if !(len(visit) == 1 && !visit[side] && !visit["bilateral"]) && !(len(visit) == 0 && e.only != "" && e.only != side && side != "bilateral") {
			continue
		}
		if slices.ContainsFunc(e.ev, func(x *heard) bool {
			for i, w := range x.words {
				if w == "other" && i+1 < len(x.words) && "~"+Stem(x.words[i+1]) == part {
					return true
				}
			}
			return false
		}) {
			return true
		}
	}
	return false
}

// onlyEver reports whether every part that the sentence binds to a side was said
// with this side alone in the whole visit.
func (e *examiner) onlyEver(side string) bool {
	ok := false
	for part := range bound(e.words) {
		if visit := e.sided[part]; len(visit) > 0 {
			if len(visit) > 1 || !visit[side] {
				return false
			}
			ok = true
		}
	}
	return ok
}

// both doubts "bilateral" where the stretches closest to the sentence speak of
// one side alone, and one side where they have the pair: "the right elbows".
func (e *examiner) both() {
	if len(fact.Sides(e.words)) > 1 {
		return
	}
	for i, w := range e.words {
		side := fact.SideAt(e.words, i)
		if side == "" || w == "bilaterally" {
			continue
		}
		part := ""
		for j := i + 1; j < len(e.words) && j <= i+3 && !clause.Mark(e.words[j]) && e.words[j] != "and"; j++ {
			v := e.words[j]
			if side != "bilateral" && pairs[v] && strings.HasSuffix(v, "s") && v != "fingers" && v != "toes" && !e.together(side, v) {
				e.doubt(ehr.LateralityDoubt, side, "The sentence names one side of a pair.")
				return
			}
			if part == "" && (len(v) > 3 || brief3[v]) && !unbound[v] {
				part = Stem(v)
			}
		}
		if side == "bilateral" && (!e.bothSaid(part) || e.single(i)) {
			e.doubt(ehr.LateralityDoubt, side, "Only one side was spoken of in the lines behind this sentence.")
		}
	}
}

// single reports whether "bilateral" stands before a part of a pair in the
// singular, of which nobody spoke in the plural or of both: "the bilateral hand".
func (e *examiner) single(i int) bool {
	if i+1 >= len(e.words) || e.words[i] != "bilateral" {
		return false
	}
	if e.words[i+1] == "side" { // two sides are never "the bilateral side"
		return true
	}
	part := e.words[i+1]
	many := part + "s"
	if part == "foot" {
		many = "feet"
	}
	if !pairs[many] {
		return false
	}
	return !slices.ContainsFunc(e.ev, func(x *heard) bool {
		for j, w := range x.words {
			if w == many || Stem(w) == Stem(part) && slices.ContainsFunc(x.words[max(0, j-6):min(len(x.words), j+7)], twofold) {
				return true
			}
		}
		return false
	})
}

// twofold reports whether a word speaks of both of a pair.
func twofold(w string) bool {
	return w == "both" || w == "either" || w == "bilateral" || w == "bilaterally" || w == "sides"
}

// together reports whether a side was said right before a word.
func (e *examiner) together(side, word string) bool {
	return slices.ContainsFunc(e.ev, func(x *heard) bool {
		for i, w := range x.words {
			if w == word && slices.ContainsFunc(x.words[max(0, i-3):i], func(v string) bool { return v == side }) {
				return true
			}
		}
		return false
	})
}

// bothSaid reports whether the stretches closest to the sentence, or a stretch
// with the part, speak of both sides or of the part in the plural.
func (e *examiner) bothSaid(part string) bool {
	one := false
	of := e.with(part)
	if len(of) == 0 {
		of = e.nearest(e.words)
	}
	for _, t := range of {
		sides := fact.Sides(t.words)
		if sides["bilateral"] || sides["left"] && sides["right"] && !slices.Contains(t.words, "but") {
			return true
		}
		for i, w := range t.words {
			if pairs[w] && (part == "" || Stem(w) == part) {
				return true
			}
			if (w == "both" || w == "either" || w == "all" && (i == 0 || t.words[i-1] != "at") || w == "sides") && (part == "" || !t.stems[part] || stemsOf(t.words[max(0, i-6):min(len(t.words), i+7)])[part]) {
				return true
			}
		}
		one = one || len(sides) > 0
	}
	return !one
}

// with returns the stretches in which a part is named with a side.
func (e *examiner) with(part string) []told {
	var out []told
	for _, x := range e.ev {
		for _, t := range x.windows {
			if part != "" && t.stems[part] && len(fact.Sides(t.words)) > 0 {
				out = append(out, t)
			}
		}
	}
	return out
}

// bound gives, for the stem of each word that a side stands before, its sides:
// "right lower quadrant" binds the quadrant. The keys begin with a mark that no
// term's name has.
func bound(words []string) map[string]map[string]bool {
	out := map[string]map[string]bool{}
	for i, w := range words {
		side := fact.SideAt(words, i)
		if side == "" || w == "bilaterally" {
			continue
		}
		for j := i + 1; j < len(words) && j <= i+3; j++ {
			v := words[j]
			if clause.Mark(v) || v == "and" || v == "or" || v == "to" || v == "with" || v == "is" || v == "was" || v == "are" || v == "that" {
				break
			}
			if !unbound[v] && (len(v) > 3 || brief3[v]) {
				k := "~" + Stem(v)
				if out[k] == nil {
					out[k] = map[string]bool{}
				}
				out[k][side] = true
			}
		}
	}
	return out
}

// brief3 are the short names of parts.
var brief3 = map[string]bool{"leg": true, "arm": true, "toe": true, "ear": true, "eye": true, "hip": true, "rib": true, "jaw": true, "shin": true}

// unbound are words behind a side that name no part of the body.
var unbound = map[string]bool{
	"lower": true, "upper": true, "side": true, "sided": true, "great": true, "pain": true, "exam": true, "distal": true, "medial": true, "lateral": true, "proximal": true, "anterior": true, "posterior": true, "more": true, "worse": true, "than": true, "here": true, "there": true, "over": true, "area": true, "about": true, "which": true,
	"when": true, "where": true, "also": true, "mild": true, "moderate": true, "slight": true, "injury": true, "surgery": true, "x-ray": true, "x-rays": true, "swelling": true, "numbness": true, "weakness": true, "tenderness": true, "okay": true, "hurts": true, "this": true, "from": true, "aspect": true, "because": true, "just": true, "your": true, "have": true, "hand": true,
}

// side holds one body part or finding of a side against what was said of it.
func (e *examiner) side(f fact.Fact) {
	visit := e.sided[f.Name]
	if len(visit) > 0 && !visit[f.Side] && !covers(visit, f.Side) && !(visit["bilateral"] && e.shares(f)) {
		e.doubt(ehr.LateralityDoubt, f.Side+" "+f.Text, "It was said of the %s side.", slices.Sorted(maps.Keys(visit))[0])
		return
	}
	same, other := false, ""
	ms := e.said(f.Kind, f.Name)
	if !e.twoSided(f) {
		ms = closest(ms)
	}
	for _, m := range ms {
		if m.Side == f.Side {
			same = true
		} else if m.Side != "" {
			other = m.Side
		}
	}
	if !same && other != "" && other != "bilateral" && (f.Side != "bilateral" || !e.bothSaid(Stem(e.words[f.End-1]))) {
		e.doubt(ehr.LateralityDoubt, f.Side+" "+f.Text, "It was said of the %s side.", other)
	}
}

// covers reports whether the sides said of a part make up the one named: both
// were said one by one. That both were said does not bear out one of them alone.
func covers(visit map[string]bool, side string) bool {
	return side == "bilateral" && visit["left"] && visit["right"]
}

// shares reports whether a part has its side from the part before it: "the left
// arm and hand".
func (e *examiner) shares(f fact.Fact) bool {
	return slices.Contains(e.words[max(0, f.Start-2):f.Start], "and")
}

// paired reports whether the sentence's paired part, or a limb where it is of
// one, was spoken of in the plural.
func (e *examiner) paired() bool {
	mine := stemsOf(e.words)
	limb := slices.ContainsFunc(e.words, func(w string) bool { return limbs[w] })
	return slices.ContainsFunc(e.ev, func(x *heard) bool {
		return slices.ContainsFunc(x.words, func(w string) bool { return pairs[w] && (mine[Stem(w)] || limb && limbs[w]) })
	})
}

var limbs = map[string]bool{"legs": true, "arms": true, "feet": true, "hands": true, "ankles": true, "extremities": true, "wrists": true, "thighs": true, "calves": true, "lower": true, "upper": true}

var pairs = map[string]bool{
	"legs": true, "arms": true, "feet": true, "hands": true, "knees": true, "lungs": true, "ears": true, "eyes": true, "ankles": true, "shoulders": true, "hips": true, "extremities": true, "elbows": true, "wrists": true, "bases": true, "breasts": true, "sides": true,
	"carotids": true, "kidneys": true, "thighs": true, "calves": true, "tonsils": true, "temples": true, "lung": true, "carotid": true, "sinuses": true, "heels": true, "toes": true, "fingers": true, "adrenals": true, "ovaries": true, "cheeks": true, "thumbs": true, "palms": true, "soles": true, "forearms": true, "shins": true, "eyelids": true, "nostrils": true, "buttocks": true, "biceps": true, "flanks": true, "earlobes": true, "nipples": true, "testicles": true, "knuckles": true,
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
