package check

import (
	"slices"
	"strings"

	"github.com/visitwright/visitwright/scribe/clause"
	"github.com/visitwright/visitwright/scribe/fact"
)

// supposing words stand before what may come or is looked for, and is neither
// stated nor denied: "call me if you get a fever", "an MRI to rule out a tear",
// "worsening pain" among reasons to return, "ibuprofen as needed for pain".
var supposingWords = []string{"if", "watch for", "look out for", "in case", "rule out", "rules out", "ruling out", "r/o", "risk of", "risks of", "risk for", "risks include", "risk include", "worsening sx", "earlier if", "as needed for", "prn for", "prevent", "check for", "assess for", "evaluate for", "monitor for", "return for", "help with", "help her", "help his", "reduce", "watch out for", "things like", "wish", "avoid", "aware of", "include but not limited to", "including but not limited to"}

// supposed reports whether a fact stands only as something that may come or is
// looked for. What closes the clause closes the supposition.
func supposed(words []string, f fact.Fact) bool {
	if f.Kind != fact.Finding && f.Kind != fact.Condition {
		return false
	}
	from := f.Start
	for from > 0 && f.Start-from < 14 && !ends[words[from-1]] {
		from--
	}
	head := " " + strings.Join(words[from:f.Start], " ") + " "
	for _, s := range supposingWords {
		if i := strings.LastIndex(head, " "+s+" "); i >= 0 && !closed(strings.Fields(head[i+len(s)+1:])) {
			return true
		}
	}
	return f.End < len(words) && (words[f.End] == "relief" || words[f.End] == "precautions") || f.Start > 0 && words[f.Start-1] == "for" && slices.ContainsFunc(words[from:f.Start], remedy)
}

// ends are marks that end a clause; a list's comma does not.
var ends = map[string]bool{".": true, "?": true, ";": true, "!": true}

// closed reports whether another clause begins between a supposition and a fact:
// "if it does not improve we can", "if you do not mind , you have".
func closed(between []string) bool {
	for i, w := range between {
		if i > 0 && (between[i-1] == "," || clause.Mark(between[i-1])) && subjects[w] {
			return true
		}
		if i > 1 && subjects[w] && i+1 < len(between) && (between[i+1] == "can" || between[i+1] == "will" || between[i+1] == "have" && between[i-1] != "if") {
			return true
		}
	}
	return false
}

var subjects = map[string]bool{"i": true, "we": true, "you": true, "he": true, "she": true, "it": true, "there": true, "your": true, "they": true, "then": true}

// remedy reports whether a word gives or takes something: what stands behind
// "for" is then its purpose.
func remedy(w string) bool {
	switch w {
	case "take", "takes", "continue", "nsaids", "taken", "took", "anything", "ibuprofen", "tylenol", "mg", "medication", "medications", "needed", "prn", "prescribe", "prescribed", "apply", "ice", "use", "needing", "daily":
		return true
	}
	return false
}

// qualified reports whether a sentence denies a thing only in some way, "no
// recent issues with kidney stones", "never had elevated glucose": that the thing
// is there does not gainsay it. Something must have been denied.
func (e *examiner) qualified(f fact.Fact) bool {
	if !f.Negated {
		return false
	}
	for i := f.Start - 1; i >= 0 && i > f.Start-7 && !ends[e.words[i]]; i-- {
		if qualifiers[e.words[i]] {
			return e.anyNegator()
		}
	}
	for i := f.End; i < len(e.words) && i < f.End+3 && !clause.Mark(e.words[i]); i++ {
		if w := e.words[i]; w == "prior" || w == "before" || w == "today" || w == "previously" || w == "every" || w == "now" {
			return e.anyNegator() || (w == "today" || w == "now") && e.over()
		}
	}
	return false
}

// over reports whether something is said to have ended: "it went away".
func (e *examiner) over() bool {
	return slices.ContainsFunc(e.ev, func(x *heard) bool {
		for i, w := range x.words {
			if w == "resolved" || w == "subsided" || w == "stopped" || w == "away" && i > 0 && (x.words[i-1] == "go" || x.words[i-1] == "went" || x.words[i-1] == "gone") {
				return true
			}
		}
		return false
	})
}

var qualifiers = map[string]bool{"recent": true, "previous": true, "prior": true, "other": true, "further": true, "specific": true, "additional": true, "new": true, "concerning": true, "every": true, "issues": true, "problems": true, "concerns": true, "treatment": true, "treatments": true, "elevated": true, "consistent": true}

