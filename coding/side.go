package coding

import (
	"strings"

	"github.com/visitwright/visitwright/coding/icd10cm"
)

// sideless removes the side from a description and tells which it was. ok is
// false where the description names no side and does not call it unspecified.
func sideless(description string) (key string, s side, ok bool) {
	fields := strings.Fields(strings.ToLower(strings.ReplaceAll(description, ",", " ")))
	var kept []string
	unspecified := 0
	for _, f := range fields {
		switch f {
		case "right":
			s, ok = right, true
		case "left":
			s, ok = left, true
		case "bilateral", "both":
			s, ok = bilateral, true
		case "unspecified":
			unspecified++
		case "eye", "ear", "side":
			// The code for both leaves the organ out: "Impacted cerumen, bilateral" beside "right ear".
		default:
			kept = append(kept, singular(f))
		}
	}
	return strings.Join(kept, " "), s, ok || unspecified > 0
}

// singular is a word without its plural: "extremities" of both sides beside "extremity".
func singular(w string) string {
	if base, ok := strings.CutSuffix(w, "ies"); ok {
		return base + "y"
	}
	return strings.TrimSuffix(w, "s")
}

// kin is the part of a code that siblings of other sides share, so that a kidney can
// never become a breast: its first four characters, or all but the last of a shorter
// one (C56.1, C56.2, C56.9).
func kin(code string) string {
	if len(code) <= 3 {
		return code
	}
	return code[:min(5, len(code)-1)]
}

// onSide returns the sibling of the code on the given side, or the code itself
// where its family knows no such side (Official Guidelines I.B.13).
func (lx *Lexicon) onSide(c *icd10cm.Code, s side) *icd10cm.Code {
	if s == noSide {
		return c
	}
	own := lx.of(c)
	if own.sibling == nil || own.side == s || own.sibling[s] == nil {
		return c
	}
	return own.sibling[s]
}

// hasSides reports whether the code's family distinguishes sides, and whether
// this code leaves the side open.
func (lx *Lexicon) hasSides(c *icd10cm.Code) (sides, open bool) {
	own := lx.of(c)
	if own.sibling == nil {
		return false, false
	}
	return own.sibling[right] != nil || own.sibling[left] != nil, own.side == noSide
}

// sided moves each hit to the stated side, or to the sibling that leaves it
// open where none was stated, and drops what has become equal.
func (lx *Lexicon) sided(hits []Hit, s side) []Hit {
	seen := map[string]bool{}
	out := hits[:0]
	for _, h := range hits {
		h.Code = lx.onStatedSide(h.Code, h.Source, s)
		if seen[h.Code.Code] {
			continue
		}
		seen[h.Code.Code] = true
		h.Text = h.Code.Description
		out = append(out, h)
	}
	return out
}

// onStatedSide returns the sibling on the stated side, or, where none was stated
// and the code's own description was found, the one that leaves the side open; the
// code itself where there is none such. What the index or an inclusion term points
// at without naming a side is meant as it stands (deafness is H90.3, of both ears).
func (lx *Lexicon) onStatedSide(c *icd10cm.Code, source Source, s side) *icd10cm.Code {
	if s != noSide {
		return lx.onSide(c, s)
	}
	if source == FromIndex || source == FromInclusion {
		return c
	}
	if open := lx.openSide(c); open != nil {
		return open
	}
	return c
}

// openSide returns the sibling that leaves the side open, nil where there is
// none.
func (lx *Lexicon) openSide(c *icd10cm.Code) *icd10cm.Code {
	own := lx.of(c)
	if own.sibling == nil || own.side == noSide {
		return nil
	}
	return own.sibling[noSide]
}