// elsewhere reports whether a mention is of another place than the sentence's:
// "no pain in the calf" where the knee hurts.
func (e *examiner) elsewhere(f fact.Fact, m mention) bool {
	if !local[f.Name] {
		return false
	}
	placed := false
	if e.turnedFrom(f, m) {
		return true
	}
	for _, g := range e.facts {
		placed = placed || g.Kind == fact.Anatomy && (g.Start < e.label || g.Start >= f.Start-5 && g.Start < f.End+7)
	}
	for i := max(0, f.Start-5); i < min(len(e.words), f.End+7); i++ {
		w := e.words[i]
		placed = placed || i >= f.End && (w == "with" || w == "to" || w == "on") && i+1 < len(e.words) && !around[e.words[i+1]]
		if (i < f.Start || i >= f.End) && len(w) > 2 && !around[w] && !light[w] && m.clause[Stem(w)] {
			return false
		}
	}
	for _, w := range e.words[:e.label] {
		if len(w) > 2 && !around[w] && !light[w] && m.clause[Stem(w)] {
			return false
		}
	}
	return placed
}

// directions tell one place or movement of a part from another, in the words of a
// note and of talk.
var directions = map[string]string{
	"medial": "medial", "medially": "medial", "inside": "medial", "inner": "medial", "lateral": "lateral", "laterally": "lateral", "outside": "lateral", "outer": "lateral", "anterior": "anterior", "front": "anterior", "posterior": "posterior", "proximal": "proximal", "distal": "distal", "dorsal": "dorsal", "plantar": "plantar",
	"flexion": "flexion", "extension": "extension", "supination": "supination", "pronation": "pronation", "pronate": "pronation", "supinate": "supination", "abduction": "abduction", "adduction": "adduction", "inversion": "inversion", "eversion": "eversion", "dorsiflexion": "dorsiflexion",
}

// turnedFrom reports whether a mention is of another direction than the one the
// sentence names beside its fact: "no pain laterally" where it hurts medially.
func (e *examiner) turnedFrom(f fact.Fact, m mention) bool {
	theirs := map[string]bool{}
	for w, d := range directions {
		if m.clause[Stem(w)] {
			theirs[d] = true
		}
	}
	named := false
	for i := max(0, f.Start-3); i < min(len(e.words), f.End+7); i++ {
		if d := directions[e.words[i]]; d != "" {
			if named = true; theirs[d] {
				return false
			}
		}
	}
	return named && len(theirs) > 0
}

// here leaves out the mentions of other places than the sentence's where some
// are of its place, or where it denies and something was denied.
func (e *examiner) here(f fact.Fact, ms []mention) []mention {
	near := slices.DeleteFunc(slices.Clone(ms), func(m mention) bool { return e.elsewhere(f, m) })
	if len(near) > 0 || f.Negated && e.deniedAt(f) {
		return near
	}
	return ms
}

// deniedAt reports whether something was denied where the sentence's parts of the
// body, its directions or the fact itself were spoken of.
func (e *examiner) deniedAt(f fact.Fact) bool {
	mine := stemsOf(strings.Fields(f.Text))
	for _, g := range e.facts {
		if g.Kind == fact.Anatomy {
			for s := range stemsOf(strings.Fields(g.Text)) {
				mine[s] = true
			}
		}
	}
	for _, w := range e.words {
		if d := directions[w]; d != "" {
			for v, o := range directions {
				if o == d {
					mine[Stem(v)] = true
				}
			}
		}
	}
	return slices.ContainsFunc(e.ev, func(x *heard) bool {
		return slices.ContainsFunc(x.windows, func(t told) bool {
			if !t.flip && !slices.Contains(t.negated, true) {
				return false
			}
			for s := range mine {
				if t.stems[s] {
					return true
				}
			}
			return false
		})
	})
}

// around are words beside a denial that name no place.
var around = map[string]bool{"any": true, "not": true, "right-sided": true, "left-sided": true, "reports": true, "endorses": true, "denies": true, "with": true, "that": true, "palpation": true, "examination": true, "exam": true, "noted": true, "there": true, "left": true, "right": true, "pain": true, "swelling": true, "patient": true, "aspect": true}

// local are findings that are denied of one place and found at another.
var local = map[string]bool{"pain": true, "swelling": true, "tenderness": true, "numbness": true, "tingling": true, "weakness": true, "edema": true, "deformity": true, "rash": true, "bruising": true, "mass": true, "masses": true, "stiffness": true, "erythema": true, "redness": true, "injury": true}
